// The broadcaster on its stage, with its settings' defaults, and the records that its tests publish.
#pragma once

#include <tickhub/blank_record.hpp>
#include <tickhub/testing/declared_settings.hpp>
#include <tickhub/testing/stage.hpp>

#include <string>
#include <vector>

extern "C" tickhub_plugin const tickhub_plugin_v1;

namespace tests {

using tickhub::testing::setting_value;

/// A hub with the instruments TCS and INFY of the feed nse (publisher 1), and NIFTY of the feed bse (publisher 2).
class stage : public tickhub::testing::stage {
public:
    /// With the defaults of its settings, but for those that are given.
    explicit stage(std::initializer_list<setting_value::member> given = {})
        : tickhub::testing::stage{tickhub_plugin_v1,
                                  tickhub::testing::declared_settings(tickhub_plugin_v1)
                                      .with(setting_value::object({{"listener", "web"}}))
                                      .with(setting_value::object(given)),
                                  "public"} {
        name_publisher(nse, "nse");
        name_publisher(bse, "bse");
        if (refusals().empty())
            start();
    }

    static constexpr std::uint16_t nse = 1;
    static constexpr std::uint16_t bse = 2;
    tickhub_instrument_id const tcs = define("TCS");
    tickhub_instrument_id const infy = define("INFY");
    tickhub_instrument_id const nifty = define("NIFTY");

    template <class Record>
    [[nodiscard]] Record make(tickhub_instrument_id about, std::uint16_t publisher = nse) {
        auto record = tickhub::make_blank<Record>(about, clock().market_time);
        record.header.publisher_id = publisher;
        record.header.ts_recv = clock().market_time;
        record.header.sequence = ++sequence_;
        return record;
    }
    void definition(tickhub_instrument_id about, std::string_view symbol, std::uint16_t publisher = nse) {
        tickhub::batch_builder batch;
        batch.add(make<tickhub_definition>(about, publisher), {{&tickhub_definition::symbol, symbol}});
        publish(batch);
    }
    void ticker(tickhub_instrument_id about, std::int64_t price, std::uint16_t publisher = nse) {
        auto t = make<tickhub_ticker>(about, publisher);
        t.last_price = price * 1'000'000'000;
        publish(t);
    }
    void trade(tickhub_instrument_id about, std::int64_t price, std::uint16_t publisher = nse) {
        auto t = make<tickhub_trade>(about, publisher);
        t.price = price * 1'000'000'000;
        t.quantity = 1;
        t.action = TICKHUB_TRADE_ACTION_NEW;
        t.side = TICKHUB_SIDE_BUY;
        publish(t);
    }
    void reset(std::uint16_t publisher = nse) {
        auto r = make<tickhub_reset>(0, publisher);
        r.reason = TICKHUB_RESET_REASON_LOOP;
        publish(r);
    }
    void news(std::string_view headline, std::vector<tickhub_instrument_id> const& about);

private:
    std::uint64_t sequence_ = 0;
};

/// The names of the events of a transcript, and what tells them apart: "ticker TCS 3190", one a line.
[[nodiscard]] std::string brief(std::string const& transcript);

} // namespace tests
