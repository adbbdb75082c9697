// The smallest ELF library with a manifest in it, made in memory, for a fuzzer to spoil.
#pragma once

#include <tickhub/abi.h>

#include <elf.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace tests::fuzz {

/// A library whose manifest section holds `json` behind a right header, and that exports tickhub_plugin_v1.
inline std::vector<std::byte> made_library(std::string_view json) {
    std::vector<std::byte> file(sizeof(Elf64_Ehdr) + sizeof(Elf64_Phdr));
    auto const append = [&file](void const* data, std::size_t size) {
        std::size_t const at = file.size();
        file.resize(at + size);
        std::memcpy(file.data() + at, data, size);
        return static_cast<std::uint64_t>(at);
    };
    auto const section = [](std::uint32_t name, std::uint32_t type, std::uint64_t offset, std::uint64_t size) {
        Elf64_Shdr s{};
        s.sh_name = name;
        s.sh_type = type;
        s.sh_offset = offset;
        s.sh_size = size;
        return s;
    };

    constexpr std::string_view names{"\0.tickhub.manifest\0tickhub_plugin_v1", 37};
    auto const names_at = append(names.data(), names.size());

    tickhub_manifest_header header{};
    std::memcpy(header.magic, TICKHUB_MANIFEST_MAGIC, sizeof(header.magic));
    header.abi_major = TICKHUB_ABI_MAJOR;
    header.abi_minor = TICKHUB_ABI_MINOR;
    header.size = static_cast<std::uint32_t>(json.size());
    auto const manifest_at = append(&header, sizeof(header));
    append(json.data(), json.size());
    std::uint64_t const manifest_size = file.size() - manifest_at;

    Elf64_Sym symbol{};
    symbol.st_name = 19;
    symbol.st_info = ELF64_ST_INFO(STB_GLOBAL, STT_OBJECT);
    symbol.st_shndx = 2;
    auto const symbols_at = append(&symbol, sizeof(symbol));

    Elf64_Shdr sections[] = {Elf64_Shdr{}, section(0, SHT_STRTAB, names_at, names.size()),
                             section(1, SHT_PROGBITS, manifest_at, manifest_size),
                             section(0, SHT_DYNSYM, symbols_at, sizeof(symbol))};
    sections[3].sh_link = 1;
    sections[3].sh_entsize = sizeof(symbol);

    Elf64_Ehdr elf{};
    std::memcpy(elf.e_ident, ELFMAG, SELFMAG);
    elf.e_ident[EI_CLASS] = ELFCLASS64;
    elf.e_ident[EI_DATA] = ELFDATA2LSB;
    elf.e_type = ET_DYN;
#if defined(__x86_64__)
    elf.e_machine = EM_X86_64;
#else
    elf.e_machine = EM_AARCH64;
#endif
    elf.e_phoff = sizeof(elf);
    elf.e_phentsize = sizeof(Elf64_Phdr);
    elf.e_phnum = 1;
    elf.e_shoff = append(sections, sizeof(sections));
    elf.e_shentsize = sizeof(Elf64_Shdr);
    elf.e_shnum = 4;
    elf.e_shstrndx = 1;
    std::memcpy(file.data(), &elf, sizeof(elf));
    Elf64_Phdr segment{};
    segment.p_type = PT_DYNAMIC;
    std::memcpy(file.data() + sizeof(elf), &segment, sizeof(segment));
    return file;
}

} // namespace tests::fuzz
