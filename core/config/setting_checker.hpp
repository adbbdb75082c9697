// Checks values against their declarations and builds the tree that a plugin sees.
#pragma once

#include "config/document.hpp"
#include "config/findings.hpp"
#include "config/manifest.hpp"
#include "config/settings_tree.hpp"
#include "config/source.hpp"
#include "config/span.hpp"
#include "config/surroundings.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tickhub::config {

/// What values are checked against besides their declarations.
struct checking_context {
    source& text; ///< learns the secrets
    findings& found;
    surroundings const& around;
    std::filesystem::path folder; ///< where relative paths start
    std::vector<std::string> listeners;
    std::vector<std::string> components;
};

/// Checks nodes of one document. Everything wrong is told to the context's findings; what was wrong is missing in the
/// tree, which is then good for nothing but further checks. [control]
class setting_checker {
public:
    setting_checker(checking_context& context, document const& yaml, settings_tree& tree)
        : context_{context}
        , yaml_{yaml}
        , tree_{tree} {}

    /// Checks a map against the members of an object. An empty or absent one (no node) counts as `{}`; `where` is then
    /// its place. `subject` names it in messages ("`hub`"). Keys named in `apart` are left to the caller.
    [[nodiscard]] tickhub_node check_members(std::optional<node_id> map, std::vector<declared_setting> const& members,
                                             span where, std::string const& subject,
                                             std::vector<std::string> const& apart = {});

    /// Checks one value; 0 when it was wrong.
    [[nodiscard]] tickhub_node check(node_id id, declared_setting const& declared, std::string const& subject);

private:
    // The text of a scalar, with everything put in place.
    struct resolved {
        std::string text;
        bool written;
    };

    tickhub_node check_scalar(node_id id, declared_setting const& declared, std::string const& subject);
    tickhub_node check_list(node_id id, declared_setting const& declared, std::string const& subject);
    tickhub_node check_map(node_id id, declared_setting const& declared, std::string const& subject);
    tickhub_node check_one_of(node_id id, declared_setting const& declared, std::string const& subject);
    tickhub_node check_integer(yaml_node const& node, resolved const& value, declared_setting const& declared,
                               std::string const& subject);
    tickhub_node check_text(yaml_node const& node, resolved const& value, declared_setting const& declared,
                            std::string const& subject);

    tickhub_node fill_members(tickhub_node object, std::optional<node_id> map,
                              std::vector<declared_setting> const& members, std::vector<std::string> const& known,
                              std::string const& subject);
    tickhub_node default_of(declared_setting const& declared, span where);
    [[nodiscard]] std::optional<resolved> resolve(yaml_node const& node, declared_setting const& declared,
                                                  std::string const& subject);
    void refuse_unknown(map_entry const& entry, std::vector<std::string> const& known, std::string const& subject);
    void refuse_literal_secret(node_id id, std::string const& subject);
    bool expect(node_kind kind, node_id id, declared_setting const& declared, std::string const& subject);

    // Where a node is: its own place, or for a default that of the enclosing node.
    [[nodiscard]] span place(yaml_node const& node) const { return within_default_ ? *within_default_ : node.where; }
    void find(span where, std::string message, std::string suggestion = {});

    checking_context& context_;
    document const& yaml_;
    settings_tree& tree_;
    std::optional<span> within_default_;
    std::string default_name_;
};

} // namespace tickhub::config
