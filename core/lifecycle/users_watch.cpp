#include "lifecycle/users_watch.hpp"

#include "config/token_keys_file.hpp"
#include "config/users_file.hpp"

#include <pthread.h>
#include <sys/stat.h>

#include <chrono>
#include <utility>
#include <vector>

namespace tickhub::lifecycle {
namespace {

constexpr std::chrono::milliseconds period{250};

std::int64_t unix_now() {
    auto const since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(since).count();
}

http::auth_options options_of(config::users_options const& configured, std::string const& hub_name) {
    return {hub_name, std::chrono::duration_cast<std::chrono::seconds>(configured.token_lifetime),
            std::chrono::duration_cast<std::chrono::seconds>(configured.session_lifetime)};
}

std::vector<http::user_record> records_of(std::vector<config::user> users) {
    std::vector<http::user_record> records;
    for (config::user& u : users)
        records.push_back({std::move(u.name), std::move(u.password), u.roles, std::move(u.accounts), u.generation});
    return records;
}

std::vector<http::token_key> keys_of(std::vector<config::token_key> const& known) {
    std::vector<http::token_key> keys;
    for (config::token_key const& key : known)
        keys.push_back({key.id, key.secret, key.retired});
    return keys;
}

} // namespace

users_watch::users_watch(config::users_options const& configured, std::string const& hub_name, http::server& server,
                         notices& tell)
    : users_{configured.file}
    , keys_{config::token_keys_file(configured.file)}
    , server_{server}
    , tell_{tell} {
    server_.use_authentication(options_of(configured, hub_name));
}

users_watch::~users_watch() {
    {
        std::lock_guard const lock{mutex_};
        ending_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable())
        thread_.join();
}

std::string users_watch::begin() {
    if (auto made = config::read_or_make_token_keys(keys_, unix_now()); !made.keys)
        return config::text_of(made.problems);
    users_seen_ = stamp_of(users_);
    keys_seen_ = stamp_of(keys_);
    if (std::string why = read_again(); !why.empty())
        return why;
    thread_ = std::thread{[this] {
        ::pthread_setname_np(::pthread_self(), "users");
        watch();
    }};
    return {};
}

// Nothing is taken over unless both can be read: half a change could let somebody in.
std::string users_watch::read_again() {
    auto users = config::read_users(users_);
    if (!users.users)
        return config::text_of(users.problems);
    auto keys = config::read_token_keys(keys_);
    if (!keys.keys)
        return config::text_of(keys.problems);
    server_.set_users(records_of(std::move(*users.users)), keys_of(*keys.keys));
    return {};
}

void users_watch::watch() {
    std::unique_lock lock{mutex_};
    while (!changed_.wait_for(lock, period, [this] { return ending_; })) {
        // Looked at before reading: a change in between is seen the next time.
        stamp const users = stamp_of(users_);
        stamp const keys = stamp_of(keys_);
        if (users == users_seen_ && keys == keys_seen_)
            continue;
        users_seen_ = users;
        keys_seen_ = keys;
        if (std::string const why = read_again(); why.empty())
            tell_.tell(notice::users_changed, "", "the users were changed: " + users_.string() + " was read again");
        else
            tell_.tell(notice::users_unreadable, "", "the users stay those of before: " + why);
    }
}

users_watch::stamp users_watch::stamp_of(std::filesystem::path const& file) noexcept {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0)
        return {};
    return {status.st_ino, status.st_size, status.st_ctim.tv_sec * 1'000'000'000 + status.st_ctim.tv_nsec};
}

} // namespace tickhub::lifecycle
