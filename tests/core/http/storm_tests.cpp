// Many clients that are cut and come back while events flow: none loses or doubles one, or is told an untruth.
#include "server_fixture.hpp"

#include <tickhub/event_id.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <optional>
#include <random>
#include <thread>

using namespace tests;

namespace {

constexpr std::uint64_t epoch = 0xe;
constexpr std::size_t storm_clients = 300;
constexpr std::size_t groups = 4;
constexpr std::array<std::string_view, 2> topics = {"news", "trades"};

std::uint64_t number_after(std::string_view text, std::string_view what) {
    auto const at = text.find(what);
    REQUIRE(at != std::string_view::npos);
    return std::stoull(std::string{text.substr(at + what.size(), 20)});
}

// The component: broadcasts as many numbered messages as it is allowed, and serves requests between them. Message n is
// of topic n % 2, and goes to group n / 2 % 4; those of group 0 to all other groups too, and everyone is in group 0.
class publisher {
public:
    publisher(test_sink& sink, std::uint64_t kept) : sink_{sink} {
        for (auto const topic : topics)
            REQUIRE(sink.keep(topic, {sizeof(tickhub_history), 0, epoch, kept, 1 << 24, 0}) == TICKHUB_OK);
        for (auto& group : groups_)
            group = sink.group();
        thread_ = std::thread{[this] { run(); }};
    }
    ~publisher() {
        stopping_ = true;
        sink_.wake();
        thread_.join();
    }
    void allow(std::uint64_t more) {
        allowed_ += more;
        sink_.wake();
    }
    [[nodiscard]] std::uint64_t allowed() const { return allowed_; }

    static bool is_for(std::uint64_t number, std::size_t client) {
        auto const group = number / 2 % groups;
        return group == 0 || group == 1 + client % (groups - 1);
    }

private:
    void run() {
        while (!stopping_) {
            bool const idle = sequence_ == allowed_;
            auto const now = std::chrono::steady_clock::now();
            if (auto const request = sink_.poll_request(idle ? now + patience : now); request)
                serve(*request);
            else if (sequence_ != allowed_)
                broadcast(++sequence_);
        }
    }
    void serve(http::request_data const& request) {
        auto const view = request.view();
        tickhub::request const asked{view};
        bool const comes_back = tickhub::last_event_id(asked).has_value();
        auto const connection = sink_.open_for(
            request,
            {.heartbeat = std::chrono::milliseconds{50}, .epoch = epoch, .sequence = sequence_, .resumes = comes_back});
        sink_.send(connection, {.event = "hello", .data = "1", .sequence = comes_back ? 0 : sequence_});
        auto const client = std::stoull(std::string{*asked.query("client")});
        sink_.join(connection, groups_[0]);
        sink_.join(connection, groups_[1 + client % (groups - 1)]);
        if (comes_back)
            sink_.resume(connection, request, {topics.begin(), topics.end()});
    }
    void broadcast(std::uint64_t number) {
        auto const group = number / 2 % groups;
        bool const news = number % topics.size() == 0;
        std::vector<tickhub_group> const to =
            group == 0 ? std::vector<tickhub_group>{groups_.begin(), groups_.end()} : std::vector{groups_[group]};
        sink_.broadcast(to,
                        {.event = topics[number % topics.size()],
                         .data = "x",
                         .lane = TICKHUB_LANE_EVENT,
                         .delivery = static_cast<std::uint8_t>(news ? TICKHUB_DELIVERY_STRICT : TICKHUB_DELIVERY_FAST),
                         .sequence = number});
    }

    test_sink& sink_;
    std::array<tickhub_group, groups> groups_{};
    std::uint64_t sequence_ = 1;
    std::atomic<std::uint64_t> allowed_{1};
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

// What one client was told about one topic: everything up to `accounted`, and of what comes then `lost` are not coming.
struct account {
    std::uint64_t accounted = 0;
    std::uint64_t lost = 0;
    bool unknown = false; // how many
};

class storm_client {
public:
    explicit storm_client(std::size_t number) : number_{number} {}

    void connect(std::uint16_t port) {
        connection_.emplace(port);
        connection_->get("/stream?client=" + std::to_string(number_),
                         id_ == 0 ? "" : "Last-Event-ID: e-" + std::to_string(id_) + "\r\n");
        head_read_ = false;
    }
    void cut() { connection_.reset(); }

