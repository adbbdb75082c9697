#include "loader/elf_section.hpp"

#include <elf.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>
#include <utility>

namespace tickhub::loader {
namespace {

static_assert(std::endian::native == std::endian::little, "tables are copied as they are in the file");

#if defined(__x86_64__)
constexpr std::uint16_t this_machine = EM_X86_64;
#elif defined(__aarch64__)
constexpr std::uint16_t this_machine = EM_AARCH64;
#else
#error "tickhub runs on x86-64 and arm64"
#endif

// Far above what real libraries have, far below what hurts.
constexpr std::uint64_t max_table_bytes = std::uint64_t{64} << 20;
constexpr std::uint64_t max_section_bytes = std::uint64_t{16} << 20;

constexpr char const* truncated = "it is truncated or damaged: ";

// Thrown and caught inside this file only.
struct refused {
    std::string why;
};

std::string machine_name(std::uint16_t machine) {
    switch (machine) {
    case EM_X86_64:
        return "x86-64";
    case EM_AARCH64:
        return "arm64";
    case EM_386:
        return "32-bit x86";
    case EM_ARM:
        return "32-bit arm";
    case EM_RISCV:
        return "RISC-V";
    case EM_PPC64:
        return "PowerPC";
    case EM_S390:
        return "S/390";
    default:
        return "machine number " + std::to_string(machine);
    }
}

class library_reader {
public:
    explicit library_reader(byte_source const& file) : file_{file} {
        read_header();
        check_segments();
        read_sections();
    }

    std::optional<std::vector<std::byte>> section(std::string_view name) const {
        std::optional<std::vector<std::byte>> result;
        for (Elf64_Shdr const& s : sections_) {
            if (text_at(section_names_, s.sh_name) != name)
                continue;
            if (result)
                throw refused{"it has two sections " + std::string{name}};
            if (s.sh_type != SHT_PROGBITS)
                throw refused{std::string{truncated} + "its section " + std::string{name} + " holds no data"};
            result = part(s.sh_offset, s.sh_size, max_section_bytes, "a section's data");
        }
        return result;
    }

    bool exports_data(std::string_view name) const {
        for (Elf64_Shdr const& s : sections_) {
            if (s.sh_type == SHT_DYNSYM && exports_data(s, name))
                return true;
        }
        return false;
    }

private:
    void read_header() {
        if (file_.size() < SELFMAG || part_of<unsigned char>(0, SELFMAG, "the magic") != magic())
            throw refused{"it is no ELF file, so no shared library"};
        if (!file_.read(0, std::as_writable_bytes(std::span{&header_, 1})))
            throw refused{std::string{truncated} + "the file ends inside the ELF header"};
        if (header_.e_ident[EI_CLASS] != ELFCLASS64)
            throw refused{"it is a 32-bit library; tickhub is a 64-bit program"};
        if (header_.e_ident[EI_DATA] != ELFDATA2LSB)
            throw refused{"it is a big-endian library; this machine is little-endian"};
        if (header_.e_machine != this_machine)
            throw refused{"it is built for " + machine_name(header_.e_machine) + "; this hub runs on " +
                          machine_name(this_machine)};
        if (header_.e_type != ET_DYN)
            throw refused{"it is an ELF file, but no shared library"};
    }

    static std::vector<unsigned char> magic() { return {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3}; }

    // The dynamic loader maps segments without asking whether the file has them: touching such a page is fatal.
    void check_segments() const {
        if (header_.e_phentsize != sizeof(Elf64_Phdr) || header_.e_phnum == 0 || header_.e_phnum == PN_XNUM)
            throw refused{std::string{truncated} + "it has no proper segment table"};
        bool dynamic = false;
        for (Elf64_Phdr const& p : part_of<Elf64_Phdr>(header_.e_phoff, header_.e_phnum, "the segment table")) {
            if (p.p_type == PT_NULL)
                continue;
            if (p.p_offset > file_.size() || p.p_filesz > file_.size() - p.p_offset)
                throw refused{std::string{truncated} + "the file ends before a segment does"};
            dynamic = dynamic || p.p_type == PT_DYNAMIC;
        }
        if (!dynamic)
            throw refused{"it is an ELF file, but no shared library"};
    }

