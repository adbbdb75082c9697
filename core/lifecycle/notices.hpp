// The hub about itself: notices for operators, published as the hub's own events and written to the log.
#pragma once

#include "lifecycle/hub_clock.hpp"
#include "lifecycle/notice_codes.hpp"
#include "observe/log.hpp"
#include "routing/publisher.hpp"

#include <string_view>

namespace tickhub::lifecycle {

/// [any thread]. Notices carry the host's time, also on a replay clock: they are about the hub, not about the market.
class notices {
public:
    explicit notices(observe::log& log) noexcept : log_{log} {}

    /// Where notices go from now on, beside the log. [control]
    void publish_by(routing::publisher& hub) noexcept { hub_ = &hub; }

    /// `text` is for people and says what to do.
    void tell(notice what, std::string_view component, std::string_view text) noexcept;

private:
    routing::publisher* hub_ = nullptr;
    observe::log& log_;
};

} // namespace tickhub::lifecycle
