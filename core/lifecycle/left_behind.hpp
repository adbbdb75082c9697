// What code that does not return may still use.
#pragma once

#include <memory>

namespace tickhub::lifecycle {

namespace detail {
void keep_for_ever(std::shared_ptr<void> object);
}

/// Keeps an object until the process ends: a thread that can't be stopped may still be inside. [any thread]
template <class Object>
void leave_behind(std::unique_ptr<Object> object) {
    if (object != nullptr)
        detail::keep_for_ever(std::shared_ptr<void>{std::move(object)});
}

} // namespace tickhub::lifecycle
