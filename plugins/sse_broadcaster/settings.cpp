#include "settings.hpp"

namespace tickhub::sse_broadcaster {

settings read_settings(setting root) {
    settings s;
    s.listener = root["listener"].as_string();
    s.path = root["path"].as_string();
    if (!s.path.starts_with('/'))
        root["path"].refuse_now("a path begins with /, as in /stream");
    for (auto const topic : root["topics"])
        s.topics.insert(record_from_name(topic.as_text()));
    s.topics.insert(TICKHUB_RECORD_DEFINITION);
    s.paced = root["pace"].as_text() == "clients";
    s.heartbeat = root["heartbeat"].as_nanoseconds();
    s.retry_ms = static_cast<std::uint32_t>(root["retry"].as_nanoseconds() / 1'000'000);
    auto const history = root["history"];
    s.history.count = static_cast<std::uint64_t>(history["count"].as_integer());
    s.history.bytes = static_cast<std::uint64_t>(history["size"].as_integer());
    s.history.age = history["age"].as_nanoseconds();
    s.max_symbols = static_cast<std::size_t>(root["max_symbols_per_client"].as_integer());
    return s;
}

} // namespace tickhub::sse_broadcaster
