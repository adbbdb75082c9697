// The file of a plugin, as anyone may have written it: its ELF tables, its manifest, and what is told of it. The first
// byte says how the rest is taken:
//   j, n   JSON of a manifest of this minor version, or of a newer one
//   l      JSON inside of a library
//   s      a byte that says how many spoils follow, each an offset (2 bytes) and a byte to put there; then as l
//   else   the whole input is the file
#include "config/manifest.hpp"

#include "config/describe.hpp"
#include "loader/plugin_file.hpp"
#include "made_library.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace {

using namespace tickhub;

void tell_of(config::manifest const& m) {
    (void)config::describe_as_text(m);
    (void)config::describe_as_markdown(m);
    (void)config::describe_as_json(m);
}

void read_json(std::string_view json, config::unknown_members policy) {
    auto const result = config::parse_manifest(json, policy);
    if (auto const* m = std::get_if<config::manifest>(&result))
        tell_of(*m);
}

void read_file(std::span<std::byte const> file) {
    auto const result = loader::read_plugin_file(loader::memory_bytes{file}, "it");
    if (auto const* plugin = std::get_if<loader::plugin_file>(&result))
        tell_of(plugin->manifest);
}

void read_spoiled(std::string_view input) {
    if (input.empty())
        return;
    auto const byte = [&input](std::size_t at) { return static_cast<unsigned char>(input[at]); };
    std::size_t const count = byte(0) % 16;
    if (input.size() < 1 + 3 * count)
        return;
    auto file = tests::fuzz::made_library(input.substr(1 + 3 * count));
    for (std::size_t i = 0; i < count; ++i) {
        std::size_t const at = 1 + 3 * i;
        // From the front or, with the highest bit, from the end, where the section table is.
        std::size_t const offset = (byte(at) & 0x7fu) * 256u + byte(at + 1);
        std::size_t const within = offset % file.size();
        file[(byte(at) & 0x80u) != 0 ? file.size() - 1 - within : within] = std::byte{byte(at + 2)};
    }
    read_file(file);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const input{reinterpret_cast<char const*>(data), size};
    switch (input.empty() ? '\0' : input.front()) {
    case 'j':
        read_json(input.substr(1), config::unknown_members::refused);
        break;
    case 'n':
        read_json(input.substr(1), config::unknown_members::ignored);
        break;
    case 'l':
        read_file(tests::fuzz::made_library(input.substr(1)));
        break;
    case 's':
        read_spoiled(input.substr(1));
        break;
    default:
        read_file(std::as_bytes(std::span{data, size}));
    }
    return 0;
}
