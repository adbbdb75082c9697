// A WebSocket client that can say what no library would.
#pragma once

#include "test_client.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace tests {

inline constexpr unsigned continuation = 0, text = 1, binary = 2, close_frame = 8, ping = 9, pong = 10;

/// A client's frame, masked as RFC 6455 asks; `first` are the bits FIN and RSV.
inline std::string frame(unsigned opcode, std::string_view payload, unsigned first = 0x80) {
    std::string bytes{static_cast<char>(first | opcode)};
    if (payload.size() < 126) {
        bytes += static_cast<char>(0x80 | payload.size());
    } else if (payload.size() <= 0xffff) {
        bytes += static_cast<char>(0x80 | 126);
        bytes += static_cast<char>(payload.size() >> 8);
        bytes += static_cast<char>(payload.size() & 0xff);
    } else {
        bytes += static_cast<char>(0x80 | 127);
        for (int shift = 56; shift >= 0; shift -= 8)
            bytes += static_cast<char>((payload.size() >> shift) & 0xff);
    }
    constexpr std::string_view mask = "\x12\x34\x56\x78";
    bytes += mask;
    for (std::size_t i = 0; i != payload.size(); ++i)
        bytes += static_cast<char>(payload[i] ^ mask[i % 4]);
    return bytes;
}

/// What a close frame holds.
inline std::string closing(unsigned code, std::string_view reason = {}) {
    return std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)} + std::string{reason};
}

inline constexpr std::string_view upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

struct received_frame {
    unsigned opcode = 0;
    std::string payload;
    friend bool operator==(received_frame const&, received_frame const&) = default;
    friend std::ostream& operator<<(std::ostream& out, received_frame const& f) {
        return out << f.opcode << " '" << f.payload << "'";
    }
};

/// The next frame of the server: whole, unmasked, and in the shortest form.
inline received_frame read_frame(test_client& from) {
    auto const byte = [&] { return static_cast<unsigned char>(from.read_bytes(1)[0]); };
    unsigned const first = byte();
    CHECK((first & 0xf0U) == 0x80U);
    std::uint64_t size = byte();
    if (size == 126 || size == 127) {
        int const length = size == 126 ? 2 : 8;
        size = 0;
        for (int i = 0; i != length; ++i)
            size = size << 8 | byte();
        CHECK(size > (length == 2 ? 125U : 0xffffU));
    }
    return {first & 0xfU, from.read_bytes(size)};
}

} // namespace tests
