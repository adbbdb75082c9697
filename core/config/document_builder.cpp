#include "config/document_builder.hpp"

#include "config/shown.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace tickhub::config {
namespace {

constexpr node_id unknown_node = std::numeric_limits<node_id>::max();

std::uint32_t offset_of(YAML::Mark const& mark) {
    return static_cast<std::uint32_t>(std::max(mark.pos, 0));
}

// The size of the quoted scalar at the front of the text, quotes included; 0 when it is never closed.
std::size_t quoted_size(std::string_view text) {
    char const quote = text.front();
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (quote == '"' && text[i] == '\\')
            ++i;
        else if (quote == '\'' && text[i] == '\'' && i + 1 < text.size() && text[i + 1] == '\'')
            ++i;
        else if (text[i] == quote)
            return i + 1;
    }
    return 0;
}

// yaml-cpp reports `null` and nothing at all alike, but NULL may be a ticker.
std::string_view null_word(std::string_view text) {
    for (std::string_view const word : {"null", "Null", "NULL"}) {
        if (text.starts_with(word))
            return word;
    }
    return {};
}

} // namespace

void document_builder::refuse(span where, std::string message) {
    found_.add(where, std::move(message));
    throw refused{};
}

void document_builder::OnDocumentStart(YAML::Mark const& mark) {
    std::uint32_t const offset = offset_of(mark);
    if (has_document_) {
        bool const separated = text_.text().substr(offset).starts_with("---");
        refuse({offset, separated ? 3u : 1u}, separated ? "a file holds one document; a second one begins here"
                                                        : "the document has ended before this");
    }
    has_document_ = true;
}

// Behind an anchor and a tag stands what they belong to.
std::uint32_t document_builder::skip_properties(std::uint32_t offset) const {
    std::string_view const text = text_.text();
    std::size_t at = offset;
    while (at < text.size() && text[at] == '&') {
        at = std::min(text.find_first_of(" \t\r\n,]}", at), text.size());
        at = std::min(text.find_first_not_of(" \t", at), text.size());
    }
    return static_cast<std::uint32_t>(at);
}

void document_builder::refuse_tag(std::uint32_t offset) {
    if (text_.text().substr(offset).starts_with('!')) {
        std::size_t const end = text_.text().find_first_of(" \t\r\n,]}", offset);
        found_.add({offset, static_cast<std::uint32_t>(std::min(end, text_.text().size())) - offset},
                   "tags have no meaning here; put text that begins with `!` in quotes");
    }
}

// A null that shares its place with the next node was only the absence of a value.
void document_builder::check_last_null(std::uint32_t offset) {
    if (last_null_ != nowhere && document_.nodes_[last_null_].where.offset == offset) {
        document_.nodes_[last_null_].kind = node_kind::empty;
        document_.nodes_[last_null_].text.clear();
    }
    last_null_ = nowhere;
}

node_id document_builder::add(YAML::Mark const& mark, node_kind kind, YAML::anchor_t anchor) {
    std::uint32_t const offset = skip_properties(offset_of(mark));
    check_last_null(offset);
    auto const id = static_cast<node_id>(document_.nodes_.size());
    yaml_node& node = document_.nodes_.emplace_back();
    node.kind = kind;
    node.where = {offset, 1};
    weights_.emplace_back();
    if (anchor != YAML::NullAnchor) {
        anchored_.resize(std::max(anchored_.size(), anchor + 1), unknown_node);
        anchored_[anchor] = id;
    }
    attach(id);
    refuse_tag(offset);
    return id;
}

void document_builder::attach(node_id child) {
    if (open_.empty())
        document_.root_ = child;
    else
        document_.nodes_[open_.back()].items.push_back(child);
}

void document_builder::open(node_id collection) {
    open_.push_back(collection);
    if (open_.size() > document::max_depth)
        refuse(document_.nodes_[collection].where,
               "nested deeper than " + std::to_string(document::max_depth) + " levels");
}

void document_builder::close() {
    weight& whole = weights_[open_.back()];
    for (node_id const item : document_.nodes_[open_.back()].items) {
        whole.nodes += weights_[item].nodes;
        whole.height = std::max(whole.height, weights_[item].height + 1);
    }
    open_.pop_back();
}

void document_builder::OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) {
    node_id const id = add(mark, node_kind::empty, anchor);
    yaml_node& node = document_.nodes_[id];
    std::string_view const rest = text_.text().substr(std::min<std::size_t>(node.where.offset, text_.text().size()));
    if (rest.starts_with('~'))
        node.text = "~"; // still nothing, but somebody wrote it
    std::string_view const word = null_word(rest);
    if (word.empty())
        return;
    node.kind = node_kind::scalar;
    node.text = word;
    node.where.size = static_cast<std::uint32_t>(word.size());
    node.written = true;
    last_null_ = id;
}

