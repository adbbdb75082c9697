// What a listener does while accepting fails: how long it pauses, and when operators are told. Takes the time as an
// argument, and knows no socket.
#pragma once

#include "http/deadlines.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

namespace tickhub::http {

class accept_trouble {
public:
    static constexpr auto first_pause = std::chrono::milliseconds{10};
    static constexpr auto longest_pause = std::chrono::milliseconds{1'000};
    static constexpr auto between_reports = std::chrono::minutes{1};

    struct reaction {
        std::chrono::milliseconds pause; ///< before the next try: twice as long each time
        std::uint64_t untold;            ///< failures that operators are to be told of now; 0: of none yet
    };

    [[nodiscard]] reaction failed(steady_time now) noexcept {
        reaction result{pause_, 0};
        pause_ = std::min(pause_ * 2, longest_pause);
        ++untold_;
        if (!last_report_ || now - *last_report_ >= between_reports) {
            last_report_ = now;
            result.untold = untold_;
            untold_ = 0;
        }
        return result;
    }

    void succeeded() noexcept { pause_ = first_pause; }

private:
    std::chrono::milliseconds pause_ = first_pause;
    std::uint64_t untold_ = 0;
    std::optional<steady_time> last_report_;
};

} // namespace tickhub::http
