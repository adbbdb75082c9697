#include "config/read.hpp"

#include "config/hub_declaration.hpp"
#include "config/reading.hpp"
#include "config/shown.hpp"
#include "config/suggest.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace tickhub::config {
namespace {

void check_sections(reading& r) {
    auto const& known = section_names();
    for (map_entry const& entry : r.yaml[r.yaml.root()].entries) {
        if (std::find(known.begin(), known.end(), entry.key) == known.end()) {
            std::string const suggestion = nearest(entry.key, known);
            r.found.add(entry.where,
                        "there is no section " + shown(entry.key) +
                            (suggestion.empty() ? "; the file takes " + or_list(known) : std::string{}),
                        suggestion);
        }
    }
}

void read_all(reading& r, open_catalogue const& open) {
    check_sections(r);
    read_hub(r);
    r.config.plugins = open(r.config.plugin_folders);
    read_names(r);
    read_users_section(r);
    read_listeners(r);
    read_components(r);
    check_served_paths(r);
    read_clock(r);
    read_routes(r);
    check_cycles(r);
}

// A hub is at least a map of sections.
bool is_map(reading& r) {
    yaml_node const& root = r.yaml[r.yaml.root()];
    if (root.kind == node_kind::map)
        return true;
    if (root.kind == node_kind::empty)
        r.found.add({}, "the file is empty: it needs feeds, processors or sinks");
    else if (root.kind == node_kind::scalar && root.text.find(':') != std::string::npos)
        r.found.add(root.where,
                    "the file must be a map of sections such as `feeds: {…}`; is a space missing after a `:`?");
    else
        r.found.add(root.where, "the file must be a map of sections such as `feeds: {…}`");
    return false;
}

} // namespace

outcome read_text(std::string text, std::string file, std::filesystem::path const& folder, open_catalogue const& open,
                  surroundings const& around) {
    auto const whole = std::make_shared<source>(std::move(file), std::move(text));
    if (auto unreadable = whole->unreadable())
        return {std::nullopt, {*unreadable}};
    findings found;
    auto yaml = document::parse(*whole, found);
    if (!yaml)
        return {std::nullopt, found.as_problems(*whole)};
    reading r{whole, std::move(*yaml), found, around, folder};
    if (is_map(r))
        read_all(r, open);
    if (!found.empty())
        return {std::nullopt, found.as_problems(*whole)};
    r.config.text = whole;
    r.config.file = whole->file();
    return {std::move(r.config), {}};
}

outcome read(std::filesystem::path const& file, open_catalogue const& open) {
    surroundings const around = process_surroundings();
    std::string fault;
    auto text = around.read_file(file, source::max_size, fault);
    if (!text)
        return {std::nullopt, {problem{file.string(), 0, 0, 0, "can't read the configuration: " + fault, {}, {}}}};
    std::error_code error;
    auto folder = std::filesystem::absolute(file, error).parent_path();
    return read_text(std::move(*text), file.string(), folder, open, around);
}

} // namespace tickhub::config
