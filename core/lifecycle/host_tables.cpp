#include "lifecycle/host_tables.hpp"

#include <tickhub/events.hpp>

#include <algorithm>
#include <utility>

namespace tickhub::lifecycle {
namespace {

host_side& side(void* context) noexcept {
    return *static_cast<host_side*>(context);
}

// The border carries no exception: what the host itself can't do (no memory) is answered by `otherwise`.
template <class Body, class Otherwise>
auto guarded(Body body, Otherwise otherwise) noexcept -> decltype(body()) {
    try {
        return body();
    } catch (...) {
        return otherwise;
    }
}

void log_write(void* context, std::uint32_t level, tickhub_text text) noexcept {
    auto const known = std::clamp<std::uint32_t>(level, TICKHUB_LOG_DEBUG, TICKHUB_LOG_ERROR);
    side(context).log(static_cast<observe::log_level>(known), to_view(text));
}

tickhub_metric metric_create(void* context, std::uint32_t kind, tickhub_text name, tickhub_text help,
                             tickhub_label const* labels, std::uint32_t label_count) noexcept {
    return guarded(
        [&] {
            observe::labels all;
            for (std::uint32_t i = 0; i < label_count; ++i) {
                all.emplace_back(to_view(labels[i].name), to_view(labels[i].value));
            }
            auto const what =
                kind == TICKHUB_METRIC_GAUGE ? observe::metric_kind::gauge : observe::metric_kind::counter;
            return reinterpret_cast<tickhub_metric>(
                &side(context).metric(what, to_view(name), to_view(help), std::move(all)));
        },
        tickhub_metric{0});
}
void metric_add(void* /*context*/, tickhub_metric metric, std::int64_t amount) noexcept {
    if (metric != 0)
        reinterpret_cast<observe::cell*>(metric)->add(amount);
}
void metric_set(void* /*context*/, tickhub_metric metric, std::int64_t value) noexcept {
    if (metric != 0)
        reinterpret_cast<observe::cell*>(metric)->set(value);
}

tickhub_timestamp clock_market(void* context) noexcept {
    return static_cast<hub_clock const*>(context)->market_time();
}
std::uint64_t clock_steady(void* context) noexcept {
    return static_cast<hub_clock const*>(context)->steady_time();
}

std::uint64_t timer_set(void* context, std::uint32_t time, std::uint64_t due, std::uint64_t token) noexcept {
    auto const clock = time == TICKHUB_TIME_MARKET ? timer_clock::market : timer_clock::steady;
    return guarded([&] { return side(context).set_timer(clock, due, token); }, std::uint64_t{0});
}
void timer_cancel(void* context, std::uint64_t timer) noexcept {
    side(context).cancel_timer(timer);
}

tickhub_status publish(void* context, tickhub_batch const* batch) noexcept {
    return guarded([&] { return side(context).publish(*batch); }, tickhub_status{TICKHUB_FAILED});
}

tickhub_instrument_id instrument_define(void* context, tickhub_text symbol) noexcept {
    return guarded([&] { return side(context).define_instrument(to_view(symbol)); }, tickhub_instrument_id{0});
}
tickhub_instrument_id instrument_find(void* context, tickhub_text symbol) noexcept {
    return guarded([&] { return side(context).find_instrument(to_view(symbol)); }, tickhub_instrument_id{0});
}
tickhub_text instrument_symbol(void* context, tickhub_instrument_id id) noexcept {
    return to_text(side(context).symbol(id));
}
std::uint32_t instrument_count(void* context) noexcept {
    return side(context).instrument_count();
}

tickhub_status submit(void* context, void (*job)(void*), void* argument, std::uint64_t token) noexcept {
    return guarded([&] { return side(context).submit(job, argument, token); }, tickhub_status{TICKHUB_LIMIT});
}

void report(void* context, std::uint32_t condition, tickhub_text text) noexcept {
    guarded(
        [&] {
            side(context).report(condition, to_view(text));
            return true;
        },
        false);
}

std::uint64_t encode(void* context, tickhub_event_header const* event, char* out, std::uint64_t capacity) noexcept {
    return guarded([&] { return side(context).encode(*event, out, capacity); }, std::uint64_t{0});
}

} // namespace

host_tables::host_tables(host_side& side, hub_clock const& clock, observe::log_level lowest, std::string component)
    : side_{side}
    , component_{std::move(component)} {
    void* const to_side = &side_;
    log_ = {sizeof(log_), static_cast<std::uint32_t>(lowest), to_side, &log_write};
    metrics_ = {sizeof(metrics_), 0, to_side, &metric_create, &metric_add, &metric_set};
    clock_ = {sizeof(clock_), 0, const_cast<hub_clock*>(&clock), &clock_market, &clock_steady};
    timers_ = {sizeof(timers_), 0, to_side, &timer_set, &timer_cancel};
    publish_ = {sizeof(publish_), 0, to_side, &lifecycle::publish};
    instruments_ = {sizeof(instruments_), 0, to_side, &instrument_define, &instrument_find, &instrument_symbol,
                    &instrument_count};
    background_ = {sizeof(background_), 0, to_side, &lifecycle::submit};
    status_ = {sizeof(status_), 0, to_side, &lifecycle::report};
    encode_ = {sizeof(encode_), 0, to_side, &lifecycle::encode};
    host_ = {
        sizeof(host_),
        TICKHUB_ABI_MAJOR,
        TICKHUB_ABI_MINOR,
        this,
        [](void* context, tickhub_text id) { return static_cast<host_tables const*>(context)->service(to_view(id)); },
        to_text(component_)};
}

void const* host_tables::service(std::string_view id) const noexcept {
    std::pair<std::string_view, void const*> const services[] = {
        {TICKHUB_SERVICE_LOG, &log_},         {TICKHUB_SERVICE_METRICS, &metrics_},
        {TICKHUB_SERVICE_CLOCK, &clock_},     {TICKHUB_SERVICE_TIMERS, &timers_},
        {TICKHUB_SERVICE_PUBLISH, &publish_}, {TICKHUB_SERVICE_INSTRUMENTS, &instruments_},
        {TICKHUB_SERVICE_STATUS, &status_},   {TICKHUB_SERVICE_BACKGROUND, &background_},
        {TICKHUB_SERVICE_ENCODE, &encode_},   {TICKHUB_SERVICE_HTTP, side_.http_table()}};
    for (auto const& [known, table] : services) {
        if (known == id)
            return table;
    }
    return nullptr;
}

} // namespace tickhub::lifecycle
