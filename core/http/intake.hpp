// What one WebSocket has sent and its sink has not handled yet: bounded, by not reading on.
#pragma once

#include "http/command_queue.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace tickhub::http {

class intake {
public:
    static constexpr std::size_t most_messages = 64;
    static constexpr std::size_t most_bytes = 256 * 1024;

    intake(command_queue& queue, std::uint64_t connection) noexcept : queue_{queue}, connection_{connection} {}

    /// Says whether there is room for more; if not, the I/O thread is told when there is again. By the I/O thread.
    [[nodiscard]] bool take(std::size_t bytes) noexcept {
        std::size_t const messages = messages_.fetch_add(1) + 1;
        if (bytes_.fetch_add(bytes) + bytes < most_bytes && messages < most_messages)
            return true;
        waiting_.store(true);
        // It may all have been handled just now.
        return half_empty() && waiting_.exchange(false);
    }

    /// The sink has handled a message. [any thread], while the server lives
    void give_back(std::size_t bytes) {
        messages_.fetch_sub(1);
        bytes_.fetch_sub(bytes);
        if (half_empty() && waiting_.exchange(false))
            queue_.push({.kind = command_kind::resume_reading, .connection = connection_},
                        command_queue::when_full::squeeze);
    }

private:
    [[nodiscard]] bool half_empty() const noexcept {
        return messages_.load() <= most_messages / 2 && bytes_.load() <= most_bytes / 2;
    }
    command_queue& queue_;
    std::uint64_t const connection_;
    std::atomic<std::size_t> messages_{0};
    std::atomic<std::size_t> bytes_{0};
    std::atomic<bool> waiting_{false};
};

/// A message on its way from an I/O thread to a sink.
class message_data {
public:
    message_data(std::uint64_t connection, bool binary, std::string_view data, std::shared_ptr<intake> from)
        : connection_{connection}
        , binary_{binary}
        , data_{data}
        , from_{std::move(from)} {}
    ~message_data() { from_->give_back(data_.size()); }
    message_data(message_data const&) = delete;
    message_data& operator=(message_data const&) = delete;

    /// As a plugin's on_message takes it: good as long as this object lives.
    [[nodiscard]] tickhub_websocket_message view() const noexcept {
        return {sizeof(tickhub_websocket_message), binary_ ? 1U : 0U, connection_, {data_.data(), data_.size()}};
    }

private:
    std::uint64_t const connection_;
    bool const binary_;
    std::string const data_;
    std::shared_ptr<intake> const from_;
};

} // namespace tickhub::http
