#include "http/server.hpp"

#include "http/certificate_keeper.hpp"
#include "http/certificate_watch.hpp"
#include "http/client_connection.hpp"
#include "http/handles.hpp"
#include "http/io_thread.hpp"
#include "http/listener.hpp"
#include "http/port.hpp"
#include "http/site.hpp"

#include <algorithm>
#include <cassert>
#include <future>
#include <mutex>

namespace tickhub::http {

server::server(server_options const& options) : site_{std::make_unique<site>()} {
    site_->options = options;
    std::size_t const count = std::clamp(options.io_threads, 1U, most_io_threads);
    for (std::size_t i = 0; i < count; ++i) {
        threads_.push_back(std::make_unique<io_thread>(*site_, i));
        site_->queues.push_back(&threads_.back()->queue());
    }
    for (auto const& thread : threads_)
        thread->start();
}

server::~server() {
    stop();
}

listen_result server::listen(listener_options const& options) {
    assert(!accepting_);
    auto place = std::make_shared<http::place>();
    place->options = options;
    place->access = access_rules{options.access};
    if (std::string why = place->files.load(options.files); !why.empty())
        return {0, std::move(why)};
    if (options.tls) {
        auto begun = certificate_watch::begin(options.name, *options.tls);
        if (auto const* const fault = std::get_if<tls_fault>(&begun); fault != nullptr)
            return {0, "the listener " + options.name + ": " + fault->text};
        place->tls = std::move(std::get<0>(begun));
    }
    std::vector<io_thread*> threads;
    for (auto const& thread : threads_)
        threads.push_back(thread.get());
    auto bound = std::make_shared<listener>(place, std::move(threads));
    listen_result result = bound->bind();
    if (result.error.empty()) {
        site_->places.emplace(options.name, std::move(place));
        listeners_.push_back(std::move(bound));
    }
    return result;
}

void server::use_authentication(auth_options const& options, authority::wall_clock now, password_check check) {
    assert(!accepting_);
    site_->auth = std::make_unique<authority>(options, std::move(now), std::move(check));
    site_->auth->tokens_ended = [this] {
        for (auto const& thread : threads_)
            thread->run_here([t = thread.get()] { t->look_at_tokens(); });
    };
    site_->auth->session_renewed = [this](std::string const& session, unix_time expires) {
        for (auto const& thread : threads_)
            thread->run_here([t = thread.get(), session, expires] { t->extend_tokens(session, expires); });
    };
}

void server::set_users(std::vector<user_record> users, std::vector<token_key> keys) {
    site_->auth->set_users(std::move(users), std::move(keys));
}

std::unique_ptr<sink_port> server::make_port(std::string_view component, sink_events& events) {
    auto made = std::make_shared<port>(*site_, component, events);
    std::lock_guard const lock{site_->ports_mutex};
    std::erase_if(site_->ports, [](auto const& known) { return known.expired(); });
    site_->ports.push_back(made);
    return std::make_unique<sink_port>(std::move(made));
}

void server::answer_ready_by(std::function<own_answer()> answer) {
    site_->ready = std::move(answer);
}

void server::answer_metrics_by(std::function<std::string()> text) {
    site_->metrics_text = std::move(text);
}

void server::call_on_first_join(std::function<void()> callback) {
    site_->first_join = std::move(callback);
}

void server::call_on_accept_failure(std::function<void(accept_failure const&)> callback) {
    site_->accept_failed = std::move(callback);
}

void server::call_on_certificate_news(std::function<void(certificate_news const&)> callback) {
    site_->certificate_news = std::move(callback);
}

bool server::reload_certificates() {
    if (keeper_)
        keeper_->hurry();
    return keeper_ != nullptr;
}

void server::start() {
    assert(!accepting_);
    accepting_ = true;
    std::vector<std::shared_ptr<certificate_watch>> certificates;
    for (auto const& [name, place] : site_->places) {
        if (place->tls)
            certificates.push_back(place->tls);
    }
    if (!certificates.empty())
        keeper_ = std::make_unique<certificate_keeper>(std::move(certificates), site_->options.certificate_check,
                                                       site_->certificate_news);
    for (auto const& listener : listeners_)
        threads_.front()->run_here([listener] { listener->accept(); });
}

bool server::drain(clock::time_point deadline) {
    site_->draining.store(true);
    for (auto const& listener : listeners_)
        threads_.front()->run_here([listener] { listener->close(); });
    for (auto const& thread : threads_)
        thread->run_here([t = thread.get()] { t->drain(); });
    return site_->nobody.wait(deadline);
}

void server::stop() noexcept {
    keeper_.reset();
    if (site_->auth)
        site_->auth->stop(); // its answers are sent by the threads
    for (auto const& thread : threads_)
        thread->stop();
    listeners_.clear();
    accepting_ = false;
}

bool server::paced_clients_ready() const noexcept {
    return site_->room.open();
}

std::uint64_t server::wait_for_paced_clients(clock::time_point deadline) {
    if (site_->room.wait(deadline))
        return 0;
    std::uint64_t count = 0;
    for (auto const& thread : threads_) {
        auto const done = std::make_shared<std::promise<std::uint64_t>>();
        thread->run_here([t = thread.get(), done] { done->set_value(t->stop_pacing_those_behind()); });
        auto counted = done->get_future();
        if (counted.wait_for(std::chrono::seconds{1}) == std::future_status::ready)
            count += counted.get();
    }
    return count;
}

bool server::wait_until_paced_clients_have_all(clock::time_point deadline) {
    return site_->nothing_left.wait(deadline);
}

server_metrics server::metrics() const {
    server_metrics result;
    site_counters const& counters = site_->counters;
    result.connections = site_->nobody.holders();
    result.accepted = counters.accepted.load();
    for (std::size_t i = 0; i < counters.accept_failures.size(); ++i)
        result.accept_failures[i] = counters.accept_failures[i].load();
    result.turned_away = counters.turned_away.load();
    for (std::size_t i = 0; i < counters.refused.size(); ++i)
        result.refused[i] = counters.refused[i].load();
    result.requests = counters.requests.load();
    for (std::size_t i = 0; i < counters.responses.size(); ++i)
        result.responses[i] = counters.responses[i].load();
    result.timeouts = counters.timeouts.load();
    result.writes = counters.writes.load();
    for (std::size_t i = 0; i < counters.tls_handshakes.size(); ++i)
        result.tls_handshakes[i] = counters.tls_handshakes[i].load();
    for (auto const& [name, place] : site_->places) {
        if (place->tls) {
            auto const end = place->tls->current()->valid().until.time_since_epoch();
            auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(end).count();
            result.certificates.push_back({name, static_cast<std::uint64_t>(std::max<std::int64_t>(seconds, 0))});
        }
    }
    if (site_->auth)
        result.logins = site_->auth->logins();
    std::lock_guard const lock{site_->ports_mutex};
    for (auto const& known : site_->ports) {
        if (auto const port = known.lock(); port)
            result.sinks.push_back(port->metrics());
    }
    return result;
}

} // namespace tickhub::http
