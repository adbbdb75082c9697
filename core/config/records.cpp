#include "config/records.hpp"

#include <tickhub/events.h>

#include <cstddef>

namespace tickhub::config {
namespace {

// By number.
constexpr std::string_view names[] = {"",
                                      "definition",
                                      "status",
                                      "feed_status",
                                      "reset",
                                      "trades",
                                      "bbo",
                                      "mbo",
                                      "book",
                                      "ticker",
                                      "ohlcv",
                                      "index",
                                      "movers",
                                      "imbalance",
                                      "statistics",
                                      "news",
                                      "alert",
                                      "corporate_action",
                                      "execution_report",
                                      "portfolio",
                                      "notice",
                                      "gap"};
static_assert(std::size(names) == TICKHUB_RECORD_COUNT);
static_assert(TICKHUB_RECORD_COUNT <= 32, "a set of records is a bit mask of 32");
static_assert(names[TICKHUB_RECORD_TICKER] == "ticker" && names[TICKHUB_RECORD_PORTFOLIO] == "portfolio" &&
              names[TICKHUB_RECORD_GAP] == "gap");

} // namespace

std::uint8_t record_by_name(std::string_view name) noexcept {
    for (std::uint8_t number = 1; number < TICKHUB_RECORD_COUNT; ++number) {
        if (names[number] == name)
            return number;
    }
    return TICKHUB_RECORD_NONE;
}

bool is_private_record(std::uint8_t record) noexcept {
    return record == TICKHUB_RECORD_EXECUTION_REPORT || record == TICKHUB_RECORD_PORTFOLIO;
}

std::vector<std::string> const& public_record_names() {
    static std::vector<std::string> const all = [] {
        std::vector<std::string> result;
        for (std::uint8_t number = 1; number < TICKHUB_RECORD_COUNT; ++number) {
            if (!is_private_record(number))
                result.emplace_back(names[number]);
        }
        return result;
    }();
    return all;
}

std::uint32_t all_public_records() noexcept {
    std::uint32_t all = 0;
    for (std::uint8_t number = 1; number < TICKHUB_RECORD_COUNT; ++number) {
        if (!is_private_record(number))
            all |= std::uint32_t{1} << number;
    }
    return all;
}

} // namespace tickhub::config
