#include "routing/instrument_table.hpp"

#include <catch2/catch.hpp>

#include <string>

using tickhub::routing::instrument_table;
using sharing = instrument_table::sharing;
using refusal = instrument_table::refusal;

TEST_CASE("symbols get numbers from 1 in the order in which they come", "[routing]") {
    instrument_table table;
    CHECK(table.define("TCS", 1, sharing::exclusive).id == 1);
    CHECK(table.define("NIFTY 50", 1, sharing::exclusive).id == 2);
    CHECK(table.define("TCS", 1, sharing::exclusive).id == 1);
    CHECK(table.count() == 2);
    CHECK(table.find("NIFTY 50") == 2);
    CHECK(table.find("INFY") == 0);
    CHECK(table.symbol(1) == "TCS");
    CHECK(table.symbol(0).empty());
    CHECK(table.symbol(3).empty());
}

TEST_CASE("two feeds bring one symbol only when both share it", "[routing]") {
    instrument_table table;
    table.define("A", 1, sharing::exclusive);
    table.define("B", 1, sharing::shared);
    auto const clash = table.define("A", 2, sharing::shared);
    CHECK(clash.id == 0);
    CHECK(clash.why == refusal::clash);
    CHECK(clash.owner == 1);
    CHECK(table.define("B", 2, sharing::exclusive).why == refusal::clash);
    CHECK(table.define("B", 2, sharing::shared).id == 2);
}

TEST_CASE("a symbol is 1 to 64 bytes without control characters", "[routing]") {
    instrument_table table;
    CHECK(table.define("", 1, sharing::exclusive).why == refusal::bad_symbol);
    CHECK(table.define(std::string(65, 'A'), 1, sharing::exclusive).why == refusal::bad_symbol);
    CHECK(table.define("A\n", 1, sharing::exclusive).why == refusal::bad_symbol);
    CHECK(table.define(std::string(64, 'A'), 1, sharing::exclusive).id == 1);
    CHECK(table.define("M&M", 1, sharing::exclusive).id == 2);
}

TEST_CASE("a symbol's text stays where it is while the table grows", "[routing]") {
    instrument_table table;
    table.define("FIRST", 1, sharing::exclusive);
    auto const first = table.symbol(1);
    for (int i = 0; i != 10'000; ++i)
        table.define("S" + std::to_string(i), 1, sharing::exclusive);
    CHECK(first.data() == table.symbol(1).data());
    CHECK(table.find("S9999") == 10'001);
}
