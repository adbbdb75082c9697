#include "config/hub_declaration.hpp"
#include "config/reading.hpp"
#include "config/records.hpp"
#include "config/shown.hpp"
#include "config/suggest.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace tickhub::config {
namespace {

constexpr std::size_t most_routes = 65'536;

// A list of names with places, each once.
struct named {
    std::string name;
    span where;
};

// Private records deserve a reason, not only "must be …".
std::vector<declared_setting> members_with_free_records() {
    auto members = route_members();
    auto const select = std::find_if(members.begin(), members.end(), [](auto const& m) { return m.name == "select"; });
    declared_setting& record = select->members.front().items.front();
    record.type = setting_type::text;
    record.choices.clear();
    return members;
}

when_full policy_by_name(std::string_view name, when_full by_default) {
    if (name.empty())
        return by_default;
    if (name == "drop_newest")
        return when_full::drop_newest;
    if (name == "drop_oldest")
        return when_full::drop_oldest;
    return name == "conflate" ? when_full::conflate : when_full::block;
}

class route_reader {
public:
    route_reader(reading& r, node_id entry) : r_{r}, entry_{entry}, tree_{r.text} {}

    void read() {
        if (r_.yaml[entry_].kind != node_kind::map) {
            r_.found.add(r_.yaml[entry_].where, "a route must be a map such as {from: nse, to: public}");
            return;
        }
        r_.yaml.wrap_in_list(entry_, "from");
        r_.yaml.wrap_in_list(entry_, "to");
        static auto const members = members_with_free_records();
        setting_checker checker{r_.checks, r_.yaml, tree_};
        object_ = checker.check_members(entry_, members, r_.yaml[entry_].where, "a route");

        pattern_.where = r_.yaml[entry_].where;
        read_select();
        auto const publishers = read_ends("from", [this](named const& n) { return publisher_fault(n); });
        auto const targets = read_ends("to", [this](named const& n) { return target_fault(n); });
        for (named const& from : publishers) {
            for (named const& to : targets)
                add(from, to);
        }
    }

private:
    void read_select() {
        tickhub_node const select = tree_.member(object_, "select");
        tickhub_node const records = tree_.member(select, "records");
        tickhub_node const symbols = tree_.member(select, "symbols");
        for (tickhub_node const list : {records, symbols}) {
            if (list != 0 && tree_.count(list) == 0)
                r_.found.add(tree_.where(list), "an empty list selects nothing; leave it out to select all");
        }
        pattern_.records = records == 0 ? all_public_records() : 0;
        for (std::uint32_t i = 0; i < tree_.count(records); ++i)
            read_record(tree_.item(records, i));
        for (std::uint32_t i = 0; i < tree_.count(symbols); ++i)
            pattern_.symbols.emplace_back(tree_.text(tree_.item(symbols, i)));
        std::sort(pattern_.symbols.begin(), pattern_.symbols.end());
        pattern_.symbols.erase(std::unique(pattern_.symbols.begin(), pattern_.symbols.end()), pattern_.symbols.end());
    }

    void read_record(tickhub_node node) {
        std::string const name{tree_.text(node)};
        std::uint8_t const record = record_by_name(name);
        if (record == 0)
            r_.found.add(tree_.where(node), "there is no record " + shown(name), nearest(name, public_record_names()));
        else if (is_private_record(record))
            r_.found.add(tree_.where(node), shown(name) +
                                                " is private and travels on no route; it goes from the venue " +
                                                "to the one component that owns the account");
        else
            pattern_.records |= std::uint32_t{1} << record;
    }

    template <class Fault>
    std::vector<named> read_ends(std::string_view key, Fault fault) {
        std::vector<named> ends;
        tickhub_node const list = tree_.member(object_, key);
        if (list != 0 && tree_.count(list) == 0)
            r_.found.add(tree_.where(list), "`" + std::string{key} + "` names nobody");
        for (std::uint32_t i = 0; i < tree_.count(list); ++i) {
            named end{std::string{tree_.text(tree_.item(list, i))}, tree_.where(tree_.item(list, i))};
            auto [message, suggestion] = fault(end);
            bool const twice =
                std::any_of(ends.begin(), ends.end(), [&](named const& n) { return n.name == end.name; });
            if (twice)
                message = shown(end.name) + " is here twice";
            if (message.empty())
                ends.push_back(std::move(end));
            else
                r_.found.add(end.where, std::move(message), std::move(suggestion));
        }
        return ends;
    }

    using fault_and_suggestion = std::pair<std::string, std::string>;

