// The order book against a real day: the rows of the book file are what the messages of the message file make of it.
#include "support/paths.hpp"

#include <tickhub/decimal.hpp>
#include <tickhub/order_book.hpp>

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace tickhub;

namespace {

std::filesystem::path lobster_folder() {
    char const* const given = std::getenv("TICKHUB_REAL_DATA");
    return (given != nullptr ? std::filesystem::path{given} : tests::source_dir() / "../shared/data") / "lobster";
}

/// The integers of each line; the first column of messages, a time with decimals, in nanoseconds.
std::vector<std::vector<std::int64_t>> rows_of(std::filesystem::path const& file) {
    std::vector<std::vector<std::int64_t>> rows;
    std::ifstream in{file};
    // The files were cut: a last line without an end is no whole row.
    for (std::string line; std::getline(in, line) && !in.eof();) {
        if (!line.empty() && line.back() == '\r') {
            line.pop_back();
        }
        auto& row = rows.emplace_back();
        for (std::size_t begin = 0; begin <= line.size();) {
            std::size_t const end = std::min(line.find(',', begin), line.size());
            std::string_view const field = std::string_view{line}.substr(begin, end - begin);
            auto const parsed = parse_decimal(field, field.find('.') == std::string_view::npos ? 0 : 9);
            REQUIRE(parsed);
            row.push_back(parsed.value);
            begin = end + 1;
        }
    }
    return rows;
}

book_level level_of(std::vector<std::int64_t> const& row, side of, std::size_t index) {
    std::size_t const column = index * 4 + (of == side::sell ? 0 : 2);
    return {price{row.at(column)}, quantity{row.at(column + 1)}};
}

/// Columns: time, type, order id, size, price, direction of the resting order.
void apply(order_book& book, std::vector<std::int64_t> const& message) {
    std::int64_t const type = message.at(1);
    side const of = message.at(5) == 1 ? side::buy : side::sell;
    price const at{message.at(4)};
    quantity const size{message.at(3)};
    auto const* const before = book.on(of).find(at);
    quantity const held = before != nullptr ? before->quantity : quantity{};
    if (type == 1) {
        book.set(of, {at, held + size});
    } else if (type == 2 || type == 3 || type == 4) { // cancelled in part, deleted, executed
        REQUIRE(held >= size);
        book.set(of, {at, held - size});
    } // 5, an execution of a hidden order, and 7, a halt, leave the book as it is
}

} // namespace

TEST_CASE("a real book is rebuilt from its messages, row by row", "[sdk][order_book][real_data]") {
    constexpr std::size_t depth = 10;
    auto const folder = lobster_folder();
    std::string const name = "AAPL_2012-06-21_34200000_57600000_";
    if (!std::filesystem::exists(folder / (name + "message_10.csv"))) {
        WARN("skipped: no LOBSTER files in " << folder.string()
                                             << " (set TICKHUB_REAL_DATA to the folder with lobster/)");
        return;
    }
    auto const messages = rows_of(folder / (name + "message_10.csv"));
    auto const rows = rows_of(folder / (name + "orderbook_10.csv"));
    REQUIRE(messages.size() == rows.size());
    REQUIRE(rows.size() > 900);

    // Ten levels a side: what lies beyond isn't in the files. When a level goes, the next one is learnt from the row.
    order_book book{depth};
    std::size_t compared = 0;
    std::size_t learnt = 0;
    for (std::size_t k = 0; k < rows.size(); ++k) {
        CAPTURE(k);
        if (k != 0) {
            apply(book, messages[k]);
        }
        for (side const of : {side::buy, side::sell}) {
            std::size_t const known = book.on(of).size();
            REQUIRE((k == 0 || known >= depth - 1));
            for (std::size_t i = 0; i < depth; ++i) {
                book_level const expected = level_of(rows[k], of, i);
                if (i < known) {
                    REQUIRE(book.on(of)[i] == expected);
                    ++compared;
                } else {
                    book.set(of, expected);
                    ++learnt;
                }
            }
        }
    }
    WARN(rows.size() << " rows: " << compared << " levels compared, " << learnt << " learnt");
    CHECK(compared > 50 * learnt);
}
