// The books of an outbox, kept twice: for the connection, and for all of its sink on this thread.
#pragma once

#include "http/metrics.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace tickhub::http {

/// What becomes of a message. offered + primed + replayed = sent + superseded + dropped_slow + dropped_closed + what is
/// queued.
enum class fate : std::uint8_t { offered, primed, replayed, sent, superseded, dropped_slow, dropped_closed };
inline constexpr std::size_t fates = 7;

/// One thread writes, any thread reads.
class shared_tally {
public:
    void add(fate what, std::uint64_t amount) noexcept { counters_[static_cast<std::size_t>(what)].add(amount); }
    [[nodiscard]] std::uint64_t operator[](fate what) const noexcept {
        return counters_[static_cast<std::size_t>(what)].value();
    }

private:
    std::array<counter, fates> counters_;
};

class tally {
public:
    explicit tally(shared_tally& all) noexcept : all_{&all} {}
    void add(fate what, std::uint64_t amount = 1) noexcept {
        counts_[static_cast<std::size_t>(what)] += amount;
        all_->add(what, amount);
    }
    [[nodiscard]] std::uint64_t operator[](fate what) const noexcept { return counts_[static_cast<std::size_t>(what)]; }
    /// What the books say is queued.
    [[nodiscard]] std::uint64_t balance() const noexcept {
        return (*this)[fate::offered] + (*this)[fate::primed] + (*this)[fate::replayed] - (*this)[fate::sent] -
               (*this)[fate::superseded] - (*this)[fate::dropped_slow] - (*this)[fate::dropped_closed];
    }

private:
    std::array<std::uint64_t, fates> counts_{};
    shared_tally* all_;
};

} // namespace tickhub::http
