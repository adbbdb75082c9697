#include "stage.hpp"

#include <cstring>
#include <sstream>

namespace tests {

void stage::news(std::string_view headline, std::vector<tickhub_instrument_id> const& about) {
    // The builder's texts come last, so the array is put together by hand.
    auto item = make<tickhub_news>(0);
    item.id = sequence_;
    item.action = TICKHUB_ITEM_ACTION_NEW;
    item.symbols = {sizeof(item), static_cast<std::uint32_t>(about.size())};
    auto const text_at = sizeof(item) + about.size() * 8;
    item.headline = {static_cast<std::uint32_t>(text_at), static_cast<std::uint32_t>(headline.size())};
    item.header.size = static_cast<std::uint32_t>((text_at + headline.size() + 7) / 8 * 8);
    std::vector<std::uint64_t> words(item.header.size / 8);
    std::memcpy(words.data(), &item, sizeof(item));
    std::copy(about.begin(), about.end(), words.begin() + sizeof(item) / 8);
    std::memcpy(reinterpret_cast<char*>(words.data()) + text_at, headline.data(), headline.size());
    tickhub::batch_builder batch;
    batch.add(*reinterpret_cast<tickhub_event_header const*>(words.data()));
    publish(batch);
}

std::string brief(std::string const& transcript) {
    std::istringstream lines{transcript};
    std::string result;
    for (std::string line; std::getline(lines, line);) {
        result += line.substr(0, line.find(' '));
        for (char const* key : {"\"symbol\":\"", "\"headline\":\"", "\"last_price\":", "\"price\":"}) {
            if (auto const at = line.find(key); at != std::string::npos) {
                auto const rest = line.substr(at + std::strlen(key));
                result += " " + rest.substr(0, rest.find_first_of("\",}"));
            }
        }
        result += "\n";
    }
    return result;
}

} // namespace tests
