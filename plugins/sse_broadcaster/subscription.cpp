#include "subscription.hpp"

#include <algorithm>

namespace tickhub::sse_broadcaster::detail {

namespace {

std::string names_of(topic_set topics) {
    std::string names;
    for (auto const record : servable_topics) {
        if (topics.contains(record))
            names.append(names.empty() ? "" : ", ").append(record_name(record));
    }
    return names;
}

} // namespace

std::string_view take_item(std::string_view& list) noexcept {
    auto const comma = list.find(',');
    auto item = list.substr(0, comma);
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    while (item.starts_with(' '))
        item.remove_prefix(1);
    while (item.ends_with(' '))
        item.remove_suffix(1);
    return item;
}

void read_parameters(std::span<std::string_view const> names, wanted& result) {
    for (auto const name : names) {
        if (name != "topics" && name != "symbols" && name != "last_event_id") {
            result.problems.push_back({.code = "unknown_parameter",
                                       .subject = "parameter",
                                       .name = name,
                                       .text = "there is no such parameter here; there are topics, symbols, "
                                               "last_event_id"});
        }
    }
}

void read_topics(std::string_view list, offer const& offered, wanted& result) {
    topic_set const served = offered.topics;
    auto& topics = result.what.topics;
    topics = list.empty() ? served : served & implied_topics;
    while (!list.empty()) {
        auto const name = take_item(list);
        if (name.empty())
            continue;
        auto const record = record_from_name(name);
        if (served.contains(record)) {
            topics.insert(record);
        } else if (offered.forbidden.contains(record)) {
            result.problems.push_back(
                {.code = "forbidden_topic",
                 .subject = "topic",
                 .name = name,
                 .text = "this topic needs a role that you don't have; you may have " + names_of(served)});
        } else {
            result.problems.push_back({.code = "unknown_topic",
                                       .subject = "topic",
                                       .name = name,
                                       .text = "there is no such topic here; there are " + names_of(served)});
        }
    }
}

problem unknown_symbol(std::string_view symbol) {
    return {.code = "unknown_symbol",
            .subject = "symbol",
            .name = symbol,
            .text = "no feed of this hub brings this symbol"};
}

problem too_many_symbols(std::size_t max) {
    return {.code = "too_many_symbols",
            .text = "one stream takes " + std::to_string(max) +
                    " symbols; the ones after them are left out. Without `symbols` it carries them all"};
}

void settle(wanted& result) {
    auto& instruments = result.what.instruments;
    if (result.what.every_instrument)
        instruments.clear();
    std::sort(instruments.begin(), instruments.end());
    instruments.erase(std::unique(instruments.begin(), instruments.end()), instruments.end());

    auto& problems = result.problems;
    if (problems.size() > told_problems) {
        auto const rest = problems.size() - told_problems;
        problems.resize(told_problems);
        problems.push_back({.code = "more_problems", .text = "and " + std::to_string(rest) + " more like these"});
    }
}

} // namespace tickhub::sse_broadcaster::detail
