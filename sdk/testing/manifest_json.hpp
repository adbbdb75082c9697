// A reader for the JSON of manifests, which this sdk wrote itself: strict, small, and not meant for anything else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tickhub::testing {

/// One value of a manifest. Numbers do not occur.
struct manifest_json {
    enum class kind { none, boolean, text, array, object };

    /// Throws std::runtime_error when the text is not what tickhub/manifest.hpp writes.
    [[nodiscard]] static manifest_json read(std::string_view text);

    /// The member of an object; none when it is absent.
    [[nodiscard]] manifest_json const& operator[](std::string_view name) const;
    [[nodiscard]] explicit operator bool() const noexcept { return what != kind::none; }

    kind what = kind::none;
    std::string text; // of a boolean: true or false
    std::vector<std::string> names;
    std::vector<manifest_json> items;
};

} // namespace tickhub::testing
