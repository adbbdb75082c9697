#include "http/login_throttle.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace tickhub::http {

namespace {

std::string key_of_user(std::string_view user) {
    return "user " + std::string{user};
}

// Empty for loopback.
std::string key_of_address(std::string_view address) {
    std::string const text{address};
    std::array<unsigned char, 16> bytes{};
    if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) {
        static constexpr std::array<unsigned char, 16> loopback = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
        if (bytes == loopback)
            return {};
        return "net " + std::string{reinterpret_cast<char const*>(bytes.data()), 8};
    }
    return text.starts_with("127.") ? std::string{} : "address " + text;
}

} // namespace

login_throttle::entry* login_throttle::find(std::string const& key) {
    auto const found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : &*found->second;
}

login_throttle::seconds login_throttle::begin(std::string_view user, std::string_view address, time now) {
    forget_idle(now);
    std::string const by_user = key_of_user(user);
    std::string const by_address = key_of_address(address);
    time allowed = now;
    for (auto const& key : {by_user, by_address}) {
        if (entry const* const known = key.empty() ? nullptr : find(key); known != nullptr)
            allowed = std::max(allowed, known->next);
    }
    if (allowed > now)
        return std::chrono::ceil<seconds>(allowed - now);
    count(by_user, free_failures_of_user, now);
    if (!by_address.empty())
        count(by_address, free_failures_of_address, now);
    return seconds{0};
}

void login_throttle::count(std::string const& key, std::uint32_t free, time now) {
    auto const found = by_key_.find(key);
    if (found == by_key_.end()) {
        if (entries_.size() >= most_entries) {
            by_key_.erase(entries_.front().key);
            entries_.pop_front();
        }
        entries_.push_back({key, 0, now, now});
        by_key_.emplace(key, std::prev(entries_.end()));
    } else {
        entries_.splice(entries_.end(), entries_, found->second);
    }
    entry& e = entries_.back();
    ++e.failures;
    e.last = now;
    if (e.failures < free)
        return;
    std::uint32_t const doublings = std::min(e.failures - free, 6U);
    e.next = now + std::min(seconds{1U << doublings}, longest_wait);
}

void login_throttle::succeeded(std::string_view user, std::string_view address) {
    if (auto const found = by_key_.find(key_of_user(user)); found != by_key_.end()) {
        entries_.erase(found->second);
        by_key_.erase(found);
    }
    take_back(key_of_address(address));
}

void login_throttle::not_made(std::string_view user, std::string_view address) {
    take_back(key_of_user(user));
    take_back(key_of_address(address));
}

void login_throttle::take_back(std::string const& key) {
    if (entry* const known = find(key); known != nullptr && known->failures > 0) {
        --known->failures;
        known->next = known->last;
    }
}

void login_throttle::forget_idle(time now) {
    while (!entries_.empty() && now - entries_.front().last > forgotten_after) {
        by_key_.erase(entries_.front().key);
        entries_.pop_front();
    }
}

} // namespace tickhub::http
