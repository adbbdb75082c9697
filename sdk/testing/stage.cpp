#include <tickhub/host.hpp>
#include <tickhub/testing/stage.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace tickhub::testing {
namespace {

constexpr std::uint64_t drain_time = 5'000'000'000;

} // namespace

template <class Call>
void stage::must(Call call) {
    error_message error;
    fake_host::inside const now{host_};
    if (call(&error.raw) != TICKHUB_OK)
        throw std::runtime_error{std::string{error.text()}};
}

stage::stage(tickhub_plugin const& plugin, setting_value settings, std::string name, void (*before)(fake_host&))
    : component_{*plugin.component}
    , host_{std::move(name)}
    , settings_{std::move(settings)} {
    if (before != nullptr)
        before(host_);
    must([&](tickhub_error* error) {
        auto const status = component_.create(&host_.raw(), &settings_.raw(), &instance_, error);
        return status == TICKHUB_REFUSED ? TICKHUB_OK : status;
    });
}

stage::~stage() {
    if (instance_ != nullptr) {
        stop();
        component_.destroy(instance_);
    }
}

std::string stage::refusals() const {
    std::string lines;
    for (auto const& refusal : settings_.refusals())
        lines += refusal.where + ": " + refusal.text + "\n";
    return lines;
}

void stage::start() {
    host_.serves_http = component_.on_request != nullptr;
    must([&](tickhub_error* error) { return component_.start(instance_, error); });
}

void stage::drain() {
    if (component_.drain != nullptr)
        must([&](tickhub_error* error) {
            return component_.drain(instance_, host_.clock.steady_time + drain_time, error);
        });
}

void stage::stop() {
    fake_host::inside const now{host_};
    component_.stop(instance_);
}

void stage::publish(batch_builder& batch) {
    publish(batch.raw());
    batch.clear();
}

void stage::publish(tickhub_batch const& batch) {
    must([&](tickhub_error* error) { return component_.on_events(instance_, &batch, error); });
}

void stage::advance(std::uint64_t nanoseconds) {
    while (true) {
        while (auto const token = host_.take_due_timer())
            must([&](tickhub_error* error) { return component_.on_timer(instance_, *token, error); });
        if (nanoseconds == 0)
            return;
        auto const step = std::min(nanoseconds, host_.next_timer_in().value_or(nanoseconds));
        host_.clock.advance(step);
        nanoseconds -= step;
    }
}

std::size_t stage::run_jobs() {
    std::size_t count = 0;
    for (; auto const job = host_.take_job(); ++count) {
        job->run(job->argument);
        if (component_.on_background != nullptr)
            must([&](tickhub_error* error) { return component_.on_background(instance_, job->token, error); });
    }
    return count;
}

tickhub_pull stage::next(std::uint32_t max_events) {
    tickhub_pull pull{};
    pull.struct_size = sizeof(pull);
    pull.max_events = max_events;
    must([&](tickhub_error* error) { return component_.next(instance_, &pull, error); });
    return pull;
}

std::size_t stage::request(pairs query, pairs headers, std::string method) {
    auto const& request = host_.http.make_request(std::move(query), std::move(headers), std::move(method));
    must([&](tickhub_error* error) { return component_.on_request(instance_, &request, error); });
    return host_.http.client_count();
}

std::size_t stage::websocket_request(pairs query, pairs headers, std::string subprotocols) {
    auto const& request =
        host_.http.make_websocket_request(std::move(query), std::move(headers), std::move(subprotocols));
    must([&](tickhub_error* error) { return component_.on_request(instance_, &request, error); });
    return host_.http.client_count();
}

void stage::say(std::size_t client, std::string_view data, bool binary) {
    tickhub_websocket_message const message{sizeof(message), binary ? 1U : 0U, client, to_text(data)};
    must([&](tickhub_error* error) { return component_.on_message(instance_, &message, error); });
}

void stage::want_snapshot(std::size_t client, std::uint64_t key) {
    host_.http.break_chain(client, key);
    must([&](tickhub_error* error) { return component_.on_snapshot_wanted(instance_, client, key, error); });
}

void stage::disconnect(std::size_t client) {
    if (host_.http.disconnect(client))
        must([&](tickhub_error* error) { return component_.on_closed(instance_, client, error); });
}

} // namespace tickhub::testing
