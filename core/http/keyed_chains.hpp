// Of which keys one connection has an unbroken chain of deltas, and which it needs a fresh beginning of.
#pragma once

#include "http/ring.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace tickhub::http {

/// Where a message of delivery keyed stands among the others of its key.
struct keyed_place {
    bool begins = false;      ///< needs nothing before it
    std::uint64_t before = 0; ///< the broadcast that must have come; 0 = none
    std::uint64_t number = 0; ///< its own broadcast's; of a beginning: everything up to it is contained. 0 = none
};

class keyed_chains {
public:
    /// Beginnings that a sink is asked for at a time, for one connection.
    static constexpr std::size_t most_asked = 16;

    /// Whether the message may be sent: a beginning, or a delta that extends a chain. One that doesn't breaks it.
    /// `most` keys at most have chains.
    [[nodiscard]] bool accept(std::uint64_t key, keyed_place const& place, std::size_t most);
    /// When a beginning is asked for: as soon as there is room, or, since the last didn't fit, when nothing waits.
    enum class ask : std::uint8_t { when_roomy, when_empty };
    /// Deltas of the key are missing from now on.
    void break_off(std::uint64_t key, ask when);
    /// The sink was asked, but no answer will come: it is asked again.
    void answer_lost(std::uint64_t key);
    /// The connection left a group: of its keys it gets nothing before the next beginning.
    void forget(std::span<std::uint64_t const> keys);

    /// The next key to ask the sink for, each once until it is answered.
    [[nodiscard]] std::optional<std::uint64_t> next_wanted(bool empty);

private:
    enum class state : std::uint8_t { whole, wanted, asked };
    struct chain {
        std::uint64_t last = 0; // broadcast that it contains
        keyed_chains::state now = state::whole;
        ask when = ask::when_roomy;
    };

    void change(std::uint64_t key, chain& of, state to);

    boost::unordered_flat_map<std::uint64_t, chain> chains_; // by key
    ring<std::uint64_t> wanted_;                             // keys that are to be asked for, each once
    std::size_t asked_ = 0;
};

} // namespace tickhub::http
