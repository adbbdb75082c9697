// The smallest feed: a timer, and a price that climbs at every tick of it.
#include <tickhub/blank_record.hpp>
#include <tickhub/plugin.hpp>

#include <string>

namespace {

class my_feed final : public tickhub::timer_feed {
public:
    my_feed(tickhub::host& h, tickhub::setting settings)
        : timer_feed{h}
        , instrument_{h.define_instrument(settings["symbol"].as_text())}
        , every_{settings["every"].as_nanoseconds()}
        , price_{settings["price"].as_integer()}
        , step_{settings["step"].as_integer()} {
        if (instrument_ == 0)
            settings["symbol"].refuse_now("another feed brings this symbol already");
    }

    void start() override { on_timer(0); }

    void on_timer(std::uint64_t /*token*/) override {
        auto ticker = tickhub::make_blank<tickhub_ticker>(instrument_, host_.market_time());
        ticker.last_price = price_ += step_;
        host_.publish(ticker);
        host_.set_steady_timer(host_.steady_time() + every_, 0);
    }

private:
    tickhub_instrument_id instrument_;
    std::uint64_t every_;       // nanoseconds
    std::int64_t price_, step_; // 1e-9 of the currency unit
};

constexpr tickhub::declaration settings[] = {
    {.name = "symbol", .type = tickhub::type::symbol, .doc = "The instrument.", .by_default = "MINE"},
    {.name = "every", .type = tickhub::type::duration, .doc = "How often.", .by_default = "1s", .min = "1ms"},
    {.name = "price", .type = tickhub::type::price, .doc = "The first price.", .by_default = "100"},
    {.name = "step", .type = tickhub::type::price, .doc = "How much it climbs.", .by_default = "0.05"}};
constexpr tickhub::manifest manifest = {
    .name = "my_feed", .version = "1.0.0", .doc = "A price that climbs.", .settings = settings};

} // namespace

TICKHUB_PLUGIN(my_feed, manifest)
