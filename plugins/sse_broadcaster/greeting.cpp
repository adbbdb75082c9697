#include "greeting.hpp"

#include <tickhub/json.hpp>

namespace tickhub::sse_broadcaster {

void append_problem(std::string& out, problem const& p) {
    append_json(out, [&](json_writer& json) {
        json.begin_object();
        json.key("code").string(p.code);
        if (!p.subject.empty())
            json.key(p.subject).string(p.name);
        json.key("text").string(p.text);
        json.end_object();
    });
}

void append_resume(std::string& out, std::string_view last_event_id, topic_set topics, numbering const& numbers) {
    auto const then = parse_event_id(last_event_id);
    append_json(out, [&](json_writer& json) {
        json.begin_object();
        for (auto const record : servable_topics) {
            if (!topics.contains(record) || !is_event_topic(record))
                continue;
            bool const recovered = then && numbers.missed_nothing(*then, record);
            json.key(record_name(record)).begin_object();
            json.key("recovered").boolean(recovered);
            if (recovered)
                json.key("replayed").number(0);
            else
                json.key("missed").null();
            json.end_object();
        }
        json.end_object();
    });
}

} // namespace tickhub::sse_broadcaster
