// The C tables that one instance of a plugin sees as its host, over a C++ interface.
#pragma once

#include "lifecycle/hub_clock.hpp"
#include "lifecycle/timer_queue.hpp"
#include "observe/log.hpp"
#include "observe/metrics.hpp"

#include <tickhub/abi.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace tickhub::lifecycle {

/// What the tables call. Each function is as its namesake in abi.h, thread words included.
class host_side {
public:
    virtual ~host_side() = default;
    virtual void log(observe::log_level level, std::string_view text) noexcept = 0;
    virtual observe::cell& metric(observe::metric_kind kind, std::string_view name, std::string_view help,
                                  observe::labels labels) = 0;
    virtual std::uint64_t set_timer(timer_clock clock, nanoseconds due, std::uint64_t token) = 0;
    virtual void cancel_timer(std::uint64_t timer) = 0;
    virtual tickhub_status publish(tickhub_batch const& batch) = 0;
    virtual tickhub_instrument_id define_instrument(std::string_view symbol) = 0;
    [[nodiscard]] virtual tickhub_instrument_id find_instrument(std::string_view symbol) const = 0;
    [[nodiscard]] virtual std::string_view symbol(tickhub_instrument_id id) const noexcept = 0;
    [[nodiscard]] virtual std::uint32_t instrument_count() const noexcept = 0;
    virtual tickhub_status submit(void (*job)(void*), void* argument, std::uint64_t token) = 0;
    virtual void report(std::uint32_t condition, std::string_view text) = 0;
    [[nodiscard]] virtual std::uint64_t encode(tickhub_event_header const& event, char* out,
                                               std::uint64_t capacity) const = 0;
    /// nullptr where the component gets none.
    [[nodiscard]] virtual tickhub_http const* http_table() noexcept = 0;
};

/// Lives as long as the instance; plugins hold its address.
class host_tables {
public:
    host_tables(host_side& side, hub_clock const& clock, observe::log_level lowest, std::string component);
    host_tables(host_tables const&) = delete;
    host_tables& operator=(host_tables const&) = delete;

    [[nodiscard]] tickhub_host const& host() const noexcept { return host_; }

private:
    [[nodiscard]] void const* service(std::string_view id) const noexcept;

    host_side& side_;
    std::string component_;
    tickhub_log log_{};
    tickhub_metrics metrics_{};
    tickhub_clock clock_{};
    tickhub_timers timers_{};
    tickhub_publish publish_{};
    tickhub_instruments instruments_{};
    tickhub_background background_{};
    tickhub_status_service status_{};
    tickhub_encode encode_{};
    tickhub_host host_{};
};

} // namespace tickhub::lifecycle
