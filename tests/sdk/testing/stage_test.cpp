#include <tickhub/blank_record.hpp>
#include <tickhub/plugin.hpp>
#include <tickhub/testing/declared_settings.hpp>
#include <tickhub/testing/stage.hpp>

#include <catch2/catch.hpp>

namespace {

using tickhub::testing::setting_value;

constexpr std::uint64_t second = 1'000'000'000;

// Ticks every second, and says so once a job has been to the background and back.
class ticking final : public tickhub::timer_feed {
public:
    ticking(tickhub::host& h, tickhub::setting settings)
        : timer_feed{h}
        , ticks_{h.counter("ticks_total", "Ticks.", {{"of", "this"}})} {
        if (settings["limit"].as_integer() < 1)
            settings["limit"].refuse("at least one tick");
        for (tickhub::setting const name : settings["names"]) {
            if (name.as_text().empty())
                name.refuse("a name has letters");
        }
    }
    void start() override { host_.set_steady_timer(host_.steady_time() + second, 7); }
    void on_timer(std::uint64_t token) override {
        ticks_.add();
        auto reset = tickhub::make_blank<tickhub_reset>(0, host_.market_time());
        reset.reason = TICKHUB_RESET_REASON_LOOP;
        host_.publish(reset);
        host_.set_steady_timer(host_.steady_time() + second, token);
        if (!host_.run_in_background([](void* count) { ++*static_cast<int*>(count); }, &jobs_, 9))
            throw std::runtime_error{"no room for a job"};
    }
    void on_background(std::uint64_t token) override {
        host_.info("job " + std::to_string(token) + " is number " + std::to_string(jobs_));
        if (jobs_ == 3)
            throw std::runtime_error{"three are too many"};
    }

private:
    tickhub::metric ticks_;
    int jobs_ = 0;
};

constexpr char manifest[] =
    R"({"name":"ticking","version":"1","kind":"feed","feed":"timer","doc":"","capabilities":[],"settings":[)"
    R"({"name":"limit","type":"integer","doc":"","default":"5"},)"
    R"({"name":"every","type":"duration","doc":"","default":"1.5s"},)"
    R"({"name":"room","type":"size","doc":"","default":"64KiB"},)"
    R"({"name":"day","type":"date","doc":"","default":"2021-06-11"},)"
    R"({"name":"open","type":"time_of_day","doc":"","default":"09:15:30"},)"
    R"({"name":"price","type":"price","doc":"","default":"0.05"},)"
    R"({"name":"on","type":"boolean","doc":"","default":"true"},)"
    R"({"name":"topics","type":"list","doc":"","default":"[a, \"b c\"]","items":{"name":"","type":"text","doc":""}},)"
    R"({"name":"where","type":"listener","doc":"","required":true},)"
    R"({"name":"rare","type":"text","doc":""}]})";

tickhub_component const component = tickhub::detail::make_component<ticking>();
tickhub_plugin const plugin{
    sizeof(tickhub_plugin), TICKHUB_ABI_MAJOR, TICKHUB_ABI_MINOR, {manifest, sizeof(manifest) - 1}, &component};

} // namespace

TEST_CASE("a stage moves time from timer to timer", "[testing]") {
    tickhub::testing::stage hub{plugin, tickhub::testing::declared_settings(plugin)};
    hub.start();
    hub.advance(3 * second + second / 2);
    auto const published = hub.published();
    CHECK(published.size() == 3);
    CHECK(hub.published().empty());
    CHECK(hub.host().metric("ticks_total{of=\"this\"}") == 3);
}

TEST_CASE("a stage runs jobs when it is told to, and throws what their completion failed with", "[testing]") {
    tickhub::testing::stage hub{plugin, tickhub::testing::declared_settings(plugin)};
    hub.start();
    hub.advance(2 * second);
    CHECK(hub.run_jobs() == 2);
    CHECK(hub.host().log() == std::vector<std::string>{"info: job 9 is number 1", "info: job 9 is number 2"});
    hub.advance(second);
    CHECK_THROWS_WITH(hub.run_jobs(), "three are too many");
}

TEST_CASE("what is refused is told with its place", "[testing]") {
    auto const settings = setting_value::object({{"limit", 0}, {"names", setting_value::list({"a", "", "c"})}});
    tickhub::testing::stage const hub{plugin, settings};
    CHECK(hub.refusals() == "limit: at least one tick\nnames[1]: a name has letters\n");
}

TEST_CASE("declared defaults are what the hub would pass", "[testing]") {
    tickhub::testing::settings_tree const tree{tickhub::testing::declared_settings(plugin)};
    tickhub::setting const root{tree.raw(), tree.raw().root};
    CHECK(root["limit"].as_integer() == 5);
    CHECK(root["every"].as_nanoseconds() == 1'500'000'000);
    CHECK(root["room"].as_integer() == 65'536);
    CHECK(root["day"].as_integer() == 20'210'611);
    CHECK(root["open"].as_nanoseconds() == 33'330 * second);
    CHECK(root["price"].as_integer() == 50'000'000);
    CHECK(root["on"].as_boolean());
    CHECK(root["topics"].size() == 2);
    CHECK(root["topics"].item(1).as_text() == "b c");
    CHECK(root["where"].as_text() == "x");
    CHECK_FALSE(root["rare"]);
    CHECK_FALSE(root["topics"].item(2));
}
