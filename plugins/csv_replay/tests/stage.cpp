#include "stage.hpp"

#include <algorithm>
#include <stdexcept>

namespace tests {

using tickhub::to_text;
using tickhub::to_view;

namespace {

template <class Value>
Value const* as(node const& n) {
    return std::get_if<Value>(&n.value);
}

void must(tickhub_status status, tickhub::error_message const& error) {
    if (status != TICKHUB_OK)
        throw std::runtime_error{std::string{error.text()}};
}

} // namespace

node::members feed_settings(node::members given) {
    node::members all = {{"zone", "Asia/Kolkata"}, {"range", "all"}, {"instrument_class", "stock"},
                         {"speed", "max"},         {"loop", 0},      {"rebase", "none"},
                         {"report_first", 5}};
    for (auto& [name, value] : given) {
        auto const at = std::find_if(all.begin(), all.end(), [&](auto const& known) { return known.first == name; });
        if (at == all.end())
            all.emplace_back(name, std::move(value));
        else
            at->second = std::move(value);
    }
    return all;
}

feed_stage::feed_stage(node::members settings) : component_{*tickhub_plugin_v1.component} {
    tree_.root = add(feed_settings(std::move(settings)), "");
    fill_settings();
    fill_services();
    tickhub::error_message error;
    auto const status = component_.create(&host_, &tree_, &instance_, &error.raw);
    if (status != TICKHUB_REFUSED)
        must(status, error);
}

feed_stage::~feed_stage() {
    if (instance_ == nullptr)
        return;
    component_.stop(instance_);
    component_.destroy(instance_);
}

void feed_stage::start() {
    tickhub::error_message error;
    must(component_.start(instance_, &error.raw), error);
}

tickhub_pull feed_stage::next(std::uint32_t max_events) {
    tickhub_pull pull{sizeof(tickhub_pull), max_events, 0, 0, 0};
    tickhub::error_message error;
    must(component_.next(instance_, &pull, &error.raw), error);
    return pull;
}

void feed_stage::play(std::uint32_t max_events) {
    for (;;) {
        tickhub_pull const pull = next(max_events);
        if (pull.next == TICKHUB_PULL_ENDED)
            return;
        if (pull.next == TICKHUB_PULL_WAIT)
            steady_time = std::max(steady_time, pull.wake_at);
    }
}

std::int64_t feed_stage::metric(std::string const& name) const {
    auto const found = metrics_.find(name);
    return found == metrics_.end() ? -1 : found->second;
}

tickhub_node feed_stage::add(node const& value, std::string path) {
    nodes_.push_back({value, path, {}});
    auto const id = static_cast<tickhub_node>(nodes_.size());
    std::vector<std::pair<std::string, tickhub_node>> children;
    if (auto const* object = as<node::members>(value)) {
        for (auto const& [name, member] : *object)
            children.emplace_back(name, add(member, path.empty() ? name : path + "/" + name));
    } else if (auto const* list = as<node::items>(value)) {
        for (std::size_t i = 0; i < list->size(); ++i)
            children.emplace_back("", add((*list)[i], path + "/" + std::to_string(i)));
    }
    nodes_[id - 1].children = std::move(children);
    return id;
}

void feed_stage::fill_settings() {
    tree_.struct_size = sizeof(tree_);
    tree_.context = this;
    tree_.member = [](void* c, tickhub_node n, tickhub_text name) -> tickhub_node {
        for (auto const& [known, child] : self(c).nodes_.at(n - 1).children) {
            if (known == to_view(name))
                return child;
        }
        return 0;
    };
    tree_.item = [](void* c, tickhub_node n, std::uint32_t index) {
        return self(c).nodes_.at(n - 1).children.at(index).second;
    };
    tree_.count = [](void* c, tickhub_node n) {
        return static_cast<std::uint32_t>(self(c).nodes_.at(n - 1).children.size());
    };
    tree_.get_integer = [](void* c, tickhub_node n) {
        auto const* integer = as<std::int64_t>(self(c).nodes_.at(n - 1).value);
        return integer == nullptr ? std::int64_t{0} : *integer;
    };
    tree_.get_text = [](void* c, tickhub_node n) {
        auto const* text = as<std::string>(self(c).nodes_.at(n - 1).value);
        return text == nullptr ? tickhub_text{} : to_text(*text);
    };
    tree_.refuse = [](void* c, tickhub_node n, std::uint32_t, tickhub_text text) {
        self(c).refusals.push_back(self(c).nodes_.at(n - 1).path + ": " + std::string{to_view(text)});
    };
}

template <class Service>
Service feed_stage::table() {
    Service service{};
    service.struct_size = sizeof(Service);
    service.context = this;
    return service;
}

void feed_stage::fill_services() {
    log_service_ = table<tickhub_log>();
    log_service_.write = [](void* c, std::uint32_t, tickhub_text text) { self(c).log.emplace_back(to_view(text)); };
    metrics_service_ = table<tickhub_metrics>();
    metrics_service_.create = [](void* c, std::uint32_t, tickhub_text name, tickhub_text, tickhub_label const* labels,
                                 std::uint32_t count) {
        std::string full{to_view(name)};
        for (std::uint32_t i = 0; i < count; ++i)
            full += (i == 0 ? "{" : ",") + std::string{to_view(labels[i].name)} + "=" +
                    std::string{to_view(labels[i].value)};
        full += count == 0 ? "" : "}";
        self(c).metrics_[full] = 0;
        self(c).metric_names_.push_back(full);
        return static_cast<tickhub_metric>(self(c).metric_names_.size());
    };
    metrics_service_.add = [](void* c, tickhub_metric metric, std::int64_t amount) {
        self(c).metrics_[self(c).metric_names_.at(metric - 1)] += amount;
    };
    metrics_service_.set = [](void* c, tickhub_metric metric, std::int64_t value) {
        self(c).metrics_[self(c).metric_names_.at(metric - 1)] = value;
    };
    clock_ = table<tickhub_clock>();
    clock_.market_time = [](void* c) { return self(c).market_time; };
    clock_.steady_time = [](void* c) { return self(c).steady_time; };
    publish_ = table<tickhub_publish>();
    publish_.publish = [](void* c, tickhub_batch const* batch) -> tickhub_status {
        self(c).batches.push_back(batch->count);
        for (tickhub::event const e : tickhub::event_batch{*batch}) {
            auto const* words = reinterpret_cast<std::uint64_t const*>(&e.header());
            self(c).records.emplace_back(words, words + e.header().size / 8);
        }
        return TICKHUB_OK;
    };
    instruments_ = table<tickhub_instruments>();
    instruments_.define = [](void* c, tickhub_text symbol) -> tickhub_instrument_id {
        std::string const wanted{to_view(symbol)};
        if (wanted == "TAKEN")
            return 0;
        self(c).symbols_.push_back(wanted);
        return static_cast<tickhub_instrument_id>(self(c).symbols_.size());
    };
    timers_ = table<tickhub_timers>();
    background_ = table<tickhub_background>();
    status_ = table<tickhub_status_service>();
    encode_ = table<tickhub_encode>();
    services_ = {{TICKHUB_SERVICE_LOG, &log_service_},       {TICKHUB_SERVICE_METRICS, &metrics_service_},
                 {TICKHUB_SERVICE_CLOCK, &clock_},           {TICKHUB_SERVICE_TIMERS, &timers_},
                 {TICKHUB_SERVICE_PUBLISH, &publish_},       {TICKHUB_SERVICE_INSTRUMENTS, &instruments_},
                 {TICKHUB_SERVICE_BACKGROUND, &background_}, {TICKHUB_SERVICE_STATUS, &status_},
                 {TICKHUB_SERVICE_ENCODE, &encode_}};
    host_.struct_size = sizeof(host_);
    host_.abi_major = TICKHUB_ABI_MAJOR;
    host_.context = this;
    host_.component = to_text("nse");
    host_.service = [](void* c, tickhub_text id) -> void const* {
        auto const found = self(c).services_.find(to_view(id));
        return found == self(c).services_.end() ? nullptr : found->second;
    };
}

} // namespace tests
