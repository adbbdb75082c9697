#include "loader/descriptor_rules.hpp"

#include <cstddef>
#include <string_view>

namespace tickhub::loader {
namespace {

// What 1.0 had. Later members are looked at only where struct_size covers them, so these never grow.
constexpr std::size_t plugin_size_1_0 = offsetof(tickhub_plugin, component) + sizeof(void*);
constexpr std::size_t component_size_1_0 = offsetof(tickhub_component, destroy) + sizeof(void*);

refusal too_small(char const* table, std::size_t size) {
    return {std::string{"its "} + table + " says struct_size " + std::to_string(size) +
            ", which is less than plugin ABI 1.0 has"};
}

char const* missing_function(tickhub_component const& c, config::manifest const& m) {
    if (c.create == nullptr)
        return "create";
    if (c.start == nullptr)
        return "start";
    if (c.stop == nullptr)
        return "stop";
    if (c.destroy == nullptr)
        return "destroy";
    if (m.feed == config::feed_style::pull && c.next == nullptr)
        return "next";
    if (m.feed == config::feed_style::loop && c.run == nullptr)
        return "run";
    if (m.feed == config::feed_style::timer && c.on_timer == nullptr)
        return "on_timer";
    return nullptr;
}

} // namespace

std::optional<refusal> broken_promise(tickhub_plugin const& descriptor, plugin_file const& file) {
    if (descriptor.struct_size < plugin_size_1_0)
        return too_small(TICKHUB_PLUGIN_SYMBOL, descriptor.struct_size);
    if (descriptor.abi_major != file.abi_major || descriptor.abi_minor != file.abi_minor)
        return refusal{"its manifest and its code are of different plugin ABIs; build it anew"};
    if (descriptor.manifest.data == nullptr ||
        std::string_view{descriptor.manifest.data, static_cast<std::size_t>(descriptor.manifest.size)} !=
            file.manifest_text)
        return refusal{"the manifest that it shows when loaded is not the one in its file"};
    if (descriptor.component == nullptr)
        return refusal{"it has no component"};
    if (descriptor.component->struct_size < component_size_1_0)
        return too_small("tickhub_component", descriptor.component->struct_size);
    if (char const* name = missing_function(*descriptor.component, file.manifest))
        return refusal{std::string{"its component has no function '"} + name + "', which a " +
                       std::string{name_of(file.manifest.feed)} +
                       (file.manifest.feed == config::feed_style::none ? "" : " ") +
                       std::string{name_of(file.manifest.kind)} + " must have"};
    return std::nullopt;
}

} // namespace tickhub::loader
