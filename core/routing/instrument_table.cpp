#include "routing/instrument_table.hpp"

#include <algorithm>
#include <mutex>

namespace tickhub::routing {

namespace {

bool well_formed(std::string_view symbol) {
    auto const is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    return !symbol.empty() && symbol.size() <= instrument_table::max_symbol_size &&
           std::none_of(symbol.begin(), symbol.end(), is_control);
}

} // namespace

instrument_table::definition instrument_table::define(std::string_view symbol, std::uint16_t owner, sharing share) {
    if (!well_formed(symbol))
        return {0, refusal::bad_symbol, 0};
    std::unique_lock lock{mutex_};
    if (auto const known = ids_.find(symbol); known != ids_.end()) {
        entry const& first = entries_[known->second - 1];
        if (first.owner != owner && (first.share == sharing::exclusive || share == sharing::exclusive))
            return {0, refusal::clash, first.owner};
        return {known->second, refusal::none, first.owner};
    }
    if (entries_.size() == limit)
        return {0, refusal::full, 0};
    entries_.push_back({std::string{symbol}, owner, share});
    auto const id = static_cast<tickhub_instrument_id>(entries_.size());
    ids_.emplace(entries_.back().symbol, id);
    return {id, refusal::none, owner};
}

tickhub_instrument_id instrument_table::find(std::string_view symbol) const {
    std::shared_lock lock{mutex_};
    auto const known = ids_.find(symbol);
    return known == ids_.end() ? 0 : known->second;
}

std::string_view instrument_table::symbol(tickhub_instrument_id id) const {
    std::shared_lock lock{mutex_};
    return id == 0 || id > entries_.size() ? std::string_view{} : std::string_view{entries_[id - 1].symbol};
}

std::uint32_t instrument_table::count() const {
    std::shared_lock lock{mutex_};
    return static_cast<std::uint32_t>(entries_.size());
}

} // namespace tickhub::routing
