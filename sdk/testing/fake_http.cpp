#include <tickhub/event_id.hpp>
#include <tickhub/events.hpp>
#include <tickhub/testing/fake_host.hpp>
#include <tickhub/testing/fake_http.hpp>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <iterator>

namespace tickhub::testing {
namespace {

std::string hex(std::uint64_t value) {
    char digits[16];
    return {digits, std::to_chars(digits, digits + sizeof(digits), value, 16).ptr};
}

tickhub_text find(fake_http::pairs const& among, tickhub_text name) {
    auto const found = among.find(std::string{to_view(name)});
    return found == among.end() ? tickhub_text{} : to_text(found->second);
}

bool same_but_for_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

tickhub_text find_header(fake_http::pairs const& among, tickhub_text name) {
    for (auto const& [header, value] : among) {
        if (same_but_for_case(header, to_view(name)))
            return to_text(value);
    }
    return {};
}

tickhub_text name_at(fake_http::pairs const& among, std::uint64_t place) {
    if (place >= among.size())
        return {};
    return to_text(std::next(among.begin(), static_cast<std::ptrdiff_t>(place))->first);
}

std::string hex(std::string_view bytes) {
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (char const c : bytes) {
        text += digits[static_cast<unsigned char>(c) >> 4U];
        text += digits[static_cast<unsigned char>(c) & 0xfU];
    }
    return text;
}

constexpr std::string_view forms[] = {"", "text", "binary"}; // an event goes by its name
constexpr char const* lanes[] = {"", "control", "private", "event", "keyed", "state"};
constexpr char const* deliveries[] = {"", "state", "fast", "strict", "keyed"};

} // namespace

fake_http::fake_http(fake_host& host) : host_{host} {
    fill();
}

fake_http& fake_http::self(void* context, char const* function) {
    auto& http = *static_cast<fake_http*>(context);
    http.host_.check_serialised(function);
    http.run_ticks();
    return http;
}

tickhub_request const& fake_http::make_request(pairs query, pairs headers, std::string method, std::uint32_t mount) {
    query_ = std::move(query);
    headers_ = std::move(headers);
    method_ = std::move(method);
    clients_.emplace_back();
    request_ = {};
    request_.struct_size = sizeof(request_);
    request_.mount = mount;
    request_.id = clients_.size();
    request_.method = to_text(method_);
    if (mount >= 1 && mount <= mounts_.size()) {
        std::string_view const mounted = mounts_[mount - 1];
        request_.path = to_text(mounted.substr(mounted.find(' ') + 1));
    }
    request_.remote = to_text("127.0.0.1");
    request_.context = this;
    request_.query = [](void* c, tickhub_text name) { return find(self(c, "request.query").query_, name); };
    request_.header = [](void* c, tickhub_text name) { return find_header(self(c, "request.header").headers_, name); };
    request_.query_name = [](void* c, std::uint64_t place) {
        return name_at(self(c, "request.query_name").query_, place);
    };
    request_.may_have = [](void*, tickhub_text) { return std::uint32_t{1}; };
    return request_;
}

tickhub_request const& fake_http::make_websocket_request(pairs query, pairs headers, std::string subprotocols,
                                                         std::uint32_t mount) {
    headers.emplace("upgrade", "websocket");
    if (!subprotocols.empty())
        headers.emplace("sec-websocket-protocol", std::move(subprotocols));
    make_request(std::move(query), std::move(headers), "GET", mount);
    clients_.back().wants_websocket = true;
    request_.wants_websocket = 1;
    return request_;
}

bool fake_http::disconnect(std::size_t client) {
    run_ticks();
    for (auto& group : groups_)
        std::erase(group.members, client);
    return std::exchange(clients_.at(client - 1).open, false);
}

std::string fake_http::read(std::size_t client) {
    run_ticks();
    clients_.at(client - 1).how.clear();
    return std::exchange(clients_.at(client - 1).text, {});
}

std::string fake_http::manners(std::size_t client) {
    run_ticks();
    clients_.at(client - 1).text.clear();
    return std::exchange(clients_.at(client - 1).how, {});
}

fake_http::sent fake_http::copy(tickhub_message const& m) {
    return {std::string{to_view(m.event)},
            std::string{to_view(m.data)},
            m.key,
            m.sequence,
            m.lane,
            m.delivery,
            m.form,
            m.begins != 0};
}

void fake_http::deliver(std::size_t client, sent const& message) {
    if (client == 0 || client > clients_.size())
        return;
    auto& to = clients_[client - 1];
    if (!to.open || muted_ || (message.form != TICKHUB_FORM_EVENT && !to.websocket))
        return;
    if (message.delivery == TICKHUB_DELIVERY_KEYED) {
        if (message.begins)
            to.chains.insert(message.key);
        if (!to.chains.contains(message.key))
            return;
    }
    bool const overtakes = message.lane == TICKHUB_LANE_CONTROL && message.delivery != TICKHUB_DELIVERY_STATE;
    if (to.awaits_resume && !overtakes)
        to.held.push_back(message);
    else
        write_down(to, message);
}

void fake_http::write_down(client_state& to, sent const& message) {
    to.text += forms[message.form].empty() ? message.event : forms[message.form];
    if (message.sequence != 0)
        to.text += " #" + std::to_string(message.sequence);
    std::string data = message.form == TICKHUB_FORM_BINARY ? hex(message.data) : message.data;
    auto const epoch = hex(to.options.epoch);
    if (auto const at = data.find(epoch); to.options.epoch != 0 && at != std::string::npos)
        data.replace(at, epoch.size(), "EPOCH");
    to.text += " " + data + "\n";
    to.how += message.event + ": " + lanes[message.lane] + "/" + deliveries[message.delivery] + "\n";
}

void fake_http::broadcast(std::vector<tickhub_group> const& groups, sent const& message) {
    auto at_once = groups;
    if (message.delivery == TICKHUB_DELIVERY_KEYED) {
        for (auto const group : groups)
            groups_.at(group - 1).keys.insert(message.key);
    }
    if (message.delivery == TICKHUB_DELIVERY_STATE) {
        for (auto const group : groups) {
            make_current(group, message);
            hold_back(group, message.key);
        }
        std::erase_if(at_once, [this](tickhub_group group) { return groups_.at(group - 1).step != 0; });
    }
    if (message.lane == TICKHUB_LANE_EVENT && message.sequence != 0)
        history_.add(message, groups, host_.clock.steady_time);
    latest_ = std::max(latest_, message.sequence);
    for (std::size_t client = 1; client <= clients_.size(); ++client) {
        if (is_member(client, at_once)) // once, whatever groups it is in
            deliver(client, message);
    }
}

void fake_http::make_current(tickhub_group number, sent const& message) {
    auto& current = groups_.at(number - 1).current;
    auto const same =
        std::find_if(current.begin(), current.end(), [&](auto const& kept) { return kept.first == message.key; });
    if (same != current.end())
        same->second = message;
    else
        current.emplace_back(message.key, message);
}

void fake_http::hold_back(tickhub_group number, std::uint64_t key) {
    auto& group = groups_.at(number - 1);
    if (group.step == 0 || group.members.empty())
        return;
    if (group.waiting.empty())
        group.due = (host_.clock.steady_time / group.step + 1) * group.step;
    if (std::find(group.waiting.begin(), group.waiting.end(), key) == group.waiting.end())
        group.waiting.push_back(key);
}

void fake_http::run_ticks() {
    for (auto& group : groups_) {
        if (group.waiting.empty() || host_.clock.steady_time < group.due)
            continue;
        for (auto const key : std::exchange(group.waiting, {})) {
            auto const current =
                std::find_if(group.current.begin(), group.current.end(), [&](auto const& c) { return c.first == key; });
            for (auto const member : group.members)
                deliver(member, current->second);
        }
    }
}

bool fake_http::is_member(std::size_t client, std::vector<tickhub_group> const& groups) const {
    return std::any_of(groups.begin(), groups.end(), [&](tickhub_group number) {
        auto const& members = groups_.at(number - 1).members;
        return std::find(members.begin(), members.end(), client) != members.end();
    });
}

// The answer has an id when nothing follows, as the hub's.
void fake_http::resume(std::size_t client, std::string_view last_event_id, std::vector<std::string> const& topics) {
    auto& to = clients_.at(client - 1);
    if (!to.open || !std::exchange(to.awaits_resume, false))
        return;
    history_.expire(host_.clock.steady_time);
    std::uint64_t const latest = std::max(latest_, to.options.sequence);
    auto const id = parse_event_id(last_event_id);
    bool const sound = id && id->epoch == history_.epoch() && id->sequence <= latest;
    std::string json = "{";
    std::vector<sent> messages;
    for (auto const& topic : topics) {
        auto const answer =
            sound ? history_.after(topic, id->sequence, [&](auto const& groups) { return is_member(client, groups); })
                  : fake_history<sent>::answer{fake_history<sent>::unknown, {}};
        json += (json.size() == 1 ? "\"" : ",\"") + topic + "\":" + answer.json;
        messages.insert(messages.end(), answer.messages.begin(), answer.messages.end());
    }
    std::sort(messages.begin(), messages.end(), [](auto const& a, auto const& b) { return a.sequence < b.sequence; });
    deliver(client, {"resume", json + "}", 0, messages.empty() ? latest : 0, TICKHUB_LANE_CONTROL,
                     TICKHUB_DELIVERY_STRICT, TICKHUB_FORM_EVENT});
    auto const urgent = std::stable_partition(to.held.begin(), to.held.end(),
                                              [](sent const& m) { return m.lane < TICKHUB_LANE_EVENT; });
    messages.insert(messages.begin(), to.held.begin(), urgent);
    messages.insert(messages.end(), urgent, to.held.end());
    to.held.clear();
    for (auto const& message : messages)
        deliver(client, message);
}

void fake_http::fill() {
    raw_.struct_size = sizeof(raw_);
    raw_.context = this;
    raw_.mount = [](void* c, tickhub_text listener, tickhub_text path, std::uint32_t* mount, tickhub_error*) {
        auto& mounts = self(c, "http.mount").mounts_;
        mounts.push_back(std::string{to_view(listener)} + " " + std::string{to_view(path)});
        *mount = static_cast<std::uint32_t>(mounts.size());
        return tickhub_status{TICKHUB_OK};
    };
    raw_.respond = [](void* c, tickhub_request_id id, tickhub_response const* r) {
        auto& client = self(c, "http.respond").clients_.at(id - 1);
        ++client.answers;
        client.text = std::to_string(r->status) + " " + std::string{to_view(r->content_type)} + " " +
                      std::string{to_view(r->body)};
        return tickhub_status{TICKHUB_OK};
    };
    raw_.open_stream = [](void* c, tickhub_request_id id, tickhub_stream_options const* options,
                          tickhub_connection* connection) {
        auto& client = self(c, "http.open_stream").clients_.at(id - 1);
        if (client.wants_websocket)
            return tickhub_status{TICKHUB_INVALID};
        ++client.answers;
        client.options = *options;
        client.open = true;
        client.awaits_resume = options->resumes != 0;
        *connection = id;
        return tickhub_status{TICKHUB_OK};
    };
    raw_.open_websocket = [](void* c, tickhub_request_id id, tickhub_websocket_options const* options,
                             tickhub_connection* connection) {
        auto& client = self(c, "http.open_websocket").clients_.at(id - 1);
        if (!client.wants_websocket)
            return tickhub_status{TICKHUB_INVALID};
        ++client.answers;
        client.options.heartbeat = options->heartbeat;
        client.options.epoch = options->epoch;
        client.options.sequence = options->sequence;
        client.options.paced = options->paced != 0 ? 1 : 0;
        client.open = client.websocket = true;
        client.text = "subprotocol " + std::string{to_view(options->subprotocol)} + "\n";
        *connection = id;
        return tickhub_status{TICKHUB_OK};
    };
    raw_.create_group = [](void* c) {
        auto& groups = self(c, "http.create_group").groups_;
        groups.emplace_back();
        return tickhub_group{groups.size()};
    };
    raw_.create_throttled_group = [](void* c, std::uint64_t step) {
        constexpr std::uint64_t steps[] = {0, 100, 250, 500, 1'000, 2'000, 5'000};
        auto& groups = self(c, "http.create_throttled_group").groups_;
        if (step % 1'000'000 != 0 || std::find(std::begin(steps), std::end(steps), step / 1'000'000) == std::end(steps))
            return tickhub_group{0};
        groups.emplace_back().step = step;
        return tickhub_group{groups.size()};
    };
    raw_.join = [](void* c, tickhub_connection client, tickhub_group g, std::uint32_t with_current) {
        auto& http = self(c, "http.join");
        auto& group = http.groups_.at(g - 1);
        group.members.push_back(client);
        if (with_current != 0) {
            for (auto const& [key, message] : group.current)
                http.deliver(client, message);
        }
    };
    raw_.leave = [](void* c, tickhub_connection client, tickhub_group g) {
        auto& http = self(c, "http.leave");
        auto& group = http.groups_.at(g - 1);
        if (std::erase(group.members, client) != 0)
            std::erase_if(http.clients_.at(client - 1).chains, [&](auto key) { return group.keys.contains(key); });
    };
    raw_.send = [](void* c, tickhub_connection client, tickhub_message const* m) {
        auto& http = self(c, "http.send");
        http.latest_ = std::max(http.latest_, m->sequence);
        http.deliver(client, copy(*m));
    };
    raw_.broadcast = [](void* c, tickhub_group const* groups, std::uint32_t count, tickhub_message const* m) {
        auto& http = self(c, "http.broadcast");
        ++http.broadcasts_;
        if (http.muted_)
            return;
        if (count > 64)
            return http.host_.violation("http.broadcast to more than 64 groups");
        http.broadcast({groups, groups + count}, copy(*m));
    };
    raw_.clear = [](void* c, tickhub_group g) {
        auto& group = self(c, "http.clear").groups_.at(g - 1);
        group.current.clear();
        group.waiting.clear();
    };
    raw_.close = [](void* c, tickhub_connection client) { self(c, "http.close").clients_.at(client - 1).open = false; };
    raw_.close_websocket = [](void* c, tickhub_connection number, std::uint32_t code, tickhub_text reason) {
        auto& client = self(c, "http.close_websocket").clients_.at(number - 1);
        if (std::exchange(client.open, false))
            client.text += "close " + std::to_string(code) + " " + std::string{to_view(reason)} + "\n";
        return tickhub_status{TICKHUB_OK};
    };
    raw_.keep_history = [](void* c, tickhub_text topic, tickhub_history const* how) {
        auto& http = self(c, "http.keep_history");
        bool const sound = how->epoch != 0 && how->count >= 1 && how->count <= 1'000'000 && how->bytes != 0;
        if (!sound || !http.history_.keep(to_view(topic), *how, http.latest_))
            return tickhub_status{TICKHUB_INVALID};
        return tickhub_status{http.history_.size() <= 64 ? TICKHUB_OK : TICKHUB_LIMIT};
    };
    raw_.resume = [](void* c, tickhub_connection client, tickhub_text last_event_id, tickhub_text const* topics,
                     std::uint32_t count) {
        std::vector<std::string> names;
        for (std::uint32_t i = 0; i < count; ++i)
            names.emplace_back(to_view(topics[i]));
        self(c, "http.resume").resume(client, to_view(last_event_id), names);
    };
}

} // namespace tickhub::testing
