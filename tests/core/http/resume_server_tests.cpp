// Clients that are cut and come back, over real sockets.
#include "server_fixture.hpp"

using namespace tests;

namespace {

constexpr auto event_lane = TICKHUB_LANE_EVENT;
constexpr std::uint64_t epoch = 0xe;

tickhub_history keeping(std::uint64_t count) {
    return {sizeof(tickhub_history), 0, epoch, count, 1 << 20, 0};
}

// Keeps 10 news and sends them to one group.
struct resume_fixture : server_fixture {
    explicit resume_fixture(unsigned io_threads = 1) : server_fixture{web(), threads(io_threads)} {
        start();
        REQUIRE(sink.keep("news", keeping(10)) == TICKHUB_OK);
        group = sink.group();
    }
    static http::server_options threads(unsigned count) {
        http::server_options options;
        options.io_threads = count;
        return options;
    }
    void news_to(std::vector<tickhub_group> const& groups, std::uint64_t number) {
        sink.broadcast(groups, {.event = "news", .data = "x", .lane = event_lane, .sequence = number});
    }
    void news(std::uint64_t first, std::uint64_t last) {
        for (; first <= last; ++first)
            news_to({group}, first);
    }
    /// A client that comes back with the id, as far as its stream is open.
    test_client come_back(std::string const& id, std::string_view path = "/stream") {
        auto made = client();
        made.get(path, id.empty() ? "" : "Last-Event-ID: " + id + "\r\n");
        auto const request = sink.next_request();
        auto const connection = sink.open_for(*request, {.epoch = epoch, .sequence = position, .resumes = true});
        sink.send(connection, {.event = "hello", .data = "1"});
        sink.join(connection, group);
        sink.resume(connection, *request, {"news"});
        made.read_until("\r\n\r\n");
        CHECK(made.read_chunk() == "event: hello\ndata: 1\n\n");
        return made;
    }

    tickhub_group group = 0;
    std::uint64_t position = 0;
};

std::string news_event(int number) {
    return "event: news\nid: e-" + std::to_string(number) + "\ndata: x\n\n";
}

} // namespace

TEST_CASE("a client that was cut gets what it missed, and then what is new", "[http][resume]") {
    resume_fixture f{GENERATE(1U, 3U)};
    f.news(1, 3);
    for (int round = 0; round < 4; ++round) { // on each of the I/O threads
        auto client = f.come_back("e-1");
        CHECK(client.read_chunk() == "event: resume\ndata: {\"news\":{\"recovered\":true,\"replayed\":2}}\n\n");
        CHECK(client.read_chunk() == news_event(2));
        CHECK(client.read_chunk() == news_event(3));
    }
    auto client = f.come_back("e-3");
    CHECK(client.read_chunk() == "event: resume\nid: e-3\ndata: {\"news\":{\"recovered\":true,\"replayed\":0}}\n\n");
    f.news(4, 4);
    CHECK(client.read_chunk() == news_event(4));
    eventually([&] { return f.sink.metrics().queued == 0; });
    auto const books = f.sink.metrics();
    CHECK(books.replayed >= 2);
    CHECK(books.offered + books.replayed == books.sent + books.dropped_closed);
}

TEST_CASE("a client may give the id in the URL", "[http][resume]") {
    resume_fixture f;
    f.news(1, 2);
    auto client = f.come_back("", "/stream?last_event_id=e-1");
    CHECK(client.read_chunk() == "event: resume\ndata: {\"news\":{\"recovered\":true,\"replayed\":1}}\n\n");
    CHECK(client.read_chunk() == news_event(2));
}

TEST_CASE("an id that tells nothing is answered, not refused", "[http][resume]") {
    resume_fixture f;
    f.news(1, 2);
    auto const id =
        GENERATE(as<std::string>{}, "f-1", "e-3", "e-", "-1", "e-1x", "rubbish", "e-99999999999999999999999");
    CAPTURE(id);
    auto client = f.come_back(id);
    CHECK(client.read_chunk() == "event: resume\nid: e-2\ndata: {\"news\":{\"recovered\":false,\"missed\":null}}\n\n");
    f.news(3, 3);
    CHECK(client.read_chunk() == news_event(3));
}

TEST_CASE("what the history has let go of is counted, as long as it knows", "[http][resume]") {
    resume_fixture f;
    f.news(1, 85);
    auto counted = f.come_back("e-40");
    CHECK(counted.read_chunk() == "event: resume\nid: e-85\ndata: {\"news\":{\"recovered\":false,\"missed\":45}}\n\n");
    auto unknown = f.come_back("e-1");
    CHECK(unknown.read_chunk() ==
          "event: resume\nid: e-85\ndata: {\"news\":{\"recovered\":false,\"missed\":null}}\n\n");
}

TEST_CASE("the client's first position counts, if the thread has seen nothing as late", "[http][resume]") {
    resume_fixture f;
    f.position = 7;
    auto client = f.come_back("e-7");
    CHECK(client.read_chunk() == "event: resume\nid: e-7\ndata: {\"news\":{\"recovered\":true,\"replayed\":0}}\n\n");
}

TEST_CASE("a broadcast to many groups reaches each connection once", "[http][resume]") {
    resume_fixture f{GENERATE(1U, 3U)};
    std::vector<tickhub_group> groups{f.group};
    while (groups.size() < 64)
        groups.push_back(f.sink.group());
    tickhub_connection connection = 0;
    auto live = f.stream(connection, {.epoch = epoch});
    for (auto const group : groups)
        f.sink.join(connection, group);
    f.news_to(groups, 1);
    f.news_to({groups[63], groups[62], groups[1]}, 2);
    CHECK(live.read_chunk() == news_event(1));
    CHECK(live.read_chunk() == news_event(2));
    auto later = f.come_back("e-0"); // of the first group alone
    CHECK(later.read_chunk() == "event: resume\ndata: {\"news\":{\"recovered\":true,\"replayed\":1}}\n\n");
    CHECK(later.read_chunk() == news_event(1));

    f.sink.broadcast(
        groups,
        {.event = "ticker", .data = "3", .lane = TICKHUB_LANE_STATE, .delivery = TICKHUB_DELIVERY_STATE, .key = 1});
    CHECK(live.read_chunk() == "event: ticker\ndata: 3\n\n");
    CHECK(later.read_chunk() == "event: ticker\ndata: 3\n\n");
    eventually([&] { return f.sink.metrics().queued == 0; });
    groups.push_back(f.sink.group());
    f.news_to(groups, 3); // one too many
    CHECK(f.sink.metrics().refused_messages == 1);
}

TEST_CASE("what would make a history untrue is refused", "[http][resume]") {
    resume_fixture f;
    auto const refused = [&](std::string_view topic, tickhub_history const& how) {
        CHECK(f.sink.keep(topic, how) == TICKHUB_INVALID);
    };
    refused("news", keeping(10)); // is kept already
    refused("Bad Name", keeping(10));
    refused("alert", keeping(0));
    refused("alert", {sizeof(tickhub_history), 0, epoch, 10, 0, 0});
    refused("alert", {sizeof(tickhub_history), 0, 0, 10, 10, 0});
    f.news(5, 5);
    f.news(5, 5);
    f.news(4, 4);
    CHECK(f.sink.metrics().refused_messages == 2);
    for (int i = 0; i < 63; ++i)
        CHECK(f.sink.keep("t" + std::to_string(i), keeping(1)) == TICKHUB_OK);
    CHECK(f.sink.keep("one_more", keeping(1)) == TICKHUB_LIMIT);
}
