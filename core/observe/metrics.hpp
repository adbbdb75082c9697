// Counters and gauges, and their exposition for Prometheus.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tickhub::observe {

enum class metric_kind : std::uint8_t { counter, gauge };

/// Names and values, e.g. {{"component", "nse"}}.
using labels = std::vector<std::pair<std::string, std::string>>;

/// The value of one series. Adding and setting never allocate. [any thread]
class cell {
public:
    void add(std::int64_t amount = 1) noexcept { value_.fetch_add(amount, std::memory_order_relaxed); }
    void set(std::int64_t value) noexcept { value_.store(value, std::memory_order_relaxed); }
    [[nodiscard]] std::int64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> value_{0};
};

/// One value that a collector reports at the time of a scrape.
struct sample {
    metric_kind kind;
    std::string name; ///< without the prefix tickhub_
    std::string help;
    observe::labels labels;
    double value;
};

/// All series of the hub. [any thread]
class metrics {
public:
    /// Makes or finds a series; the cell lives as long as the registry. Names get the prefix `tickhub_`; a name or
    /// label that Prometheus would refuse is mended with underscores. At most 100,000 series: past that, one shared
    /// cell that is shown as tickhub_metrics_overflow.
    cell& get(metric_kind kind, std::string_view name, std::string_view help, labels const& labels);

    /// Asks `collect` at each scrape. Returns a number for remove_collector.
    std::uint64_t add_collector(std::function<void(std::vector<sample>&)> collect);
    /// When this returns, the collector is not running and is not called again.
    void remove_collector(std::uint64_t number);

    /// The Prometheus text format, version 0.0.4.
    [[nodiscard]] std::string text() const;

private:
    struct series {
        observe::labels labels;
        cell value;
    };
    struct family {
        metric_kind kind;
        std::string help;
        std::map<observe::labels, series*> by_labels;
    };

    mutable std::mutex mutex_;
    std::map<std::string, family, std::less<>> families_;
    std::deque<series> series_;
    std::map<std::uint64_t, std::function<void(std::vector<sample>&)>> collectors_;
    std::uint64_t next_collector_ = 1;
};

} // namespace tickhub::observe
