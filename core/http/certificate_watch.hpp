// The certificate of one listener, replaced when its files change. Takes the time as an argument, and has no thread.
#pragma once

#include "http/certificate_news.hpp"
#include "http/tls_files.hpp"
#include "http/tls_identity.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tickhub::http {

class certificate_watch {
public:
    using time_point = std::chrono::system_clock::time_point;

    /// Loads the files, or says why not.
    [[nodiscard]] static std::variant<std::shared_ptr<certificate_watch>, tls_fault> begin(std::string listener,
                                                                                           tls_files files);

    /// What new connections are served with. [any thread]
    [[nodiscard]] std::shared_ptr<tls_identity const> current() const;

    /// Whether to load files that have just changed, or only once they are the same at two looks: certificate and key
    /// are seldom written at once.
    enum class haste : std::uint8_t { when_settled, at_once };
    /// Looks at the files, and loads them if they have changed since they were last tried; tells of each change once,
    /// and daily of a certificate that is near its end. By one thread at a time.
    [[nodiscard]] std::vector<certificate_news> look(time_point now, haste how);

    [[nodiscard]] std::string const& listener() const noexcept { return listener_; }

private:
    certificate_watch(std::string listener, tls_files files) noexcept;

    // What changes when a file is written, renamed over, or linked elsewhere.
    struct stamp {
        std::uint64_t device = 0;
        std::uint64_t file = 0;
        std::int64_t size = -1;
        std::int64_t modified = 0; // nanoseconds
        std::int64_t changed = 0;  // its rights, too
        friend bool operator==(stamp const&, stamp const&) = default;
    };
    struct stamps {
        stamp certificate;
        stamp key;
        friend bool operator==(stamps const&, stamps const&) = default;
    };

    [[nodiscard]] static stamp stamp_of(std::filesystem::path const& file) noexcept;
    [[nodiscard]] stamps stamps_now() const noexcept;
    [[nodiscard]] certificate_news load();

    std::string const listener_;
    tls_files const files_;
    mutable std::mutex mutex_;
    std::shared_ptr<tls_identity const> current_; // by mutex_
    stamps seen_;                                 // at the last look
    stamps tried_;
    std::optional<time_point> told_of_end_;
};

} // namespace tickhub::http
