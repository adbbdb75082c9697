#pragma once

#include <string>

namespace tickhub::loader {

/// Why a plugin can't be used, as a sentence for the operator that names the file and says what to do.
struct refusal {
    std::string text;
};

} // namespace tickhub::loader
