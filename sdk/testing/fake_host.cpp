#include <tickhub/encode.hpp>
#include <tickhub/record_validation.hpp>
#include <tickhub/testing/fake_host.hpp>

#include <algorithm>

namespace tickhub::testing {
namespace {

constexpr std::size_t max_timers = 65'536;
constexpr std::size_t max_jobs = 1'024;
constexpr char const* levels[] = {"", "debug", "info", "warning", "error"};
constexpr char const* conditions[] = {"", "ok", "degraded", "failed"};

template <class Service>
Service table(fake_host& host) {
    Service service{};
    service.struct_size = sizeof(Service);
    service.context = &host;
    return service;
}

std::string labelled(std::string_view name, tickhub_label const* labels, std::uint32_t count) {
    std::string text{name};
    for (std::uint32_t i = 0; i < count; ++i) {
        text += i == 0 ? "{" : ",";
        text += std::string{to_view(labels[i].name)} + "=\"" + std::string{to_view(labels[i].value)} + "\"";
    }
    return count == 0 ? text : text + "}";
}

} // namespace

fake_host::fake_host(std::string component) : http{*this}, component_{std::move(component)} {
    fill_any_thread();
    fill_serialised();
    fill();
}

tickhub_instrument_id fake_host::define(std::string_view symbol) {
    auto const found = std::find(symbols_.begin(), symbols_.end(), symbol);
    if (found != symbols_.end())
        return static_cast<tickhub_instrument_id>(found - symbols_.begin() + 1);
    symbols_.emplace_back(symbol);
    return static_cast<tickhub_instrument_id>(symbols_.size());
}

std::vector<std::string> fake_host::log() const {
    std::lock_guard const lock{mutex_};
    return log_lines_;
}

std::int64_t fake_host::metric(std::string const& name) const {
    std::lock_guard const lock{mutex_};
    auto const found = metrics_by_name_.find(name);
    return found == metrics_by_name_.end() ? 0 : metric_values_[found->second - 1];
}

std::string fake_host::condition() const {
    std::lock_guard const lock{mutex_};
    return condition_;
}

batch_builder fake_host::take_published() {
    batch_builder taken = std::move(published_);
    published_ = batch_builder{};
    return taken;
}

std::vector<std::string> fake_host::violations() const {
    std::lock_guard const lock{mutex_};
    return violations_;
}

void fake_host::violation(std::string text) {
    std::lock_guard const lock{mutex_};
    violations_.push_back(std::move(text));
}

void fake_host::check_serialised(char const* function) {
    if (inside_ != std::this_thread::get_id())
        violation(std::string{function} + " was called outside of a callback");
}

std::optional<fake_host::job> fake_host::take_job() {
    if (jobs_.empty())
        return std::nullopt;
    auto const next = jobs_.front();
    jobs_.pop_front();
    return next;
}

std::uint64_t fake_host::wait_of(timer const& t) const noexcept {
    std::uint64_t const now = t.time == TICKHUB_TIME_STEADY ? clock.steady_time : clock.market_time;
    return t.due > now ? t.due - now : 0;
}

std::optional<std::uint64_t> fake_host::take_due_timer() {
    auto const first = std::min_element(timers_.begin(), timers_.end(), [](timer const& a, timer const& b) {
        return a.due != b.due ? a.due < b.due : a.id < b.id;
    });
    if (first == timers_.end() || wait_of(*first) != 0) {
        auto const due = std::find_if(timers_.begin(), timers_.end(), [&](timer const& t) { return wait_of(t) == 0; });
        if (due == timers_.end())
            return std::nullopt;
        auto const token = due->token;
        timers_.erase(due);
        return token;
    }
    auto const token = first->token;
    timers_.erase(first);
    return token;
}

std::optional<std::uint64_t> fake_host::next_timer_in() const {
    std::optional<std::uint64_t> shortest;
    for (auto const& t : timers_)
        shortest = std::min(shortest.value_or(UINT64_MAX), wait_of(t));
    return shortest;
}

std::string_view fake_host::symbol(tickhub_instrument_id id) const {
    return id == 0 || id > symbols_.size() ? std::string_view{} : symbols_[id - 1];
}

std::string_view fake_host::publisher(std::uint16_t id) const {
    auto const found = publishers_.find(id);
    return id == 0 ? "hub" : found == publishers_.end() ? std::string_view{} : found->second;
}

tickhub_metric fake_host::make_metric(std::string name) {
    std::lock_guard const lock{mutex_};
    auto const [at, is_new] = metrics_by_name_.try_emplace(std::move(name), metric_values_.size() + 1);
    if (is_new)
        metric_values_.push_back(0);
    return at->second;
}

// Takes all of a batch or nothing, as the hub does.
tickhub_status fake_host::publish(tickhub_batch const& batch) {
    std::uint64_t left = batch.bytes;
    for (event const e : event_batch{batch}) {
        if (!valid_record(e.header(), left)) {
            violation("a malformed record of kind " + std::to_string(e.record()) + " was published");
            return TICKHUB_INVALID;
        }
        left -= e.header().size;
    }
    if (publish_answer != TICKHUB_OK)
        return publish_answer;
    for (event const e : event_batch{batch}) {
        published_.add(e.header());
        ++published_count_;
    }
    batch_sizes_.push_back(batch.count);
    return TICKHUB_OK;
}

void fake_host::fill_any_thread() {
    log_ = table<tickhub_log>(*this);
    log_.level = TICKHUB_LOG_DEBUG;
    log_.write = [](void* c, std::uint32_t level, tickhub_text text) {
        std::lock_guard const lock{self(c).mutex_};
        self(c).log_lines_.push_back(std::string{levels[level]} + ": " + std::string{to_view(text)});
    };
    metrics_ = table<tickhub_metrics>(*this);
    metrics_.create = [](void* c, std::uint32_t, tickhub_text name, tickhub_text, tickhub_label const* labels,
                         std::uint32_t count) { return self(c).make_metric(labelled(to_view(name), labels, count)); };
    metrics_.add = [](void* c, tickhub_metric metric, std::int64_t amount) {
        std::lock_guard const lock{self(c).mutex_};
        if (metric != 0)
            self(c).metric_values_.at(metric - 1) += amount;
    };
    metrics_.set = [](void* c, tickhub_metric metric, std::int64_t value) {
        std::lock_guard const lock{self(c).mutex_};
        if (metric != 0)
            self(c).metric_values_.at(metric - 1) = value;
    };
    status_ = table<tickhub_status_service>(*this);
    status_.report = [](void* c, std::uint32_t condition, tickhub_text text) {
        std::lock_guard const lock{self(c).mutex_};
        self(c).condition_ = std::string{conditions[condition]} + ": " + std::string{to_view(text)};
    };
    clock_ = table<tickhub_clock>(*this);
    clock_.market_time = [](void* c) { return self(c).clock.market_time; };
    clock_.steady_time = [](void* c) { return self(c).clock.steady_time; };
    encode_ = table<tickhub_encode>(*this);
    encode_.json = [](void* c, tickhub_event_header const* e, char* out, std::uint64_t capacity) {
        return std::uint64_t{encode_json(*e, self(c), out, capacity)};
    };
}

void fake_host::fill_serialised() {
    timers_service_ = table<tickhub_timers>(*this);
    timers_service_.set = [](void* c, std::uint32_t time, std::uint64_t due, std::uint64_t token) {
        auto& host = self(c);
        host.check_serialised("timers.set");
        if (host.timers_.size() == max_timers)
            return std::uint64_t{0};
        host.timers_.push_back({++host.last_timer_, due, token, time});
        return host.last_timer_;
    };
    timers_service_.cancel = [](void* c, std::uint64_t id) {
        self(c).check_serialised("timers.cancel");
        std::erase_if(self(c).timers_, [&](auto const& t) { return t.id == id; });
    };
    publish_ = table<tickhub_publish>(*this);
    publish_.publish = [](void* c, tickhub_batch const* batch) {
        self(c).check_serialised("publish");
        return self(c).publish(*batch);
    };
    background_ = table<tickhub_background>(*this);
    background_.submit = [](void* c, void (*run)(void*), void* argument, std::uint64_t token) {
        self(c).check_serialised("background.submit");
        if (self(c).jobs_.size() == max_jobs)
            return tickhub_status{TICKHUB_LIMIT};
        self(c).jobs_.push_back({run, argument, token});
        return tickhub_status{TICKHUB_OK};
    };
    instruments_ = table<tickhub_instruments>(*this);
    instruments_.define = [](void* c, tickhub_text symbol) {
        self(c).check_serialised("instruments.define");
        bool const claimed = self(c).claimed_.contains(to_view(symbol));
        return claimed ? tickhub_instrument_id{0} : self(c).define(to_view(symbol));
    };
    instruments_.find = [](void* c, tickhub_text symbol) {
        auto const& all = self(c).symbols_;
        auto const found = std::find(all.begin(), all.end(), to_view(symbol));
        return found == all.end() ? 0 : static_cast<tickhub_instrument_id>(found - all.begin() + 1);
    };
    instruments_.symbol = [](void* c, tickhub_instrument_id id) { return to_text(self(c).symbol(id)); };
    instruments_.count = [](void* c) { return static_cast<std::uint32_t>(self(c).symbols_.size()); };
}

void fake_host::fill() {
    services_ = {{TICKHUB_SERVICE_LOG, &log_},
                 {TICKHUB_SERVICE_METRICS, &metrics_},
                 {TICKHUB_SERVICE_CLOCK, &clock_},
                 {TICKHUB_SERVICE_TIMERS, &timers_service_},
                 {TICKHUB_SERVICE_PUBLISH, &publish_},
                 {TICKHUB_SERVICE_INSTRUMENTS, &instruments_},
                 {TICKHUB_SERVICE_BACKGROUND, &background_},
                 {TICKHUB_SERVICE_STATUS, &status_},
                 {TICKHUB_SERVICE_ENCODE, &encode_}};
    raw_.struct_size = sizeof(raw_);
    raw_.abi_major = TICKHUB_ABI_MAJOR;
    raw_.abi_minor = TICKHUB_ABI_MINOR;
    raw_.context = this;
    raw_.component = to_text(component_);
    raw_.service = [](void* c, tickhub_text id) -> void const* {
        auto& host = self(c);
        if (to_view(id) == TICKHUB_SERVICE_HTTP)
            return host.serves_http ? &host.http.raw() : nullptr;
        auto const found = host.services_.find(to_view(id));
        return found == host.services_.end() ? nullptr : found->second;
    };
}

} // namespace tickhub::testing
