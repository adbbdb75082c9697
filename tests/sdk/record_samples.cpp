#include "record_samples.hpp"

#include <tickhub/blank_record.hpp>
#include <tickhub/money.hpp>

using namespace tickhub;

namespace tests {
namespace {

constexpr tickhub_instrument_id tcs = 1;
constexpr tickhub_instrument_id nifty = 2;
constexpr tickhub_instrument_id bitcoin = 3;
constexpr tickhub_timestamp quarter_past_nine = 1'623'383'152'000'000'000; // 2021-06-11T03:45:52Z

constexpr tickhub_price paise(std::int64_t count) {
    return count * 10'000'000;
}

/// A blank record, as the hub would pass it on.
template <class Record>
Record received(tickhub_instrument_id instrument) {
    auto record = make_blank<Record>(instrument, quarter_past_nine);
    record.header.publisher_id = 1;
    record.header.sequence = 42;
    record.header.ts_recv = quarter_past_nine + 1'234'567;
    return record;
}

std::vector<sample> definitions() {
    auto stock = received<tickhub_definition>(tcs);
    stock.instrument_class = TICKHUB_INSTRUMENT_CLASS_STOCK;
    stock.min_price_increment = paise(5);
    stock.lot_size = 1;
    stock.multiplier = 1'000'000'000;
    stock.prev_close = paise(3'200'00);
    stock.low_limit_price = paise(2'880'00);
    stock.high_limit_price = paise(3'520'00);
    stock.freeze_quantity = 100'000;
    stock.shares = 3'699'051'373;
    stock.free_float = 27'810'000'000;
    record_buffer full{stock};
    full.text(&tickhub_definition::symbol, "TCS")
        .text(&tickhub_definition::name, "Tata Consultancy Services")
        .text(&tickhub_definition::isin, "INE467B01029")
        .text(&tickhub_definition::sector, "information technology")
        .text(&tickhub_definition::currency, "INR");

    auto coin = received<tickhub_definition>(bitcoin);
    coin.instrument_class = TICKHUB_INSTRUMENT_CLASS_CRYPTO;
    coin.quantity_decimals = 8;
    coin.lot_size = 1'000;
    return {{"every field", full},
            {"its own quantity_decimals, and the symbol that the hub knows", record_buffer{coin}}};
}

std::vector<sample> statuses() {
    auto halt = received<tickhub_status_record>(tcs);
    halt.action = TICKHUB_STATUS_ACTION_HALT;
    halt.reason = TICKHUB_STATUS_REASON_NEWS_PENDING;
    auto market = received<tickhub_status_record>(0);
    market.action = TICKHUB_STATUS_ACTION_PAUSE;
    market.reason = TICKHUB_STATUS_REASON_MARKET_WIDE_HALT_LEVEL_2;
    return {{"one instrument", record_buffer{halt}}, {"the whole market", record_buffer{market}}};
}

std::vector<sample> feed_statuses() {
    auto replay = received<tickhub_feed_status>(0);
    replay.header.publisher_id = 0;
    replay.condition = TICKHUB_FEED_CONDITION_REPLAY;
    replay.since = quarter_past_nine;
    replay.speed = 60'000'000'000;
    record_buffer full{replay};
    full.text(&tickhub_feed_status::publisher, "nse_2021");
    auto live = received<tickhub_feed_status>(0);
    live.condition = TICKHUB_FEED_CONDITION_LIVE;
    return {{"a replay at 60x", full}, {"a feed about itself", record_buffer{live}}};
}

std::vector<sample> resets() {
    auto loop = received<tickhub_reset>(0);
    loop.reason = TICKHUB_RESET_REASON_LOOP;
    return {{"every field", record_buffer{loop}}};
}

std::vector<sample> trades() {
    auto correction = received<tickhub_trade>(tcs);
    correction.header.flags = TICKHUB_FLAG_LAST | TICKHUB_FLAG_BAD_TS;
    correction.price = paise(3'201'05);
    correction.quantity = 25;
    correction.trade_id = 18'446'744'073'709'551'615u;
    correction.ref_trade_id = 7;
    correction.action = TICKHUB_TRADE_ACTION_CORRECTION;
    correction.side = TICKHUB_SIDE_SELL;
    auto coins = received<tickhub_trade>(bitcoin);
    coins.price = 64'123'456'789'012;
    coins.quantity = 1'050'000;
    coins.action = TICKHUB_TRADE_ACTION_NEW;
    return {{"every field", record_buffer{correction}}, {"parts of a coin, aggressor unknown", record_buffer{coins}}};
}

std::vector<sample> bbos() {
    auto both = received<tickhub_bbo>(tcs);
    both.bid_price = paise(3'201'00);
    both.bid_quantity = 120;
    both.bid_orders = 3;
    both.ask_price = paise(3'201'05);
    both.ask_quantity = 75;
    both.ask_orders = 2;
    auto bid = both;
    bid.ask_price = bid.ask_quantity = TICKHUB_UNDEFINED_INT64;
    bid.bid_orders = bid.ask_orders = TICKHUB_UNDEFINED_UINT32;
    return {{"every field", record_buffer{both}}, {"nobody asks", record_buffer{bid}}};
}

std::vector<sample> mbos() {
    auto add = received<tickhub_mbo>(tcs);
    add.order_id = 9'007'199'254'740'993;
    add.price = paise(3'200'95);
    add.quantity = 10;
    add.action = TICKHUB_MBO_ACTION_ADD;
    add.side = TICKHUB_SIDE_BUY;
    auto clear = received<tickhub_mbo>(tcs);
    clear.header.flags = TICKHUB_FLAG_SNAPSHOT;
    clear.action = TICKHUB_MBO_ACTION_CLEAR;
    return {{"every field", record_buffer{add}}, {"an emptied book", record_buffer{clear}}};
}

std::vector<sample> books() {
    auto snapshot = received<tickhub_book>(tcs);
    snapshot.header.flags = TICKHUB_FLAG_SNAPSHOT;
    snapshot.kind = TICKHUB_BOOK_KIND_SNAPSHOT;
    snapshot.book_sequence = 100;
    snapshot.prev_sequence = 99;
    snapshot.checksum = 4'294'967'295;
    record_buffer full{snapshot};
    full.array(&tickhub_book::bids,
               std::vector<tickhub_book_level>{{paise(3'201'00), 120, 3, 0}, {paise(3'200'95), 10, 1, 0}})
        .array(&tickhub_book::asks,
               std::vector<tickhub_book_level>{{paise(3'201'05), 75, TICKHUB_UNDEFINED_UINT32, 0}});
    auto update = received<tickhub_book>(bitcoin);
    update.kind = TICKHUB_BOOK_KIND_UPDATE;
    update.book_sequence = 101;
    update.prev_sequence = 100;
    record_buffer deletion{update};
    deletion.array(&tickhub_book::bids, std::vector<tickhub_book_level>{{64'123'500'000'000, 0, 0, 0}});
    return {{"a snapshot", full}, {"an update that deletes a level", deletion}};
}

std::vector<sample> tickers() {
    auto day = received<tickhub_ticker>(tcs);
    day.last_price = paise(3'201'05);
    day.last_quantity = 25;
    day.average_price = 3'198'123'456'789;
    day.volume = 4'018'275;
    day.trade_count = 161'234;
    day.turnover = money{static_cast<int128>(12'850'939'533'500'000) * 1'000'000 + 1}.words();
    day.trading_date = 2021'06'11;
    day.sum_epoch = 1;
    day.open = paise(3'190'00);
    day.high = paise(3'215'70);
    day.low = paise(3'180'00);
    day.prev_close = paise(3'200'00);
    day.change = paise(1'05);
    day.change_pct = 32'812'500;
    day.bid_price = paise(3'201'00);
    day.bid_quantity = 120;
    day.ask_price = paise(3'201'05);
    day.ask_quantity = 75;
    day.total_buy_quantity = 412'300;
    day.total_sell_quantity = 398'111;
    day.low_limit_price = paise(2'880'00);
    day.high_limit_price = paise(3'520'00);
    auto index = received<tickhub_ticker>(nifty);
    index.header.flags = TICKHUB_FLAG_LAST;
    index.last_price = paise(15'799'35);
    return {{"every field", record_buffer{day}}, {"an index", record_buffer{index}}};
}

std::vector<sample> bars() {
    auto bar = received<tickhub_ohlcv>(tcs);
    bar.interval = 60'000'000'000;
    bar.open = paise(3'200'00);
    bar.high = paise(3'201'05);
    bar.low = paise(3'199'50);
    bar.close = paise(3'201'00);
    bar.volume = 5'400;
    bar.trade_count = 210;
    bar.vwap = 3'200'412'345'679;
    bar.is_final = 1;
    auto forming = received<tickhub_ohlcv>(bitcoin);
    forming.interval = 250'000'000;
    forming.open = forming.high = forming.low = forming.close = 64'123'500'000'000;
    forming.volume = 1;
    return {{"a final bar", record_buffer{bar}}, {"a forming bar", record_buffer{forming}}};
}

std::vector<sample> indices() {
    auto index = received<tickhub_index>(nifty);
    index.value = paise(15'799'35);
    index.open = paise(15'796'45);
    index.high = paise(15'835'55);
    index.low = paise(15'749'80);
    index.prev_close = paise(15'737'75);
    index.change = paise(61'60);
    index.change_pct = 391'415'545;
    return {{"every field", record_buffer{index}}};
}

std::vector<sample> movers() {
    record_buffer full{received<tickhub_movers>(0)};
    full.text(&tickhub_movers::universe, "NIFTY")
        .array(&tickhub_movers::gainers,
               std::vector<tickhub_mover>{{tcs, 0, paise(3'201'05), paise(1'05), 32'812'500, 4'018'275}})
        .array(&tickhub_movers::losers,
               std::vector<tickhub_mover>{{bitcoin, 0, 64'123'500'000'000, -500'000'000, -779'739, 150'000'000}})
        .array(&tickhub_movers::most_active,
               std::vector<tickhub_mover>{
                   {tcs, 0, paise(3'201'05), TICKHUB_UNDEFINED_INT64, TICKHUB_UNDEFINED_INT64, 4'018'275}});
    return {{"every field", full}, {"a market that hasn't moved", record_buffer{received<tickhub_movers>(0)}}};
}

std::vector<sample> imbalances() {
    auto auction = received<tickhub_imbalance>(tcs);
    auction.ref_price = paise(3'200'00);
    auction.indicative_price = paise(3'202'50);
    auction.paired_quantity = 15'000;
    auction.imbalance_quantity = 1'200;
    auction.side = TICKHUB_SIDE_BUY;
    return {{"every field", record_buffer{auction}}};
}

std::vector<sample> statistics() {
    auto day = received<tickhub_statistics>(tcs);
    day.opening = paise(3'190'00);
    day.indicative_opening = paise(3'189'50);
    day.settlement = paise(3'200'80);
    day.low = paise(3'180'00);
    day.high = paise(3'215'70);
    day.close = paise(3'200'95);
    day.vwap = 3'198'123'456'789;
    return {{"every field", record_buffer{day}}};
}

std::vector<sample> news() {
    auto item = received<tickhub_news>(0);
    item.id = 12;
    item.ref_id = 11;
    item.created_at = quarter_past_nine - 1'000'000'000;
    item.action = TICKHUB_ITEM_ACTION_CORRECTION;
    record_buffer full{item};
    full.text(&tickhub_news::headline, "TCS \"wins\" a contract worth \xe2\x82\xac 2.1 billion")
        .text(&tickhub_news::summary, "First line\nsecond line \\ third\xff.")
        .text(&tickhub_news::author, "A. Author")
        .text(&tickhub_news::source, "The Wire")
        .text(&tickhub_news::url, "https://news.example/12")
        .array(&tickhub_news::symbols, std::vector<std::uint64_t>{tcs, nifty, 999});
    auto withdrawal = received<tickhub_news>(0);
    withdrawal.id = 13;
    withdrawal.ref_id = 12;
    withdrawal.action = TICKHUB_ITEM_ACTION_WITHDRAWAL;
    return {{"every field; bytes that aren't UTF-8 and ids that nobody knows don't get through", full},
            {"a withdrawal", record_buffer{withdrawal}}};
}

std::vector<sample> alerts() {
    auto alert = received<tickhub_alert>(tcs);
    alert.id = 5;
    alert.value = 5'123'000'000;
    alert.threshold = 5'000'000'000;
    alert.severity = TICKHUB_SEVERITY_WARNING;
    record_buffer full{alert};
    full.text(&tickhub_alert::rule, "moved_5_percent").text(&tickhub_alert::text, "TCS is up 5.123 % today");
    return {{"every field", full}};
}

std::vector<sample> corporate_actions() {
    auto dividend = received<tickhub_corporate_action>(tcs);
    dividend.id = 21;
    dividend.ref_id = 20;
    dividend.action = TICKHUB_ITEM_ACTION_NEW;
    dividend.kind = TICKHUB_CORPORATE_ACTION_DIVIDEND;
    dividend.amount = paise(15'00);
    dividend.ex_date = 2021'07'01;
    auto bonus = received<tickhub_corporate_action>(tcs);
    bonus.id = 22;
    bonus.action = TICKHUB_ITEM_ACTION_NEW;
    bonus.kind = TICKHUB_CORPORATE_ACTION_BONUS;
    bonus.ratio = 500'000'000;
    return {{"a dividend", record_buffer{dividend}}, {"one new share for two", record_buffer{bonus}}};
}

std::vector<sample> notices() {
    auto notice = received<tickhub_notice>(0);
    notice.header.publisher_id = 0;
    notice.severity = TICKHUB_SEVERITY_CRITICAL;
    record_buffer full{notice};
    full.text(&tickhub_notice::component, "analytics")
        .text(&tickhub_notice::code, "component_quarantined")
        .text(&tickhub_notice::text, "a callback has not returned for 5 s");
    return {{"every field", full}};
}

std::vector<sample> gaps() {
    auto gap = received<tickhub_gap>(0);
    gap.header.sequence = 0;
    gap.first = 1'001;
    gap.last = 1'200;
    gap.count = 150;
    gap.reason = TICKHUB_GAP_REASON_SLOW_CLIENT;
    record_buffer full{gap};
    full.text(&tickhub_gap::topic, "trades");
    return {{"every field; the hub makes it, so it has no sequence", full}};
}

} // namespace

std::string_view sample_names::symbol(tickhub_instrument_id id) const {
    constexpr std::string_view symbols[] = {"", "TCS", "NIFTY", "BTC-USD"};
    return id < sizeof symbols / sizeof *symbols ? symbols[id] : "";
}

std::string_view sample_names::publisher(std::uint16_t id) const {
    return id == 0 ? "hub" : id == 1 ? "nse" : "";
}

unsigned sample_names::quantity_decimals(tickhub_instrument_id id) const {
    return id == bitcoin ? 8 : 0;
}

std::vector<sample> samples_of(std::uint8_t record) {
    switch (record) {
    case TICKHUB_RECORD_DEFINITION:
        return definitions();
    case TICKHUB_RECORD_STATUS:
        return statuses();
    case TICKHUB_RECORD_FEED_STATUS:
        return feed_statuses();
    case TICKHUB_RECORD_RESET:
        return resets();
    case TICKHUB_RECORD_TRADES:
        return trades();
    case TICKHUB_RECORD_BBO:
        return bbos();
    case TICKHUB_RECORD_MBO:
        return mbos();
    case TICKHUB_RECORD_BOOK:
        return books();
    case TICKHUB_RECORD_TICKER:
        return tickers();
    case TICKHUB_RECORD_OHLCV:
        return bars();
    case TICKHUB_RECORD_INDEX:
        return indices();
    case TICKHUB_RECORD_MOVERS:
        return movers();
    case TICKHUB_RECORD_IMBALANCE:
        return imbalances();
    case TICKHUB_RECORD_STATISTICS:
        return statistics();
    case TICKHUB_RECORD_NEWS:
        return news();
    case TICKHUB_RECORD_ALERT:
        return alerts();
    case TICKHUB_RECORD_CORPORATE_ACTION:
        return corporate_actions();
    case TICKHUB_RECORD_NOTICE:
        return notices();
    case TICKHUB_RECORD_GAP:
        return gaps();
    default:
        return {};
    }
}

} // namespace tests
