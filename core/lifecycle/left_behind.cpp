#include "lifecycle/left_behind.hpp"

#include <mutex>
#include <vector>

namespace tickhub::lifecycle::detail {

void keep_for_ever(std::shared_ptr<void> object) {
    // Never destroyed, and found by who looks for leaks.
    static std::mutex& mutex = *new std::mutex;
    static auto& all = *new std::vector<std::shared_ptr<void>>;
    std::lock_guard const lock{mutex};
    all.push_back(std::move(object));
}

} // namespace tickhub::lifecycle::detail
