#include "replay_records.hpp"

#include <tickhub/blank_record.hpp>

#include <algorithm>

namespace tickhub::csv_replay {
namespace {

tickhub_timestamp stamp(instant when) noexcept {
    return static_cast<tickhub_timestamp>(std::max<std::int64_t>(when.time_since_epoch().count(), 0));
}

template <class Record>
Record make(tickhub_instrument_id instrument, instant when) noexcept {
    auto record = tickhub::make_blank<Record>(instrument, stamp(when));
    record.header.ts_recv = stamp(when);
    return record;
}

} // namespace

replay_records::replay_records(replay_plan const& plan, std::string_view publisher)
    : plan_{plan}
    , publisher_{publisher} {}

void replay_records::begin_pass() {
    ++sum_epoch_;
    days_.clear();
    for (instrument_plan const& instrument : plan_.instruments)
        days_.emplace_back(instrument.prev_close);
}

void replay_records::add_feed_status(tickhub::batch_builder& out, std::uint8_t condition, instant when) const {
    auto status = make<tickhub_feed_status>(0, when);
    status.condition = condition;
    status.since = stamp(when);
    status.speed = plan_.speed;
    out.add(status, {{&tickhub_feed_status::publisher, publisher_}});
}

void replay_records::add_reset(tickhub::batch_builder& out, instant when) const {
    auto reset = make<tickhub_reset>(0, when);
    reset.reason = TICKHUB_RESET_REASON_LOOP;
    out.add(reset.header);
}

void replay_records::add_definitions(tickhub::batch_builder& out, instant when) const {
    for (instrument_plan const& instrument : plan_.instruments) {
        auto definition = make<tickhub_definition>(instrument.id, when);
        definition.instrument_class = instrument.instrument_class;
        definition.quantity_decimals = static_cast<std::uint8_t>(instrument.quantity_decimals);
        definition.min_price_increment = instrument.min_price_increment.raw();
        definition.lot_size = instrument.lot_size.raw();
        definition.prev_close = instrument.prev_close.raw();
        out.add(definition, {{&tickhub_definition::symbol, instrument.symbol},
                             {&tickhub_definition::name, instrument.name},
                             {&tickhub_definition::isin, instrument.isin},
                             {&tickhub_definition::sector, instrument.sector},
                             {&tickhub_definition::currency, instrument.currency}});
    }
}

tickhub_ticker replay_records::make_ticker(taken_row const& row, std::size_t instrument, timeline const& times) const {
    auto ticker = make<tickhub_ticker>(plan_.instruments[instrument].id, times.published(row.values.known));
    ticker.header.flags = row.flags;
    ticker.trading_date = to_yyyymmdd(times.published(row.values.day));
    ticker.sum_epoch = sum_epoch_;
    days_[instrument].describe(ticker);
    return ticker;
}

void replay_records::add_row(tickhub::batch_builder& out, taken_row const& row, std::size_t file,
                             timeline const& times) {
    std::size_t const instrument = plan_.files[file].instrument;
    row_values const& values = row.values;
    instant const when = times.published(values.known);
    days_[instrument].add(row);
    if (values.shape == row_shape::bar) {
        auto bar = make<tickhub_ohlcv>(plan_.instruments[instrument].id, when);
        bar.header.ts_event = stamp(times.published(values.stamp));
        bar.header.flags = row.flags;
        bar.interval = static_cast<std::uint64_t>(plan_.files[file].format.interval.count());
        bar.open = values.open.raw();
        bar.high = values.high.raw();
        bar.low = values.low.raw();
        bar.close = values.last.raw();
        bar.volume = values.quantity.raw();
        bar.is_final = 1;
        out.add(bar.header);
    }
    auto ticker = make_ticker(row, instrument, times);
    bool const traded = row.traded > tickhub::quantity{};
    if (!traded)
        ticker.header.flags |= TICKHUB_FLAG_LAST;
    out.add(ticker.header);
    if (traded) {
        auto trade = make<tickhub_trade>(plan_.instruments[instrument].id, when);
        trade.header.flags = static_cast<std::uint8_t>(row.flags | TICKHUB_FLAG_LAST);
        trade.price = values.last.raw();
        trade.quantity = row.traded.raw();
        trade.action = TICKHUB_TRADE_ACTION_NEW;
        out.add(trade.header);
    }
}

} // namespace tickhub::csv_replay
