#include "config/hub_declaration.hpp"
#include "config/listen_address.hpp"
#include "config/own_paths.hpp"
#include "config/reading.hpp"
#include "config/shown.hpp"
#include "config/suggest.hpp"

#include <algorithm>
#include <chrono>

namespace tickhub::config {
namespace {

std::chrono::nanoseconds duration(settings_tree const& tree, tickhub_node object, std::string_view name) {
    return std::chrono::nanoseconds{tree.integer(tree.member(object, name))};
}

std::uint32_t count(settings_tree const& tree, tickhub_node object, std::string_view name) {
    return static_cast<std::uint32_t>(tree.integer(tree.member(object, name)));
}

log_level log_level_by_name(std::string_view name) {
    if (name == "debug")
        return log_level::debug;
    if (name == "warning")
        return log_level::warning;
    return name == "error" ? log_level::error : log_level::info;
}

bool can_be_clock(manifest const& m) {
    return m.feed == feed_style::pull &&
           std::find(m.capabilities.begin(), m.capabilities.end(), "clock") != m.capabilities.end();
}

void read_plugin_folders(reading& r, settings_tree const& tree, tickhub_node folders) {
    for (std::uint32_t i = 0; i < tree.count(folders); ++i) {
        std::filesystem::path folder{tree.text(tree.item(folders, i))};
        if (r.checks.around.is_folder(folder))
            r.config.plugin_folders.push_back(std::move(folder));
        else
            r.found.add(tree.where(tree.item(folders, i)), "there is no such folder");
    }
}

// What can be served beside the hub's own pages.
std::string url_path_fault(std::string_view path) {
    if (is_own_path(path))
        return "the hub itself answers at " + shown(path);
    bool good = path.starts_with('/') && path.find("//") == std::string_view::npos &&
                path.find("/../") == std::string_view::npos && !path.ends_with("/..");
    for (char const c : path)
        good = good && c > 0x20 && c < 0x7f && c != '?' && c != '#' && c != '%' && c != '\\';
    return good ? std::string{} : "must be a URL's path such as / or /style.css; found " + shown(path);
}

void read_files(reading& r, settings_tree const& tree, tickhub_node files, map_entry const& written, listener& l) {
    map_entry const* const entry = r.yaml.find(written.value, "files");
    for (std::uint32_t i = 0; i < tree.count(files); ++i) {
        std::string const path{tree.key(files, i)};
        std::filesystem::path file{tree.text(tree.item(files, i))};
        if (auto const fault = url_path_fault(path); !fault.empty())
            r.found.add(r.yaml.find(entry->value, path)->where, fault);
        else if (!r.checks.around.is_file(file))
            r.found.add(tree.where(tree.item(files, i)), "there is no such file");
        else
            l.files.emplace(path, std::move(file));
    }
}

// A file that a listener can't do without. What is in it is looked at when the listener is bound.
std::filesystem::path read_file_of_tls(reading& r, settings_tree const& tree, tickhub_node file) {
    std::filesystem::path path{tree.text(file)};
    if (file != 0 && !r.checks.around.is_file(path))
        r.found.add(tree.where(file), "there is no such file");
    return path;
}

void read_tls(reading& r, settings_tree const& tree, tickhub_node tls, listener& l) {
    if (tls == 0)
        return;
    tickhub_node const certificate = tree.member(tls, "certificate");
    tickhub_node const key = tree.member(tls, "key");
    l.tls = {read_file_of_tls(r, tree, certificate), read_file_of_tls(r, tree, key), tree.where(certificate),
             tree.where(key)};
}

void read_listener(reading& r, map_entry const& entry, std::vector<listen_address>& taken) {
    settings_tree tree{r.text};
    setting_checker checker{r.checks, r.yaml, tree};
    auto const problems_before = r.found.size();
    tickhub_node const object =
        checker.check_members(entry.value, listener_members(), entry.where, "the listener " + shown(entry.key));
    auto const checked = r.found.size() == problems_before ? values::fine : values::had_problems;

    listener l;
    l.name = entry.key;
    l.where = entry.where;
    l.max_connections = count(tree, object, "max_connections");
    l.header_timeout = duration(tree, object, "header_timeout");
    l.idle_timeout = duration(tree, object, "idle_timeout");
    l.write_timeout = duration(tree, object, "write_timeout");
    l.body_limit = static_cast<std::uint64_t>(tree.integer(tree.member(object, "body_limit")));
    l.coalesce = duration(tree, object, "coalesce");
    l.connections_per_address = count(tree, object, "connections_per_address");
    l.requests_per_second = count(tree, object, "requests_per_second");
    l.messages_per_second = count(tree, object, "messages_per_second");
    read_files(r, tree, tree.member(object, "files"), entry, l);
    read_tls(r, tree, tree.member(object, "tls"), l);
    read_access(r, tree, object, checked, l);

    if (tickhub_node const address = tree.member(object, "address"); address != 0) {
        auto parsed = parse_listen_address(tree.text(address));
        if (!parsed.value) {
            r.found.add(tree.where(address), "`address` " + parsed.fault);
        } else {
            auto const other = std::find_if(taken.begin(), taken.end(),
                                            [&](listen_address const& a) { return clash(a, *parsed.value); });
            if (other != taken.end())
                r.found.add(tree.where(address),
                            "the listener " +
                                shown(r.config.listeners[static_cast<std::size_t>(other - taken.begin())].name) +
                                " already listens there");
            l.host = parsed.value->host;
            l.port = parsed.value->port;
        }
    }
    taken.push_back({l.host, l.port});
    r.config.listeners.push_back(std::move(l));
}

} // namespace

void read_hub(reading& r) {
    settings_tree tree{r.text};
    setting_checker checker{r.checks, r.yaml, tree};
    tickhub_node const hub = checker.check_members(r.section("hub"), hub_members(), {}, "`hub`");

    hub_config& c = r.config;
    c.name = tree.text(tree.member(hub, "name"));
    c.start = tree.text(tree.member(hub, "start")) == "on_client" ? start_mode::on_client : start_mode::immediately;
    c.stop_deadline = duration(tree, hub, "stop_deadline");
    c.pace_deadline = duration(tree, hub, "pace_deadline");
    c.stuck_after = duration(tree, hub, "stuck_after");
    c.io_threads = count(tree, hub, "io_threads");
    tickhub_node const clock = tree.member(hub, "clock");
    r.clock = tree.text(clock);
    r.clock_place = tree.where(clock);
    tickhub_node const restart = tree.member(hub, "restart");
    c.restart.budget = count(tree, restart, "budget");
    c.restart.within = duration(tree, restart, "within");
    tickhub_node const log = tree.member(hub, "log");
    c.log.level = log_level_by_name(tree.text(tree.member(log, "level")));
    c.log.format = tree.text(tree.member(log, "format")) == "json" ? log_format::json : log_format::text;
    read_plugin_folders(r, tree, tree.member(hub, "plugins"));
}

void read_clock(reading& r) {
    if (r.clock.empty())
        return; // read_hub has told why
    if (r.clock == "host") {
        if (r.config.start == start_mode::on_client)
            r.found.add(r.yaml.find(*r.section("hub"), "start")->where,
                        "`start: on_client` needs a replay: set `clock` to the name of a feed");
        return;
    }
    auto const& components = r.config.components;
    auto const named =
        std::find_if(components.begin(), components.end(), [&](component const& c) { return c.name == r.clock; });
    std::string const clock_is = "`clock` must be `host` or a feed that can be the hub's clock; ";
    if (named == components.end()) {
        std::vector<std::string> candidates{"host"};
        for (component const& c : components) {
            if (c.kind == plugin_kind::feed)
                candidates.push_back(c.name);
        }
        r.found.add(r.clock_place, clock_is + "found " + shown(r.clock), nearest(r.clock, candidates));
        return;
    }
    if (named->declared == nullptr)
        return; // its plugin is unknown, which is told there
    if (!can_be_clock(*named->declared)) {
        r.found.add(r.clock_place, clock_is + shown(r.clock) + " of plugin " + shown(named->plugin) + " can't");
        return;
    }
    r.config.clock = static_cast<std::size_t>(named - components.begin());
    for (component const& c : components) {
        if (c.declared != nullptr && c.declared->feed == feed_style::loop)
            r.found.add(c.where, "the feed " + shown(c.name) +
                                     " runs a loop of its own and can't be in step with the clock of " +
                                     shown(r.clock));
    }
}

void read_listeners(reading& r) {
    auto const section = r.section("listeners");
    if (!section)
        return;
    if (r.yaml[*section].kind != node_kind::map) {
        if (r.yaml[*section].kind != node_kind::empty)
            r.found.add(r.yaml[*section].where, "`listeners` must be a map of names to listeners");
        return;
    }
    std::vector<listen_address> taken;
    for (map_entry const& entry : r.yaml[*section].entries)
        read_listener(r, entry, taken);
}

} // namespace tickhub::config
