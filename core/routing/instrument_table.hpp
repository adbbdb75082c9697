// Symbols and the numbers that stand for them.
#pragma once

#include <tickhub/events.h>

#include <cstdint>
#include <deque>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tickhub::routing {

/// Gives symbols numbers from 1, in the order in which they come, for the life of the hub. Not on the publish path:
/// records carry the numbers.
class instrument_table {
public:
    static constexpr std::uint32_t limit = 1'048'576;
    static constexpr std::size_t max_symbol_size = 64; ///< bytes

    /// Does a feed mind if another one brings the same symbol?
    enum class sharing : std::uint8_t { exclusive, shared };

    enum class refusal : std::uint8_t { none, bad_symbol, clash, full };

    struct definition {
        tickhub_instrument_id id = 0; ///< 0 when refused
        refusal why = refusal::none;
        std::uint16_t owner = 0; ///< with clash: the component that brought the symbol first
    };

    /// The number of a symbol that `owner` brings, made when new. Refused when it is empty, over 64 bytes or holds a
    /// control character, and when another component brings it and not both share. [any thread]
    definition define(std::string_view symbol, std::uint16_t owner, sharing share);

    /// 0 when nobody brings it. [any thread]
    [[nodiscard]] tickhub_instrument_id find(std::string_view symbol) const;

    /// Empty for an unknown number; the text lives as long as the table. [any thread]
    [[nodiscard]] std::string_view symbol(tickhub_instrument_id id) const;

    /// Numbers run from 1 to count. [any thread]
    [[nodiscard]] std::uint32_t count() const;

private:
    struct entry {
        std::string symbol;
        std::uint16_t owner;
        sharing share;
    };

    mutable std::shared_mutex mutex_;
    std::deque<entry> entries_; ///< entry i is instrument i + 1; never moved
    std::unordered_map<std::string_view, tickhub_instrument_id> ids_;
};

} // namespace tickhub::routing
