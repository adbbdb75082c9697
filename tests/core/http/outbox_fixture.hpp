// An outbox without a socket: what it would write, read back as events.
#pragma once

#include "http/event_frames.hpp"
#include "http/group_table.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tests {

namespace http = tickhub::http;

struct outbox_fixture {
    struct kept_topic {
        std::string name;
        http::history_limits limits;
    };
    /// What was sent before the client came.
    struct sent_before {
        http::topic_number topic;
        http::group_number group;
        std::uint64_t sequence;
    };
    explicit outbox_fixture(http::outbox_options const& options = {}, std::vector<kept_topic> const& kept = {},
                            std::vector<sent_before> const& sent = {})
        : source{make_source(kept, sent)}
        , who{options, source} {}

    http::frame_ref event(std::string_view name, std::string_view data, std::uint64_t sequence = 0) {
        return http::make_event(pool, {.name = name, .data = data, .epoch = 0xe, .sequence = sequence});
    }
    void push(http::lane lane, http::delivery delivery, std::string_view name, std::string_view data,
              std::uint64_t sequence = 0) {
        who.box.push(lane, delivery, 0, event(name, data, sequence));
        source->latest_sequence = std::max(source->latest_sequence, sequence);
    }
    /// Adds it to a topic of the history, and sends it to the group, as an I/O thread does.
    void broadcast_kept(http::topic_number topic, http::group_number group, std::uint64_t sequence,
                        http::delivery delivery = http::delivery::strict) {
        auto const frame = event(source->history.of(topic).name(), std::to_string(group), sequence);
        std::array const groups{group};
        source->history.add(topic, groups, frame, now);
        if (who.groups.contains(group))
            who.box.push(http::lane::event, delivery, 0, frame, topic);
        source->latest_sequence = sequence;
    }
    void join(http::group_number group) {
        if (table.join(who, group, 100) == http::group_table::joined::now)
            who.box.note_join(group, source->latest_sequence);
    }
    void leave(http::group_number group) {
        if (table.leave(who, group))
            who.box.unprime(group);
    }
    /// Key k of group 0 lives in cell k.
    void push_state(http::cell_number key, std::string_view data) {
        source->cells.set(key, 0, key, event("ticker", data));
        who.box.push_state(key);
    }
    /// A delta of key k, broadcast to group 0, in which its cell is k.
    void broadcast_delta(std::uint32_t key, std::string_view data) {
        auto const before = lose_delta(key);
        who.box.push_keyed(key, event("book", data), {.before = before, .number = source->keyed.latest()});
    }
    /// The same when the connection was no member, or no I/O thread took it.
    std::uint64_t lose_delta(std::uint32_t key) {
        source->keyed.begin_broadcast();
        return source->keyed.advance(key, 0, key);
    }
    void send_beginning(std::uint32_t key, std::string_view data) {
        who.box.push_keyed(key, event("book", data), {.begins = true, .number = source->keyed.latest()});
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

    std::shared_ptr<http::stream_source> make_source(std::vector<kept_topic> const& kept,
                                                     std::vector<sent_before> const& sent) {
        auto made = std::make_shared<http::stream_source>();
        for (auto const& topic : kept)
            made->history.keep(topic.name, topic.limits, 0);
        for (auto const& m : sent) {
            made->history.add(m.topic, std::array{m.group}, event(kept[m.topic].name, "x", m.sequence), now);
            made->latest_sequence = m.sequence;
        }
        return made;
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
    http::history::time_point now{};
    std::shared_ptr<http::stream_source> source;
    http::group_table table;
    http::subscriber who;
};

} // namespace tests
