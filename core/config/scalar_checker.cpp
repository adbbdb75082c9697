// The part of setting_checker that checks single values.
#include "config/integer_values.hpp"
#include "config/setting_checker.hpp"
#include "config/shown.hpp"
#include "config/substitution.hpp"
#include "config/suggest.hpp"

#include <algorithm>

namespace tickhub::config {
namespace {

constexpr std::size_t longest_symbol = 64;

// A literal that should have been a secret is masked elsewhere too, unless that would garble all messages.
constexpr std::size_t shortest_secret = 6;

std::string range_fault(std::int64_t value, declared_setting const& declared) {
    if (declared.min) {
        auto const min = parse_value(declared.type, *declared.min).value;
        if (min && value < *min)
            return "must be at least " + *declared.min;
    }
    if (declared.max) {
        auto const max = parse_value(declared.type, *declared.max).value;
        if (max && value > *max)
            return "must be at most " + *declared.max;
    }
    return {};
}

std::string symbol_fault(std::string_view text) {
    if (text.empty())
        return "must be a symbol; found an empty text";
    if (text.size() > longest_symbol)
        return "must be a symbol of at most 64 bytes; found " + std::to_string(text.size());
    bool const printable = std::all_of(text.begin(), text.end(),
                                       [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
    return printable ? std::string{} : "must be a symbol of printable characters; found " + shown(text);
}

} // namespace

tickhub_node setting_checker::check_scalar(node_id id, declared_setting const& declared, std::string const& subject) {
    if (declared.type == setting_type::secret && yaml_[id].kind != node_kind::empty &&
        !is_one_reference(yaml_[id].text)) {
        refuse_literal_secret(id, subject);
        return 0;
    }
    if (!expect(node_kind::scalar, id, declared, subject))
        return 0;
    yaml_node const& node = yaml_[id];
    auto const value = resolve(node, declared, subject);
    if (!value)
        return 0;
    return is_integer(declared.type) ? check_integer(node, *value, declared, subject)
                                     : check_text(node, *value, declared, subject);
}

// Shows nothing of it, whatever it is.
void setting_checker::refuse_literal_secret(node_id id, std::string const& subject) {
    std::vector<node_id> left{id};
    while (!left.empty()) {
        yaml_node const& node = yaml_[left.back()];
        left.pop_back();
        if (node.kind == node_kind::scalar && !within_default_) {
            context_.text.hide(node.where);
            if (node.text.size() >= shortest_secret)
                context_.text.secrets().add(node.text);
        }
        left.insert(left.end(), node.items.begin(), node.items.end());
        for (map_entry const& entry : node.entries)
            left.push_back(entry.value);
    }
    find(place(yaml_[id]), subject + " is a secret and can't stand here; write ${env:NAME} or ${file:path}");
}

std::optional<setting_checker::resolved>
setting_checker::resolve(yaml_node const& node, declared_setting const& declared, std::string const& subject) {
    substituted result = substitute(node.text, context_.folder, context_.around);
    if (!result.text) {
        span where = place(node);
        if (node.written && !within_default_ && where.size == node.text.size())
            where = {where.offset + static_cast<std::uint32_t>(result.fault_offset),
                     static_cast<std::uint32_t>(result.fault_size)};
        find(where, subject + ": " + result.fault);
        return std::nullopt;
    }
    if (declared.type == setting_type::secret) {
        if (result.text->empty()) {
            find(place(node), subject + " is a secret and is empty");
            return std::nullopt;
        }
        context_.text.secrets().add(*result.text);
    }
    return resolved{std::move(*result.text), node.written && !result.changed && !within_default_};
}

tickhub_node setting_checker::check_integer(yaml_node const& node, resolved const& value,
                                            declared_setting const& declared, std::string const& subject) {
    parsed_integer const parsed = parse_value(declared.type, value.text);
    if (!parsed.value) {
        find(place(node), subject + " " + parsed.fault);
        return 0;
    }
    if (std::string const fault = range_fault(*parsed.value, declared); !fault.empty()) {
        find(place(node), subject + " " + fault + "; found " + shown(value.text));
        return 0;
    }
    tickhub_node const result = tree_.add(TICKHUB_NODE_INTEGER, place(node));
    tree_.set_integer(result, *parsed.value);
    return result;
}

tickhub_node setting_checker::check_text(yaml_node const& node, resolved const& value, declared_setting const& declared,
                                         std::string const& subject) {
    auto const wrong = [&](std::string const& message, std::string suggestion = {}) {
        find(place(node), message, std::move(suggestion));
        return tickhub_node{0};
    };
    std::string text = value.text;
    bool written = value.written;
    switch (declared.type) {
    case setting_type::symbol:
        if (std::string const fault = symbol_fault(text); !fault.empty())
            return wrong(subject + " " + fault);
        break;
    case setting_type::time_zone:
        if (std::string const fault = time_zone_fault(text); !fault.empty())
            return wrong(subject + " " + fault);
        break;
    case setting_type::url_path:
        if (std::string const fault = url_path_fault(text); !fault.empty())
            return wrong(subject + " " + fault);
        break;
    case setting_type::choice:
        if (std::find(declared.choices.begin(), declared.choices.end(), text) == declared.choices.end())
            return wrong(subject + " must be " + or_list(declared.choices) + "; found " + shown(text),
                         nearest(text, declared.choices));
        break;
    case setting_type::listener:
        if (std::find(context_.listeners.begin(), context_.listeners.end(), text) == context_.listeners.end())
            return wrong(subject + ": there is no listener " + shown(text), nearest(text, context_.listeners));
        break;
    case setting_type::component:
        if (std::find(context_.components.begin(), context_.components.end(), text) == context_.components.end())
            return wrong(subject + ": there is no component " + shown(text), nearest(text, context_.components));
        break;
    case setting_type::path:
        if (text.empty() || text.find('\0') != std::string::npos)
            return wrong(subject + " must be a path; found " + shown(text));
        text = (context_.folder / text).lexically_normal().string();
        written = false; // it is no longer what the file says
        break;
    default:
        break;
    }
    tickhub_node const result = tree_.add(TICKHUB_NODE_TEXT, place(node));
    tree_.set_text(result, std::move(text), written);
    return result;
}

} // namespace tickhub::config
