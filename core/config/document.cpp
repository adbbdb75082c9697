#include "config/document.hpp"

#include "config/document_builder.hpp"

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <utility>

namespace tickhub::config {
namespace {

struct explanation {
    std::string_view from_yaml_cpp;
    std::string_view text;
};

// What yaml-cpp's terser messages mostly mean.
constexpr explanation explanations[] = {
    {"illegal map value", "a `:` has no place here; text that holds `: ` or ends in `:` needs quotes"},
    {"end of map flow not found", "this is not how {…} goes on; text with [ ] { } or , in it needs quotes here, "
                                  "as in \"${env:NAME}\""},
    {"end of sequence flow not found", "this is not how […] goes on; text with [ ] { } or , in it needs quotes here, "
                                       "as in \"${env:NAME}\""},
    {"end of map not found", "this does not go on as the lines above; look at the indentation, and put text that "
                             "begins with [ or { in quotes"},
    {"end of sequence not found", "this does not go on as the list above; look at the indentation"},
    {"unknown token", "text can't begin like this in YAML; put it in quotes"},
    {"the referenced anchor is not defined", "no `&…` above names this; text that begins with `*` needs quotes"},
};

std::string explain(std::string const& message) {
    auto const known = std::find_if(std::begin(explanations), std::end(explanations),
                                    [&](explanation const& e) { return e.from_yaml_cpp == message; });
    return known != std::end(explanations) ? std::string{known->text} : "this is not valid YAML: " + message;
}

} // namespace

std::optional<document> document::parse(source const& text, findings& found) {
    document_builder builder{text, found};
    try {
        std::istringstream stream{std::string{text.text()}};
        YAML::Parser parser{stream};
        // The second call finds what stands behind the one document; the builder refuses it.
        if (parser.HandleNextDocument(builder))
            parser.HandleNextDocument(builder);
    } catch (document_builder::refused const&) {
        return std::nullopt; // the finding is there
    } catch (YAML::Exception const& error) {
        auto const offset = error.mark.is_null() ? 0u : static_cast<std::uint32_t>(error.mark.pos);
        std::string message = explain(error.msg);
        auto const inside = builder.innermost_open();
        if (inside && error.msg.find("flow not found") != std::string::npos)
            message += "; it begins at " + text.place_of(*inside);
        found.add({offset, 1}, std::move(message));
        return std::nullopt;
    }
    return std::move(builder).finish();
}

map_entry const* document::find(node_id map, std::string_view key) const {
    auto const& entries = nodes_[map].entries;
    auto const entry = std::find_if(entries.begin(), entries.end(), [key](map_entry const& e) { return e.key == key; });
    return entry == entries.end() ? nullptr : &*entry;
}

void document::wrap_in_list(node_id map, std::string_view key) {
    map_entry const* const entry = find(map, key);
    if (entry == nullptr || nodes_[entry->value].kind != node_kind::scalar)
        return;
    yaml_node list;
    list.kind = node_kind::list;
    list.where = nodes_[entry->value].where;
    list.items = {entry->value};
    auto const index = entry - nodes_[map].entries.data();
    nodes_.push_back(std::move(list));
    nodes_[map].entries[static_cast<std::size_t>(index)].value = static_cast<node_id>(nodes_.size() - 1);
}

} // namespace tickhub::config
