// libFuzzer on the configuration reader: any bytes at all must end in a checked configuration or in problems that can
// be shown. Run it as
//   fuzz_config -max_len=4096 -dict=tests/fuzz/config.dict a_folder_for_finds tests/fuzz/corpus/config \
//       tests/core/config/testdata/bad tests/core/config/testdata/good
#include "config/block_reach.hpp"
#include "config/utf8.hpp"
#include "core/config/declared_plugins.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace tickhub::config;

void demand(bool condition) {
    if (!condition)
        std::abort();
}

void check_problems(outcome const& outcome) {
    for (problem const& p : outcome.problems) {
        demand(!p.message.empty());
        demand(p.line == 0 || (p.column >= 1 && p.end_column > p.column));
    }
    for (std::string const& shown : {text_of(outcome.problems), json_of(outcome.problems)})
        demand(first_invalid_utf8(shown) == shown.size() && shown.find('\0') == std::string::npos);
}

// Looks at every node as a plugin may, and refuses each at some byte.
void walk(settings_tree& tree) {
    tickhub_settings const& abi = tree.abi();
    for (tickhub_node node = 0; node < 200; ++node) {
        auto const count = abi.count(abi.context, node);
        for (std::uint32_t i = 0; i <= count; ++i)
            demand((abi.item(abi.context, node, i) != 0) == (i < count));
        auto const text = abi.get_text(abi.context, node);
        abi.refuse(abi.context, node, static_cast<std::uint32_t>(text.size), {"no", 2});
    }
    for (problem const& p : tree.take_refusals())
        demand(p.column >= 1 && p.end_column > p.column && first_invalid_utf8(p.excerpt) == p.excerpt.size());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const outcome = tests::read(std::string{reinterpret_cast<char const*>(data), size});
    demand(outcome.config.has_value() == outcome.problems.empty());
    check_problems(outcome);
    if (!outcome.config)
        return 0;
    for (component const& c : outcome.config->components) {
        demand(c.declared != nullptr && c.settings != nullptr);
        walk(*c.settings);
    }
    for (slowed_route const& slowed : block_reach(*outcome.config))
        demand(slowed.route < outcome.config->routes.size() && !slowed.because_of.empty());
    return 0;
}
