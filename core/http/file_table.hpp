// A listener's static files, in memory.
#pragma once

#include "http/options.hpp"
#include "http/response.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::http {

/// Immutable once loaded. [any thread]
class file_table {
public:
    /// Reads all files. Returns why not when one can't be read, is over 16 MiB, or two have the same path.
    [[nodiscard]] std::string load(std::vector<static_file> const& files);

    [[nodiscard]] bool has(std::string_view path) const { return files_.find(path) != files_.end(); }
    /// The file at this path, which must be there; 304 when the client has it as `if_none_match` says.
    [[nodiscard]] response answer(std::string_view path, std::string_view if_none_match) const;

private:
    struct entry {
        std::string content_type;
        std::string etag;
        std::shared_ptr<std::string const> content;
    };
    std::map<std::string, entry, std::less<>> files_;
};

/// By the file's extension; application/octet-stream when it is unknown.
[[nodiscard]] std::string_view content_type_of(std::string_view file_name) noexcept;

} // namespace tickhub::http
