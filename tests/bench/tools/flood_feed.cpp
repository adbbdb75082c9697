// The feed of the benchmarks: trades, tickers and news, each at its rate or as fast as the hub takes them. A trade's id
// is the time of CLOCK_MONOTONIC in nanoseconds, that of a piece of news its number.
#include <tickhub/blank_record.hpp>
#include <tickhub/plugin.hpp>

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <string>

namespace {

std::uint64_t monotonic_ns() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(now.tv_nsec);
}

class flood_feed final : public tickhub::pull_feed {
public:
    flood_feed(tickhub::host& h, tickhub::setting settings)
        : pull_feed{h}
        , instrument_{h.define_instrument("FLOOD")}
        , trades_{settings["trades"].as_integer()}
        , tickers_{settings["tickers"].as_integer()}
        , news_{settings["news"].as_integer()}
        , last_news_{settings["last_news"].as_integer()}
        , begin_{h.steady_time()}
        , headline_(200, 'x') {}

    tickhub::pull_result next(std::uint32_t max_events) override {
        if (trades_ == 0) {
            for (std::uint32_t i = 0; i != max_events; ++i)
                add_trade();
            host_.publish(batch_);
            return tickhub::pull_result::more();
        }
        auto const elapsed = static_cast<std::int64_t>(host_.steady_time() - begin_);
        std::uint32_t left = max_events;
        for (; left != 0 && is_due(trades_sent_, trades_, elapsed); --left, ++trades_sent_)
            add_trade();
        for (; left != 0 && is_due(tickers_sent_, tickers_, elapsed); --left, ++tickers_sent_)
            add_ticker();
        for (; left != 0 && news_sent_ < last_news_ && is_due(news_sent_, news_, elapsed); --left)
            add_news(++news_sent_);
        host_.publish(batch_);
        return left == 0 ? tickhub::pull_result::more()
                         : tickhub::pull_result::wait_until(begin_ + static_cast<std::uint64_t>(next_due(elapsed)));
    }

private:
    static constexpr std::int64_t second = 1'000'000'000; // nanoseconds

    static std::int64_t due_of(std::int64_t number, std::int64_t per_second) {
        return static_cast<std::int64_t>(static_cast<double>(number) * second / static_cast<double>(per_second));
    }
    static bool is_due(std::int64_t number, std::int64_t per_second, std::int64_t elapsed) {
        return per_second > 0 && due_of(number, per_second) <= elapsed;
    }
    [[nodiscard]] std::int64_t next_due(std::int64_t elapsed) const {
        std::int64_t due = elapsed + second;
        if (trades_ > 0)
            due = std::min(due, due_of(trades_sent_, trades_));
        if (tickers_ > 0)
            due = std::min(due, due_of(tickers_sent_, tickers_));
        if (news_ > 0 && news_sent_ < last_news_)
            due = std::min(due, due_of(news_sent_, news_));
        return due;
    }
    void add_trade() {
        auto trade = tickhub::make_blank<tickhub_trade>(instrument_, host_.market_time());
        trade.action = TICKHUB_TRADE_ACTION_NEW;
        trade.side = TICKHUB_SIDE_BUY;
        trade.price = 100'050'000'000;
        trade.quantity = 25;
        trade.trade_id = monotonic_ns();
        batch_.add(trade.header);
    }
    void add_ticker() {
        auto ticker = tickhub::make_blank<tickhub_ticker>(instrument_, host_.market_time());
        ticker.last_price = 100'050'000'000 + tickers_sent_ % 1000 * 1'000'000;
        batch_.add(ticker.header);
    }
    void add_news(std::int64_t number) {
        auto news = tickhub::make_blank<tickhub_news>(0, host_.market_time());
        news.action = TICKHUB_ITEM_ACTION_NEW;
        news.id = static_cast<std::uint64_t>(number);
        batch_.add(news, {{&tickhub_news::headline, headline_}});
    }

    tickhub_instrument_id instrument_;
    std::int64_t trades_, tickers_, news_; // a second
    std::int64_t last_news_;
    std::uint64_t begin_; // steady time
    std::int64_t trades_sent_ = 0, tickers_sent_ = 0, news_sent_ = 0;
    std::string headline_;
    tickhub::batch_builder batch_;
};

constexpr tickhub::declaration settings[] = {
    {.name = "trades",
     .type = tickhub::type::integer,
     .doc = "Trades a second; 0 is as fast as the hub takes them, -1 none.",
     .by_default = "-1",
     .min = "-1"},
    {.name = "tickers", .type = tickhub::type::integer, .doc = "A second.", .by_default = "0", .min = "0"},
    {.name = "news", .type = tickhub::type::integer, .doc = "A second.", .by_default = "0", .min = "0"},
    {.name = "last_news",
     .type = tickhub::type::integer,
     .doc = "How many there are.",
     .by_default = "1000000000",
     .min = "1"}};
constexpr tickhub::manifest manifest = {
    .name = "flood_feed", .version = "1.0.0", .doc = "The load of the benchmarks.", .settings = settings};

} // namespace

TICKHUB_PLUGIN(flood_feed, manifest)
