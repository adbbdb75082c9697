#include "http/resume_answer.hpp"

namespace tickhub::http {

std::string resume_answer(std::span<resumed_topic const> topics, std::span<recovery const> answers) {
    std::string json = "{";
    for (std::size_t i = 0; i < topics.size(); ++i) {
        recovery const& answer = answers[i];
        // A topic is an event's name, so it needs no escaping.
        json.append(i == 0 ? "\"" : ",\"").append(topics[i].name);
        json.append(answer.recovered ? "\":{\"recovered\":true,\"replayed\":" : "\":{\"recovered\":false,\"missed\":");
        json.append(answer.count ? std::to_string(*answer.count) : "null").append("}");
    }
    return json + "}";
}

} // namespace tickhub::http
