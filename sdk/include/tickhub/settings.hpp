// A component's settings, as the host checked them: read-only, typed by the plugin's own declaration (manifest.hpp).
#pragma once

#include "tickhub/abi.h"
#include "tickhub/events.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tickhub {

/// Thrown by setting::refuse_now and checked_settings: what is wrong has been told to the operator already.
struct settings_refused : std::runtime_error {
    settings_refused() : std::runtime_error{"settings refused"} {}
};

/// One node of the settings. Cheap to copy; lives as long as the instance.
///
/// The host has applied the declaration, so a declared member with a default is always there, and conversions do not
/// fail. An optional member without a default may be absent: test it as a bool.
class setting {
public:
    setting(tickhub_settings const& tree, tickhub_node node) noexcept : tree_{&tree}, node_{node} {}

    /// Whether the node is there.
    explicit operator bool() const noexcept { return node_ != 0; }

    /// The member of an object, or the value of a map's key; absent when there is none.
    [[nodiscard]] setting operator[](std::string_view name) const noexcept {
        return {*tree_, node_ == 0 ? 0 : tree_->member(tree_->context, node_, to_text(name))};
    }
    /// The item of a list or a map.
    [[nodiscard]] setting item(std::uint32_t index) const noexcept {
        return {*tree_, node_ == 0 ? 0 : tree_->item(tree_->context, node_, index)};
    }
    /// How many items a list or a map has.
    [[nodiscard]] std::uint32_t size() const noexcept { return node_ == 0 ? 0 : tree_->count(tree_->context, node_); }
    /// The key of a map's item.
    [[nodiscard]] std::string_view key(std::uint32_t index) const noexcept {
        return to_view(tree_->key(tree_->context, node_, index));
    }

    /// Integers, exact decimals and prices (1e-9), sizes (bytes), durations (nanoseconds), dates (yyyymmdd).
    [[nodiscard]] std::int64_t as_integer() const noexcept {
        return node_ == 0 ? 0 : tree_->get_integer(tree_->context, node_);
    }
    [[nodiscard]] bool as_boolean() const noexcept { return as_integer() != 0; }
    /// A duration in nanoseconds, which is never negative.
    [[nodiscard]] std::uint64_t as_nanoseconds() const noexcept { return static_cast<std::uint64_t>(as_integer()); }
    /// Texts, symbols, absolute paths, choices, names. Borrowed as long as the instance lives.
    [[nodiscard]] std::string_view as_text() const noexcept {
        return node_ == 0 ? std::string_view{} : to_view(tree_->get_text(tree_->context, node_));
    }
    [[nodiscard]] std::string as_string() const { return std::string{as_text()}; }

    /// Tells the operator what is wrong with this node, at its place in the file; `offset` bytes into its text.
    /// Keep checking, so that all errors are told at once, and then throw settings_refused. Only in the constructor.
    void refuse(std::string_view reason, std::uint32_t offset = 0) const {
        tree_->refuse(tree_->context, node_ != 0 ? node_ : tree_->root, offset, to_text(reason));
    }
    /// Tells, and gives up at once.
    [[noreturn]] void refuse_now(std::string_view reason, std::uint32_t offset = 0) const {
        refuse(reason, offset);
        throw settings_refused{};
    }

    class iterator {
    public:
        iterator(tickhub_settings const& tree, tickhub_node list, std::uint32_t index) noexcept
            : tree_{&tree}
            , list_{list}
            , index_{index} {}
        setting operator*() const noexcept;
        iterator& operator++() noexcept {
            ++index_;
            return *this;
        }
        friend bool operator==(iterator const& a, iterator const& b) noexcept { return a.index_ == b.index_; }

    private:
        tickhub_settings const* tree_;
        tickhub_node list_;
        std::uint32_t index_;
    };
    /// The items of a list or the values of a map: `for (tickhub::setting file : settings["files"])`.
    [[nodiscard]] iterator begin() const noexcept { return {*tree_, node_, 0}; }
    [[nodiscard]] iterator end() const noexcept { return {*tree_, node_, size()}; }

private:
    tickhub_settings const* tree_;
    tickhub_node node_;
};

inline setting setting::iterator::operator*() const noexcept {
    return setting{*tree_, list_}.item(index_);
}

} // namespace tickhub
