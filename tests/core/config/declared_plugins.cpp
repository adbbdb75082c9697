#include "core/config/declared_plugins.hpp"

#include <initializer_list>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace tests {
namespace {

using namespace tickhub::config;

declared_setting setting(std::string name, setting_type type, std::string by_default = "(none)") {
    declared_setting s{};
    s.name = std::move(name);
    s.type = type;
    if (by_default != "(none)")
        s.by_default = std::move(by_default);
    return s;
}

declared_setting required(declared_setting s, std::string doc) {
    s.required = true;
    s.doc = std::move(doc);
    return s;
}

declared_setting ranged(declared_setting s, std::string min, std::string max) {
    s.min = std::move(min);
    s.max = std::move(max);
    return s;
}

declared_setting choices(declared_setting s, std::vector<std::string> words) {
    s.choices = std::move(words);
    return s;
}

declared_setting with_items(declared_setting s, declared_setting item) {
    s.items = {std::move(item)};
    return s;
}

declared_setting with_members(declared_setting s, std::vector<declared_setting> members) {
    s.members = std::move(members);
    return s;
}

declared_setting one_of(declared_setting s, std::string tag, std::vector<declared_alternative> alternatives) {
    s.tag = std::move(tag);
    s.alternatives = std::move(alternatives);
    return s;
}

manifest plugin(std::string name, plugin_kind kind, feed_style feed, std::vector<declared_setting> settings,
                std::vector<std::string> capabilities = {}) {
    return {std::move(name), "1.0", "for tests", kind, feed, std::move(capabilities), std::move(settings)};
}

manifest replay() {
    auto file = with_members(setting("file", setting_type::object),
                             {required(setting("path", setting_type::path), "a recording"),
                              required(setting("symbol", setting_type::symbol), "whose ticks these are")});
    return plugin("replay", plugin_kind::feed, feed_style::pull,
                  {with_items(required(setting("files", setting_type::list), "what is played"), file),
                   setting("time_zone", setting_type::time_zone, "UTC"),
                   ranged(setting("speed", setting_type::decimal, "1"), "0.1", "10000"),
                   setting("loop", setting_type::boolean, "false")},
                  {"clock"});
}

manifest everything() {
    auto fault =
        one_of(setting("on_fault", setting_type::one_of, "{policy: skip}"), "policy",
               {{"skip", "leave it out", {}},
                {"repair", "make it good", {ranged(setting("at_most", setting_type::integer, "10"), "1", "100")}}});
    auto limits = with_members(
        setting("limits", setting_type::object, "{}"),
        {setting("wait", setting_type::duration, "250ms"), setting("room", setting_type::size, "64KiB"),
         with_members(setting("deep", setting_type::object, "{}"), {setting("count", setting_type::integer, "3")})});
    return plugin("everything", plugin_kind::sink, feed_style::none,
                  {setting("boolean", setting_type::boolean),
                   ranged(setting("integer", setting_type::integer), "-5", "100"),
                   setting("decimal", setting_type::decimal),
                   setting("text", setting_type::text),
                   setting("symbol", setting_type::symbol),
                   setting("path", setting_type::path),
                   ranged(setting("duration", setting_type::duration), "1ms", "1h"),
                   ranged(setting("size", setting_type::size), "1KiB", "1GiB"),
                   ranged(setting("price", setting_type::price), "0", "1000000"),
                   setting("date", setting_type::date),
                   setting("time_of_day", setting_type::time_of_day),
                   setting("time_zone", setting_type::time_zone),
                   choices(setting("choice", setting_type::choice), {"realtime", "clients", "none"}),
                   setting("secret", setting_type::secret),
                   setting("listener", setting_type::listener),
                   setting("component", setting_type::component),
                   with_items(setting("symbols", setting_type::list, "[]"), setting("item", setting_type::symbol)),
                   with_items(setting("weights", setting_type::map, "{}"), setting("item", setting_type::decimal)),
                   with_items(setting("secrets", setting_type::map), setting("item", setting_type::secret)),
                   std::move(limits),
                   std::move(fault)});
}

class declared : public catalogue {
public:
    declared() {
        add(replay());
        add(plugin("simulator", plugin_kind::feed, feed_style::timer,
                   {ranged(setting("seed", setting_type::integer, "7"), "0", "1000000")}));
        add(plugin("socket_feed", plugin_kind::feed, feed_style::loop, {}));
        add(plugin(
            "analytics", plugin_kind::processor, feed_style::none,
            {with_items(setting("bars", setting_type::list, "[1s, 1m]"), setting("item", setting_type::duration))}));
        add(plugin("broadcaster", plugin_kind::sink, feed_style::none,
                   {required(setting("listener", setting_type::listener), "where it is served"),
                    required(setting("path", setting_type::url_path), "the URL's path"),
                    setting("token", setting_type::secret)}));
        add(everything());
        add(plugin("wrong_defaults", plugin_kind::sink, feed_style::none,
                   {setting("wait", setting_type::duration, "5"),
                    with_items(setting("bars", setting_type::list, "[1s"), setting("item", setting_type::duration))}));
    }

    entry find(std::string_view name) const override {
        if (name == "broken_plugin")
            return {nullptr, "it is made for ABI 9.0, this hub speaks 1.0"};
        auto const found = plugins_.find(name);
        return found == plugins_.end() ? entry{} : entry{&found->second, {}};
    }

    std::vector<std::string> names() const override {
        std::vector<std::string> result{"broken_plugin"};
        for (auto const& [name, ignored] : plugins_)
            result.push_back(name);
        return result;
    }

private:
    void add(manifest m) { plugins_.emplace(m.name, std::move(m)); }

    std::map<std::string, manifest, std::less<>> plugins_;
};

} // namespace

open_catalogue declared_plugins() {
    static auto const plugins = std::make_shared<declared const>(); // the fuzzer asks very often
    return [](std::vector<std::filesystem::path> const&) { return plugins; };
}

surroundings small_world() {
    surroundings world;
    world.environment = [](std::string const& name) -> std::optional<std::string> {
        static std::map<std::string, std::string> const variables = {
            {"PORT", "8080"}, {"EMPTY", ""}, {"SPEED", "60"}, {"TOKEN", "hunter2-secret"}, {"BAD", "\xff"}};
        auto const found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional{found->second};
    };
    world.read_file = [](std::filesystem::path const& path, std::size_t, std::string& fault) {
        if (path == "/etc/hub/key.txt")
            return std::optional<std::string>{"s3cr3t-key\n"};
        fault = "there is no such file";
        return std::optional<std::string>{};
    };
    world.is_file = [](std::filesystem::path const& path) { return path == "/etc/hub/page.html"; };
    world.is_folder = [](std::filesystem::path const& path) { return path == "/etc/hub/plugins"; };
    return world;
}

outcome read(std::string text, std::string file) {
    return read_text(std::move(text), std::move(file), "/etc/hub", declared_plugins(), small_world());
}

} // namespace tests
