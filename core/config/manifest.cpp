#include "config/manifest.hpp"

#include "config/declaration_rules.hpp"

#include <boost/json.hpp>

#include <array>
#include <initializer_list>
#include <utility>

namespace tickhub::config {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 21> type_names = {
    "boolean",  "integer",  "decimal",   "text",        "symbol",    "path",   "duration",
    "size",     "price",    "date",      "time_of_day", "time_zone", "choice", "secret",
    "listener", "url_path", "component", "list",        "map",       "object", "one_of"};
constexpr std::array<std::string_view, 4> kind_names = {"", "feed", "processor", "sink"};
constexpr std::array<std::string_view, 4> feed_names = {"", "timer", "pull", "loop"};

// Thrown and caught inside this file only.
struct refused {
    manifest_refusal why;
};

std::string quoted(std::string_view text) {
    return "'" + std::string{text.substr(0, manifest_max_name)} + "'";
}

template <class Enum, std::size_t Size>
Enum named(std::array<std::string_view, Size> const& names, std::string_view text, std::string const& where,
           char const* what) {
    for (std::size_t i = 0; i < Size; ++i) {
        if (names[i] == text && !text.empty())
            return static_cast<Enum>(i);
    }
    throw refused{{where, "unknown " + std::string{what} + " " + quoted(text)}};
}

// One JSON object of the manifest and where it stands. Remembers nothing; each function asks for what it needs.
class fields {
public:
    fields(json::value const& value, std::string where) : where_{std::move(where)} {
        if (!value.is_object())
            throw refused{{where_, "an object is wanted here"}};
        object_ = &value.get_object();
    }

    std::string const& where() const { return where_; }

    void allow_only(std::initializer_list<std::string_view> known, unknown_members policy) const {
        if (policy == unknown_members::ignored)
            return;
        for (auto const& member : *object_) {
            bool found = false;
            for (std::string_view name : known)
                found = found || name == std::string_view{member.key()};
            if (!found)
                throw refused{{where_, "unknown member " + quoted(member.key())}};
        }
    }

    std::optional<std::string> text(std::string_view name) const {
        auto const* value = object_->if_contains(name);
        if (value == nullptr)
            return std::nullopt;
        if (!value->is_string())
            throw refused{{where_, quoted(name) + " must be a JSON string, written as it would be in YAML"}};
        return std::string{value->get_string()};
    }

    std::string needed_text(std::string_view name) const {
        if (auto value = text(name))
            return *std::move(value);
        throw refused{{where_, "member " + quoted(name) + " is missing"}};
    }

    bool flag(std::string_view name) const {
        auto const* value = object_->if_contains(name);
        if (value == nullptr)
            return false;
        if (!value->is_bool())
            throw refused{{where_, quoted(name) + " must be true or false"}};
        return value->get_bool();
    }

    std::vector<std::string> texts(std::string_view name) const {
        std::vector<std::string> result;
        for (json::value const& value : array(name)) {
            if (!value.is_string())
                throw refused{{where_, quoted(name) + " must hold JSON strings"}};
            result.emplace_back(value.get_string());
        }
        return result;
    }

    json::array const& array(std::string_view name) const {
        static json::array const none;
        auto const* value = object_->if_contains(name);
        if (value == nullptr)
            return none;
        if (!value->is_array())
            throw refused{{where_, quoted(name) + " must be a JSON array"}};
        return value->get_array();
    }

    json::value const* value(std::string_view name) const { return object_->if_contains(name); }

private:
    std::string where_;
    json::object const* object_ = nullptr;
};

class reader {
public:
    explicit reader(unknown_members policy) : policy_{policy} {}