void document_builder::OnAlias(YAML::Mark const& mark, YAML::anchor_t anchor) {
    std::uint32_t const offset = offset_of(mark);
    check_last_null(offset);
    node_id const target = anchor < anchored_.size() ? anchored_[anchor] : unknown_node;
    if (target == unknown_node || std::find(open_.begin(), open_.end(), target) != open_.end())
        refuse({offset, 1}, "this alias stands inside of what it names");
    aliased_nodes_ += weights_[target].nodes;
    if (aliased_nodes_ > document::max_aliased_nodes)
        refuse({offset, 1}, "aliases repeat more than 10,000 nodes");
    if (open_.size() + weights_[target].height > document::max_depth)
        refuse({offset, 1}, "nested deeper than " + std::to_string(document::max_depth) + " levels");
    attach(target);
}

void document_builder::OnScalar(YAML::Mark const& mark, std::string const&, YAML::anchor_t anchor,
                                std::string const& value) {
    node_id const id = add(mark, node_kind::scalar, anchor);
    document_.nodes_[id].text = value;
    place_scalar(document_.nodes_[id], document_.nodes_[id].where.offset);
    if (value.find('\0') != std::string::npos) {
        found_.add(document_.nodes_[id].where, "a text can't hold the character NUL");
        std::replace(document_.nodes_[id].text.begin(), document_.nodes_[id].text.end(), '\0', '?');
    }
}

void document_builder::place_scalar(yaml_node& node, std::uint32_t offset) {
    std::string_view const rest = text_.text().substr(std::min<std::size_t>(offset, text_.text().size()));
    if (rest.empty())
        return;
    if (rest.front() == '"' || rest.front() == '\'') {
        std::size_t const size = quoted_size(rest);
        if (size == 0)
            refuse({offset, 1}, "this quote is never closed");
        node.where.size = static_cast<std::uint32_t>(size);
        node.written = rest.substr(0, size).find('\n') == std::string_view::npos;
    } else if (rest.starts_with(node.text)) {
        node.where.size = static_cast<std::uint32_t>(std::max<std::size_t>(node.text.size(), 1));
        node.written = true;
    } else {
        node.where.size = static_cast<std::uint32_t>(std::min(rest.find_first_of("\r\n"), rest.size()));
    }
}

void document_builder::OnSequenceStart(YAML::Mark const& mark, std::string const&, YAML::anchor_t anchor,
                                       YAML::EmitterStyle::value) {
    open(add(mark, node_kind::list, anchor));
}

void document_builder::OnSequenceEnd() {
    close();
}

void document_builder::OnMapStart(YAML::Mark const& mark, std::string const&, YAML::anchor_t anchor,
                                  YAML::EmitterStyle::value) {
    open(add(mark, node_kind::map, anchor));
}

void document_builder::OnMapEnd() {
    close();
}

void document_builder::pair_up(yaml_node& map) {
    std::unordered_map<std::string_view, span> first_places;
    map.entries.reserve(map.items.size() / 2);
    for (std::size_t i = 0; i + 1 < map.items.size(); i += 2) {
        yaml_node const& key = document_.nodes_[map.items[i]];
        if (key.kind != node_kind::scalar) {
            found_.add(key.where, key.kind == node_kind::empty ? "a key is missing here" : "a key must be a text");
            continue;
        }
        if (key.text == "<<" && text_.text().substr(key.where.offset).starts_with("<<")) {
            found_.add(key.where, "merge keys (`<<`) are not supported: write the settings out, or share a whole value "
                                  "with `&name` and `*name`");
            continue;
        }
        // The parser reports a missing value where the next thing begins; the reader looks for it at its key.
        yaml_node& value = document_.nodes_[map.items[i + 1]];
        if (value.kind == node_kind::empty && value.text.empty())
            value.where = key.where;
        auto const [first, is_new] = first_places.emplace(key.text, key.where);
        if (is_new)
            map.entries.push_back({key.text, key.where, map.items[i + 1]});
        else
            found_.add(key.where, "the key " + shown(key.text) + " is here twice; it is already at " +
                                      text_.place_of(first->second));
    }
    map.items.clear();
}

std::optional<span> document_builder::innermost_open() const {
    return open_.empty() ? std::nullopt : std::optional{document_.nodes_[open_.back()].where};
}

// As with keys: a missing item is looked for at its dash.
void document_builder::place_missing_items(yaml_node const& list) {
    if (text_.text().substr(list.where.offset, 1) != "-")
        return;
    for (node_id const id : list.items) {
        yaml_node& item = document_.nodes_[id];
        std::size_t const dash = text_.text().substr(0, item.where.offset).rfind('-');
        if (item.kind == node_kind::empty && item.text.empty() && dash != std::string_view::npos &&
            dash >= list.where.offset)
            item.where = {static_cast<std::uint32_t>(dash), 1};
    }
}

document document_builder::finish() && {
    if (!has_document_)
        document_.nodes_.emplace_back();
    for (yaml_node& node : document_.nodes_) {
        if (node.kind == node_kind::map)
            pair_up(node);
        else if (node.kind == node_kind::list)
            place_missing_items(node);
    }
    return std::move(document_);
}

} // namespace tickhub::config
