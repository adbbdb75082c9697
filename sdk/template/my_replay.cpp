// The smallest pull feed: the hub asks it for more, so it can be the hub's clock, and two runs of it are equal.
#include <tickhub/blank_record.hpp>
#include <tickhub/plugin.hpp>

namespace {

class my_replay final : public tickhub::pull_feed {
public:
    my_replay(tickhub::host& h, tickhub::setting settings)
        : pull_feed{h}
        , instrument_{h.define_instrument(settings["symbol"].as_text())}
        , left_{settings["events"].as_integer()} {
        if (instrument_ == 0)
            settings["symbol"].refuse_now("another feed brings this symbol already");
    }

    tickhub::pull_result next(std::uint32_t max_events) override {
        for (; left_ > 0 && max_events > 0; --left_, --max_events) {
            auto ticker = tickhub::make_blank<tickhub_ticker>(instrument_, time_ += second);
            ticker.header.ts_recv = time_; // the clock's own feed says when it is
            ticker.last_price = price_ += cent;
            batch_.add(ticker.header);
        }
        host_.publish(batch_);
        return left_ > 0 ? tickhub::pull_result::more() : tickhub::pull_result::ended();
    }

private:
    static constexpr std::uint64_t second = 1'000'000'000; // nanoseconds
    static constexpr std::int64_t cent = 10'000'000;       // 1e-9

    tickhub_instrument_id instrument_;
    std::int64_t left_;
    tickhub_timestamp time_ = 1'623'383'100'000'000'000; // 2021-06-11T03:45:00Z
    std::int64_t price_ = 100'000'000'000;
    tickhub::batch_builder batch_;
};

constexpr std::string_view capabilities[] = {"clock"};
constexpr tickhub::declaration settings[] = {
    {.name = "symbol", .type = tickhub::type::symbol, .doc = "The instrument.", .by_default = "PAST"},
    {.name = "events", .type = tickhub::type::integer, .doc = "How many.", .by_default = "1000", .min = "1"}};
constexpr tickhub::manifest manifest = {.name = "my_replay",
                                        .version = "1.0.0",
                                        .doc = "A day in the past: one tick a second.",
                                        .capabilities = capabilities,
                                        .settings = settings};

} // namespace

TICKHUB_PLUGIN(my_replay, manifest)
