#include "lifecycle/hub_names.hpp"

namespace tickhub::lifecycle {

void hub_names::set_quantity_decimals(tickhub_instrument_id id, std::uint8_t decimals) noexcept {
    std::size_t const at = id / block_size;
    if (at >= blocks_.size())
        return;
    block* decimals_of = blocks_[at].load(std::memory_order_acquire);
    if (decimals_of == nullptr) {
        if (decimals == 0)
            return; // what an absent block says already
        std::lock_guard const lock{growing_};
        decimals_of = blocks_[at].load(std::memory_order_acquire);
        if (decimals_of == nullptr) {
            owned_.push_back(std::make_unique<block>());
            decimals_of = owned_.back().get();
            blocks_[at].store(decimals_of, std::memory_order_release);
        }
    }
    (*decimals_of)[id % block_size].store(decimals, std::memory_order_relaxed);
}

std::string_view hub_names::symbol(tickhub_instrument_id id) const {
    return instruments_.symbol(id);
}

std::string_view hub_names::publisher(std::uint16_t id) const {
    return id < publishers_.size() ? std::string_view{publishers_[id]} : std::string_view{};
}

unsigned hub_names::quantity_decimals(tickhub_instrument_id id) const {
    std::size_t const at = id / block_size;
    if (at >= blocks_.size())
        return 0;
    block const* decimals_of = blocks_[at].load(std::memory_order_acquire);
    return decimals_of == nullptr ? 0 : (*decimals_of)[id % block_size].load(std::memory_order_relaxed);
}

} // namespace tickhub::lifecycle
