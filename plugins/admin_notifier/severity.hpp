// How grave a notice is.
#pragma once

#include <tickhub/enum_names.hpp>
#include <tickhub/events.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tickhub::admin_notifier {

enum class severity : std::uint8_t {
    info = TICKHUB_SEVERITY_INFO,
    warning = TICKHUB_SEVERITY_WARNING,
    critical = TICKHUB_SEVERITY_CRITICAL
};

/// Nothing when the text names no severity. [any thread]
[[nodiscard]] inline std::optional<severity> parse_severity(std::string_view text) noexcept {
    auto const value = value_of(severity_names, text);
    if (value == TICKHUB_SEVERITY_NONE)
        return std::nullopt;
    return severity{value};
}

/// A notice that names none is information. [any thread]
[[nodiscard]] inline severity severity_of(tickhub_notice const& notice) noexcept {
    return severity{std::max<std::uint8_t>(notice.severity, TICKHUB_SEVERITY_INFO)};
}

} // namespace tickhub::admin_notifier
