// What users may do, and the names of it in files and tokens.
#pragma once

#include "tickhub/abi.h"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>

namespace tickhub {

enum class role : std::uint32_t {
    viewer = TICKHUB_ROLE_VIEWER, ///< has logged in
    trader = TICKHUB_ROLE_TRADER,
    admin = TICKHUB_ROLE_ADMIN
};

inline constexpr std::array<std::pair<role, std::string_view>, 3> role_names = {
    {{role::viewer, "viewer"}, {role::trader, "trader"}, {role::admin, "admin"}}};

[[nodiscard]] constexpr std::optional<role> role_from_name(std::string_view name) noexcept {
    for (auto const& [which, known] : role_names) {
        if (known == name)
            return which;
    }
    return std::nullopt;
}

/// The trader is no admin and the admin no trader; whoever has a role is a viewer too.
class role_set {
public:
    constexpr role_set() noexcept = default;
    constexpr explicit role_set(std::uint32_t bits) noexcept : bits_{bits} {}
    constexpr role_set(std::initializer_list<role> roles) noexcept {
        for (role const r : roles)
            insert(r);
    }
    constexpr void insert(role r) noexcept { bits_ |= static_cast<std::uint32_t>(r); }
    [[nodiscard]] constexpr bool contains(role r) const noexcept {
        return (bits_ & static_cast<std::uint32_t>(r)) != 0;
    }
    [[nodiscard]] constexpr bool shares_one_with(role_set other) const noexcept { return (bits_ & other.bits_) != 0; }
    [[nodiscard]] constexpr bool empty() const noexcept { return bits_ == 0; }
    [[nodiscard]] constexpr std::uint32_t bits() const noexcept { return bits_; }
    friend constexpr bool operator==(role_set, role_set) noexcept = default;

private:
    std::uint32_t bits_ = 0;
};

} // namespace tickhub
