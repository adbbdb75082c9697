#include "http/event_frames.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cstring>
#include <string>
#include <utility>

namespace tickhub::http {

namespace {

constexpr std::size_t longest_head = 10;           // of a chunk: eight hex digits and a line break
constexpr std::size_t longest_websocket_head = 10; // RFC 6455, 5.2: two bytes, and a length of eight
constexpr std::size_t longest_reason = 123;        // of a close frame, 5.5
enum opcode : std::uint8_t { text_opcode = 1, binary_opcode = 2, close_opcode = 8, ping_opcode = 9 };

// A number's digits, on the stack.
class digits {
public:
    digits(std::uint64_t value, int base) noexcept
        : end_{std::to_chars(text_.data(), text_.data() + text_.size(), value, base).ptr} {}
    [[nodiscard]] std::string_view view() const noexcept {
        return {text_.data(), static_cast<std::size_t>(end_ - text_.data())};
    }

private:
    std::array<char, 20> text_;
    char* end_;
};

// Calls with each line; "\r\n", "\n" and "\r" all end one, as EventSource reads them.
template <class Call>
void for_each_line(std::string_view text, Call call) {
    while (true) {
        auto const end = text.find_first_of("\r\n");
        call(text.substr(0, end));
        if (end == std::string_view::npos)
            return;
        bool const pair = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
        text.remove_prefix(end + (pair ? 2 : 1));
    }
}

} // namespace

/// Fills a frame, piece by piece. What is an event comes first: room for the chunk's head, the payload, and then the
/// head right before it.
class frame_writer {
public:
    /// Room for both forms, as far as they have any.
    frame_writer(frame_pool& pool, std::size_t event, std::size_t websocket)
        : frame_{pool.take((event == 0 ? 0 : longest_head + event + 2) +
                           (websocket == 0 ? 0 : longest_websocket_head + websocket))}
        , next_{frame_.storage()} {}
    [[nodiscard]] frame_ref share() noexcept { return frame_ref{frame_}; }

    frame_writer& text(std::string_view piece) noexcept {
        if (!piece.empty())
            std::memcpy(next_, piece.data(), piece.size());
        next_ += piece.size();
        return *this;
    }
    frame_writer& topic(std::string_view name) noexcept {
        frame_.topic_begin_ = position();
        frame_.topic_size_ = static_cast<std::uint32_t>(name.size());
        return text(name);
    }
    frame_writer& sequence(std::uint64_t number) noexcept {
        frame_.sequence_ = number;
        return *this;
    }

    void begin_event() noexcept {
        next_ += longest_head;
        frame_.begin_ = frame_.payload_begin_ = position();
    }
    void end_event() noexcept {
        frame_.payload_end_ = position();
        digits const size{frame_.payload_end_ - frame_.payload_begin_, 16};
        text("\r\n");
        frame_.end_ = position();
        frame_.begin_ = frame_.payload_begin_ - static_cast<std::uint32_t>(size.view().size()) - 2;
        char* const behind = std::exchange(next_, frame_.storage() + frame_.begin_);
        text(size.view()).text("\r\n");
        next_ = behind;
    }
    // Something that only chunked framing shows.
    void chunking_only(std::string_view bytes) noexcept {
        frame_.begin_ = frame_.payload_begin_ = frame_.payload_end_ = position();
        frame_.end_ = text(bytes).position();
    }
    void raw(std::string_view bytes) noexcept {
        frame_.begin_ = frame_.payload_begin_ = frame_.websocket_begin_ = position();
        frame_.end_ = frame_.payload_end_ = frame_.websocket_end_ = text(bytes).position();
    }
    // The payload of `size` bytes follows, then end_message.
    void begin_message(opcode what, std::size_t size) noexcept {
        frame_.websocket_begin_ = position();
        byte(0x80U | what); // complete in this frame
        if (size < 126) {
            byte(size);
            return;
        }
        int const length = size <= 0xffff ? 2 : 8;
        byte(length == 2 ? 126U : 127U);
        for (int shift = 8 * (length - 1); shift >= 0; shift -= 8)
            byte(static_cast<std::uint64_t>(size) >> shift);
    }
    frame_writer& byte(std::uint64_t lowest) noexcept {
        *next_++ = static_cast<char>(lowest & 0xffU);
        return *this;
    }
    void end_message() noexcept { frame_.websocket_end_ = position(); }

private:
    [[nodiscard]] std::uint32_t position() noexcept { return static_cast<std::uint32_t>(next_ - frame_.storage()); }
    frame& frame_;
    char* next_;
};

namespace {

// An event, and how its id is written; epoch 0 means none.
class event_writer {
public:
    event_writer(std::string_view name, std::uint64_t epoch, std::uint64_t sequence) noexcept
        : name_{name}
        , has_id_{epoch != 0 || sequence != 0}
        , epoch_{epoch, 16}
        , sequence_{sequence, 10} {}
    [[nodiscard]] std::size_t id_size() const noexcept { return epoch_.view().size() + 1 + sequence_.view().size(); }

    [[nodiscard]] std::size_t event_size(std::string_view data) const {
        std::size_t size = std::strlen("event: \n\n") + name_.size();
        size += has_id_ ? std::strlen("id: \n") + id_size() : 0;
        for_each_line(data, [&](std::string_view line) { size += std::strlen("data: \n") + line.size(); });
        return size;
    }
    void write_event(frame_writer& out, std::string_view data) const {
        out.begin_event();
        out.text("event: ").topic(name_).text("\n");
        if (has_id_)
            write_id(out.text("id: ")).text("\n");
        for_each_line(data, [&](std::string_view line) { out.text("data: ").text(line).text("\n"); });
        out.text("\n").end_event();
    }

