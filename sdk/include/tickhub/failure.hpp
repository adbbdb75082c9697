#pragma once

#include <stdexcept>

namespace tickhub {

/// Thrown from a callback when the component has failed and starting it again would end the same way: a rejected row of
/// a recording, a licence that has expired. The hub gives the component up at once instead of using its restart budget.
struct permanent_failure : std::runtime_error {
    using std::runtime_error::runtime_error;
};

} // namespace tickhub
