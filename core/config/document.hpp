// A YAML document as the hub understands it: texts, lists and maps, each with its place. What a text means is for
// whoever asks for it; YAML's own ideas of numbers, booleans and octals have no part in it.
#pragma once

#include "config/findings.hpp"
#include "config/source.hpp"
#include "config/span.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::config {

enum class node_kind { empty, scalar, list, map };

using node_id = std::uint32_t;

/// A key of a map.
struct map_entry {
    std::string key;
    span where;
    node_id value;
};

struct yaml_node {
    node_kind kind = node_kind::empty;
    span where;
    std::string text;     ///< of a scalar
    bool written = false; ///< the scalar stands on one line in the file, so that offsets into it mean columns
    std::vector<node_id> items;
    std::vector<map_entry> entries; ///< in the order of the file; the first of duplicates only
};

/// An arena of nodes; an alias shares the node of its anchor, so the same node may have several parents.
class document {
public:
    static constexpr std::size_t max_depth = 32;
    static constexpr std::size_t max_aliased_nodes = 10'000;

    /// Reads the one document of the text. Duplicate keys, tags, merge keys and keys that are no text are findings, and
    /// the rest is still read; a syntax error, a second document and a broken bound end it: then there is no document.
    [[nodiscard]] static std::optional<document> parse(source const& text, findings& found);

    [[nodiscard]] node_id root() const noexcept { return root_; }
    [[nodiscard]] yaml_node const& operator[](node_id id) const { return nodes_[id]; }

    /// The entry of a map with that key; nullptr when there is none, or the node is no map.
    [[nodiscard]] map_entry const* find(node_id map, std::string_view key) const;

    /// Makes the value under `key` a list of one when it is a scalar: `to: public` means `to: [public]`.
    void wrap_in_list(node_id map, std::string_view key);

private:
    friend class document_builder;

    std::vector<yaml_node> nodes_;
    node_id root_ = 0;
};

} // namespace tickhub::config
