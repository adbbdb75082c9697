#include "settings.hpp"

namespace tickhub::admin_notifier {

settings read_settings(setting root) {
    settings s;
    s.listener = root["listener"].as_string();
    s.path = root["path"].as_string();
    if (!s.path.starts_with('/'))
        root["path"].refuse_now("a path begins with /, as in /admin/stream");
    s.history = static_cast<std::size_t>(root["history"].as_integer());
    s.heartbeat = root["heartbeat"].as_nanoseconds();
    s.retry_ms = static_cast<std::uint32_t>(root["retry"].as_nanoseconds() / 1'000'000);
    return s;
}

} // namespace tickhub::admin_notifier
