#include <tickhub/testing/plugin_library.hpp>

#include <dlfcn.h>
#include <elf.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace tickhub::testing {
namespace {

std::string read_file(std::filesystem::path const& file) {
    std::ifstream in{file, std::ios::binary};
    if (!in)
        throw std::runtime_error{"can't read " + file.string()};
    return {std::istreambuf_iterator<char>{in}, {}};
}

template <class Struct>
Struct read_at(std::string const& bytes, std::uint64_t offset) {
    Struct value;
    if (offset > bytes.size() || bytes.size() - offset < sizeof(value))
        throw std::runtime_error{"the file is truncated"};
    std::memcpy(&value, bytes.data() + offset, sizeof(value));
    return value;
}

std::string find_section(std::string const& bytes, char const* wanted) {
    auto const header = read_at<Elf64_Ehdr>(bytes, 0);
    if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != ELFCLASS64)
        throw std::runtime_error{"the file is no 64-bit ELF file"};
    auto const section = [&](std::uint64_t index) {
        return read_at<Elf64_Shdr>(bytes, header.e_shoff + index * sizeof(Elf64_Shdr));
    };
    auto const names = section(header.e_shstrndx);
    for (std::uint64_t i = 0; i < header.e_shnum; ++i) {
        auto const candidate = section(i);
        if (bytes.compare(names.sh_offset + candidate.sh_name, std::strlen(wanted) + 1, wanted,
                          std::strlen(wanted) + 1) == 0)
            return bytes.substr(candidate.sh_offset, candidate.sh_size);
    }
    throw std::runtime_error{std::string{"the file has no section "} + wanted};
}

} // namespace

plugin_library::plugin_library(std::filesystem::path const& file)
    : section_{find_section(read_file(file), TICKHUB_MANIFEST_SECTION)}
    , name_{file.stem().string()} {
    void* const library = dlopen(std::filesystem::absolute(file).c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr)
        throw std::runtime_error{dlerror()}; // NOLINT(concurrency-mt-unsafe): glibc keeps one for each thread
    plugin_ = static_cast<tickhub_plugin const*>(dlsym(library, TICKHUB_PLUGIN_SYMBOL));
    if (plugin_ == nullptr)
        throw std::runtime_error{"the file does not export " TICKHUB_PLUGIN_SYMBOL};
}

} // namespace tickhub::testing
