// One immutable piece of a stream's wire format, shared by every outbox that it waits in.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace tickhub::http {

class frame_pool;

/// How frames are put on the wire.
enum class framing : std::uint8_t {
    chunked,  ///< an event stream over HTTP/1.1: each frame is a chunk of its own
    plain,    ///< one over HTTP/1.0: the bytes alone; the end of the connection ends the stream
    websocket ///< RFC 6455: a server's frames are not masked, so that these too are the same for everyone
};

/// A frame's bytes as event streams get them, with the chunk's head and tail around them, and as WebSockets do: either
/// or both, made once for all receivers. Immutable once it is shared.
class frame {
public:
    frame(frame const&) = delete;
    frame& operator=(frame const&) = delete;

    [[nodiscard]] std::string_view bytes(framing how) const noexcept {
        switch (how) {
        case framing::chunked:
            return {storage() + begin_, end_ - begin_};
        case framing::plain:
            return payload();
        case framing::websocket:
            break;
        }
        return {storage() + websocket_begin_, websocket_end_ - websocket_begin_};
    }
    /// There is a form for such a connection; not all messages can be an event, and not all are made for WebSockets.
    [[nodiscard]] bool has_form(framing how) const noexcept {
        return how == framing::websocket ? websocket_end_ != 0 : end_ != 0;
    }
    /// The event without the chunk around it.
    [[nodiscard]] std::string_view payload() const noexcept {
        return {storage() + payload_begin_, payload_end_ - payload_begin_};
    }
    /// The event's name; empty for what is no event (a response's head, `retry:`).
    [[nodiscard]] std::string_view topic() const noexcept { return {storage() + topic_begin_, topic_size_}; }
    /// The number that its id ends in; 0 when it has none.
    [[nodiscard]] std::uint64_t sequence() const noexcept { return sequence_; }
    /// What it counts for against an outbox's bound: its longer form.
    [[nodiscard]] std::size_t size() const noexcept {
        return std::max(end_ - begin_, websocket_end_ - websocket_begin_);
    }

private:
    friend class frame_pool;
    friend class frame_ref;
    friend class frame_writer;

    frame(frame_pool& pool, std::uint32_t capacity) noexcept : pool_{&pool}, capacity_{capacity} {}
    [[nodiscard]] char* storage() noexcept { return reinterpret_cast<char*>(this + 1); }
    [[nodiscard]] char const* storage() const noexcept { return reinterpret_cast<char const*>(this + 1); }

    frame_pool* pool_;
    frame* next_ = nullptr; // in the pool's lists
    std::atomic<std::uint32_t> references_{0};
    std::uint32_t capacity_; // bytes behind this object
    std::uint32_t begin_ = 0;
    std::uint32_t payload_begin_ = 0;
    std::uint32_t payload_end_ = 0;
    std::uint32_t end_ = 0;
    std::uint32_t websocket_begin_ = 0;
    std::uint32_t websocket_end_ = 0;
    std::uint32_t topic_begin_ = 0;
    std::uint32_t topic_size_ = 0;
    std::uint64_t sequence_ = 0;
};

/// A share of a frame. Copies may be used and ended by different threads. [any thread]
class frame_ref {
public:
    frame_ref() noexcept = default;
    explicit frame_ref(frame& shared) noexcept : frame_{&shared} {
        shared.references_.fetch_add(1, std::memory_order_relaxed);
    }
    frame_ref(frame_ref const& other) noexcept : frame_{other.frame_} {
        if (frame_ != nullptr)
            frame_->references_.fetch_add(1, std::memory_order_relaxed);
    }
    frame_ref(frame_ref&& other) noexcept : frame_{std::exchange(other.frame_, nullptr)} {}
    frame_ref& operator=(frame_ref other) noexcept {
        std::swap(frame_, other.frame_);
        return *this;
    }
    ~frame_ref() { release(); }

    [[nodiscard]] frame const* operator->() const noexcept { return frame_; }
    [[nodiscard]] frame const& operator*() const noexcept { return *frame_; }
    explicit operator bool() const noexcept { return frame_ != nullptr; }
    void reset() noexcept {
        release();
        frame_ = nullptr;
    }

private:
    void release() noexcept;
    frame* frame_ = nullptr;
};

} // namespace tickhub::http
