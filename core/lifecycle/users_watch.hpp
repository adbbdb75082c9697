// Follows the users file and the keys beside it: what `tickhub user` changes holds within a second.
#pragma once

#include "config/hub_config.hpp"
#include "http/server.hpp"
#include "lifecycle/notices.hpp"

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>

namespace tickhub::lifecycle {

class users_watch {
public:
    /// The server ends later.
    users_watch(config::users_options const& configured, std::string const& hub_name, http::server& server,
                notices& tell);
    /// Joins.
    ~users_watch();
    users_watch(users_watch const&) = delete;
    users_watch& operator=(users_watch const&) = delete;

    /// Reads both files, makes the first key if there is none, and goes on watching. Returns why not. [control]
    [[nodiscard]] std::string begin();

private:
    // What tells one state of a file from the next.
    struct stamp {
        std::uint64_t inode = 0;
        std::int64_t size = -1;
        std::int64_t changed = 0; // nanoseconds
        friend bool operator==(stamp const&, stamp const&) = default;
    };
    static stamp stamp_of(std::filesystem::path const& file) noexcept;

    void watch();
    [[nodiscard]] std::string read_again();

    std::filesystem::path const users_;
    std::filesystem::path const keys_;
    http::server& server_;
    notices& tell_;
    stamp users_seen_;
    stamp keys_seen_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool ending_ = false;
    std::thread thread_;
};

} // namespace tickhub::lifecycle
