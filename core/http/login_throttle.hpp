// Slows down whoever guesses passwords: each failure over a free number doubles the wait until the next attempt.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tickhub::http {

/// By user and by address, an IPv6 one by its first 64 bits. Loopback counts by user only: behind it may be a proxy,
/// and with it everybody. Takes the time as an argument.
class login_throttle {
public:
    using time = std::chrono::steady_clock::time_point;
    using seconds = std::chrono::seconds;

    static constexpr std::uint32_t free_failures_of_user = 5;
    static constexpr std::uint32_t free_failures_of_address = 20;
    static constexpr seconds longest_wait{60};
    static constexpr std::chrono::minutes forgotten_after{15}; ///< without an attempt
    static constexpr std::size_t most_entries = 20'000;        ///< over it the one that was idle longest is forgotten

    /// Zero when an attempt may be made now: it then counts as failed until `succeeded`, so that many at once count as
    /// many. Otherwise how long to wait; such an attempt counts for nothing.
    [[nodiscard]] seconds begin(std::string_view user, std::string_view address, time now);
    /// Forgets the user's failures, and takes back this attempt of the address.
    void succeeded(std::string_view user, std::string_view address);
    /// Takes the attempt back: nobody has looked at it.
    void not_made(std::string_view user, std::string_view address);

    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

private:
    struct entry {
        std::string key;
        std::uint32_t failures = 0;
        time last{};
        time next{};
    };
    using entries = std::list<entry>; // the one idle longest in front

    [[nodiscard]] entry* find(std::string const& key);
    void count(std::string const& key, std::uint32_t free, time now);
    void take_back(std::string const& key);
    void forget_idle(time now);

    entries entries_;
    std::unordered_map<std::string, entries::iterator> by_key_;
};

} // namespace tickhub::http
