// An outbox without a socket: what it would write, read back as events.
#pragma once

#include "http/event_frames.hpp"
#include "http/group_table.hpp"

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tests {

namespace http = tickhub::http;

struct outbox_fixture {
    explicit outbox_fixture(http::outbox_options const& options = {}) : who{options, source} {}

    http::frame_ref event(std::string_view name, std::string_view data, std::uint64_t sequence = 0) {
        return http::make_event(pool, {.name = name, .data = data, .epoch = 0xe, .sequence = sequence});
    }
    void push(http::lane lane, http::delivery delivery, std::string_view name, std::string_view data,
              std::uint64_t sequence = 0) {
        who.box.push(lane, delivery, 0, event(name, data, sequence));
    }
    /// Key k of group 0 lives in cell k.
    void push_state(http::cell_number key, std::string_view data) {
        source->cells.set(key, 0, key, event("ticker", data));
        who.box.push_state(key);
    }
    /// Key k of the control lane is in group 1, and lives in cell 1,000,000 + k.
    void push_definition(std::uint32_t key, std::string_view data) {
        http::cell_number const cell = 1'000'000 + key;
        source->cells.set(cell, 1, cell, event("definition", data), true);
        who.box.push_state(cell);
    }

    /// Writes up to `frames` frames and returns their payloads in short: "news:text", "gap:{…}", "retry: 5".
    std::vector<std::string> take(std::size_t frames = 1000) {
        std::vector<std::string> result;
        std::array<iovec, 1> piece;
        while (result.size() < frames && who.box.next_frames(piece) == 1) {
            std::string_view const bytes{static_cast<char const*>(piece[0].iov_base), piece[0].iov_len};
            result.push_back(in_short(bytes));
            who.box.written(bytes.size());
        }
        return result;
    }

    static std::string in_short(std::string_view chunk) {
        if (chunk == "0\r\n\r\n")
            return "end";
        std::string text{chunk.substr(chunk.find("\r\n") + 2)};
        text.erase(text.size() - 4); // an empty line and the chunk's tail
        auto const data = text.find("\ndata: ");
        if (data == std::string::npos)
            return text;
        auto const id = text.find("\nid: ");
        std::string const number = id == std::string::npos ? "" : "#" + text.substr(id + 5, data - id - 5);
        return text.substr(7, std::min(id, data) - 7) + number + ":" + text.substr(data + 7);
    }

    http::frame_pool pool;
    std::shared_ptr<http::stream_source> source = std::make_shared<http::stream_source>();
    http::subscriber who;
};

} // namespace tests
