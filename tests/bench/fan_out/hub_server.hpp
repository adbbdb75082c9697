// The hub's HTTP server as a sink would use it, without the hub around it.
#pragma once

#include "fan_out/broadcaster.hpp"
#include "http/server.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <vector>

namespace bench {

/// Opens a stream, or a WebSocket, on each request, and joins it to the one group.
class hub_server final : public broadcaster {
public:
    explicit hub_server(std::chrono::nanoseconds coalesce);
    ~hub_server() override;

    [[nodiscard]] std::uint16_t port() const override { return port_number_; }
    void wait_for_clients(int count) override;
    void publish(std::string_view data) override;
    void close_all() override;

    /// Answers those who have asked by now. How many.
    int answer();

private:
    struct asked {
        tickhub_request_id id;
        bool websocket;
    };
    class requests final : public tickhub::http::sink_events {
    public:
        bool on_request(std::unique_ptr<tickhub::http::request_data> request) noexcept override;
        bool on_message(std::unique_ptr<tickhub::http::message_data>) noexcept override { return false; }
        bool on_snapshot_wanted(tickhub_connection, std::uint64_t) noexcept override { return false; }
        void on_messages_wait() noexcept override {}
        void on_closed(tickhub_connection) noexcept override {}
        std::vector<asked> take();

    private:
        std::mutex mutex_;
        std::vector<asked> all_;
    };

    tickhub::http::server server_;
    std::uint16_t port_number_ = 0;
    requests requests_;
    std::unique_ptr<tickhub::http::sink_port> port_;
    tickhub_http const* table_ = nullptr;
    tickhub_group group_ = 0;
};

} // namespace bench
