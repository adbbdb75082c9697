// Every notice that the hub itself gives, with its code and how severe it is. docs/operating.md says what each means.
#pragma once

#include <tickhub/events.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tickhub::lifecycle {

enum class severity : std::uint8_t {
    info = TICKHUB_SEVERITY_INFO,
    warning = TICKHUB_SEVERITY_WARNING,
    critical = TICKHUB_SEVERITY_CRITICAL
};

enum class notice : std::uint8_t {
    hub_started,
    hub_stopping,
    few_file_descriptors,
    accept_failed,
    certificate_loaded,
    certificate_not_loaded,
    certificate_expires,
    client_lost_pacing,
    users_changed,
    users_unreadable,
    component_started,
    component_restarted,
    component_stopped,
    component_failed,
    component_given_up,
    component_quarantined,
    component_left_behind
};

struct notice_code {
    std::string_view text; ///< stable: programs know it
    severity how;
};

/// In the order of `notice`.
inline constexpr std::array notice_codes{
    notice_code{"hub_started", severity::info},
    notice_code{"hub_stopping", severity::info},
    notice_code{"few_file_descriptors", severity::warning},
    notice_code{"accept_failed", severity::warning},
    notice_code{"certificate_loaded", severity::info},
    notice_code{"certificate_not_loaded", severity::warning},
    notice_code{"certificate_expires", severity::warning},
    notice_code{"client_lost_pacing", severity::warning},
    notice_code{"users_changed", severity::info},
    notice_code{"users_unreadable", severity::critical},
    notice_code{"component_started", severity::info},
    notice_code{"component_restarted", severity::info},
    notice_code{"component_stopped", severity::info},
    notice_code{"component_failed", severity::warning},
    notice_code{"component_given_up", severity::critical},
    notice_code{"component_quarantined", severity::critical},
    notice_code{"component_left_behind", severity::critical},
};
static_assert(notice_codes.size() == static_cast<std::size_t>(notice::component_left_behind) + 1);

[[nodiscard]] constexpr notice_code const& code_of(notice what) noexcept {
    return notice_codes[static_cast<std::size_t>(what)];
}

/// `info`, `warning` or `critical`.
[[nodiscard]] constexpr std::string_view name(severity how) noexcept {
    switch (how) {
    case severity::info:
        return "info";
    case severity::warning:
        return "warning";
    case severity::critical:
        break;
    }
    return "critical";
}

} // namespace tickhub::lifecycle
