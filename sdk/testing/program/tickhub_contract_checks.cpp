// tickhub_contract_checks PLUGIN.so [SETTING=VALUE…]: runs the contract checks on a plugin, as any host would use it.
#include <tickhub/events.hpp>
#include <tickhub/testing/contract_checks.hpp>
#include <tickhub/testing/declared_settings.hpp>
#include <tickhub/testing/plugin_library.hpp>

#include <exception>
#include <iostream>
#include <string>
#include <string_view>

namespace {

constexpr int kept = 0, broken = 1, usage = 64;

int run(int count, char** arguments) {
    using namespace tickhub::testing;
    plugin_library const library{arguments[1]};
    auto const manifest = tickhub::to_view(library.plugin().manifest);
    auto results = check_descriptor(library.plugin(), library.section(), library.name());
    if (all_kept(results)) {
        auto settings = declared_settings(manifest);
        for (int i = 2; i < count; ++i) {
            std::string_view const given = arguments[i];
            auto const equals = given.find('=');
            auto const name = given.substr(0, equals);
            auto const value = equals == std::string_view::npos ? std::string_view{} : given.substr(equals + 1);
            settings.set(name, value_from_text(manifest, name, value));
        }
        for (auto& result : check_instances(library.plugin(), settings))
            results.push_back(std::move(result));
    }
    std::cout << text_of(results);
    return all_kept(results) ? kept : broken;
}

} // namespace

int main(int count, char** arguments) {
    if (count < 2) {
        std::cerr << "usage: tickhub_contract_checks PLUGIN.so [SETTING=VALUE...]\n";
        return usage;
    }
    try {
        return run(count, arguments);
    } catch (std::exception const& e) {
        std::cerr << arguments[1] << ": " << e.what() << '\n';
        return broken;
    }
}
