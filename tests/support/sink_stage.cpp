#include "support/sink_stage.hpp"

#include <algorithm>
#include <charconv>

namespace tests {

using tickhub::to_text;
using tickhub::to_view;

namespace {

std::string hex(std::uint64_t value) {
    char digits[16];
    return {digits, std::to_chars(digits, digits + sizeof(digits), value, 16).ptr};
}

tickhub_text find(pairs const& among, tickhub_text name) {
    auto const found = among.find(std::string{to_view(name)});
    return found == among.end() ? tickhub_text{} : to_text(found->second);
}

char const* const lanes[] = {"", "control", "private", "event", "keyed", "state"};
char const* const deliveries[] = {"", "state", "fast", "strict"};

} // namespace

sink_stage::sink_stage(tickhub_plugin const& plugin, std::map<std::string, value> settings)
    : component_{*plugin.component}
    , settings_(settings.begin(), settings.end()) {
    fill_host();
    fill_http();
    tickhub::error_message error;
    auto const status = component_.create(&host_, &tree_, &instance_, &error.raw);
    if (status != TICKHUB_REFUSED)
        must(status, error);
}

sink_stage::~sink_stage() {
    if (instance_ != nullptr) {
        component_.stop(instance_);
        component_.destroy(instance_);
    }
}

void sink_stage::must(tickhub_status status, tickhub::error_message const& error) {
    if (status != TICKHUB_OK)
        throw std::runtime_error{std::string{error.text()}};
}

void sink_stage::start() {
    services_["tickhub.http/1"] = &http_;
    tickhub::error_message error;
    must(component_.start(instance_, &error.raw), error);
}

tickhub_instrument_id sink_stage::define(std::string_view symbol) {
    symbols_.emplace_back(symbol);
    return static_cast<tickhub_instrument_id>(symbols_.size());
}

void sink_stage::publish(tickhub::batch_builder& batch) {
    publish(batch.raw());
    batch.clear();
}

void sink_stage::publish(tickhub_batch const& batch) {
    tickhub::error_message error;
    must(component_.on_events(instance_, &batch, &error.raw), error);
}

std::size_t sink_stage::request(pairs query, pairs headers, std::string method) {
    query_ = std::move(query);
    headers_ = std::move(headers);
    clients_.emplace_back();
    tickhub_request r{};
    r.struct_size = sizeof(r);
    r.mount = 1;
    r.id = clients_.size();
    r.method = to_text(method);
    r.context = this;
    r.query = [](void* c, tickhub_text name) { return find(self(c).query_, name); };
    r.header = [](void* c, tickhub_text name) { return find(self(c).headers_, name); };
    tickhub::error_message error;
    must(component_.on_request(instance_, &r, &error.raw), error);
    return clients_.size();
}

void sink_stage::disconnect(std::size_t client) {
    clients_.at(client - 1).open = false;
    for (auto& group : groups_)
        std::erase(group.members, client);
    tickhub::error_message error;
    must(component_.on_closed(instance_, client, &error.raw), error);
}

std::string sink_stage::read(std::size_t client) {
    clients_.at(client - 1).how.clear();
    return std::exchange(clients_.at(client - 1).text, {});
}

std::string sink_stage::manners(std::size_t client) {
    clients_.at(client - 1).text.clear();
    return std::exchange(clients_.at(client - 1).how, {});
}

std::string_view sink_stage::symbol(tickhub_instrument_id id) const {
    return id == 0 || id > symbols_.size() ? std::string_view{} : symbols_[id - 1];
}

std::string_view sink_stage::publisher(std::uint16_t id) const {
    auto const found = publishers_.find(id);
    return id == 0 ? "hub" : found == publishers_.end() ? std::string_view{} : found->second;
}

void sink_stage::deliver(std::size_t client, sent const& message) {
    auto& to = clients_.at(client - 1);
    if (!to.open || muted_)
        return;
    to.text += message.event;
    if (message.sequence != 0)
        to.text += " #" + std::to_string(message.sequence);
    // The epoch differs from run to run.
    std::string data = message.data;
    if (auto const at = data.find(hex(to.options.epoch)); at != std::string::npos)
        data.replace(at, hex(to.options.epoch).size(), "EPOCH");
    to.text += " " + data + "\n";
    to.how += message.event + ": " + lanes[message.lane] + "/" + deliveries[message.delivery] + "\n";
}

template <class Service>
Service sink_stage::table() {
    Service service{};
    service.struct_size = sizeof(Service);
    service.context = this;
    return service;
}

void sink_stage::fill_host() {
    tree_ = table<tickhub_settings>();
    tree_.root = 1;
    tree_.member = [](void* c, tickhub_node, tickhub_text name) {
        auto const& all = self(c).settings_;
        auto const found =
            std::find_if(all.begin(), all.end(), [&](auto const& s) { return s.first == to_view(name); });
        return found == all.end() ? 0 : static_cast<tickhub_node>(found - all.begin() + 2);
    };
    // An item of a list is its node with its number, plus 1, above.
    tree_.count = [](void* c, tickhub_node n) {
        return static_cast<std::uint32_t>(std::get<std::vector<std::string>>(self(c).value_of(n)).size());
    };
    tree_.item = [](void*, tickhub_node n, std::uint32_t index) { return n | (index + 1) << 16; };
    tree_.get_integer = [](void* c, tickhub_node n) { return std::get<std::int64_t>(self(c).value_of(n)); };
    tree_.get_text = [](void* c, tickhub_node n) {
        auto const& v = self(c).value_of(n & 0xffff);
        return to_text(n > 0xffff ? std::get<std::vector<std::string>>(v)[(n >> 16) - 1] : std::get<std::string>(v));
    };
    tree_.refuse = [](void* c, tickhub_node n, std::uint32_t, tickhub_text text) {
        self(c).refusals_ += self(c).settings_.at(n - 2).first + ": " + std::string{to_view(text)} + "\n";
    };

    log_ = table<tickhub_log>();
    log_.write = [](void*, std::uint32_t, tickhub_text) {};
    metrics_ = table<tickhub_metrics>();
    metrics_.create = [](void*, std::uint32_t, tickhub_text, tickhub_text, tickhub_label const*, std::uint32_t) {
        return tickhub_metric{1};
    };
    metrics_.add = [](void*, tickhub_metric, std::int64_t) {};
    metrics_.set = [](void*, tickhub_metric, std::int64_t) {};
    clock_ = table<tickhub_clock>();
    clock_.market_time = [](void* c) { return self(c).market_time; };
    clock_.steady_time = [](void* c) { return self(c).steady_time; };
    timers_ = table<tickhub_timers>();
    publish_ = table<tickhub_publish>();
    background_ = table<tickhub_background>();
    status_ = table<tickhub_status_service>();
    instruments_ = table<tickhub_instruments>();
    instruments_.find = [](void* c, tickhub_text symbol) {
        auto const& all = self(c).symbols_;
        auto const found = std::find(all.begin(), all.end(), to_view(symbol));
        return found == all.end() ? 0 : static_cast<tickhub_instrument_id>(found - all.begin() + 1);
    };
    encode_ = table<tickhub_encode>();
    encode_.json = [](void* c, tickhub_event_header const* e, char* out, std::uint64_t capacity) {
        return std::uint64_t{tickhub::encode_json(*e, self(c), out, capacity)};
    };

    services_ = {{"tickhub.log/1", &log_},         {"tickhub.metrics/1", &metrics_},
                 {"tickhub.clock/1", &clock_},     {"tickhub.timers/1", &timers_},
                 {"tickhub.publish/1", &publish_}, {"tickhub.instruments/1", &instruments_},
                 {"tickhub.status/1", &status_},   {"tickhub.background/1", &background_},
                 {"tickhub.encode/1", &encode_}};
    host_.struct_size = sizeof(host_);
    host_.abi_major = TICKHUB_ABI_MAJOR;
    host_.context = this;
    host_.component = to_text("public");
    host_.service = [](void* c, tickhub_text id) -> void const* {
        auto const found = self(c).services_.find(to_view(id));
        return found == self(c).services_.end() ? nullptr : found->second;
    };
}

void sink_stage::fill_http() {
    http_ = table<tickhub_http>();
    static auto const copy = [](tickhub_message const& m) {
        return sent{std::string{to_view(m.event)}, std::string{to_view(m.data)}, m.key, m.sequence, m.lane, m.delivery};
    };
    http_.mount = [](void* c, tickhub_text listener, tickhub_text path, std::uint32_t* mount, tickhub_error*) {
        self(c).mounted = std::string{to_view(listener)} + " " + std::string{to_view(path)};
        *mount = 1;
        return tickhub_status{TICKHUB_OK};
    };
    http_.respond = [](void* c, tickhub_request_id id, tickhub_response const* r) {
        self(c).clients_.at(id - 1).text = std::to_string(r->status) + " " + std::string{to_view(r->content_type)} +
                                           " " + std::string{to_view(r->body)};
        return tickhub_status{TICKHUB_OK};
    };
    http_.open_stream = [](void* c, tickhub_request_id id, tickhub_stream_options const* options,
                           tickhub_connection* connection) {
        auto& client = self(c).clients_.at(id - 1);
        client.options = *options;
        client.open = true;
        *connection = id;
        return tickhub_status{TICKHUB_OK};
    };
    http_.create_group = [](void* c) {
        self(c).groups_.emplace_back();
        return tickhub_group{self(c).groups_.size()};
    };
    http_.join = [](void* c, tickhub_connection client, tickhub_group g, std::uint32_t with_current) {
        auto& group = self(c).groups_.at(g - 1);
        group.members.push_back(client);
        if (with_current != 0) {
            for (auto const& [key, message] : group.current)
                self(c).deliver(client, message);
        }
    };
    http_.leave = [](void* c, tickhub_connection client, tickhub_group g) {
        std::erase(self(c).groups_.at(g - 1).members, client);
    };
    http_.send = [](void* c, tickhub_connection client, tickhub_message const* m) {
        self(c).deliver(client, copy(*m));
    };
    http_.broadcast = [](void* c, tickhub_group const* groups, std::uint32_t count, tickhub_message const* m) {
        ++self(c).broadcasts_;
        if (self(c).muted_)
            return;
        auto const message = copy(*m);
        for (std::uint32_t i = 0; i < count; ++i) {
            auto& group = self(c).groups_.at(groups[i] - 1);
            if (m->delivery == TICKHUB_DELIVERY_STATE) {
                auto const same = std::find_if(group.current.begin(), group.current.end(),
                                               [&](auto const& kept) { return kept.first == m->key; });
                if (same != group.current.end())
                    same->second = message;
                else
                    group.current.emplace_back(m->key, message);
            }
            for (auto const client : group.members)
                self(c).deliver(client, message);
        }
    };
    http_.clear = [](void* c, tickhub_group g) { self(c).groups_.at(g - 1).current.clear(); };
    http_.close = [](void* c, tickhub_connection client) { self(c).clients_.at(client - 1).open = false; };
}

} // namespace tests
