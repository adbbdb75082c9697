#include "config/describe.hpp"
#include "config/setting_facts.hpp"

#include <string_view>

namespace tickhub::config {
namespace {

// Text inside of a table's cell.
std::string cell(std::string_view text) {
    std::string result;
    for (char const c : text) {
        if (c == '|')
            result += "\\|";
        else
            result += c == '\n' ? ' ' : c;
    }
    return result;
}

std::string code(std::string_view text) {
    return "`" + cell(text) + "`";
}

void rows(std::vector<declared_setting> const& settings, std::string const& prefix, std::string& out);

// The rows below a setting whose own path is `path`.
void parts(declared_setting const& s, std::string const& path, std::string& out) {
    if (!s.items.empty())
        parts(s.items.front(), path + (s.type == setting_type::list ? "[]" : ".<name>"), out);
    rows(s.members, path + ".", out);
    for (declared_alternative const& a : s.alternatives) {
        std::string const form = s.tag + ": " + a.name;
        out += "| " + code(path + " (" + form + ")") + " | | | " + cell(a.doc) + " |\n";
        rows(a.members, path + " (" + form + ").", out);
    }
}

void rows(std::vector<declared_setting> const& settings, std::string const& prefix, std::string& out) {
    for (declared_setting const& s : settings) {
        std::string const path = prefix + s.name;
        std::string const bounds = range(s);
        out += "| " + code(path) + " | " + cell(takes(s)) + (bounds.empty() ? "" : ", " + cell(bounds)) + " | ";
        if (s.required)
            out += "*required*";
        else if (s.by_default)
            out += s.by_default->empty() ? "empty" : code(*s.by_default);
        out += " | " + cell(s.doc) + " |\n";
        parts(s, path, out);
    }
}

} // namespace

std::string describe_as_markdown(manifest const& plugin) {
    if (plugin.settings.empty())
        return "It has no settings.\n";
    std::string out = "| setting | takes | default | meaning |\n| --- | --- | --- | --- |\n";
    rows(plugin.settings, "", out);
    return out;
}

} // namespace tickhub::config