    void read_sections() {
        if (header_.e_shnum == 0 && header_.e_shoff == 0)
            throw refused{"it has no section table (stripped too far), so its manifest can't be found"};
        if (header_.e_shentsize != sizeof(Elf64_Shdr) || header_.e_shnum == 0 || header_.e_shstrndx >= header_.e_shnum)
            throw refused{std::string{truncated} + "it has no proper section table"};
        sections_ = part_of<Elf64_Shdr>(header_.e_shoff, header_.e_shnum, "the section table");
        section_names_ = string_table(header_.e_shstrndx);
    }

    bool exports_data(Elf64_Shdr const& table, std::string_view name) const {
        if (table.sh_entsize != sizeof(Elf64_Sym) || table.sh_size % sizeof(Elf64_Sym) != 0)
            throw refused{std::string{truncated} + "it has no proper symbol table"};
        auto const names = string_table(table.sh_link);
        auto const symbols = part_of<Elf64_Sym>(table.sh_offset, table.sh_size / sizeof(Elf64_Sym), "the symbol table");
        return std::any_of(symbols.begin(), symbols.end(), [&](Elf64_Sym const& s) {
            auto const binding = ELF64_ST_BIND(s.st_info);
            auto const visibility = ELF64_ST_VISIBILITY(s.st_other);
            return s.st_shndx != SHN_UNDEF && ELF64_ST_TYPE(s.st_info) == STT_OBJECT &&
                   (binding == STB_GLOBAL || binding == STB_WEAK) &&
                   (visibility == STV_DEFAULT || visibility == STV_PROTECTED) && text_at(names, s.st_name) == name;
        });
    }

    std::vector<std::byte> string_table(std::uint64_t index) const {
        if (index >= sections_.size() || sections_[index].sh_type != SHT_STRTAB)
            throw refused{std::string{truncated} + "a name table is missing"};
        return part(sections_[index].sh_offset, sections_[index].sh_size, max_table_bytes, "a name table");
    }

    // The text that starts at offset and ends at the next zero byte, or with the table.
    static std::string_view text_at(std::vector<std::byte> const& table, std::uint64_t offset) {
        if (offset >= table.size())
            return {};
        auto const* first = reinterpret_cast<char const*>(table.data()) + offset;
        auto const* last = static_cast<char const*>(std::memchr(first, 0, table.size() - offset));
        return {first, last != nullptr ? static_cast<std::size_t>(last - first) : table.size() - offset};
    }

    std::vector<std::byte> part(std::uint64_t offset, std::uint64_t count, std::uint64_t limit,
                                char const* what) const {
        if (count > limit)
            throw refused{std::string{what} + " takes " + std::to_string(count) + " bytes; no plugin's does"};
        if (auto result = file_.bytes(offset, count, limit))
            return *std::move(result);
        throw refused{std::string{truncated} + "the file ends before " + what + " does"};
    }

    template <class T>
    std::vector<T> part_of(std::uint64_t offset, std::uint64_t count, char const* what) const {
        static_assert(std::is_trivially_copyable_v<T>);
        if (count > max_table_bytes / sizeof(T))
            throw refused{std::string{what} + " is too large for a plugin's"};
        auto const bytes = part(offset, count * sizeof(T), max_table_bytes, what);
        std::vector<T> result(static_cast<std::size_t>(count));
        if (!bytes.empty())
            std::memcpy(result.data(), bytes.data(), bytes.size());
        return result;
    }

    byte_source const& file_;
    Elf64_Ehdr header_{};
    std::vector<Elf64_Shdr> sections_;
    std::vector<std::byte> section_names_;
};

} // namespace

std::variant<library_parts, refusal> read_library(byte_source const& file, std::string_view section,
                                                  std::string_view symbol) {
    try {
        library_reader const reader{file};
        return library_parts{reader.section(section), reader.exports_data(symbol)};
    } catch (refused& r) {
        return refusal{std::move(r.why)};
    }
}

} // namespace tickhub::loader
