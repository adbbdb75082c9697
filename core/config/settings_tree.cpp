#include "config/settings_tree.hpp"

#include <tickhub/events.hpp>

#include <algorithm>
#include <cassert>
#include <utility>

namespace tickhub::config {
namespace {

settings_tree const& tree_of(void* context) {
    return *static_cast<settings_tree const*>(context);
}

// Where byte `offset` of a scalar's text stands in its source: quotes and escapes take bytes of their own.
std::uint32_t offset_in_source(std::string_view written, std::uint32_t offset) {
    if (written.empty() || (written[0] != '"' && written[0] != '\''))
        return offset;
    char const quote = written[0];
    std::size_t at = 1;
    for (; offset > 0 && at + 1 < written.size(); --offset) {
        if (quote == '\'' && written[at] == '\'')
            at += 2;
        else if (quote == '"' && written[at] == '\\')
            at += 2; // \xNN and longer ones are rare; the place is then a little early
        else
            ++at;
    }
    return static_cast<std::uint32_t>(at);
}

} // namespace

settings_tree::settings_tree(std::shared_ptr<source const> source) : source_{std::move(source)} {
    abi_.struct_size = sizeof abi_;
    abi_.context = this;
    abi_.kind = [](void* c, tickhub_node n) { return tree_of(c).kind(n); };
    abi_.member = [](void* c, tickhub_node n, tickhub_text name) { return tree_of(c).member(n, to_view(name)); };
    abi_.item = [](void* c, tickhub_node n, std::uint32_t index) { return tree_of(c).item(n, index); };
    abi_.count = [](void* c, tickhub_node n) { return tree_of(c).count(n); };
    abi_.key = [](void* c, tickhub_node n, std::uint32_t index) { return to_text(tree_of(c).key(n, index)); };
    abi_.get_integer = [](void* c, tickhub_node n) { return tree_of(c).integer(n); };
    abi_.get_text = [](void* c, tickhub_node n) { return to_text(tree_of(c).text(n)); };
    abi_.refuse = [](void* c, tickhub_node n, std::uint32_t offset, tickhub_text reason) {
        static_cast<settings_tree*>(c)->refuse(n, offset, to_view(reason));
    };
}

tickhub_node settings_tree::add(std::uint32_t kind, span where) {
    entry& added = entries_.emplace_back();
    added.kind = kind;
    added.where = where;
    return static_cast<tickhub_node>(entries_.size());
}

void settings_tree::set_integer(tickhub_node node, std::int64_t value) {
    assert(kind(node) == TICKHUB_NODE_INTEGER);
    entries_[node - 1].integer = value;
}

void settings_tree::set_text(tickhub_node node, std::string value, bool written) {
    assert(kind(node) == TICKHUB_NODE_TEXT);
    entries_[node - 1].text = std::move(value);
    entries_[node - 1].written = written;
}

void settings_tree::append(tickhub_node parent, tickhub_node child, std::string name) {
    assert(kind(parent) >= TICKHUB_NODE_LIST && find(child) != nullptr);
    entry& to = entries_[parent - 1];
    to.items.push_back(child);
    if (to.kind != TICKHUB_NODE_LIST)
        to.names.push_back(std::move(name));
}

settings_tree::entry const* settings_tree::find(tickhub_node node) const {
    return node == 0 || node > entries_.size() ? nullptr : &entries_[node - 1];
}

std::uint32_t settings_tree::kind(tickhub_node node) const {
    entry const* const found = find(node);
    return found == nullptr ? static_cast<std::uint32_t>(TICKHUB_NODE_NONE) : found->kind;
}

tickhub_node settings_tree::member(tickhub_node node, std::string_view name) const {
    entry const* const found = find(node);
    if (found == nullptr)
        return 0;
    auto const named = std::find(found->names.begin(), found->names.end(), name);
    return named == found->names.end() ? 0 : found->items[static_cast<std::size_t>(named - found->names.begin())];
}

tickhub_node settings_tree::item(tickhub_node node, std::uint32_t index) const {
    entry const* const found = find(node);
    return index < count(node) ? found->items[index] : 0;
}

std::uint32_t settings_tree::count(tickhub_node node) const {
    entry const* const found = find(node);
    // An object's members are asked for by name; how many there are is nobody's business.
    return found == nullptr || found->kind == TICKHUB_NODE_OBJECT ? 0 : static_cast<std::uint32_t>(found->items.size());
}

std::string_view settings_tree::key(tickhub_node node, std::uint32_t index) const {
    entry const* const found = find(node);
    return found != nullptr && found->kind == TICKHUB_NODE_MAP && index < found->names.size()
               ? std::string_view{found->names[index]}
               : std::string_view{};
}

std::int64_t settings_tree::integer(tickhub_node node) const {
    entry const* const found = find(node);
    return found == nullptr ? 0 : found->integer;
}

std::string_view settings_tree::text(tickhub_node node) const {
    entry const* const found = find(node);
    return found == nullptr ? std::string_view{} : std::string_view{found->text};
}

span settings_tree::where(tickhub_node node) const {
    entry const* const found = find(node);
    return found == nullptr ? span{} : found->where;
}

void settings_tree::refuse(tickhub_node node, std::uint32_t offset, std::string_view reason) {
    entry const* found = find(node);
    if (found == nullptr)
        found = find(abi_.root);
    span place = found == nullptr ? span{} : found->where;
    if (found != nullptr && found->written && offset > 0) {
        std::string_view const written = source_->text().substr(place.offset, place.size);
        std::uint32_t const within = offset_in_source(written, offset);
        place = {place.offset + std::min(within, place.size), 1};
    }
    refusals_.push_back(source_->at(place, std::string{reason}));
}

std::vector<problem> settings_tree::take_refusals() {
    return std::exchange(refusals_, {});
}

} // namespace tickhub::config
