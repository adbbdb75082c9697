#include <tickhub/testing/setting_value.hpp>

#include <algorithm>

namespace tickhub::testing {

setting_value::setting_value(std::uint32_t kind, std::initializer_list<member> members) : kind_{kind} {
    for (auto const& [name, value] : members)
        set(name, value);
}

setting_value setting_value::list(std::initializer_list<setting_value> items) {
    setting_value made{TICKHUB_NODE_LIST, {}};
    made.items_ = items;
    return made;
}
setting_value setting_value::map(std::initializer_list<member> members) {
    return setting_value{TICKHUB_NODE_MAP, members};
}
setting_value setting_value::object(std::initializer_list<member> members) {
    return setting_value{TICKHUB_NODE_OBJECT, members};
}

setting_value& setting_value::operator[](std::string_view name) {
    auto const at = std::find(names_.begin(), names_.end(), name);
    if (at != names_.end())
        return items_[static_cast<std::size_t>(at - names_.begin())];
    names_.emplace_back(name);
    return items_.emplace_back(std::string{});
}

void setting_value::set(std::string_view name, setting_value value) {
    (*this)[name] = std::move(value);
}

setting_value setting_value::with(setting_value const& other) const {
    setting_value both = *this;
    for (std::size_t i = 0; i < other.names_.size(); ++i)
        both.set(other.names_[i], other.items_[i]);
    return both;
}

} // namespace tickhub::testing
