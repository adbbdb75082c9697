// How each component is doing, as /readyz tells it.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace tickhub::observe {

/// starting, ok and degraded serve; restarting, failed and quarantined do not; stopped is the end of a clean life.
enum class condition : std::uint8_t { starting, ok, degraded, restarting, failed, quarantined, stopped };

[[nodiscard]] std::string_view name(condition c) noexcept;

/// The hub is ready when it is running and every component is ok or degraded. [any thread]
class health {
public:
    void set(std::string_view component, condition c, std::string_view text = {});
    /// Off while starting and while draining.
    void set_accepting(bool accepting);

    [[nodiscard]] bool ready() const;
    [[nodiscard]] condition of(std::string_view component) const;
    /// JSON: {"ready": …, "accepting": …, "components": {"nse": {"condition": "ok"}, …}}.
    [[nodiscard]] std::string json() const;

private:
    struct entry {
        observe::condition condition;
        std::string text;
    };
    [[nodiscard]] bool ready_locked() const;

    mutable std::mutex mutex_;
    std::map<std::string, entry, std::less<>> components_;
    bool accepting_ = false;
};

} // namespace tickhub::observe
