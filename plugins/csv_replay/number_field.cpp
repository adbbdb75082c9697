#include "number_field.hpp"

#include "text.hpp"

#include <tickhub/arithmetic.hpp>
#include <tickhub/decimal.hpp>

#include <limits>

namespace tickhub::csv_replay {
namespace {

constexpr unsigned price_decimals = 9;
constexpr std::int64_t one = 1'000'000'000;

// A plain number with more decimals than a price has: the first nine, and one more 1e-9 when the tenth says so.
std::optional<tickhub::price> rounded(std::string_view text) noexcept {
    std::size_t const point = text.find('.');
    if (point == std::string_view::npos || text.size() <= point + 1 + price_decimals)
        return std::nullopt;
    std::string_view const behind = text.substr(point + 1 + price_decimals);
    auto const kept = tickhub::parse_decimal(text.substr(0, point + 1 + price_decimals), price_decimals);
    if (!kept || behind.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    int const step = behind.front() < '5' ? 0 : text.front() == '-' ? -1 : 1;
    auto const price = tickhub::price{kept.value} + tickhub::price{step};
    return price.is_defined() ? std::optional{price} : std::nullopt;
}

} // namespace

std::optional<tickhub::price> read_price(std::string_view text) noexcept {
    text = trimmed(text);
    auto const parsed = tickhub::parse_decimal(text, price_decimals, tickhub::exponent_form::accepted);
    if (parsed)
        return tickhub::price{parsed.value};
    // Too many decimals, or too many digits for the exact reader because of them.
    return parsed.error == tickhub::decimal_error::malformed ? std::nullopt : rounded(text);
}

std::optional<std::int64_t> read_exact(std::string_view text, unsigned decimals) noexcept {
    auto const parsed = tickhub::parse_decimal(trimmed(text), decimals, tickhub::exponent_form::accepted);
    return parsed ? std::optional{parsed.value} : std::nullopt;
}

std::optional<tickhub::quantity> read_quantity(std::string_view text, unsigned decimals) noexcept {
    auto const count = read_exact(text, decimals);
    return count && *count >= 0 ? std::optional{tickhub::quantity{*count}} : std::nullopt;
}

std::optional<tickhub::price> in_unit(tickhub::price value, std::int64_t unit) noexcept {
    if (unit == one)
        return value;
    auto const product = tickhub::divide_rounded(static_cast<tickhub::int128>(value.raw()) * unit, one);
    if (product >= std::numeric_limits<std::int64_t>::max() || product <= std::numeric_limits<std::int64_t>::min())
        return std::nullopt;
    return tickhub::price{static_cast<std::int64_t>(product)};
}

} // namespace tickhub::csv_replay