    fault_and_suggestion publisher_fault(named const& n) const {
        if (n.name == "hub")
            return {};
        if (component const* const c = find(n.name)) {
            if (c->kind == plugin_kind::sink)
                return {shown(n.name) + " is a sink, which publishes nothing", {}};
            return {};
        }
        return unknown(n.name, true);
    }

    fault_and_suggestion target_fault(named const& n) const {
        if (n.name == "hub")
            return {"nothing is routed to the hub", {}};
        if (component const* const c = find(n.name)) {
            if (c->kind == plugin_kind::feed)
                return {shown(n.name) + " is a feed, which takes nothing", {}};
            return {};
        }
        return unknown(n.name, false);
    }

    fault_and_suggestion unknown(std::string const& name, bool with_hub) const {
        auto candidates = r_.checks.components;
        if (with_hub)
            candidates.emplace_back("hub");
        return {"there is no component " + shown(name), nearest(name, candidates)};
    }

    component const* find(std::string_view name) const {
        auto const& all = r_.config.components;
        auto const it = std::find_if(all.begin(), all.end(), [name](component const& c) { return c.name == name; });
        return it == all.end() ? nullptr : &*it;
    }

    std::size_t index_of(std::string_view name) const {
        return name == "hub" ? route::hub : static_cast<std::size_t>(find(name) - r_.config.components.data());
    }

    void add(named const& from, named const& to) {
        route made = pattern_;
        made.from = index_of(from.name);
        made.to = index_of(to.name);
        bool const from_hub = made.from == route::hub;
        made.policy = policy_by_name(tree_.text(tree_.member(object_, "when_full")),
                                     from_hub ? when_full::drop_oldest : when_full::block);
        made.then = policy_by_name(tree_.text(tree_.member(object_, "then")),
                                   from_hub ? when_full::drop_oldest : when_full::block);
        check_policies(made);
        check_overlap(made, to);
        if (r_.config.routes.size() == most_routes)
            r_.found.add(made.where, "there are more than 65,536 routes");
        if (r_.config.routes.size() <= most_routes)
            r_.config.routes.push_back(std::move(made));
    }

    void check_policies(route const& made) {
        map_entry const* const policy = r_.yaml.find(entry_, "when_full");
        map_entry const* const then = r_.yaml.find(entry_, "then");
        if (then != nullptr && tree_.member(object_, "when_full") == 0 && policy == nullptr)
            r_.found.add(then->where, "`then` goes with `when_full: conflate` only");
        else if (then != nullptr && tree_.member(object_, "when_full") != 0 && made.policy != when_full::conflate)
            r_.found.add(then->where, "`then` goes with `when_full: conflate` only");
        if (made.from != route::hub)
            return;
        constexpr auto reason = "the hub can't wait for a reader of its notices; take drop_oldest";
        if (made.policy == when_full::block && policy != nullptr)
            r_.found.add(r_.yaml[policy->value].where, reason);
        if (made.policy == when_full::conflate && made.then == when_full::block && then != nullptr)
            r_.found.add(r_.yaml[then->value].where, reason);
    }

    // A record that two routes carry to one target would arrive there twice.
    void check_overlap(route const& made, named const& to) {
        for (route const& other : r_.config.routes) {
            if (other.from != made.from || other.to != made.to || (other.records & made.records) == 0)
                continue;
            std::vector<std::string> both;
            std::set_intersection(other.symbols.begin(), other.symbols.end(), made.symbols.begin(), made.symbols.end(),
                                  std::back_inserter(both));
            if (!other.symbols.empty() && !made.symbols.empty() && both.empty())
                continue;
            std::string record;
            for (std::string const& name : public_record_names()) {
                if (record.empty() && ((other.records & made.records) >> record_by_name(name) & 1u) != 0)
                    record = name;
            }
            r_.found.add(to.where, shown(to.name) + " would get " + shown(record) + " from " +
                                       shown(made.from == route::hub ? "hub" : r_.config.components[made.from].name) +
                                       " twice; the other route is at " + r_.text->place_of(other.where));
            return;
        }
    }

    reading& r_;
    node_id entry_;
    settings_tree tree_;
    tickhub_node object_ = 0;
    route pattern_;
};

} // namespace

void read_routes(reading& r) {
    auto const section = r.section("routes");
    if (!section || r.yaml[*section].kind == node_kind::empty)
        return;
    if (r.yaml[*section].kind != node_kind::list) {
        r.found.add(r.yaml[*section].where, "`routes` must be a list of routes, such as - {from: nse, to: public}");
        return;
    }
    auto const entries = r.yaml[*section].items; // wrapping adds nodes, which moves the others
    for (node_id const entry : entries)
        route_reader{r, entry}.read();
}

} // namespace tickhub::config
