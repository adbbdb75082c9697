#include <tickhub/events.hpp>
#include <tickhub/testing/contract_checks.hpp>
#include <tickhub/testing/declared_settings.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <exception>

namespace tickhub::testing {
namespace {

// All of the structs that 1.0 had.
constexpr std::size_t plugin_size = sizeof(tickhub_plugin);
constexpr std::size_t component_size = offsetof(tickhub_component, destroy) + sizeof(void*);

void check_section(tickhub_plugin const& plugin, std::string_view section, std::vector<std::string>& faults) {
    tickhub_manifest_header header{};
    if (section.size() < sizeof(header)) {
        faults.emplace_back("the section is smaller than its header");
        return;
    }
    std::memcpy(&header, section.data(), sizeof(header));
    if (std::string_view{header.magic, sizeof(header.magic)} != TICKHUB_MANIFEST_MAGIC)
        faults.emplace_back("the section does not begin with " TICKHUB_MANIFEST_MAGIC);
    if (header.abi_major != plugin.abi_major || header.abi_minor != plugin.abi_minor)
        faults.emplace_back("the section and the descriptor are of different ABIs");
    if (section.substr(sizeof(header), header.size) != to_view(plugin.manifest))
        faults.emplace_back("the section holds another manifest than the descriptor shows");
}

void check_name(tickhub_plugin const& plugin, std::string_view file_name, std::vector<std::string>& faults) {
    try {
        if (auto const name = declared_name(to_view(plugin.manifest)); name != file_name)
            faults.push_back("the manifest calls it " + name + ", its file " + std::string{file_name});
    } catch (std::exception const& e) {
        faults.emplace_back(e.what());
    }
}

void check_functions(tickhub_plugin const& plugin, std::vector<std::string>& faults) {
    auto const& c = *plugin.component;
    auto const manifest = to_view(plugin.manifest);
    auto const says = [&](std::string_view what) { return manifest.find(what) != std::string_view::npos; };
    auto const need = [&](char const* name, bool has) {
        if (!has)
            faults.push_back(std::string{"it has no function "} + name);
    };
    need("create", c.create != nullptr);
    need("start", c.start != nullptr);
    need("stop", c.stop != nullptr);
    need("destroy", c.destroy != nullptr);
    if (says(R"("feed":"pull")"))
        need("next, which a pull feed must have", c.next != nullptr);
    if (says(R"("feed":"loop")"))
        need("run, which a loop feed must have", c.run != nullptr);
    if (says(R"("feed":"timer")"))
        need("on_timer, which a timer feed must have", c.on_timer != nullptr);
}

} // namespace

std::vector<contract_result> check_descriptor(tickhub_plugin const& plugin, std::string_view section,
                                              std::string_view file_name) {
    contract_result manifest{"the manifest in the file is the one that the descriptor shows", {}, {}};
    check_section(plugin, section, manifest.faults);
    contract_result name{"the file is named as its manifest says", {}, {}};
    check_name(plugin, file_name, name.faults);
    contract_result sizes{"its structs are as large as 1.0's, or larger", {}, {}};
    if (plugin.struct_size < plugin_size)
        sizes.faults.push_back("tickhub_plugin says struct_size " + std::to_string(plugin.struct_size));
    if (plugin.component == nullptr || plugin.component->struct_size < component_size)
        sizes.faults.emplace_back("tickhub_component is absent, or says too small a struct_size");
    std::vector<contract_result> results{std::move(manifest), std::move(name), std::move(sizes)};
    if (results.back().faults.empty()) {
        contract_result functions{"it has the functions of its kind", {}, {}};
        check_functions(plugin, functions.faults);
        results.push_back(std::move(functions));
    }
    return results;
}

std::string text_of(std::vector<contract_result> const& results) {
    std::string text;
    for (auto const& result : results) {
        text += (result.faults.empty() ? "kept    " : "BROKEN  ") + result.check + "\n";
        for (auto const& fault : result.faults)
            text += "          fault: " + fault + "\n";
        for (auto const& remark : result.remarks)
            text += "          " + remark + "\n";
    }
    return text;
}

bool all_kept(std::vector<contract_result> const& results) {
    return std::all_of(results.begin(), results.end(), [](auto const& r) { return r.faults.empty(); });
}

} // namespace tickhub::testing
