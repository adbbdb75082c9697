// Random clients that come back, over a history that lets go of most, checked against a plain list of what was sent.
#include "outbox_fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace tests;
using http::delivery;
using http::lane;

namespace {

struct sent_message {
    http::topic_number topic;
    http::group_number group;
};

std::uint64_t number_in(std::string const& text, std::string const& name) {
    auto const at = text.find("\"" + name + "\":");
    REQUIRE(at != std::string::npos);
    return std::stoull(text.substr(at + name.size() + 3));
}

class model {
public:
    explicit model(std::uint32_t seed)
        : random_{seed}
        , client_{options(),
                  {{"news", {.count = 1 + dice(12), .bytes = 100 + dice(3000)}}, {"trades", fast()}},
                  earlier()} {
        for (http::group_number group = 0; group < groups; ++group) {
            if (dice(2) == 0)
                join(group);
        }
    }

    void run() {
        for (std::uint32_t i = dice(6); i > 0; --i)
            broadcast(); // while it has not resumed yet
        resume();
        for (int step = 0; step < 300 && client_.who.box.accepting(); ++step) {
            act();
            REQUIRE(client_.who.box.books().balance() == client_.who.box.queued());
        }
        bool const sent_away = dice(3) == 0 || !client_.who.box.accepting();
        if (sent_away) {
            client_.who.box.finish({});
            auto const last = sequence_;
            broadcast();
            due_.erase(due_.upper_bound(last), due_.end());
        }
        read(1'000'000);
        REQUIRE(client_.who.box.queued() == 0);
        REQUIRE(client_.who.box.books().balance() == 0);
        REQUIRE(client_.who.box.has_work() == false);
        for (auto const& [number, needed] : due_) {
            CAPTURE(number);
            CHECK_FALSE(needed);
        }
    }

private:
    static constexpr http::group_number groups = 4;
    static constexpr std::uint32_t most_frames = 400;

    std::uint32_t dice(std::uint32_t sides) { return static_cast<std::uint32_t>(random_() % sides); }

    http::outbox_options options() {
        http::outbox_options result;
        result.epoch = 0xe;
        result.resumes = true;
        result.paced = dice(4) == 0;
        result.limits.frames = most_frames;
        return result;
    }
    http::history_limits fast() {
        return {.count = 1 + dice(6), .bytes = 1'000'000, .age = std::chrono::seconds{dice(2) * 40}};
    }

    std::vector<outbox_fixture::sent_before> earlier() {
        std::vector<outbox_fixture::sent_before> all;
        for (std::uint32_t i = dice(60); i > 0; --i) {
            all.push_back({static_cast<http::topic_number>(dice(2)), dice(groups), ++sequence_});
            sent_.emplace(sequence_, sent_message{all.back().topic, all.back().group});
        }
        return all;
    }

    void broadcast() {
        sent_message const what{static_cast<http::topic_number>(dice(2)), dice(groups)};
        client_.now += std::chrono::seconds{dice(3)};
        sent_.emplace(++sequence_, what);
        if (joined_.count(what.group) != 0)
            due_[sequence_] = true;
        client_.broadcast_kept(what.topic, what.group, sequence_, what.topic == 0 ? delivery::strict : delivery::fast);
    }
    void join(http::group_number group) {
        client_.join(group);
        joined_.insert(group);
    }
    // What waits of the group may still come, or not.
    void leave(http::group_number group) {
        client_.leave(group);
        joined_.erase(group);
        for (auto& [number, needed] : due_)
            needed = needed && sent_.at(number).group != group;
    }

    void resume() {
        std::optional<std::uint64_t> position;
        if (dice(5) != 0)
            position = dice(static_cast<std::uint32_t>(sequence_) + 3);
        std::array<http::topic_number, 2> const topics{0, 1};
        client_.source->history.expire(client_.now);
        std::array<std::uint64_t, 2> missed{};
        std::array<bool, 2> whole{true, true};
        for (auto const& [number, what] : sent_) {
            if (joined_.count(what.group) == 0 || due_.count(number) != 0 || !position || number <= *position)
                continue;
            auto const& topic = client_.source->history.of(what.topic);
            auto const place = topic.after(number - 1);
            ++missed[what.topic];
            whole[what.topic] = whole[what.topic] && number > topic.forgotten() && place >= topic.framed();
        }
        auto const answers = client_.who.box.resume(position, topics);
        for (http::topic_number const topic : topics) {
            auto const& answer = answers[topic];
            if (!position || *position > sequence_ || *position < client_.source->history.of(topic).forgotten()) {
                CHECK_FALSE(answer.recovered);
                CHECK_FALSE(answer.count);
                continue;
            }
            CHECK(answer.recovered == whole[topic]);
            CHECK(answer.count == missed[topic]);
            for (auto const& [number, what] : sent_) {
                if (answer.recovered && what.topic == topic && number > *position && joined_.count(what.group) != 0)
                    due_[number] = true;
            }
        }
    }

    void act() {
        switch (dice(8)) {
        case 0:
            if (auto const group = dice(groups); joined_.count(group) != 0)
                leave(group);
            else
                join(group);
            return;
        case 1:
            if (dice(3) == 0)
                client_.who.box.request_heartbeat();
            return;
        case 2:
        case 3:
            return read(dice(6));
        default:
            broadcast();
        }
    }

    void read(std::size_t frames) {
        for (auto const& text : client_.take(frames)) {
            CAPTURE(text);
            if (text == "end")
                continue;
            if (text.rfind("gap:", 0) == 0) {
                auto const first = due_.lower_bound(number_in(text, "first"));
                auto const last = due_.upper_bound(number_in(text, "last"));
                std::uint64_t const topic = text.find("news") == std::string::npos ? 1 : 0;
                std::uint64_t lost = 0;
                for (auto at = first; at != last;) {
                    bool const counted = sent_.at(at->first).topic == topic;
                    lost += counted ? 1 : 0;
                    at = counted ? due_.erase(at) : std::next(at);
                }
                CHECK(lost >= number_in(text, "count")); // what was left before it was lost isn't counted
            } else {
                auto const number = std::stoull(text.substr(text.find("#e-") + 3));
                if (text.front() == 'h') { // a heartbeat: nothing up to its number may come later
                    auto const missing = std::find_if(due_.begin(), due_.upper_bound(number),
                                                      [](auto const& entry) { return entry.second; });
                    CHECK(missing == due_.upper_bound(number));
                } else {
                    CHECK(number > last_);
                    last_ = number;
                    CHECK(due_.erase(number) == 1);
                }
            }
        }
    }

    std::minstd_rand random_;
    std::map<std::uint64_t, sent_message> sent_; // by number
    std::uint64_t sequence_ = 0;
    outbox_fixture client_;
    std::map<std::uint64_t, bool> due_; // what is to come, or to be told of; false: it may be left out
    std::set<http::group_number> joined_;
    std::uint64_t last_ = 0; // number that the client was sent
};

} // namespace

TEST_CASE("whoever comes back gets each message once and in order, or is told that it is lost", "[http][resume]") {
    auto const seed = GENERATE(range(1U, 1001U));
    CAPTURE(seed);
    model{seed}.run();
}
