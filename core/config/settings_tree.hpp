// A component's checked settings as its plugin sees them: the tickhub_settings of abi.h over values that are final.
#pragma once

#include "config/problem.hpp"
#include "config/source.hpp"
#include "config/span.hpp"

#include <tickhub/abi.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::config {

/// A read-only tree, built by the checker. Neither copied nor moved, since plugins hold its address.
class settings_tree {
public:
    explicit settings_tree(std::shared_ptr<source const> source);
    settings_tree(settings_tree const&) = delete;
    settings_tree& operator=(settings_tree const&) = delete;

    /// The tree as the border passes it; lives as long as this object.  [any thread] but refuse: [control]
    [[nodiscard]] tickhub_settings const& abi() const noexcept { return abi_; }

    /// Adds a node without children; `where` is its place in the file, or that of the enclosing node for a default.
    /// [control]
    tickhub_node add(std::uint32_t kind, span where);
    void set_integer(tickhub_node node, std::int64_t value);
    /// `written`: where the text is on one line in the file as it is here, so that offsets into it mean columns.
    void set_text(tickhub_node node, std::string value, bool written);
    /// Adds `child` to a list, or under a name to an object or map.
    void append(tickhub_node parent, tickhub_node child, std::string name = {});
    void set_root(tickhub_node node) { abi_.root = node; }

    [[nodiscard]] std::uint32_t kind(tickhub_node node) const;
    [[nodiscard]] tickhub_node member(tickhub_node node, std::string_view name) const; ///< 0 when absent
    [[nodiscard]] tickhub_node item(tickhub_node node, std::uint32_t index) const;     ///< 0 past the end
    [[nodiscard]] std::uint32_t count(tickhub_node node) const;
    [[nodiscard]] std::string_view key(tickhub_node node, std::uint32_t index) const;
    [[nodiscard]] std::int64_t integer(tickhub_node node) const;
    [[nodiscard]] std::string_view text(tickhub_node node) const;
    [[nodiscard]] span where(tickhub_node node) const;

    /// Takes what the plugin refused since the last call, in the order of the calls. Sort with those of the other
    /// components before showing. [control]
    [[nodiscard]] std::vector<problem> take_refusals();

private:
    struct entry {
        std::uint32_t kind = TICKHUB_NODE_NONE;
        span where;
        bool written = false;
        std::int64_t integer = 0;
        std::string text;
        std::vector<tickhub_node> items;
        std::vector<std::string> names; // of an object's members and a map's items
    };

    [[nodiscard]] entry const* find(tickhub_node node) const;
    void refuse(tickhub_node node, std::uint32_t offset, std::string_view reason);

    std::shared_ptr<source const> source_;
    std::vector<entry> entries_; // node n at n - 1
    std::vector<problem> refusals_;
    tickhub_settings abi_{};
};

} // namespace tickhub::config
