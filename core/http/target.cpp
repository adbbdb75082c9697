#include "http/target.hpp"

#include "http/utf8.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace tickhub::http {

namespace {

int hex_value(char c) noexcept {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

enum class plus { is_plus, is_space };

std::optional<std::string> decode(std::string_view text, plus how, std::string& why) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            int const high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
            int const low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0) {
                why = "a '%' in the URL is not followed by two hex digits";
                return std::nullopt;
            }
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && how == plus::is_space) {
            c = ' ';
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            why = "the URL holds a control character";
            return std::nullopt;
        }
        out.push_back(c);
    }
    if (!valid_utf8(out)) {
        why = "the URL is not UTF-8";
        return std::nullopt;
    }
    return out;
}

// `?topics=ticker&topics=trades` says what `?topics=ticker,trades` does.
void add_parameter(decltype(target::query)& query, std::string name, std::string value) {
    auto const same = std::find_if(query.begin(), query.end(), [&](auto const& known) { return known.first == name; });
    if (same == query.end())
        query.emplace_back(std::move(name), std::move(value));
    else
        same->second.append(",").append(value);
}

std::string_view without_authority(std::string_view text) noexcept {
    for (std::string_view const scheme : {"http://", "https://"}) {
        if (text.substr(0, scheme.size()) == scheme) {
            text.remove_prefix(scheme.size());
            auto const path = text.find_first_of("/?");
            return path == std::string_view::npos ? std::string_view{} : text.substr(path);
        }
    }
    return text;
}

std::optional<std::string> parse_path(std::string_view text, std::string& why) {
    std::string path;
    bool ends_in_slash = true; // what is left of the path when its last segment is a dot segment
    while (!text.empty()) {
        text.remove_prefix(1); // the '/'
        auto const end = text.find('/');
        auto const segment = decode(text.substr(0, end), plus::is_plus, why);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end);
        if (!segment)
            return std::nullopt;
        if (segment->find('/') != std::string::npos) {
            why = "the path holds an encoded '/'";
            return std::nullopt;
        }
        ends_in_slash = *segment == "." || *segment == "..";
        if (*segment == "..") {
            if (path.empty()) {
                why = "the path leads above the root";
                return std::nullopt;
            }
            path.erase(path.rfind('/'));
        } else if (*segment != ".") {
            path += '/';
            path += *segment;
        }
    }
    if (ends_in_slash)
        path += '/';
    return path;
}

} // namespace

std::optional<target> parse_target(std::string_view text, std::string& why) {
    text = without_authority(text);
    if (text.find('#') != std::string_view::npos) {
        why = "the URL holds a fragment";
        return std::nullopt;
    }
    auto const mark = text.find('?');
    std::string_view const raw_path = text.substr(0, mark);
    if (!raw_path.empty() && raw_path.front() != '/') {
        why = "the path does not begin with '/'";
        return std::nullopt;
    }
    auto path = parse_path(raw_path, why);
    if (!path)
        return std::nullopt;

    target result{std::move(*path), {}};
    std::string_view rest = mark == std::string_view::npos ? std::string_view{} : text.substr(mark + 1);
    while (!rest.empty()) {
        auto const end = rest.find('&');
        std::string_view const pair = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        if (pair.empty())
            continue;
        auto const equals = pair.find('=');
        auto name = decode(pair.substr(0, equals), plus::is_space, why);
        auto value =
            equals == std::string_view::npos ? std::string{} : decode(pair.substr(equals + 1), plus::is_space, why);
        if (!name || !value)
            return std::nullopt;
        add_parameter(result.query, std::move(*name), std::move(*value));
    }
    return result;
}

} // namespace tickhub::http
