// A test of my_processor on a stage: a hub that a test holds in its hand. Use the test framework that you like.
#include <tickhub/blank_record.hpp>
#include <tickhub/testing/declared_settings.hpp>
#include <tickhub/testing/stage.hpp>

#include <cstdio>

extern "C" tickhub_plugin const tickhub_plugin_v1;

namespace {

using tickhub::testing::setting_value;

constexpr std::int64_t unit = 1'000'000'000; // prices count 1e-9

int failures = 0;

void check(bool holds, char const* sentence) {
    std::printf("%s  %s\n", holds ? "ok    " : "FAILED", sentence);
    failures += holds ? 0 : 1;
}

tickhub::batch_builder alerts_for(std::int64_t price) {
    tickhub::testing::stage hub{
        tickhub_plugin_v1,
        tickhub::testing::declared_settings(tickhub_plugin_v1).with(setting_value::object({{"above", 150 * unit}}))};
    hub.start();
    auto ticker = tickhub::make_blank<tickhub_ticker>(hub.define("MINE"), hub.clock().market_time);
    ticker.last_price = price;
    hub.publish(ticker);
    return hub.published();
}

} // namespace

int main() {
    check(alerts_for(150 * unit).empty(), "a price at the threshold is no alert");
    check(alerts_for(151 * unit).size() == 1, "a price above the threshold is one");
    check(alerts_for(TICKHUB_UNDEFINED_INT64).empty(), "a ticker without a price is none");
    return failures == 0 ? 0 : 1;
}
