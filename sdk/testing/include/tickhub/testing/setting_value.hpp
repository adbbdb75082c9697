// Settings as a literal: what the hub's checker would have made of the YAML.
#pragma once

#include <tickhub/abi.h>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tickhub::testing {

/// One value of a component's settings, with all that is below it:
///
///     auto const settings = setting_value::object({{"path", "/stream"},
///                                                  {"every", 250'000'000},   // a duration in nanoseconds
///                                                  {"topics", setting_value::list({"ticker", "trades"})}});
///
/// Units are those of tickhub::setting: nanoseconds, bytes, 1e-9, booleans 0 or 1.
class setting_value {
public:
    using member = std::pair<std::string, setting_value>;

    setting_value(std::integral auto number)
        : kind_{TICKHUB_NODE_INTEGER}
        , number_{static_cast<std::int64_t>(number)} {}
    setting_value(std::string text) : kind_{TICKHUB_NODE_TEXT}, text_{std::move(text)} {}
    setting_value(std::string_view text) : setting_value{std::string{text}} {}
    setting_value(char const* text) : setting_value{std::string{text}} {}
    template <class Item>
    setting_value(std::vector<Item> const& items) : kind_{TICKHUB_NODE_LIST}
                                                  , items_(items.begin(), items.end()) {}

    [[nodiscard]] static setting_value list(std::initializer_list<setting_value> items = {});
    [[nodiscard]] static setting_value map(std::initializer_list<member> members = {});
    [[nodiscard]] static setting_value object(std::initializer_list<member> members = {});

    /// Adds an item to a list.
    void add(setting_value item) { items_.push_back(std::move(item)); }
    /// Sets a member of an object or a map, and replaces what it was.
    void set(std::string_view name, setting_value value);
    /// Sets each of the other object's members.
    [[nodiscard]] setting_value with(setting_value const& other) const;

    /// The member of an object or a map, to be changed; made when there is none.
    [[nodiscard]] setting_value& operator[](std::string_view name);
    /// The item of a list, to be changed. Throws std::out_of_range.
    [[nodiscard]] setting_value& item(std::size_t index) { return items_.at(index); }

    [[nodiscard]] std::uint32_t kind() const noexcept { return kind_; } ///< TICKHUB_NODE_…
    [[nodiscard]] std::int64_t number() const noexcept { return number_; }
    [[nodiscard]] std::string const& text() const noexcept { return text_; }
    [[nodiscard]] std::vector<setting_value> const& items() const noexcept { return items_; }
    /// The names of the items of a map or an object, in their order.
    [[nodiscard]] std::vector<std::string> const& names() const noexcept { return names_; }

private:
    explicit setting_value(std::uint32_t kind, std::initializer_list<member> members);

    std::uint32_t kind_;
    std::int64_t number_ = 0;
    std::string text_;
    std::vector<setting_value> items_;
    std::vector<std::string> names_;
};

} // namespace tickhub::testing
