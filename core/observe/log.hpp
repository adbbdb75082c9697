// Structured logs: one line an entry, with the time, the level and the component that speaks.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace tickhub::observe {

enum class log_level : std::uint8_t { debug = 1, info = 2, warning = 3, error = 4 };
enum class log_format : std::uint8_t { text, json };

/// Writes log lines to standard error. All members are [any thread].
class log {
public:
    /// Lines below `lowest` are not written.
    explicit log(log_level lowest = log_level::info, log_format format = log_format::text);
    ~log();
    log(log const&) = delete;
    log& operator=(log const&) = delete;

    /// Writes one line; line breaks and control characters in it are escaped. Never throws.
    void write(log_level level, std::string_view component, std::string_view text) noexcept;

    /// Every line passes through `mask` before it is written: secrets are taken out there. Set before threads start.
    void set_mask(std::function<std::string(std::string_view)> mask);

    [[nodiscard]] log_level lowest() const noexcept { return lowest_; }

private:
    struct output;
    log_level lowest_;
    log_format format_;
    std::function<std::string(std::string_view)> mask_;
    std::unique_ptr<output> output_;
};

/// `debug`, `info`, `warning` or `error`.
[[nodiscard]] std::string_view name(log_level level) noexcept;

} // namespace tickhub::observe
