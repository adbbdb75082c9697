#include "config/integer_values.hpp"

#include <cassert>

namespace tickhub::config {

parsed_integer parse_value(setting_type type, std::string_view text) {
    switch (type) {
    case setting_type::boolean:
        return parse_boolean(text);
    case setting_type::integer:
        return parse_integer(text);
    case setting_type::decimal:
    case setting_type::price:
        return parse_decimal(text);
    case setting_type::duration:
        return parse_duration(text);
    case setting_type::size:
        return parse_size(text);
    case setting_type::date:
        return parse_date(text);
    case setting_type::time_of_day:
        return parse_time_of_day(text);
    default:
        break;
    }
    assert(false && "a type whose values are no integers");
    return {};
}

bool is_integer(setting_type type) noexcept {
    switch (type) {
    case setting_type::boolean:
    case setting_type::integer:
    case setting_type::decimal:
    case setting_type::price:
    case setting_type::duration:
    case setting_type::size:
    case setting_type::date:
    case setting_type::time_of_day:
        return true;
    default:
        return false;
    }
}

} // namespace tickhub::config
