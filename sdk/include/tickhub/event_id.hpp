// The id of a server-sent event: what a client gives back, as Last-Event-ID, to go on where it was.
#pragma once

#include "tickhub/host.hpp"
#include "tickhub/http.hpp"

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

namespace tickhub {

/// A position in one sink's numbering. The host writes it as "<epoch in hex>-<sequence>".
struct event_id {
    std::uint64_t epoch = 0;
    std::uint64_t sequence = 0;

    friend bool operator==(event_id const&, event_id const&) = default;
};

/// Reads an id; nothing when the text is no such id. [any thread]
[[nodiscard]] inline std::optional<event_id> parse_event_id(std::string_view text) noexcept {
    auto const dash = text.find('-');
    if (dash == std::string_view::npos)
        return std::nullopt;
    auto const whole = [](std::string_view digits, std::uint64_t& value, int base) {
        auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
        return error == std::errc{} && end == digits.data() + digits.size();
    };
    event_id id;
    if (!whole(text.substr(0, dash), id.epoch, 16) || !whole(text.substr(dash + 1), id.sequence, 10))
        return std::nullopt;
    return id;
}

/// An epoch that no other life of a component is likely to have: mixes what the clocks show at its start with its name.
/// Never 0. [any thread]
[[nodiscard]] inline std::uint64_t make_epoch(host const& h) noexcept {
    // The finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
    auto const mix = [](std::uint64_t value) {
        value += 0x9e3779b97f4a7c15u;
        value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
        value = (value ^ value >> 27) * 0x94d049bb133111ebu;
        return value ^ value >> 31;
    };
    std::uint64_t epoch = mix(h.steady_time()) ^ mix(~h.market_time());
    for (char const c : h.name())
        epoch = mix(epoch ^ static_cast<unsigned char>(c));
    return epoch != 0 ? epoch : 1;
}

/// The id that a client gives to go on from: the Last-Event-ID header, or the query parameter last_event_id. An
/// EventSource that reconnects sends the header, and its URL may still hold the older parameter: the header counts.
/// Nothing when the client starts anew. Borrowed from the request. [serialised]
[[nodiscard]] inline std::optional<std::string_view> last_event_id(request const& r) noexcept {
    for (auto const given : {r.header("last-event-id"), r.query("last_event_id")}) {
        if (given && !given->empty())
            return given;
    }
    return std::nullopt;
}

} // namespace tickhub
