#include "observe/log.hpp"

#include "observe/escape.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace tickhub::observe {
namespace {

spdlog::level::level_enum to_spdlog(log_level level) {
    switch (level) {
    case log_level::debug:
        return spdlog::level::debug;
    case log_level::info:
        return spdlog::level::info;
    case log_level::warning:
        return spdlog::level::warn;
    case log_level::error:
        break;
    }
    return spdlog::level::err;
}

} // namespace

struct log::output {
    spdlog::logger logger{"tickhub", std::make_shared<spdlog::sinks::stderr_sink_mt>()};
};

log::log(log_level lowest, log_format format) : lowest_{lowest}, format_{format}, output_{std::make_unique<output>()} {
    auto const* pattern =
        format == log_format::json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%fZ",%v})" : "%Y-%m-%dT%H:%M:%S.%fZ %v";
    output_->logger.set_formatter(std::make_unique<spdlog::pattern_formatter>(pattern, spdlog::pattern_time_type::utc));
    output_->logger.set_level(spdlog::level::trace);
    output_->logger.flush_on(spdlog::level::info);
}

log::~log() = default;

void log::write(log_level level, std::string_view component, std::string_view text) noexcept {
    if (level < lowest_)
        return;
    try {
        std::string const masked = mask_ ? mask_(text) : std::string{text};
        std::string line;
        if (format_ == log_format::json) {
            line = R"("level":")";
            line.append(name(level)).append(R"(","component":")").append(json_escaped(component));
            line.append(R"(","text":")").append(json_escaped(masked)).append("\"");
        } else {
            line.append(name(level)).append(" ").append(component).append(": ").append(one_line(masked));
        }
        output_->logger.log(to_spdlog(level), line);
    } catch (...) {
        // A log line that can't be written must not take the hub down.
    }
}

void log::set_mask(std::function<std::string(std::string_view)> mask) {
    mask_ = std::move(mask);
}

std::string_view name(log_level level) noexcept {
    switch (level) {
    case log_level::debug:
        return "debug";
    case log_level::info:
        return "info";
    case log_level::warning:
        return "warning";
    case log_level::error:
        break;
    }
    return "error";
}

} // namespace tickhub::observe