    /// False when the server has ended the stream.
    bool read() {
        if (!head_read_) {
            connection_->read_until("\r\n\r\n");
            head_read_ = true;
        }
        auto const event = connection_->read_chunk();
        if (event.rfind("event: ", 0) != 0)
            return !event.empty(); // `retry:`
        auto const name = event.substr(7, event.find('\n') - 7);
        if (name == "gap")
            told_of_gap(event);
        else if (name == "resume")
            told_of_resume(event);
        auto const has_id = event.find("\nid: ");
        if (has_id == std::string::npos)
            return true;
        auto const id = number_after(event, "\nid: e-");
        if (auto const topic = std::find(topics.begin(), topics.end(), name); topic != topics.end()) {
            if (id <= id_ || !publisher::is_for(id, number_))
                FAIL("client " << number_ << ", which was at " << id_ << ", was sent " << id);
            settle(static_cast<std::size_t>(topic - topics.begin()), id - 1, told::all);
            accounts_[static_cast<std::size_t>(topic - topics.begin())].accounted = id;
            ++received;
        } else if (id_ == 0) {
            for (auto& account : accounts_)
                account.accounted = id; // hello, of one that is new
        }
        id_ = id;
        return true;
    }
    /// Reads until it has the last message for it up to this number, which it returns.
    std::uint64_t read_up_to(std::uint64_t number, std::uint16_t port) {
        while (!publisher::is_for(number, number_))
            --number;
        while (id_ < number) {
            if (!read())
                connect(port);
        }
        return number;
    }
    /// Everything up to this number must have been received, or have been told of.
    void settle_all(std::uint64_t up_to) {
        for (std::size_t topic = 0; topic < topics.size(); ++topic)
            settle(topic, up_to, told::all);
    }
    std::uint64_t received = 0;
    std::uint64_t recovered = 0; // topics, whenever it came back
    std::uint64_t not_recovered = 0;
    std::uint64_t lost_count = 0;

private:
    // Cut off, it may have been told of losses that lie behind its position: those it will be told of again.
    enum class told { all, more };
    void settle(std::size_t topic, std::uint64_t up_to, told what) {
        account& a = accounts_[topic];
        std::uint64_t silent = 0;
        for (auto number = a.accounted + 1; number <= up_to; ++number)
            silent += number % topics.size() == topic && publisher::is_for(number, number_) ? 1 : 0;
        if (!a.unknown && (what == told::all ? silent != a.lost : silent > a.lost))
            FAIL("client " << number_ << " did not get " << silent << " of topic " << topics[topic] << " between "
                           << a.accounted << " and " << up_to << ", and was told of " << a.lost);
        a = {std::max(a.accounted, up_to), 0, false};
    }
    void told_of_gap(std::string const& event) {
        auto const topic = event.find("trades") == std::string::npos ? 0U : 1U;
        accounts_[topic].lost += number_after(event, "\"count\":");
        lost_count += number_after(event, "\"count\":");
    }
    void told_of_resume(std::string const& event) {
        for (std::size_t topic = 0; topic < topics.size(); ++topic) {
            settle(topic, id_, told::more);
            std::string_view const answer = std::string_view{event}.substr(event.find(topics[topic]));
            if (answer.find("true") < answer.find('}')) {
                ++recovered;
                continue;
            }
            ++not_recovered;
            accounts_[topic].unknown = answer.find("null") < answer.find('}');
            if (!accounts_[topic].unknown)
                accounts_[topic].lost = number_after(answer, "\"missed\":");
        }
    }

    std::size_t const number_;
    std::optional<test_client> connection_;
    bool head_read_ = false;
    std::uint64_t id_ = 0;
    std::array<account, topics.size()> accounts_{};
};

struct storm_result {
    std::uint64_t recovered = 0;
    std::uint64_t not_recovered = 0;
    std::uint64_t lost = 0;
};

storm_result storm(unsigned io_threads, std::uint64_t kept) {
    http::server_options options;
    options.io_threads = io_threads;
    auto listener = web();
    listener.send_buffer = 16 * 1024;
    server_fixture f{listener, options};
    f.start();
    std::vector<storm_client> clients;
    for (std::size_t i = 0; i < storm_clients; ++i)
        clients.emplace_back(i);
    {
        publisher hub{f.sink, kept};
        std::minstd_rand random{io_threads};
        for (int round = 0; round < 3; ++round) {
            for (auto& client : clients)
                client.connect(f.port);
            for (auto& client : clients) {
                // hello is always there; and of eight messages in a row two are for everyone.
                auto const events = random() % 4 == 0 ? random() % 8 : 1;
                hub.allow(events == 1 ? random() % 4 : 8 * events);
                for (std::uint64_t i = 0; i < events && client.read(); ++i) {
                }
            }
            for (std::size_t i = 0; i < clients.size(); i += 5) // some are up to date when they are cut
                clients[i].read_up_to(hub.allowed(), f.port);
            for (auto& client : clients)
                client.cut();
            hub.allow(random() % 60);
        }
        for (auto& client : clients)
            client.connect(f.port);
        hub.allow(8);
        auto const last = hub.allowed();
        for (auto& client : clients) {
            client.settle_all(client.read_up_to(last, f.port));
            client.cut();
        }
    }
    eventually([&] { return f.sink.metrics().streams == 0; });
    auto const books = f.sink.metrics();
    CHECK(books.queued == 0);
    CHECK(books.handover_dropped == 0);
    CHECK(books.refused_messages == 0);
    storm_result result;
    std::uint64_t received = 0;
    for (auto const& client : clients) {
        result.recovered += client.recovered;
        result.not_recovered += client.not_recovered;
        result.lost += client.lost_count;
        received += client.received;
    }
    CHECK(books.sent >= received);
    CHECK(received > 0);
    return result;
}

} // namespace

TEST_CASE("in a storm of clients that are cut and come back none loses or doubles an event", "[http][resume][storm]") {
    auto const result = storm(GENERATE(1U, 4U), 100'000);
    CHECK(result.recovered > 0);
    CHECK(result.not_recovered == 0);
}

TEST_CASE("in a storm over a short history each client is told exactly what it has lost", "[http][resume][storm]") {
    auto const result = storm(GENERATE(1U, 4U), 60);
    CHECK(result.recovered > 0);
    CHECK(result.not_recovered > 0);
}