    [[nodiscard]] std::size_t message_size(std::string_view data) const noexcept {
        return std::strlen(R"({"event":"","data":})") + name_.size() +
               (has_id_ ? std::strlen(R"(,"id":"")") + id_size() : 0) +
               (data.empty() ? std::strlen("null") : data.size());
    }
    void write_message(frame_writer& out, std::string_view data) const {
        out.begin_message(text_opcode, message_size(data));
        out.text(R"({"event":")").topic(name_).text("\"");
        if (has_id_)
            write_id(out.text(R"(,"id":")")).text("\"");
        out.text(R"(,"data":)").text(data.empty() ? "null" : data).text("}").end_message();
    }

private:
    frame_writer& write_id(frame_writer& out) const noexcept {
        return out.text(epoch_.view()).text("-").text(sequence_.view());
    }
    std::string_view name_;
    bool has_id_;
    digits epoch_;
    digits sequence_;
};

frame_ref make(frame_pool& pool, event_writer const& event, std::string_view data, forms which,
               std::uint64_t sequence = 0) {
    bool const is_event = includes(which, forms::event_stream);
    bool const is_message = includes(which, forms::websocket);
    frame_writer out{pool, is_event ? event.event_size(data) : 0, is_message ? event.message_size(data) : 0};
    out.sequence(sequence);
    if (is_event)
        event.write_event(out, data);
    if (is_message)
        event.write_message(out, data);
    return out.share();
}

// The data of an event that was written by event_writer; its lines joined by what JSON takes for a blank.
std::string data_of(std::string_view event) {
    std::string data;
    while (!event.empty()) {
        std::string_view const line = event.substr(0, event.find('\n'));
        event.remove_prefix(line.size() + 1);
        if (line.starts_with("data: "))
            data.append(data.empty() ? "" : "\n").append(line.substr(6));
    }
    return data;
}

} // namespace

bool valid_event_name(std::string_view name) noexcept {
    auto const allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), allowed);
}

frame_ref make_event(frame_pool& pool, event_text const& event, forms which) {
    assert(valid_event_name(event.name));
    event_writer const writer{event.name, event.sequence == 0 ? 0 : event.epoch, event.sequence};
    return make(pool, writer, event.data, which, event.sequence);
}

frame_ref with_both_forms(frame_pool& pool, frame const& event, std::uint64_t epoch) {
    return make_event(pool, {event.topic(), data_of(event.payload()), epoch, event.sequence()}, forms::both);
}

frame_ref make_gap(frame_pool& pool, loss const& lost, forms which) {
    // A topic is an event's name, so it needs no escaping.
    std::string json = "{\"topic\":\"" + std::string{lost.topic} + "\"";
    if (lost.first != 0) {
        json += ",\"first\":" + std::to_string(lost.first) + ",\"last\":" + std::to_string(lost.last);
    }
    json += ",\"count\":" + std::to_string(lost.count) + ",\"reason\":\"slow_client\"}";
    return make_event(pool, {.name = "gap", .data = json}, which);
}

frame_ref make_heartbeat(frame_pool& pool, std::uint64_t epoch, std::uint64_t position, forms which) {
    // An id that ends in 0 is one too: this client needs nothing that came before number 1.
    return make(pool, {"heartbeat", epoch, epoch == 0 ? 0 : position}, "{}", which);
}

frame_ref make_retry(frame_pool& pool, std::chrono::milliseconds delay) {
    digits const milliseconds{static_cast<std::uint64_t>(delay.count()), 10};
    frame_writer out{pool, 48, 0};
    out.begin_event();
    out.text("retry: ").text(milliseconds.view()).text("\n\n").end_event();
    return out.share();
}

frame_ref make_end(frame_pool& pool) {
    frame_writer out{pool, 8, 0};
    out.chunking_only("0\r\n\r\n");
    return out.share();
}

frame_ref make_message(frame_pool& pool, websocket_message const& message) {
    frame_writer out{pool, 0, message.topic.size() + message.data.size()};
    out.topic(message.topic).sequence(message.sequence);
    out.begin_message(message.binary ? binary_opcode : text_opcode, message.data.size());
    out.text(message.data).end_message();
    return out.share();
}

frame_ref make_ping(frame_pool& pool) {
    frame_writer out{pool, 0, 1};
    out.begin_message(ping_opcode, 0);
    out.end_message();
    return out.share();
}

frame_ref make_close(frame_pool& pool, std::uint16_t code, std::string_view reason) {
    if (reason.size() > longest_reason) {
        std::size_t cut = longest_reason;
        while (cut != 0 && (static_cast<unsigned char>(reason[cut]) & 0xC0U) == 0x80U)
            --cut; // not inside a character
        reason = reason.substr(0, cut);
    }
    frame_writer out{pool, 0, 2 + reason.size()};
    out.begin_message(close_opcode, 2 + reason.size());
    out.byte(code >> 8U).byte(code).text(reason).end_message();
    return out.share();
}

frame_ref make_raw(frame_pool& pool, std::string_view bytes) {
    frame_writer out{pool, bytes.size(), 0};
    out.raw(bytes);
    return out.share();
}

} // namespace tickhub::http
