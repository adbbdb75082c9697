// What every plugin must keep, whatever it does: checks that any plugin's tests can run.
#pragma once

#include <tickhub/abi.h>
#include <tickhub/testing/setting_value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tickhub::testing {

/// How one check went.
struct contract_result {
    std::string check;                ///< a sentence: "stop is legal without start"
    std::vector<std::string> faults;  ///< none: the plugin keeps it
    std::vector<std::string> remarks; ///< what callbacks failed with, which a plugin may
};

/// Whether the file and its descriptor belong together: the section `.tickhub.manifest`, the manifest that the
/// descriptor shows, the name, the sizes of structs, the functions of its kind.
[[nodiscard]] std::vector<contract_result> check_descriptor(tickhub_plugin const& plugin, std::string_view section,
                                                            std::string_view file_name);

/// Carries instances through their lives, good ones and bad ones, on fake hosts. The settings must be ones that the
/// plugin takes; declared_settings gives its defaults.
[[nodiscard]] std::vector<contract_result> check_instances(tickhub_plugin const& plugin, setting_value const& settings);

/// Each check as a line, "kept" or "BROKEN", with its faults and remarks below it.
[[nodiscard]] std::string text_of(std::vector<contract_result> const& results);
[[nodiscard]] bool all_kept(std::vector<contract_result> const& results);

} // namespace tickhub::testing
