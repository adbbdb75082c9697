#include "http/event_frames.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cstring>
#include <string>

namespace tickhub::http {

namespace {

constexpr std::size_t longest_head = 10; // eight hex digits and a line break

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

/// Fills a frame: room for the chunk's head first, then the payload, then the head right before it.
class frame_writer {
public:
    frame_writer(frame_pool& pool, std::size_t payload) : frame_{pool.take(longest_head + payload + 2)} {
        frame_.begin_ = frame_.payload_begin_ = longest_head;
        next_ = frame_.storage() + longest_head;
    }
    frame_writer& text(std::string_view piece) noexcept {
        if (!piece.empty())
            std::memcpy(next_, piece.data(), piece.size());
        next_ += piece.size();
        return *this;
    }
    void topic(std::string_view name) noexcept {
        frame_.topic_begin_ = position();
        frame_.topic_size_ = static_cast<std::uint32_t>(name.size());
        text(name);
    }
    void sequence(std::uint64_t number) noexcept { frame_.sequence_ = number; }

    [[nodiscard]] frame_ref as_chunk() noexcept {
        frame_.payload_end_ = position();
        digits const size{frame_.payload_end_ - frame_.payload_begin_, 16};
        text("\r\n");
        frame_.end_ = position();
        frame_.begin_ = frame_.payload_begin_ - static_cast<std::uint32_t>(size.view().size()) - 2;
        next_ = frame_.storage() + frame_.begin_;
        text(size.view()).text("\r\n");
        return frame_ref{frame_};
    }
    [[nodiscard]] frame_ref as_raw() noexcept {
        frame_.payload_end_ = frame_.end_ = position();
        return frame_ref{frame_};
    }
    // Something that only chunked framing shows.
    [[nodiscard]] frame_ref as_chunking() noexcept {
        frame_.end_ = position();
        frame_.payload_end_ = frame_.payload_begin_;
        return frame_ref{frame_};
    }

private:
    [[nodiscard]] std::uint32_t position() noexcept { return static_cast<std::uint32_t>(next_ - frame_.storage()); }
    frame& frame_;
    char* next_;
};

bool valid_event_name(std::string_view name) noexcept {
    auto const allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), allowed);
}

frame_ref make_event(frame_pool& pool, event_text const& event) {
    assert(valid_event_name(event.name));
    digits const epoch{event.epoch, 16};
    digits const sequence{event.sequence, 10};
    std::size_t size =
        std::strlen("event: \nid: -\n\n") + event.name.size() + epoch.view().size() + sequence.view().size();
    for_each_line(event.data, [&](std::string_view line) { size += std::strlen("data: \n") + line.size(); });

    frame_writer out{pool, size};
    out.text("event: ");
    out.topic(event.name);
    out.text("\n");
    if (event.sequence != 0) {
        out.sequence(event.sequence);
        out.text("id: ").text(epoch.view()).text("-").text(sequence.view()).text("\n");
    }
    for_each_line(event.data, [&](std::string_view line) { out.text("data: ").text(line).text("\n"); });
    return out.text("\n").as_chunk();
}

frame_ref make_gap(frame_pool& pool, loss const& lost) {
    // A topic is an event's name, so it needs no escaping.
    std::string json = "{\"topic\":\"" + std::string{lost.topic} + "\"";
    if (lost.first != 0) {
        json += ",\"first\":" + std::to_string(lost.first) + ",\"last\":" + std::to_string(lost.last);
    }
    json += ",\"count\":" + std::to_string(lost.count) + ",\"reason\":\"slow_client\"}";
    return make_event(pool, {.name = "gap", .data = json});
}

frame_ref make_heartbeat(frame_pool& pool, std::uint64_t epoch, std::uint64_t position) {
    if (epoch == 0)
        return make_event(pool, {.name = "heartbeat", .data = "{}"});
    // An id that ends in 0 is one too: this client needs nothing that came before number 1.
    digits const epoch_digits{epoch, 16};
    digits const sequence{position, 10};
    frame_writer out{pool, 96};
    out.text("event: heartbeat\nid: ").text(epoch_digits.view()).text("-").text(sequence.view());
    return out.text("\ndata: {}\n\n").as_chunk();
}

frame_ref make_retry(frame_pool& pool, std::chrono::milliseconds delay) {
    frame_writer out{pool, 48};
    return out.text("retry: ")
        .text(digits{static_cast<std::uint64_t>(delay.count()), 10}.view())
        .text("\n\n")
        .as_chunk();
}

frame_ref make_raw(frame_pool& pool, std::string_view bytes) {
    return frame_writer{pool, bytes.size()}.text(bytes).as_raw();
}

frame_ref make_end(frame_pool& pool) {
    return frame_writer{pool, 8}.text("0\r\n\r\n").as_chunking();
}

} // namespace tickhub::http
