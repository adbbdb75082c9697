#include "greeting.hpp"

#include <tickhub/json.hpp>

namespace tickhub::admin_notifier {

beginning begin_at(history const& kept, std::optional<std::string_view> last_event_id,
                   std::optional<std::string_view> least) {
    beginning start;
    start.after = kept.beginning();
    if (least && !least->empty()) {
        if (auto const known = parse_severity(*least))
            start.least = *known;
        else
            start.bad_severity = least;
    }
    if (last_event_id) {
        if (auto const then = parse_event_id(*last_event_id); then && kept.reaches_back_to(*then)) {
            start.after = then->sequence;
            start.recovered = true;
        }
    }
    return start;
}

void append_resume(std::string& out, history const& kept, beginning const& start) {
    std::uint64_t replayed = 0;
    kept.for_each_after(start.after, start.least, [&](history::entry const&) { ++replayed; });
    append_json(out, [&](json_writer& json) {
        json.begin_object();
        json.key("notice").begin_object();
        json.key("recovered").boolean(start.recovered);
        if (start.recovered)
            json.key("replayed").number(replayed);
        else
            json.key("missed").null();
        json.end_object();
        json.end_object();
    });
}

void append_severity_problem(std::string& out, std::string_view severity) {
    append_json(out, [&](json_writer& json) {
        json.begin_object();
        json.key("code").string("unknown_severity");
        json.key("severity").string(severity);
        json.key("text").string("there is no such severity; there are info, warning, critical. You get them all");
        json.end_object();
    });
}

} // namespace tickhub::admin_notifier
