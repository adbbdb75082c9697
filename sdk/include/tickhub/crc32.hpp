#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tickhub {

/// The CRC32 of IEEE 802.3, zlib and PNG (reflected polynomial 0xedb88320); crc32("123456789") is 0xcbf43926. With the
/// checksum of what came before it goes on from there: crc32(b, crc32(a)) is crc32(a then b). [any thread]
constexpr std::uint32_t crc32(std::string_view bytes, std::uint32_t before = 0);

// ---------------------------------------------------------------------------------------------------------------------

namespace detail {

/// tables[n][b]: what byte b does to the checksum when n more bytes follow it in the block: "slicing by 8", M. E.
/// Kounavis and F. L. Berry, "Novel Table Lookup-Based Algorithms for High-Performance CRC Generation", 2008.
inline constexpr auto crc32_tables = [] {
    std::array<std::array<std::uint32_t, 256>, 8> tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t crc = byte;
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320u : 0u);
        }
        tables[0][byte] = crc;
    }
    for (std::size_t n = 1; n < 8; ++n) {
        for (std::size_t byte = 0; byte < 256; ++byte) {
            std::uint32_t const crc = tables[n - 1][byte];
            tables[n][byte] = (crc >> 8) ^ tables[0][crc & 0xff];
        }
    }
    return tables;
}();

} // namespace detail

constexpr std::uint32_t crc32(std::string_view bytes, std::uint32_t before) {
    auto const& tables = detail::crc32_tables;
    std::uint32_t crc = ~before;
    std::size_t at = 0;
    auto const byte = [bytes](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i]));
    };
    for (; bytes.size() - at >= 8; at += 8) {
        crc ^= byte(at) | byte(at + 1) << 8 | byte(at + 2) << 16 | byte(at + 3) << 24;
        crc = tables[7][crc & 0xff] ^ tables[6][crc >> 8 & 0xff] ^ tables[5][crc >> 16 & 0xff] ^ tables[4][crc >> 24] ^
              tables[3][byte(at + 4)] ^ tables[2][byte(at + 5)] ^ tables[1][byte(at + 6)] ^ tables[0][byte(at + 7)];
    }
    for (; at < bytes.size(); ++at) {
        crc = (crc >> 8) ^ tables[0][(crc ^ byte(at)) & 0xff];
    }
    return ~crc;
}

} // namespace tickhub
