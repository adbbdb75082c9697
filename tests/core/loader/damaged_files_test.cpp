// Files that are damaged in every way: whatever the bytes, reading them ends in a refusal or in a manifest.
#include "loader/plugin_file.hpp"
#include "plugin_folder.hpp"

#include <catch2/catch.hpp>
#include <elf.h>

#include <cstring>
#include <random>

using tests::loader::fixture_bytes;
using namespace tickhub;

namespace {

std::variant<loader::plugin_file, loader::refusal> read(std::span<std::byte const> bytes) {
    return loader::read_plugin_file(loader::memory_bytes{bytes}, "good");
}

} // namespace

TEST_CASE("the whole file of a good plugin is read", "[loader]") {
    auto const bytes = fixture_bytes("good");
    REQUIRE(std::holds_alternative<loader::plugin_file>(read(bytes)));
}

TEST_CASE("a plugin's file that is truncated anywhere is refused", "[loader]") {
    auto const bytes = fixture_bytes("good");
    REQUIRE(bytes.size() > 4096);
    for (std::size_t size = 0; size < bytes.size(); size += size < 1024 ? 1 : 61) {
        // A copy of that very size, so that the address sanitizer sees a step over its end.
        std::vector<std::byte> const part(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
        auto const result = read(part);
        INFO("cut at " << size);
        REQUIRE(std::holds_alternative<loader::refusal>(result));
        REQUIRE_FALSE(std::get<loader::refusal>(result).text.empty());
    }
}

TEST_CASE("text, an archive and an empty file are no ELF files", "[loader]") {
    for (std::string_view const text : {"", "#!/bin/sh\n", "!<arch>\n", "\x7f",
                                        "\x7f"
                                        "EL"}) {
        auto const result = read(std::as_bytes(std::span{text}));
        REQUIRE(std::holds_alternative<loader::refusal>(result));
        CHECK(std::get<loader::refusal>(result).text == "it is no ELF file, so no shared library");
    }
}

TEST_CASE("flipped bytes never do more than change the answer", "[loader]") {
    auto const original = fixture_bytes("good");
    Elf64_Ehdr header{};
    std::memcpy(&header, original.data(), sizeof(header));
    std::mt19937 random{20210611};
    // Half of the flips hit the tables, where they hurt most.
    std::uniform_int_distribution<std::size_t> anywhere{0, original.size() - 1};
    std::uniform_int_distribution<std::size_t> in_header{0, 1023};
    std::uniform_int_distribution<std::size_t> in_sections{header.e_shoff, original.size() - 1};
    std::uniform_int_distribution<int> value{0, 255};
    std::size_t refused = 0;
    for (int round = 0; round < 20'000; ++round) {
        auto bytes = original;
        for (int flip = 0; flip < 1 + round % 4; ++flip) {
            auto const at = round % 3 == 0   ? anywhere(random)
                            : round % 3 == 1 ? in_header(random)
                                             : in_sections(random);
            bytes[at] = static_cast<std::byte>(value(random));
        }
        refused += std::holds_alternative<loader::refusal>(read(bytes)) ? 1 : 0;
    }
    CHECK(refused > 0);
}

TEST_CASE("tables that reach over the file's end by overflow are refused", "[loader]") {
    auto bytes = fixture_bytes("good");
    auto const set = [&](std::size_t offset, std::uint64_t value) { std::memcpy(&bytes[offset], &value, 8); };
    auto const offset = GENERATE(offsetof(Elf64_Ehdr, e_phoff), offsetof(Elf64_Ehdr, e_shoff));
    auto const value = GENERATE(~std::uint64_t{0}, ~std::uint64_t{0} - 63, std::uint64_t{1} << 63);
    set(offset, value);
    auto const result = read(bytes);
    REQUIRE(std::holds_alternative<loader::refusal>(result));
    CHECK_THAT(std::get<loader::refusal>(result).text, Catch::Matchers::StartsWith("it is truncated or damaged"));
}
