// What the hub itself answers at every listener, so that neither files nor sinks can be there.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace tickhub::config {

inline constexpr std::array<std::string_view, 6> own_paths = {"/healthz", "/readyz", "/metrics",
                                                              "/login",   "/logout", "/renew"};

[[nodiscard]] constexpr bool is_own_path(std::string_view path) noexcept {
    return std::find(own_paths.begin(), own_paths.end(), path) != own_paths.end();
}

} // namespace tickhub::config
