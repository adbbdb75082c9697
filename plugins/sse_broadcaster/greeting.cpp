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

} // namespace tickhub::sse_broadcaster
