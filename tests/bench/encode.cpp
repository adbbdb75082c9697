// What the canonical JSON costs: nanoseconds, bytes and allocations for each record.
#include <tickhub/blank_record.hpp>
#include <tickhub/encode.hpp>
#include <tickhub/numbers.hpp>
#include <tickhub/order_book.hpp>

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <new>

namespace {

std::size_t allocations = 0;

} // namespace

// Not inlined: GCC would otherwise see malloc's memory reach a delete, and warn.
[[gnu::noinline]] void* operator new(std::size_t size) {
    ++allocations;
    if (void* const memory = std::malloc(size == 0 ? 1 : size)) {
        return memory;
    }
    throw std::bad_alloc{};
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
    std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace {

using namespace tickhub;

class one_name final : public names {
public:
    std::string_view symbol(tickhub_instrument_id) const override { return "RELIANCE"; }
    std::string_view publisher(std::uint16_t) const override { return "nse"; }
    unsigned quantity_decimals(tickhub_instrument_id) const override { return 0; }
};

constexpr tickhub_timestamp now = 1'623'383'152'000'000'000;

tickhub_ticker full_ticker() {
    auto r = make_blank<tickhub_ticker>(1, now);
    r.header.ts_recv = now + 1'234'567;
    r.header.sequence = 1'234'567;
    r.last_price = r.bid_price = 2'188'650'000'000;
    r.ask_price = 2'188'700'000'000;
    r.average_price = 2'190'123'456'789;
    r.last_quantity = r.bid_quantity = r.ask_quantity = 125;
    r.volume = 4'018'275;
    r.trade_count = 161'234;
    r.turnover = turnover_of(price{r.average_price}, quantity{r.volume}, 0).words();
    r.trading_date = 2021'06'11;
    r.sum_epoch = 1;
    r.open = r.low = 2'180'000'000'000;
    r.high = 2'199'950'000'000;
    r.prev_close = 2'180'500'000'000;
    r.change = change(price{r.last_price}, price{r.prev_close}).raw();
    r.change_pct = change_pct(price{r.last_price}, price{r.prev_close}).raw();
    r.total_buy_quantity = r.total_sell_quantity = 398'111;
    r.low_limit_price = 1'962'450'000'000;
    r.high_limit_price = 2'398'550'000'000;
    return r;
}

tickhub_ticker sparse_ticker() {
    auto r = make_blank<tickhub_ticker>(1, now);
    r.header.ts_recv = now + 1'234'567;
    r.header.sequence = 1'234'567;
    r.last_price = 2'188'650'000'000;
    r.volume = 4'018'275;
    r.trading_date = 2021'06'11;
    r.sum_epoch = 1;
    return r;
}

tickhub_trade one_trade() {
    auto r = make_blank<tickhub_trade>(1, now);
    r.header.ts_recv = now + 1'234'567;
    r.header.sequence = 1'234'567;
    r.action = TICKHUB_TRADE_ACTION_NEW;
    r.price = 2'188'650'000'000;
    r.quantity = 125;
    return r;
}

template <class Record>
void encode(benchmark::State& state, Record record) {
    one_name const names;
    char out[4'096];
    std::size_t bytes = 0;
    std::size_t const before = allocations;
    for (auto _ : state) {
        record.header.sequence += 1; // or the compiler might keep what it has
        bytes = encode_json(record.header, names, out, sizeof out);
        benchmark::DoNotOptimize(out);
    }
    std::size_t const allocated = allocations - before; // the counters allocate themselves
    state.counters["bytes"] = static_cast<double>(bytes);
    state.counters["allocations"] = static_cast<double>(allocated);
}

template <class Record>
void validate(benchmark::State& state, Record record) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(record);
        benchmark::DoNotOptimize(valid_record(record.header));
    }
}

void update_book(benchmark::State& state) {
    order_book book;
    for (std::int64_t i = 0; i < 100; ++i) {
        book.set(side::buy, {price{2'188'000'000'000 - i * 50'000'000}, quantity{100 + i}, 1});
        book.set(side::sell, {price{2'188'050'000'000 + i * 50'000'000}, quantity{100 + i}, 1});
    }
    std::int64_t round = 0;
    std::size_t const before = allocations;
    for (auto _ : state) {
        // One of the best five levels comes or goes.
        book.set(side::buy, {price{2'188'000'000'000 - round % 5 * 50'000'000}, quantity{round / 5 % 2 * 100}, 1});
        ++round;
    }
    std::size_t const allocated = allocations - before;
    state.counters["allocations"] = static_cast<double>(allocated);
}

void book_checksum(benchmark::State& state) {
    order_book book;
    for (std::int64_t i = 0; i < 10; ++i) {
        book.set(side::buy, {price{2'188'000'000'000 - i * 50'000'000}, quantity{100 + i}, 1});
        book.set(side::sell, {price{2'188'050'000'000 + i * 50'000'000}, quantity{100 + i}, 1});
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(book);
        benchmark::DoNotOptimize(book.checksum());
    }
}

} // namespace

BENCHMARK_CAPTURE(encode, full_ticker, full_ticker());
BENCHMARK_CAPTURE(encode, sparse_ticker, sparse_ticker());
BENCHMARK_CAPTURE(encode, trade, one_trade());
BENCHMARK_CAPTURE(validate, ticker, full_ticker());
BENCHMARK_CAPTURE(validate, trade, one_trade());
BENCHMARK(update_book);
BENCHMARK(book_checksum);
BENCHMARK_MAIN();