    manifest plugin(json::value const& value) {
        fields const in{value, ""};
        in.allow_only({"name", "version", "doc", "kind", "feed", "capabilities", "settings"}, policy_);
        manifest m;
        m.name = in.needed_text("name");
        m.version = in.text("version").value_or("");
        m.doc = in.text("doc").value_or("");
        m.kind = named<plugin_kind>(kind_names, in.needed_text("kind"), in.where(), "kind");
        m.feed = feed_style::none;
        if (auto const feed = in.text("feed"))
            m.feed = named<feed_style>(feed_names, *feed, in.where(), "feed style");
        m.capabilities = in.texts("capabilities");
        m.settings = settings(in, "settings", "settings");
        return m;
    }

private:
    std::vector<declared_setting> settings(fields const& in, std::string_view name, std::string const& where) {
        std::vector<declared_setting> result;
        for (json::value const& value : in.array(name)) {
            // A setting is called by its name in messages, and by its place as long as that is not known.
            std::string here = where + "[" + std::to_string(result.size()) + "]";
            if (auto const* object = value.if_object()) {
                auto const* text = object->if_contains("name");
                if (text != nullptr && text->is_string())
                    here = where + "." + std::string{std::string_view{text->get_string()}.substr(0, manifest_max_name)};
            }
            result.push_back(setting(value, here));
            if (result.back().name.empty())
                throw refused{{here, "a setting needs a name"}};
        }
        return result;
    }

    declared_setting setting(json::value const& value, std::string const& where) {
        if (++settings_ > manifest_max_settings)
            throw refused{{where, "more than " + std::to_string(manifest_max_settings) + " settings"}};
        if (++nesting_ > manifest_max_nesting)
            throw refused{{where, "settings are nested more than " + std::to_string(manifest_max_nesting) + " deep"}};
        fields const in{value, where};
        in.allow_only({"name", "type", "doc", "required", "default", "min", "max", "choices", "items", "members", "tag",
                       "alternatives"},
                      policy_);
        declared_setting s;
        s.name = in.text("name").value_or("");
        s.type = named<setting_type>(type_names, in.needed_text("type"), where, "type");
        s.doc = in.text("doc").value_or("");
        s.required = in.flag("required");
        s.by_default = in.text("default");
        s.min = in.text("min");
        s.max = in.text("max");
        s.choices = in.texts("choices");
        if (auto const* items = in.value("items"))
            s.items.push_back(setting(*items, where + ".items"));
        s.members = settings(in, "members", where);
        s.tag = in.text("tag").value_or("");
        s.alternatives = alternatives(in);
        --nesting_;
        return s;
    }

    std::vector<declared_alternative> alternatives(fields const& setting) {
        std::vector<declared_alternative> result;
        for (json::value const& value : setting.array("alternatives")) {
            fields const in{value, setting.where() + ".alternatives[" + std::to_string(result.size()) + "]"};
            in.allow_only({"name", "doc", "members"}, policy_);
            declared_alternative a;
            a.name = in.needed_text("name");
            a.doc = in.text("doc").value_or("");
            a.members = settings(in, "members", setting.where() + "(" + a.name.substr(0, manifest_max_name) + ")");
            result.push_back(std::move(a));
        }
        return result;
    }

    unknown_members policy_;
    std::size_t settings_ = 0;
    std::size_t nesting_ = 0;
};

} // namespace

std::string_view name_of(setting_type type) noexcept {
    return type_names[static_cast<std::size_t>(type)];
}

std::string_view name_of(plugin_kind kind) noexcept {
    return kind_names[static_cast<std::size_t>(kind)];
}

std::string_view name_of(feed_style style) noexcept {
    return feed_names[static_cast<std::size_t>(style)];
}

std::variant<manifest, manifest_refusal> parse_manifest(std::string_view text, unknown_members policy) {
    if (text.size() > manifest_max_bytes)
        return manifest_refusal{"", "it is larger than 1 MiB"};
    json::parse_options options;
    options.max_depth = 4 * manifest_max_nesting + 4; // a one_of takes four levels of JSON for one of settings
    json::error_code error;
    json::value const value = json::parse(json::string_view{text.data(), text.size()}, error, {}, options);
    if (error)
        return manifest_refusal{"", "it is not JSON: " + error.message()};
    try {
        manifest m = reader{policy}.plugin(value);
        if (auto refusal = broken_rule(m))
            return *std::move(refusal);
        return m;
    } catch (refused& r) {
        return std::move(r.why);
    }
}

} // namespace tickhub::config
