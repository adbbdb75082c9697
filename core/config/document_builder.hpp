// Makes a document of the events of yaml-cpp's parser, strictly.
#pragma once

#include "config/document.hpp"
#include "config/findings.hpp"
#include "config/source.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace tickhub::config {

/// Bounds depth and aliases while the parser runs, so that no input makes it recurse or grow without end. For one
/// parse.
class document_builder : public YAML::EventHandler {
public:
    /// Thrown through the parser, which lets it pass, when there is no use in going on; the finding is there.
    struct refused {};

    document_builder(source const& text, findings& found) : text_{text}, found_{found} {}

    /// Pairs keys with values and checks the keys. When the text holds no document, its root is empty.
    [[nodiscard]] document finish() &&;

    /// Where the list or map begins in which the parser is.
    [[nodiscard]] std::optional<span> innermost_open() const;

    void OnDocumentStart(YAML::Mark const& mark) override;
    void OnDocumentEnd() override {}
    void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override;
    void OnAlias(YAML::Mark const& mark, YAML::anchor_t anchor) override;
    void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                  std::string const& value) override;
    void OnSequenceStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override;
    void OnSequenceEnd() override;
    void OnMapStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override;
    void OnMapEnd() override;

private:
    static constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();

    // What a node weighs when an alias repeats it.
    struct weight {
        std::size_t nodes = 1;
        std::size_t height = 1;
    };

    [[noreturn]] void refuse(span where, std::string message);
    node_id add(YAML::Mark const& mark, node_kind kind, YAML::anchor_t anchor);
    void attach(node_id child);
    void open(node_id collection);
    void close();
    void refuse_tag(std::uint32_t offset);
    void place_scalar(yaml_node& node, std::uint32_t offset);
    void check_last_null(std::uint32_t offset);
    [[nodiscard]] std::uint32_t skip_properties(std::uint32_t offset) const;
    void pair_up(yaml_node& map);
    void place_missing_items(yaml_node const& list);

    source const& text_;
    findings& found_;
    document document_;
    std::vector<weight> weights_;   // by node
    std::vector<node_id> anchored_; // by anchor
    std::vector<node_id> open_;     // collections, outermost first
    std::size_t aliased_nodes_ = 0;
    bool has_document_ = false;
    node_id last_null_ = nowhere;
};

} // namespace tickhub::config
