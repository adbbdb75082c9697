// Says who may come in: the users, their tokens, and the sessions that have ended.
#pragma once

#include "http/ended_sessions.hpp"
#include "http/identity.hpp"
#include "http/login_body.hpp"
#include "http/login_throttle.hpp"
#include "http/metrics.hpp"
#include "http/password_worker.hpp"
#include "http/token.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tickhub::http {

struct user_record {
    std::string name;
    std::string password; ///< its hash
    role_set roles;
    std::vector<std::string> accounts;
    std::uint64_t generation = 0; ///< tokens of an earlier one are ended
};

struct auth_options {
    std::string issuer = "tickhub"; ///< `iss` of its tokens
    std::chrono::seconds token_lifetime = std::chrono::hours{1};
    std::chrono::seconds session_lifetime = std::chrono::hours{12}; ///< from the login to the last renewal's end
};

struct issued_token {
    std::string text;
    identity who;
    unix_time now = 0;
};

struct login_outcome {
    login_result result = login_result::wrong;
    std::chrono::seconds wait{0};      ///< too_soon: until the next attempt
    std::optional<issued_token> token; ///< good
};

/// [any thread]
class authority {
public:
    using wall_clock = std::function<unix_time()>;

    explicit authority(auth_options options, wall_clock now = {}, password_check check = {});

    /// Called by whoever changes something, when live connections have to be looked at: set before use.
    std::function<void()> tokens_ended;
    std::function<void(std::string const& session, unix_time expires)> session_renewed;

    /// The first key that isn't retired signs.
    void set_users(std::vector<user_record> users, std::vector<token_key> keys);

    /// Whom the token speaks of, with the roles and accounts that this user has now.
    [[nodiscard]] std::variant<identity, token_fault> read(std::string_view token) const;
    /// Whether the token that this came from has not been ended since.
    [[nodiscard]] bool still_good(identity const& who) const;
    [[nodiscard]] unix_time now() const { return now_(); }

    /// Calls `done` once: at once when the attempt isn't looked at, otherwise by the password worker. An unknown user
    /// costs the same as a wrong password.
    void log_in(credentials what, std::string const& address, login_throttle::time now,
                std::function<void(login_outcome)> done);
    /// A new token of the same session; nothing when the session is as old as it may become.
    [[nodiscard]] std::optional<issued_token> renew(identity const& who);
    /// Ends the session with all its tokens; false when too many have ended lately.
    [[nodiscard]] bool log_out(identity const& who);

    /// No login is finished any more.
    void stop() noexcept { worker_.stop(); }

    /// How many logins came out as each login_result.
    [[nodiscard]] std::array<std::uint64_t, login_result_names.size()> logins() const noexcept;

private:
    struct state {
        std::vector<user_record> users; // by name
        std::vector<token_key> keys;
        [[nodiscard]] user_record const* find(std::string_view user) const noexcept;
    };
    [[nodiscard]] std::shared_ptr<state const> current() const;
    [[nodiscard]] bool still_good(identity const& who, state const& with) const;
    [[nodiscard]] std::optional<issued_token> issue(identity who) const;
    [[nodiscard]] std::optional<issued_token> issue_to(std::string_view user, std::string const& hash) const;
    void count(login_result result) noexcept { ++logins_[static_cast<std::size_t>(result)]; }

    auth_options const options_;
    token_rules const rules_;
    wall_clock const now_;
    std::string const nobodys_hash_; // of a password that nobody has

    mutable std::mutex mutex_;
    std::shared_ptr<state const> state_;
    ended_sessions ended_;
    std::mutex throttle_mutex_;
    login_throttle throttle_;
    std::array<std::atomic<std::uint64_t>, login_result_names.size()> logins_{};
    password_worker worker_; // ends first
};

} // namespace tickhub::http
