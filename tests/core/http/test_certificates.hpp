// Certificates made on the spot, in a folder that goes away with them.
#pragma once

#include "http/tls_files.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

namespace tests {

class certificate_folder {
public:
    certificate_folder();
    ~certificate_folder();
    certificate_folder(certificate_folder const&) = delete;
    certificate_folder& operator=(certificate_folder const&) = delete;

    /// Puts a new self-signed pair in place, each file by renaming. `from` and `until` count from now.
    void make(std::string_view common_name, std::chrono::seconds from = std::chrono::hours{-1},
              std::chrono::seconds until = std::chrono::hours{24 * 365});
    /// Puts this text in the place of the certificate or the key.
    void write(std::filesystem::path const& file, std::string_view text) const;
    [[nodiscard]] tickhub::http::tls_files files() const { return {folder_ / "web.pem", folder_ / "web.key"}; }

private:
    std::filesystem::path folder_;
};

} // namespace tests
