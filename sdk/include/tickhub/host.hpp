// The host's services in C++: log, metrics, clock, timers, publish, instruments, background, status, encode.
// The http service has a header of its own, http.hpp.
#pragma once

#include "tickhub/abi.h"
#include "tickhub/events.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub {

/// A host function answered with other than TICKHUB_OK.
struct host_error : std::runtime_error {
    host_error(tickhub_status code, std::string const& what) : std::runtime_error{what}, status{code} {}
    tickhub_status status;
};

/// Room for the message of a host function that may fail: pass `&error.raw`.
class error_message {
public:
    error_message() noexcept : raw{sizeof(tickhub_error), 0, buffer_, sizeof(buffer_), 0} {}
    error_message(error_message const&) = delete;
    error_message& operator=(error_message const&) = delete;
    [[nodiscard]] std::string_view text() const noexcept { return {buffer_, static_cast<std::size_t>(raw.size)}; }

    tickhub_error raw;

private:
    char buffer_[512] = {};
};

/// A counter or gauge of this component. Cheap to copy; a default one ignores what it is told. [any thread]
class metric {
public:
    metric() noexcept = default;
    metric(tickhub_metrics const& service, tickhub_metric handle) noexcept : service_{&service}, handle_{handle} {}
    void add(std::int64_t amount = 1) const noexcept {
        if (service_ != nullptr)
            service_->add(service_->context, handle_, amount);
    }
    void set(std::int64_t value) const noexcept {
        if (service_ != nullptr)
            service_->set(service_->context, handle_, value);
    }

private:
    tickhub_metrics const* service_ = nullptr;
    tickhub_metric handle_ = 0;
};

/// The host as one component sees it. Lives as long as the component. Thread words: see abi.h.
class host {
public:
    explicit host(tickhub_host const& raw)
        : raw_{&raw}
        , log_{&service<tickhub_log>(TICKHUB_SERVICE_LOG)}
        , metrics_{&service<tickhub_metrics>(TICKHUB_SERVICE_METRICS)}
        , clock_{&service<tickhub_clock>(TICKHUB_SERVICE_CLOCK)}
        , timers_{&service<tickhub_timers>(TICKHUB_SERVICE_TIMERS)}
        , publish_{&service<tickhub_publish>(TICKHUB_SERVICE_PUBLISH)}
        , instruments_{&service<tickhub_instruments>(TICKHUB_SERVICE_INSTRUMENTS)}
        , background_{&service<tickhub_background>(TICKHUB_SERVICE_BACKGROUND)}
        , status_{&service<tickhub_status_service>(TICKHUB_SERVICE_STATUS)}
        , encode_{&service<tickhub_encode>(TICKHUB_SERVICE_ENCODE)} {}

    /// The component's name in the config.
    [[nodiscard]] std::string_view name() const noexcept { return to_view(raw_->component); }

    /// A service by id, or nullptr when this host does not have it. [any thread]
    template <class Service>
    [[nodiscard]] Service const* find_service(std::string_view id) const noexcept {
        return static_cast<Service const*>(raw_->service(raw_->context, to_text(id)));
    }

    // log [any thread]
    void debug(std::string_view text) const noexcept { log(TICKHUB_LOG_DEBUG, text); }
    void info(std::string_view text) const noexcept { log(TICKHUB_LOG_INFO, text); }
    void warning(std::string_view text) const noexcept { log(TICKHUB_LOG_WARNING, text); }
    void error(std::string_view text) const noexcept { log(TICKHUB_LOG_ERROR, text); }

    // metrics [any thread]
    struct label {
        std::string_view name;
        std::string_view value;
    };
    /// Makes or finds a counter; its name ends in _total. Keep it: making allocates, adding does not.
    [[nodiscard]] metric counter(std::string_view name, std::string_view help,
                                 std::initializer_list<label> labels = {}) const {
        return make_metric(TICKHUB_METRIC_COUNTER, name, help, labels);
    }
    [[nodiscard]] metric gauge(std::string_view name, std::string_view help,
                               std::initializer_list<label> labels = {}) const {
        return make_metric(TICKHUB_METRIC_GAUGE, name, help, labels);
    }

    // clock [any thread]
    /// The market's time, UTC: the host's clock or the replay's.
    [[nodiscard]] tickhub_timestamp market_time() const noexcept { return clock_->market_time(clock_->context); }
    /// The host's monotonic clock in nanoseconds; never virtual.
    [[nodiscard]] std::uint64_t steady_time() const noexcept { return clock_->steady_time(clock_->context); }

    // timers [serialised]
    /// Calls on_timer(token) once, at or after `due` of market time. Returns an id for cancel_timer.
    std::uint64_t set_market_timer(tickhub_timestamp due, std::uint64_t token) const {
        return set_timer(TICKHUB_TIME_MARKET, due, token);
    }
    /// Calls on_timer(token) once, at or after `due` of steady time. Returns an id for cancel_timer.
    std::uint64_t set_steady_timer(std::uint64_t due, std::uint64_t token) const {
        return set_timer(TICKHUB_TIME_STEADY, due, token);
    }
    void cancel_timer(std::uint64_t timer) const noexcept { timers_->cancel(timers_->context, timer); }

