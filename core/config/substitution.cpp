#include "config/substitution.hpp"

#include "config/shown.hpp"
#include "config/utf8.hpp"

#include <algorithm>

namespace tickhub::config {
namespace {

constexpr std::size_t largest_file = 64 * 1024;
constexpr std::size_t largest_text = 256 * 1024;

struct piece {
    std::optional<std::string> value;
    std::string fault;
};

bool is_variable_name(std::string_view name) {
    auto const letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !name.empty() && letter(name.front()) &&
           std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

// Whatever comes from outside must be something that the file itself could have held.
piece checked(std::string value, std::string const& origin) {
    if (value.find('\0') != std::string::npos || first_invalid_utf8(value) != value.size())
        return {std::nullopt, origin + " is not UTF-8 text"};
    return {std::move(value), {}};
}

piece from_environment(std::string_view inside, surroundings const& around) {
    std::size_t const end = inside.find(":-");
    std::string_view const name = inside.substr(0, end);
    if (!is_variable_name(name))
        return {std::nullopt, shown(name) + " is no name of an environment variable"};
    if (auto value = around.environment(std::string{name}))
        return checked(std::move(*value), "the environment variable " + shown(name));
    if (end != std::string_view::npos)
        return {std::string{inside.substr(end + 2)}, {}};
    return {std::nullopt, "the environment variable " + shown(name) + " is not set"};
}

piece from_file(std::string_view name, std::filesystem::path const& folder, surroundings const& around) {
    if (name.empty())
        return {std::nullopt, "the file has no name"};
    std::string fault;
    auto content = around.read_file(folder / std::string{name}, largest_file, fault);
    if (!content)
        return {std::nullopt, "can't read the file " + shown(name) + ": " + fault};
    if (content->ends_with('\n'))
        content->pop_back();
    if (content->ends_with('\r'))
        content->pop_back();
    return checked(std::move(*content), "the file " + shown(name));
}

piece look_up(std::string_view inside, std::filesystem::path const& folder, surroundings const& around) {
    if (inside.starts_with("env:"))
        return from_environment(inside.substr(4), around);
    if (inside.starts_with("file:"))
        return from_file(inside.substr(5), folder, around);
    return {std::nullopt, "`${…}` takes env:NAME, env:NAME:-default or file:path; for the text `${` write `$${`"};
}

} // namespace

substituted substitute(std::string_view text, std::filesystem::path const& folder, surroundings const& around) {
    std::string result;
    substituted outcome;
    std::size_t at = 0;
    while (at < text.size()) {
        if (text.substr(at).starts_with("$${")) {
            result += "${";
            outcome.changed = true;
            at += 3;
            continue;
        }
        if (!text.substr(at).starts_with("${")) {
            result += text[at++];
            continue;
        }
        std::size_t const end = text.find('}', at);
        if (end == std::string_view::npos)
            return {std::nullopt, true, "this `${` has no `}`; for the text `${` write `$${`", at, 2};
        piece found = look_up(text.substr(at + 2, end - at - 2), folder, around);
        if (found.value && result.size() + found.value->size() > largest_text)
            found = {std::nullopt, "the text becomes larger than 256 KiB"};
        if (!found.value)
            return {std::nullopt, true, std::move(found.fault), at, end + 1 - at};
        result += *found.value;
        outcome.changed = true;
        at = end + 1;
    }
    outcome.text = std::move(result);
    return outcome;
}

bool is_one_reference(std::string_view text) {
    bool const from_environment = text.starts_with("${env:") && text.find(":-") == std::string_view::npos;
    return (from_environment || text.starts_with("${file:")) && text.find('}') == text.size() - 1;
}

} // namespace tickhub::config
