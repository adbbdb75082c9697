// Which sink is served at which path of which listener.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace tickhub::http {

class port;

/// One path of a sink.
struct mount_point {
    std::shared_ptr<http::port> port;
    std::uint32_t number = 0;
    std::atomic<bool> streams{false}; ///< an event stream was opened here: refuse as EventSource needs it
};

/// [any thread]
class mounts {
public:
    /// Returns why not, when the path is taken already; `owner` names the sink for such messages.
    std::string add(std::string_view listener, std::string_view path, std::string_view owner,
                    std::shared_ptr<mount_point> where);
    void remove_all_of(port const& port);
    [[nodiscard]] std::shared_ptr<mount_point> find(std::string_view listener, std::string_view path) const;

private:
    struct entry {
        std::string owner;
        std::shared_ptr<mount_point> where;
    };
    mutable std::mutex mutex_;
    std::map<std::pair<std::string, std::string>, entry> entries_;
};

} // namespace tickhub::http
