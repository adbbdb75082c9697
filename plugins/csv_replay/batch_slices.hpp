// A batch, handed out in pieces of a bounded number of records.
#pragma once

#include <tickhub/events.hpp>

#include <algorithm>
#include <cstdint>

namespace tickhub::csv_replay {

/// Fill batch(), then take slices until it is empty(). Slices are borrowed until batch() is asked for again.
class batch_slices {
public:
    /// The batch to fill, emptied.
    [[nodiscard]] tickhub::batch_builder& batch() noexcept {
        batch_.clear();
        taken_bytes_ = 0;
        taken_ = 0;
        return batch_;
    }

    [[nodiscard]] bool empty() const noexcept { return taken_ == batch_.size(); }

    /// The next records, at most `most` of them, which is at least 1.
    [[nodiscard]] tickhub_batch take(std::uint32_t most) noexcept {
        tickhub_batch const whole = batch_.raw();
        char const* const from = reinterpret_cast<char const*>(whole.first) + taken_bytes_;
        tickhub_batch slice{reinterpret_cast<tickhub_event_header const*>(from), 0,
                            std::min(most, whole.count - taken_), 0};
        if (slice.count == whole.count - taken_) {
            slice.bytes = whole.bytes - taken_bytes_;
        } else {
            tickhub::event_batch::iterator at{from};
            for (std::uint32_t i = 0; i < slice.count; ++i, ++at)
                slice.bytes += (*at).header().size;
        }
        taken_ += slice.count;
        taken_bytes_ += slice.bytes;
        return slice;
    }

private:
    tickhub::batch_builder batch_;
    std::uint64_t taken_bytes_ = 0;
    std::uint32_t taken_ = 0;
};

} // namespace tickhub::csv_replay
