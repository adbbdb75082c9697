#include "lifecycle/notices.hpp"

#include <tickhub/events.hpp>

#include <algorithm>
#include <chrono>
#include <string>

namespace tickhub::lifecycle {
namespace {

observe::log_level level_of(severity how) {
    switch (how) {
    case severity::info:
        return observe::log_level::info;
    case severity::warning:
        return observe::log_level::warning;
    case severity::critical:
        break;
    }
    return observe::log_level::error;
}

} // namespace

void notices::tell(notice what, std::string_view component, std::string_view text) noexcept {
    auto const& [code, how] = code_of(what);
    try {
        log_.write(level_of(how), component.empty() ? "hub" : component,
                   std::string{text}.append(" [").append(code).append("]"));
        auto const now = std::chrono::system_clock::now().time_since_epoch();
        auto const time = static_cast<nanoseconds>(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
        auto record = make_record<tickhub_notice>(0, time);
        record.severity = static_cast<std::uint8_t>(how);
        constexpr std::size_t longest = 4'096;
        batch_builder batch{1'024};
        batch.add(record, {{&tickhub_notice::component, component},
                           {&tickhub_notice::code, code},
                           {&tickhub_notice::text, text.substr(0, std::min(longest, text.size()))}});
        if (hub_ != nullptr)
            hub_->publish(batch.raw(), time, nullptr);
    } catch (...) {
        // Without memory for a notice the hub goes on.
    }
}

} // namespace tickhub::lifecycle