    // publish [serialised]
    /// Publishes a batch. Returns false when the hub is stopping; throws host_error for a malformed record.
    bool publish(tickhub_batch const& batch) const {
        auto const status = publish_->publish(publish_->context, &batch);
        if (status == TICKHUB_OK || status == TICKHUB_CLOSED)
            return status == TICKHUB_OK;
        throw host_error{status, "the hub refused to publish a malformed or private record"};
    }
    /// Publishes what the builder holds, and empties it.
    bool publish(batch_builder& batch) const {
        bool const taken = batch.empty() || publish(batch.raw());
        batch.clear();
        return taken;
    }
    /// Publishes one record without a variable part.
    template <class Record>
    requires(record_number<Record> != TICKHUB_RECORD_NONE) bool publish(Record const& record) const {
        return publish(tickhub_batch{&record.header, sizeof(Record), 1, 0});
    }

    // instruments
    /// The id of a symbol that this feed brings; best called in the constructor. 0 on a clash with another feed.
    /// [serialised]
    [[nodiscard]] tickhub_instrument_id define_instrument(std::string_view symbol) const noexcept {
        return instruments_->define(instruments_->context, to_text(symbol));
    }
    /// The id of a symbol that somebody brings, or 0. [any thread]
    [[nodiscard]] tickhub_instrument_id find_instrument(std::string_view symbol) const noexcept {
        return instruments_->find(instruments_->context, to_text(symbol));
    }
    /// The symbol of an id; empty when there is none. Lives as long as the hub. [any thread]
    [[nodiscard]] std::string_view symbol(tickhub_instrument_id id) const noexcept {
        return to_view(instruments_->symbol(instruments_->context, id));
    }
    /// How many instruments there are; ids run from 1 to this. [any thread]
    [[nodiscard]] std::uint32_t instrument_count() const noexcept { return instruments_->count(instruments_->context); }

    // background [serialised]
    /// Runs job(argument) where blocking is allowed, then calls on_background(token). The argument must live until
    /// then. Returns false when too many jobs wait.
    [[nodiscard]] bool run_in_background(void (*job)(void*), void* argument, std::uint64_t token) const noexcept {
        return background_->submit(background_->context, job, argument, token) == TICKHUB_OK;
    }

    // status [any thread]
    void report_ok(std::string_view text = {}) const noexcept { report(TICKHUB_CONDITION_OK, text); }
    void report_degraded(std::string_view text) const noexcept { report(TICKHUB_CONDITION_DEGRADED, text); }
    /// Has the hub restart this component, within its budget.
    void report_failed(std::string_view text) const noexcept { report(TICKHUB_CONDITION_FAILED, text); }

    // encode [any thread]
    /// Replaces `out` by the canonical JSON of a record; returns false, and empties it, for a malformed one. Keeps the
    /// string's memory, so that in the steady state nothing is allocated.
    bool encode_json(event e, std::string& out) const {
        if (out.capacity() < 512)
            out.reserve(512);
        out.resize(out.capacity());
        std::uint64_t size = encode_->json(encode_->context, &e.header(), out.data(), out.size());
        if (size > out.size()) {
            out.resize(static_cast<std::size_t>(size));
            size = encode_->json(encode_->context, &e.header(), out.data(), out.size());
        }
        out.resize(static_cast<std::size_t>(size));
        return size != 0;
    }

    [[nodiscard]] tickhub_host const& raw() const noexcept { return *raw_; }

private:
    template <class Service>
    [[nodiscard]] Service const& service(std::string_view id) const {
        auto const* found = find_service<Service>(id);
        if (found == nullptr || found->struct_size < sizeof(Service)) {
            throw host_error{TICKHUB_UNKNOWN, "this hub lacks the service " + std::string{id}};
        }
        return *found;
    }
    void log(std::uint32_t level, std::string_view text) const noexcept {
        if (level >= log_->level)
            log_->write(log_->context, level, to_text(text));
    }
    [[nodiscard]] metric make_metric(std::uint32_t kind, std::string_view name, std::string_view help,
                                     std::initializer_list<label> labels) const {
        std::vector<tickhub_label> raw;
        raw.reserve(labels.size());
        for (auto const& l : labels)
            raw.push_back({to_text(l.name), to_text(l.value)});
        return {*metrics_, metrics_->create(metrics_->context, kind, to_text(name), to_text(help), raw.data(),
                                            static_cast<std::uint32_t>(raw.size()))};
    }
    std::uint64_t set_timer(std::uint32_t time, std::uint64_t due, std::uint64_t token) const {
        auto const timer = timers_->set(timers_->context, time, due, token);
        if (timer == 0)
            throw host_error{TICKHUB_LIMIT, "this component has as many timers as the hub allows"};
        return timer;
    }
    void report(std::uint32_t condition, std::string_view text) const noexcept {
        status_->report(status_->context, condition, to_text(text));
    }

    tickhub_host const* raw_;
    tickhub_log const* log_;
    tickhub_metrics const* metrics_;
    tickhub_clock const* clock_;
    tickhub_timers const* timers_;
    tickhub_publish const* publish_;
    tickhub_instruments const* instruments_;
    tickhub_background const* background_;
    tickhub_status_service const* status_;
    tickhub_encode const* encode_;
};

} // namespace tickhub
