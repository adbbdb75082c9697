// A sink's history, and its clients that come back.
#include "http/port.hpp"

#include <tickhub/event_id.hpp>

#include <algorithm>
#include <limits>

namespace tickhub::http {

namespace {

std::string_view view(tickhub_text text) noexcept {
    return text.data == nullptr ? std::string_view{} : std::string_view{text.data, text.size};
}

} // namespace

tickhub_status port::keep_history(std::string_view topic, tickhub_history const& how) {
    constexpr std::uint64_t most_count = 1'000'000;
    constexpr std::uint64_t longest_age = std::numeric_limits<std::int64_t>::max();
    if (how.struct_size < sizeof(tickhub_history) || how.epoch == 0 || how.count == 0 || how.count > most_count ||
        how.bytes == 0 || how.age > longest_age || !valid_event_name(topic) || number_of(topic) != not_kept)
        return TICKHUB_INVALID;
    if (kept_.size() == most_kept_topics)
        return TICKHUB_LIMIT;
    epoch_ = how.epoch;
    kept_.emplace_back(topic);
    for (command_queue* const queue : site_.queues) {
        command what{.kind = command_kind::keep_history, .port = this};
        what.extra = std::make_unique<command_extra>();
        what.extra->topic = topic;
        what.extra->limits = {how.count, how.bytes, std::chrono::nanoseconds{static_cast<std::int64_t>(how.age)}};
        post(std::move(what), *queue, command_queue::when_full::squeeze);
    }
    return TICKHUB_OK;
}

void port::resume(tickhub_connection connection, std::string_view last_event_id, tickhub_text const* topics,
                  std::uint32_t count) {
    if (count > most_kept_topics ||
        !std::all_of(topics, topics + count, [](tickhub_text topic) { return valid_event_name(view(topic)); })) {
        refused_messages_.add(1);
        return;
    }
    command what{.kind = command_kind::resume, .port = this, .connection = connection};
    what.extra = std::make_unique<command_extra>();
    if (auto const id = parse_event_id(last_event_id); id && id->epoch == epoch_)
        what.extra->position = id->sequence;
    for (std::uint32_t i = 0; i < count; ++i)
        what.extra->topics.push_back({std::string{view(topics[i])}, number_of(view(topics[i]))});
    post(std::move(what), queue_of(connection), command_queue::when_full::squeeze);
}

topic_number port::number_of(std::string_view topic) const noexcept {
    auto const found = std::find(kept_.begin(), kept_.end(), topic);
    return found == kept_.end() ? not_kept : static_cast<topic_number>(found - kept_.begin());
}

} // namespace tickhub::http
