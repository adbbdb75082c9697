#pragma once

#include <tickhub/abi.h>
#include <tickhub/testing/setting_value.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace tickhub::testing {

/// Settings as a plugin reads them through the border; what it refuses is kept.
class settings_tree {
public:
    explicit settings_tree(setting_value root);
    settings_tree(settings_tree const&) = delete;
    settings_tree& operator=(settings_tree const&) = delete;

    [[nodiscard]] tickhub_settings const& raw() const noexcept { return raw_; }

    struct refusal {
        std::string where; ///< files[0].path; empty for the settings as a whole
        std::uint32_t offset;
        std::string text;
    };
    [[nodiscard]] std::vector<refusal> const& refusals() const noexcept { return refusals_; }

private:
    struct node {
        setting_value const* value;
        std::string where;
        std::vector<tickhub_node> items;
    };

    tickhub_node flatten(setting_value const& value, std::string const& where);
    [[nodiscard]] node const* find(tickhub_node number) const noexcept;
    void fill();
    static settings_tree& self(void* context) { return *static_cast<settings_tree*>(context); }

    setting_value root_;
    std::vector<node> nodes_; // node n is nodes_[n - 1]
    std::vector<refusal> refusals_;
    tickhub_settings raw_{};
};

} // namespace tickhub::testing
