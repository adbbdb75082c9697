#include "observe/health.hpp"

#include "observe/escape.hpp"

#include <algorithm>
#include <array>

namespace tickhub::observe {
std::string_view name(condition c) noexcept {
    constexpr std::array<std::string_view, 7> names = {"starting", "ok",          "degraded", "restarting",
                                                       "failed",   "quarantined", "stopped"};
    return names[static_cast<std::size_t>(c)];
}

void health::set(std::string_view component, condition c, std::string_view text) {
    std::lock_guard const lock{mutex_};
    components_.insert_or_assign(std::string{component}, entry{c, std::string{text}});
}

void health::set_accepting(bool accepting) {
    std::lock_guard const lock{mutex_};
    accepting_ = accepting;
}

bool health::ready_locked() const {
    return accepting_ && std::all_of(components_.begin(), components_.end(), [](auto const& named) {
               return named.second.condition == condition::ok || named.second.condition == condition::degraded;
           });
}

bool health::ready() const {
    std::lock_guard const lock{mutex_};
    return ready_locked();
}

condition health::of(std::string_view component) const {
    std::lock_guard const lock{mutex_};
    auto const at = components_.find(component);
    return at == components_.end() ? condition::stopped : at->second.condition;
}

std::string health::json() const {
    std::lock_guard const lock{mutex_};
    std::string out = "{\"ready\":";
    out.append(ready_locked() ? "true" : "false").append(",\"accepting\":").append(accepting_ ? "true" : "false");
    out += ",\"components\":{";
    bool first = true;
    for (auto const& [component, e] : components_) {
        if (!first)
            out += ',';
        first = false;
        out.append("\"")
            .append(json_escaped(component))
            .append("\":{\"condition\":\"")
            .append(name(e.condition))
            .append("\"");
        if (!e.text.empty())
            out.append(",\"text\":\"").append(json_escaped(e.text)).append("\"");
        out += '}';
    }
    return out += "}}\n";
}

} // namespace tickhub::observe
