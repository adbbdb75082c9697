#include <tickhub/events.hpp>
#include <tickhub/testing/settings_tree.hpp>

#include <algorithm>
#include <utility>

namespace tickhub::testing {

settings_tree::settings_tree(setting_value root) : root_{std::move(root)} {
    flatten(root_, {});
    fill();
}

tickhub_node settings_tree::flatten(setting_value const& value, std::string const& where) {
    auto const index = nodes_.size();
    nodes_.push_back({&value, where, {}});
    for (std::size_t i = 0; i < value.items().size(); ++i) {
        std::string const step = value.kind() == TICKHUB_NODE_LIST ? "[" + std::to_string(i) + "]"
                                 : where.empty()                   ? value.names()[i]
                                                                   : "." + value.names()[i];
        auto const item = flatten(value.items()[i], where + step);
        nodes_[index].items.push_back(item);
    }
    return static_cast<tickhub_node>(index + 1);
}

settings_tree::node const* settings_tree::find(tickhub_node number) const noexcept {
    return number == 0 || number > nodes_.size() ? nullptr : &nodes_[number - 1];
}

void settings_tree::fill() {
    raw_.struct_size = sizeof(raw_);
    raw_.root = 1;
    raw_.context = this;
    raw_.kind = [](void* c, tickhub_node n) {
        auto const* found = self(c).find(n);
        return found == nullptr ? std::uint32_t{TICKHUB_NODE_NONE} : found->value->kind();
    };
    raw_.member = [](void* c, tickhub_node n, tickhub_text name) -> tickhub_node {
        auto const* found = self(c).find(n);
        if (found == nullptr)
            return 0;
        auto const& names = found->value->names();
        auto const at = std::find(names.begin(), names.end(), to_view(name));
        return at == names.end() ? 0 : found->items[static_cast<std::size_t>(at - names.begin())];
    };
    raw_.item = [](void* c, tickhub_node n, std::uint32_t index) {
        auto const* found = self(c).find(n);
        return found == nullptr || index >= found->items.size() ? tickhub_node{0} : found->items[index];
    };
    raw_.count = [](void* c, tickhub_node n) {
        auto const* found = self(c).find(n);
        return found == nullptr ? 0 : static_cast<std::uint32_t>(found->items.size());
    };
    raw_.key = [](void* c, tickhub_node n, std::uint32_t index) {
        auto const* found = self(c).find(n);
        bool const has = found != nullptr && index < found->value->names().size();
        return has ? to_text(found->value->names()[index]) : tickhub_text{};
    };
    raw_.get_integer = [](void* c, tickhub_node n) {
        auto const* found = self(c).find(n);
        return found == nullptr ? 0 : found->value->number();
    };
    raw_.get_text = [](void* c, tickhub_node n) {
        auto const* found = self(c).find(n);
        return found == nullptr ? tickhub_text{} : to_text(found->value->text());
    };
    raw_.refuse = [](void* c, tickhub_node n, std::uint32_t offset, tickhub_text text) {
        auto const* found = self(c).find(n);
        self(c).refusals_.push_back(
            {found == nullptr ? std::string{} : found->where, offset, std::string{to_view(text)}});
    };
}

} // namespace tickhub::testing
