#include "observe/metrics.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <unordered_map>

namespace tickhub::observe {
namespace {

constexpr std::size_t max_series = 100'000;

// Prometheus takes [a-zA-Z0-9_] here; plugins may have asked for anything.
std::string mend(std::string_view name) {
    std::string out;
    out.reserve(name.size());
    for (char const c : name) {
        bool const fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        out += fine ? c : '_';
    }
    return out;
}

class families {
public:
    void add(metric_kind kind, std::string const& name, std::string const& help, labels const& series_labels,
             double value) {
        auto const [at, fresh] = index_.try_emplace(name, all_.size());
        if (fresh) {
            all_.push_back(
                {"tickhub_" + name,
                 help,
                 kind == metric_kind::counter ? prometheus::MetricType::Counter : prometheus::MetricType::Gauge,
                 {}});
        }
        prometheus::ClientMetric metric;
        for (auto const& [label, text] : series_labels)
            metric.label.push_back({label, text});
        if (kind == metric_kind::counter) {
            metric.counter.value = value;
        } else {
            metric.gauge.value = value;
        }
        all_[at->second].metric.push_back(std::move(metric));
    }
    [[nodiscard]] std::string text() const { return prometheus::TextSerializer{}.Serialize(all_); }

private:
    std::vector<prometheus::MetricFamily> all_;
    std::unordered_map<std::string, std::size_t> index_;
};

} // namespace

cell& metrics::get(metric_kind kind, std::string_view name, std::string_view help, labels const& asked) {
    std::lock_guard const lock{mutex_};
    labels mended;
    for (auto const& [label, value] : asked)
        mended.emplace_back(mend(label), value);
    std::string family_name = mend(name);
    if (series_.size() >= max_series) {
        auto const at = families_.find(family_name);
        if (at == families_.end() || !at->second.by_labels.contains(mended)) {
            family_name = "metrics_overflow";
            mended.clear();
        }
    }
    auto& known = families_.try_emplace(family_name, family{kind, std::string{help}, {}}).first->second;
    auto const [at, fresh] = known.by_labels.try_emplace(mended, nullptr);
    if (fresh) {
        at->second = &series_.emplace_back();
        at->second->labels = mended;
    }
    return at->second->value;
}

std::uint64_t metrics::add_collector(std::function<void(std::vector<sample>&)> collect) {
    std::lock_guard const lock{mutex_};
    collectors_.emplace(next_collector_, std::move(collect));
    return next_collector_++;
}

void metrics::remove_collector(std::uint64_t number) {
    std::lock_guard const lock{mutex_};
    collectors_.erase(number);
}

std::string metrics::text() const {
    families out;
    std::lock_guard const lock{mutex_};
    for (auto const& [name, known] : families_) {
        for (auto const& [series_labels, one] : known.by_labels) {
            out.add(known.kind, name, known.help, series_labels, static_cast<double>(one->value.value()));
        }
    }
    std::vector<sample> samples;
    for (auto const& [number, collect] : collectors_)
        collect(samples);
    for (auto const& s : samples)
        out.add(s.kind, mend(s.name), s.help, s.labels, s.value);
    return out.text();
}

} // namespace tickhub::observe
