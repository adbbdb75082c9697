#include "puppets.hpp"

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace puppets {
namespace {

std::map<std::string, part>& cast() {
    static std::map<std::string, part> parts;
    return parts;
}

template <class Base>
class puppet : public Base {
public:
    puppet(tickhub::host& h, tickhub::setting /*settings*/) : Base{h}, part_{cast()[std::string{h.name()}]} {
        act(part_.make);
    }
    void start() override { act(part_.start); }
    void on_timer(std::uint64_t token) override {
        if (part_.on_timer)
            part_.on_timer(this->host_, token);
    }
    void on_background(std::uint64_t token) override {
        if (part_.on_background)
            part_.on_background(this->host_, token);
    }
    void drain(std::uint64_t /*deadline*/) override { act(part_.drain); }
    void stop() override { act(part_.stop); }

protected:
    void act(std::function<void(tickhub::host&)> const& what) {
        if (what)
            what(this->host_);
    }
    part part_;
};

class pull_puppet : public puppet<tickhub::pull_feed> {
public:
    using puppet::puppet;
    tickhub::pull_result next(std::uint32_t max) override {
        return part_.next ? part_.next(host_, max) : tickhub::pull_result::ended();
    }
};
class loop_puppet : public puppet<tickhub::loop_feed> {
public:
    using puppet::puppet;
    void run(tickhub::loop context) override {
        if (part_.run)
            part_.run(host_, context);
    }
};
class timer_puppet : public puppet<tickhub::timer_feed> {
public:
    using puppet::puppet;
};
template <class Base>
class reader : public puppet<Base> {
public:
    using puppet<Base>::puppet;
    void on_events(tickhub::event_batch batch) override {
        if (this->part_.on_events)
            this->part_.on_events(this->host_, batch);
    }
};
class processor_puppet : public reader<tickhub::processor> {
public:
    using reader::reader;
};
class sink_puppet : public reader<tickhub::sink> {
public:
    using reader::reader;
    void on_request(tickhub::request const& r) override {
        if (part_.on_request)
            part_.on_request(host_, r);
    }
};

struct puppet_plugin {
    tickhub::config::manifest manifest;
    tickhub_component component{};
    tickhub_plugin descriptor{};
};

template <class Puppet>
void add(std::map<std::string, puppet_plugin>& to, std::string const& name) {
    auto& plugin = to[name];
    plugin.manifest.name = name;
    plugin.manifest.version = "1.0.0";
    plugin.manifest.kind = static_cast<tickhub::config::plugin_kind>(Puppet::kind);
    plugin.manifest.feed = static_cast<tickhub::config::feed_style>(Puppet::feed_style);
    if (Puppet::feed_style == TICKHUB_FEED_PULL)
        plugin.manifest.capabilities = {"clock"};
    plugin.component = tickhub::detail::make_component<Puppet>();
    plugin.descriptor = {sizeof(tickhub_plugin), TICKHUB_ABI_MAJOR, TICKHUB_ABI_MINOR, {nullptr, 0}, &plugin.component};
}

std::map<std::string, puppet_plugin>& plugins() {
    static std::map<std::string, puppet_plugin> all = [] {
        std::map<std::string, puppet_plugin> made;
        add<pull_puppet>(made, "pull_puppet");
        add<loop_puppet>(made, "loop_puppet");
        add<timer_puppet>(made, "timer_puppet");
        add<processor_puppet>(made, "processor_puppet");
        add<sink_puppet>(made, "sink_puppet");
        return made;
    }();
    return all;
}

class puppet_catalogue final : public tickhub::config::catalogue {
public:
    [[nodiscard]] entry find(std::string_view name) const override {
        auto const at = plugins().find(std::string{name});
        return at == plugins().end() ? entry{} : entry{&at->second.manifest, {}};
    }
    [[nodiscard]] std::vector<std::string> names() const override {
        std::vector<std::string> all;
        for (auto const& [name, plugin] : plugins())
            all.push_back(name);
        return all;
    }
};

} // namespace

void journal::write(std::string line) {
    {
        std::lock_guard const lock{mutex_};
        lines_.push_back(std::move(line));
    }
    written_.notify_all();
}

std::vector<std::string> journal::lines() const {
    std::lock_guard const lock{mutex_};
    return lines_;
}

std::size_t journal::count(std::string const& line) const {
    std::lock_guard const lock{mutex_};
    return static_cast<std::size_t>(std::count(lines_.begin(), lines_.end(), line));
}

bool journal::wait_for(std::string const& line, std::size_t times) {
    std::unique_lock lock{mutex_};
    return written_.wait_for(lock, std::chrono::seconds{20}, [&] {
        return static_cast<std::size_t>(std::count(lines_.begin(), lines_.end(), line)) >= times;
    });
}

void latch::open() {
    {
        std::lock_guard const lock{mutex_};
        open_ = true;
    }
    opened_.notify_all();
}

void latch::wait() {
    std::unique_lock lock{mutex_};
    opened_.wait(lock, [this] { return open_; });
}

play::play(std::map<std::string, part> parts) {
    cast() = std::move(parts);
}
play::~play() {
    cast().clear();
}

tickhub::lifecycle::hub::build_result play::try_build(std::string const& yaml) {
    auto outcome = tickhub::config::read_text(
        yaml, "test.yaml", "/", [](auto const&) { return std::make_shared<puppet_catalogue>(); },
        tickhub::config::process_surroundings());
    if (!outcome.config)
        return outcome.problems;
    return tickhub::lifecycle::hub::build(
        std::move(*outcome.config),
        [](std::string_view name) -> std::variant<tickhub::loader::plugin, tickhub::loader::refusal> {
            auto const& plugin = plugins().at(std::string{name});
            return tickhub::loader::plugin{&plugin.manifest, &plugin.descriptor};
        },
        log_);
}

std::unique_ptr<tickhub::lifecycle::hub> play::build(std::string const& yaml) {
    auto result = try_build(yaml);
    if (auto const* problems = std::get_if<std::vector<tickhub::config::problem>>(&result)) {
        FAIL(tickhub::config::text_of(*problems));
    }
    return std::move(std::get<std::unique_ptr<tickhub::lifecycle::hub>>(result));
}

std::string play::problems_of(std::string const& yaml) {
    auto const result = try_build(yaml);
    auto const* problems = std::get_if<std::vector<tickhub::config::problem>>(&result);
    return problems == nullptr ? std::string{} : tickhub::config::text_of(*problems);
}

tickhub_ticker ticker(tickhub_instrument_id instrument, std::uint64_t time, std::int64_t price) {
    auto record = tickhub::make_record<tickhub_ticker>(instrument, time);
    record.last_price = price;
    return record;
}

std::string get(std::uint16_t port, std::string const& path) {
    int const socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    timeval const patience{20, 0};
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
    std::string const request = "GET " + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n";
    REQUIRE(send(socket, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size()));
    std::string answer;
    std::array<char, 4'096> some{};
    while (true) {
        ssize_t const got = recv(socket, some.data(), some.size(), 0);
        if (got <= 0)
            break;
        answer.append(some.data(), static_cast<std::size_t>(got));
    }
    close(socket);
    return answer;
}

} // namespace puppets
