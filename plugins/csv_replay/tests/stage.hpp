// The feed on the sdk's stage, with its settings' defaults but for the speed. Another feed of this hub brings the
// symbol TAKEN.
#pragma once

#include <tickhub/testing/declared_settings.hpp>
#include <tickhub/testing/stage.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

extern "C" tickhub_plugin const tickhub_plugin_v1;

namespace tests {

using tickhub::testing::setting_value;

class feed_stage : public tickhub::testing::stage {
public:
    /// With the defaults of its settings, but for those that are given.
    explicit feed_stage(setting_value const& given)
        : stage{tickhub_plugin_v1,
                tickhub::testing::declared_settings(tickhub_plugin_v1)
                    .with(setting_value::object({{"zone", "Asia/Kolkata"}, {"speed", "max"}}))
                    .with(given),
                "nse", [](tickhub::testing::fake_host& host) { host.claim("TAKEN"); }} {}

    /// Calls next, moving the clock to each wake-up, until the feed has ended.
    void play(std::uint32_t max_events = 256) {
        for (auto pull = next(max_events); pull.next != TICKHUB_PULL_ENDED; pull = next(max_events)) {
            if (pull.next == TICKHUB_PULL_WAIT)
                clock().steady_time = std::max(clock().steady_time, pull.wake_at);
        }
    }

    /// All that it published, each record by its bytes.
    [[nodiscard]] std::vector<std::string> const& records() {
        auto const fresh = published();
        for (tickhub::event const e : fresh.view())
            records_.emplace_back(e.bytes());
        return records_;
    }
    /// The published records of one kind.
    template <class Record>
    [[nodiscard]] std::vector<Record> all() {
        std::vector<Record> found;
        for (auto const& bytes : records()) {
            if (static_cast<std::uint8_t>(bytes[offsetof(tickhub_event_header, record)]) !=
                tickhub::record_number<Record>)
                continue;
            std::memcpy(&found.emplace_back(), bytes.data(), sizeof(Record));
        }
        return found;
    }

private:
    std::vector<std::string> records_;
};

} // namespace tests
