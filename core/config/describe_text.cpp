#include "config/describe.hpp"
#include "config/setting_facts.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace tickhub::config {
namespace {

constexpr std::size_t step = 2;

class page {
public:
    explicit page(std::size_t width) : width_{std::max<std::size_t>(width, 60)} {}

    // A paragraph, wrapped at spaces; its own line breaks are kept.
    void paragraph(std::string_view text, std::size_t indent) {
        while (!text.empty()) {
            std::string_view line = text.substr(0, text.find('\n'));
            text.remove_prefix(std::min(text.size(), line.size() + 1));
            do {
                std::string_view const part = first_part(line, indent);
                out_ += std::string(indent, ' ') + std::string{part} + "\n";
                line.remove_prefix(part.size());
                line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
            } while (!line.empty());
        }
    }

    void line(std::string_view text = {}) { out_ += std::string{text} + "\n"; }

    // A name, and beside it, from `column` on, facts and then the doc.
    void entry(std::string_view name, std::string const& facts, std::string const& doc, std::size_t indent,
               std::size_t column) {
        std::string head = std::string(indent, ' ') + std::string{name};
        if (facts.empty() && doc.empty())
            return line(head);
        head.resize(std::max(head.size() + 2, column), ' ');
        std::size_t const start = out_.size();
        paragraph(facts + (facts.empty() || doc.empty() ? "" : "\n") + doc, column);
        out_.replace(start, column, head);
    }

    [[nodiscard]] std::string take() { return std::move(out_); }

private:
    // As many words as fit, and at least one.
    [[nodiscard]] std::string_view first_part(std::string_view line, std::size_t indent) const {
        std::size_t const room = width_ - std::min(indent, width_ - 30);
        if (line.size() <= room)
            return line;
        std::size_t at = line.rfind(' ', room);
        if (at == std::string_view::npos || at == 0)
            at = line.find(' ', room);
        return line.substr(0, at);
    }

    std::size_t width_;
    std::string out_;
};

std::string facts_of(declared_setting const& s) {
    std::string text = takes(s);
    if (std::string const bounds = range(s); !bounds.empty())
        text += ", " + bounds;
    if (s.required)
        text += ", required";
    if (s.by_default)
        text += ", default " + (s.by_default->empty() ? "\"\"" : *s.by_default);
    return text;
}

std::size_t longest_name(std::vector<declared_setting> const& settings, std::size_t indent);

std::size_t longest_name(declared_setting const& s, std::size_t indent) {
    std::size_t longest = indent + s.name.size();
    for (declared_setting const& item : s.items)
        longest =
            std::max({longest, longest_name(item.members, indent + step), longest_name(item.items, indent + step)});
    longest = std::max(longest, longest_name(s.members, indent + step));
    for (declared_alternative const& a : s.alternatives)
        longest = std::max(
            {longest, indent + step + s.tag.size() + 2 + a.name.size(), longest_name(a.members, indent + 2 * step)});
    return longest;
}

std::size_t longest_name(std::vector<declared_setting> const& settings, std::size_t indent) {
    std::size_t longest = 0;
    for (declared_setting const& s : settings)
        longest = std::max(longest, longest_name(s, indent));
    return longest;
}

class settings_page {
public:
    settings_page(page& out, std::size_t column) : out_{out}, column_{column} {}

    void all(std::vector<declared_setting> const& settings, std::size_t indent) {
        for (declared_setting const& s : settings) {
            used_.insert(s.type);
            out_.entry(s.name, facts_of(s), s.doc, indent, column_);
            parts(s, indent + step);
        }
    }

    void legend() {
        bool first = true;
        for (setting_type const type : used_) {
            if (how_written(type).empty())
                continue;
            if (first)
                out_.line("\nHow values are written:");
            first = false;
            out_.entry(name_of(type), std::string{how_written(type)}, {}, step, column_);
        }
    }

private:
    void parts(declared_setting const& s, std::size_t indent) {
        for (declared_setting const& item : s.items) {
            used_.insert(item.type);
            out_.paragraph(item.doc, column_);
            parts(item, indent);
        }
        all(s.members, indent);
        for (declared_alternative const& a : s.alternatives) {
            out_.entry(s.tag + ": " + a.name, "", a.doc, indent, column_);
            all(a.members, indent + step);
        }
    }

    page& out_;
    std::size_t column_;
    std::set<setting_type> used_;
};

} // namespace

std::string describe_as_text(manifest const& plugin, std::size_t width) {
    page out{width};
    std::string head = plugin.name + (plugin.version.empty() ? "" : " " + plugin.version) + ": " + kind_phrase(plugin);
    for (std::string const& capability : plugin.capabilities)
        head += capability == "clock" ? "; can be the hub's clock" : "; " + capability;
    out.line(head);
    out.paragraph(plugin.doc, step);
    out.line();
    if (plugin.settings.empty()) {
        out.line("It has no settings.");
        return out.take();
    }
    out.line("Settings:");
    // A name that is longer than most doesn't push all the rest to the right.
    settings_page settings{out, std::min<std::size_t>(longest_name(plugin.settings, step) + 2, 34)};
    settings.all(plugin.settings, step);
    settings.legend();
    return out.take();
}

} // namespace tickhub::config
