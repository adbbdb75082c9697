#include "loader/plugin_file.hpp"

#include "loader/elf_section.hpp"

#include <tickhub/abi.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <utility>

namespace tickhub::loader {
namespace {

std::string version(unsigned major, unsigned minor) {
    return std::to_string(major) + "." + std::to_string(minor);
}

// The header and the JSON in the section's bytes. What follows may only be padding: a linker aligns with zeros, and a
// sanitizer adds a red zone of them; more than that is a second plugin's manifest.
std::variant<plugin_file, refusal> read_block(std::span<std::byte const> section) {
    tickhub_manifest_header header{};
    constexpr std::string_view magic = TICKHUB_MANIFEST_MAGIC;
    static_assert(magic.size() == sizeof(header.magic));
    if (section.size() < sizeof(header))
        return refusal{"its manifest is damaged: the section is shorter than the manifest's header"};
    std::memcpy(&header, section.data(), sizeof(header));
    if (std::memcmp(header.magic, magic.data(), magic.size()) != 0)
        return refusal{"its manifest is damaged: it does not begin with " + std::string{magic}};
    if (header.abi_major != TICKHUB_ABI_MAJOR)
        return refusal{"it is built for plugin ABI " + version(header.abi_major, header.abi_minor) + ", this hub has " +
                       version(TICKHUB_ABI_MAJOR, TICKHUB_ABI_MINOR) + "; build it with this hub's sdk"};
    auto const rest = section.subspan(sizeof(header));
    if (header.size > rest.size() || header.size > config::manifest_max_bytes)
        return refusal{"its manifest is damaged: it says that it has " + std::to_string(header.size) +
                       " bytes, the section has " + std::to_string(rest.size())};
    auto const padding = rest.subspan(header.size);
    if (std::any_of(padding.begin(), padding.end(), [](std::byte b) { return b != std::byte{}; }))
        return refusal{"there is more than one manifest in it; a library is one plugin"};
    plugin_file result;
    result.manifest_text.assign(reinterpret_cast<char const*>(rest.data()), header.size);
    result.abi_major = header.abi_major;
    result.abi_minor = header.abi_minor;
    return result;
}

} // namespace

std::variant<plugin_file, refusal> read_plugin_file(byte_source const& file, std::string_view name) {
    auto library = read_library(file, TICKHUB_MANIFEST_SECTION, TICKHUB_PLUGIN_SYMBOL);
    if (auto* why = std::get_if<refusal>(&library))
        return std::move(*why);
    auto const& parts = std::get<library_parts>(library);
    if (!parts.section)
        return refusal{"it is no tickhub plugin: it has no section " TICKHUB_MANIFEST_SECTION};

    auto block = read_block(*parts.section);
    auto* plugin = std::get_if<plugin_file>(&block);
    if (plugin == nullptr)
        return block;
    // Members that we don't know are typing errors, unless the plugin comes from a later sdk of the same promise.
    auto const unknown =
        plugin->abi_minor > TICKHUB_ABI_MINOR ? config::unknown_members::ignored : config::unknown_members::refused;
    auto parsed = config::parse_manifest(plugin->manifest_text, unknown);
    if (auto const* why = std::get_if<config::manifest_refusal>(&parsed))
        return refusal{"its manifest is wrong" + (why->where.empty() ? std::string{} : ", at " + why->where) + ": " +
                       why->what};
    plugin->manifest = std::get<config::manifest>(std::move(parsed));
    if (plugin->manifest.name != name)
        return refusal{"its manifest calls it '" + plugin->manifest.name + "'; name the file " + plugin->manifest.name +
                       ".so"};
    if (!parts.has_symbol)
        return refusal{"it does not export the data symbol " TICKHUB_PLUGIN_SYMBOL
                       "; write TICKHUB_PLUGIN once, and build it with tickhub_add_plugin"};
    return block;
}

} // namespace tickhub::loader
