#include "test_sink.hpp"

#include <tickhub/event_id.hpp>

#include <algorithm>
#include <array>

namespace tests {

namespace {

tickhub_message raw(message const& m) {
    return {sizeof(tickhub_message),
            m.lane,
            m.delivery,
            m.form,
            static_cast<std::uint8_t>(m.begins ? 1 : 0),
            {m.event.data(), m.event.size()},
            {m.data.data(), m.data.size()},
            m.key,
            m.sequence};
}

} // namespace

test_sink::test_sink(tickhub::http::server& server, std::string_view name)
    : port{server.make_port(name, *this)}
    , server_{server}
    , name_{name} {}

bool test_sink::on_request(std::unique_ptr<tickhub::http::request_data> request) noexcept {
    if (!accepts)
        return false;
    std::lock_guard const lock{mutex_};
    requests_.push_back(std::move(request));
    changed_.notify_all();
    return true;
}

bool test_sink::on_message(std::unique_ptr<tickhub::http::message_data> message) noexcept {
    std::lock_guard const lock{mutex_};
    messages_.push_back(std::move(message));
    changed_.notify_all();
    return true;
}

void test_sink::on_closed(tickhub_connection connection) noexcept {
    std::lock_guard const lock{mutex_};
    closed_.push_back(connection);
    changed_.notify_all();
}

bool test_sink::on_snapshot_wanted(tickhub_connection connection, std::uint64_t key) noexcept {
    std::lock_guard const lock{mutex_};
    wanted_.emplace_back(connection, key);
    return true;
}

std::optional<std::pair<tickhub_connection, std::uint64_t>> test_sink::poll_wanted() {
    std::lock_guard const lock{mutex_};
    if (wanted_.empty())
        return std::nullopt;
    auto const first = wanted_.front();
    wanted_.pop_front();
    return first;
}

std::uint32_t test_sink::mount(std::string_view path) {
    std::array<char, 200> text{};
    tickhub_error error{sizeof(error), 0, text.data(), text.size(), 0};
    std::uint32_t number = 0;
    if (table().mount(table().context, {"web", 3}, {path.data(), path.size()}, &number, &error) != TICKHUB_OK)
        FAIL(std::string_view(text.data(), error.size));
    return number;
}

std::string test_sink::refused_mount(std::string_view listener, std::string_view path) {
    std::array<char, 200> text{};
    tickhub_error error{sizeof(error), 0, text.data(), text.size(), 0};
    std::uint32_t number = 0;
    auto const status =
        table().mount(table().context, {listener.data(), listener.size()}, {path.data(), path.size()}, &number, &error);
    CHECK(status == TICKHUB_FAILED);
    return {text.data(), error.size};
}

std::unique_ptr<tickhub::http::request_data> test_sink::next_request() {
    std::unique_lock lock{mutex_};
    if (!changed_.wait_for(lock, patience, [this] { return !requests_.empty(); }))
        FAIL("no request came");
    auto request = std::move(requests_.front());
    requests_.pop_front();
    return request;
}

tickhub_connection test_sink::next_closed() {
    std::unique_lock lock{mutex_};
    if (!changed_.wait_for(lock, patience, [this] { return !closed_.empty(); }))
        FAIL("no connection was closed");
    auto const connection = closed_.front();
    closed_.pop_front();
    return connection;
}

std::unique_ptr<tickhub::http::request_data> test_sink::poll_request(std::chrono::steady_clock::time_point wait_until) {
    std::unique_lock lock{mutex_};
    changed_.wait_until(lock, wait_until, [this] { return !requests_.empty() || woken_; });
    woken_ = false;
    if (requests_.empty())
        return nullptr;
    auto request = std::move(requests_.front());
    requests_.pop_front();
    return request;
}

void test_sink::wake() {
    std::lock_guard const lock{mutex_};
    woken_ = true;
    changed_.notify_all();
}

tickhub_connection test_sink::open(stream_options const& options) {
    auto const connection = open_for(*next_request(), options);
    REQUIRE(connection != 0);
    return connection;
}

tickhub_connection test_sink::open_for(tickhub::http::request_data const& request, stream_options const& options) {
    tickhub_stream_options raw_options{};
    raw_options.struct_size = sizeof(raw_options);
    raw_options.retry_ms = options.retry_ms;
    raw_options.heartbeat = static_cast<std::uint64_t>(options.heartbeat.count());
    raw_options.epoch = options.epoch;
    raw_options.sequence = options.sequence;
    raw_options.paced = options.paced ? 1 : 0;
    raw_options.resumes = options.resumes ? 1 : 0;
    tickhub_connection connection = 0;
    auto const status = table().open_stream(table().context, request.id, &raw_options, &connection);
    return status == TICKHUB_OK ? connection : 0;
}

tickhub_status test_sink::keep(std::string_view topic, tickhub_history const& how) {
    return table().keep_history(table().context, {topic.data(), topic.size()}, &how);
}

void test_sink::resume(tickhub_connection connection, tickhub::http::request_data const& request,
                       std::vector<std::string_view> const& topics) {
    auto const view = request.view();
    auto const id = tickhub::last_event_id(tickhub::request{view}).value_or("");
    std::vector<tickhub_text> raw_topics;
    for (std::string_view const topic : topics)
        raw_topics.push_back({topic.data(), topic.size()});
    table().resume(table().context, connection, {id.data(), id.size()}, raw_topics.data(),
                   static_cast<std::uint32_t>(raw_topics.size()));
}

tickhub_connection test_sink::open_websocket(stream_options const& options, std::string_view subprotocol,
                                             std::uint64_t longest_message) {
    tickhub_websocket_options raw_options{};
    raw_options.struct_size = sizeof(raw_options);
    raw_options.heartbeat = static_cast<std::uint64_t>(options.heartbeat.count());
    raw_options.epoch = options.epoch;
    raw_options.sequence = options.sequence;
    raw_options.longest_message = longest_message;
    raw_options.subprotocol = {subprotocol.data(), subprotocol.size()};
    tickhub_connection connection = 0;
    auto const request = next_request();
    REQUIRE(table().open_websocket(table().context, request->id, &raw_options, &connection) == TICKHUB_OK);
    return connection;
}

std::unique_ptr<tickhub::http::message_data> test_sink::next_message() {
    std::unique_lock lock{mutex_};
    if (!changed_.wait_for(lock, patience, [this] { return !messages_.empty(); }))
        FAIL("no message came");
    auto message = std::move(messages_.front());
    messages_.pop_front();
    return message;
}

void test_sink::join(tickhub_connection connection, tickhub_group group, bool with_current) {
    table().join(table().context, connection, group, with_current ? 1 : 0);
}

void test_sink::broadcast(std::vector<tickhub_group> const& groups, message const& message) {
    auto const m = raw(message);
    table().broadcast(table().context, groups.data(), static_cast<std::uint32_t>(groups.size()), &m);
}

void test_sink::send(tickhub_connection connection, message const& message) {
    auto const m = raw(message);
    table().send(table().context, connection, &m);
}

void test_sink::respond(tickhub_request_id request, unsigned status, std::string_view body) {
    static constexpr std::string_view type = "text/plain";
    tickhub_response const response{sizeof(response), status, {type.data(), type.size()}, {body.data(), body.size()}};
    REQUIRE(table().respond(table().context, request, &response) == TICKHUB_OK);
}

tickhub::http::sink_metrics test_sink::metrics() const {
    auto const all = server_.metrics().sinks;
    auto const found = std::find_if(all.begin(), all.end(), [this](auto const& s) { return s.component == name_; });
    REQUIRE(found != all.end());
    return *found;
}

} // namespace tests
