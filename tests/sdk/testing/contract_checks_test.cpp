// The contract checks find what they look for: a good component, and bad ones that differ from it in one point.
#include <tickhub/plugin.hpp>
#include <tickhub/testing/contract_checks.hpp>

#include <catch2/catch.hpp>

#include <cstring>

namespace {

using tickhub::testing::setting_value;

class quiet final : public tickhub::processor {
public:
    quiet(tickhub::host& h, tickhub::setting /*settings*/) : processor{h} {}
    void on_events(tickhub::event_batch /*batch*/) override {}
};

constexpr char quiet_manifest[] = R"({"name":"quiet","version":"1","kind":"processor","settings":[]})";

struct specimen {
    tickhub_component component = tickhub::detail::make_component<quiet>();
    tickhub_plugin plugin{sizeof(tickhub_plugin),
                          TICKHUB_ABI_MAJOR,
                          TICKHUB_ABI_MINOR,
                          {quiet_manifest, sizeof(quiet_manifest) - 1},
                          &component};

    specimen() = default;
    specimen(specimen const&) = delete;
    specimen& operator=(specimen const&) = delete;

    // What is broken, one fault a line.
    [[nodiscard]] std::string faults() const {
        std::string all;
        for (auto const& result : tickhub::testing::check_instances(plugin, setting_value::object())) {
            for (auto const& fault : result.faults)
                all += fault + "\n";
        }
        return all;
    }
};

std::string section_of(std::string_view manifest) {
    tickhub_manifest_header header{};
    std::memcpy(header.magic, TICKHUB_MANIFEST_MAGIC, sizeof(header.magic));
    header.abi_major = TICKHUB_ABI_MAJOR;
    header.abi_minor = TICKHUB_ABI_MINOR;
    header.size = static_cast<std::uint32_t>(manifest.size());
    return std::string{reinterpret_cast<char const*>(&header), sizeof(header)} + std::string{manifest};
}

} // namespace

TEST_CASE("a component that does nothing keeps the contract", "[testing]") {
    specimen const good;
    CHECK(good.faults() == "");
    auto const results = tickhub::testing::check_descriptor(good.plugin, section_of(quiet_manifest), "quiet");
    CHECK(tickhub::testing::text_of(results) ==
          "kept    the manifest in the file is the one that the descriptor shows\n"
          "kept    the file is named as its manifest says\n"
          "kept    its structs are as large as 1.0's, or larger\n"
          "kept    it has the functions of its kind\n");
}

TEST_CASE("a file that does not belong to its descriptor is found", "[testing]") {
    specimen bad;
    bad.component.stop = nullptr;
    auto const results = tickhub::testing::check_descriptor(bad.plugin, section_of("{}"), "loud");
    CHECK(!tickhub::testing::all_kept(results));
    CHECK(tickhub::testing::text_of(results) ==
          "BROKEN  the manifest in the file is the one that the descriptor shows\n"
          "          fault: the section holds another manifest than the descriptor shows\n"
          "BROKEN  the file is named as its manifest says\n"
          "          fault: the manifest calls it quiet, its file loud\n"
          "kept    its structs are as large as 1.0's, or larger\n"
          "BROKEN  it has the functions of its kind\n"
          "          fault: it has no function stop\n");
}

TEST_CASE("a failure without a text is found", "[testing]") {
    specimen bad;
    bad.component.start = [](void*, tickhub_error*) { return tickhub_status{TICKHUB_FAILED}; };
    CHECK(bad.faults().find("start failed without a text\n") != std::string::npos);
}

TEST_CASE("a status that no callback has is found", "[testing]") {
    specimen bad;
    bad.component.on_events = [](void*, tickhub_batch const*, tickhub_error*) { return tickhub_status{17}; };
    CHECK(bad.faults().find("on_events returned the status 17\n") != std::string::npos);
}

TEST_CASE("settings that are refused without a reason are found", "[testing]") {
    specimen bad;
    bad.component.create = [](tickhub_host const*, tickhub_settings const*, void**, tickhub_error*) {
        return tickhub_status{TICKHUB_REFUSED};
    };
    CHECK(bad.faults() == "create refused its settings without a reason\n"
                          "no instance was made; the other checks need settings that the plugin takes\n");
}

TEST_CASE("a serialised function that is called from a job is found", "[testing]") {
    static tickhub_host const* host;
    specimen bad;
    bad.component.create = [](tickhub_host const* h, tickhub_settings const*, void** instance, tickhub_error*) {
        host = h;
        *instance = &host;
        return tickhub_status{TICKHUB_OK};
    };
    bad.component.start = [](void*, tickhub_error*) {
        auto const job = [](void*) {
            auto const* publish = tickhub::host{*host}.find_service<tickhub_publish>(TICKHUB_SERVICE_PUBLISH);
            tickhub_batch const nothing{};
            publish->publish(publish->context, &nothing);
        };
        static_cast<void>(tickhub::host{*host}.run_in_background(job, nullptr, 0));
        return tickhub_status{TICKHUB_OK};
    };
    bad.component.on_events = nullptr;
    bad.component.on_timer = nullptr;
    bad.component.on_background = nullptr;
    bad.component.drain = nullptr;
    bad.component.stop = [](void*) {};
    bad.component.destroy = [](void*) {};
    CHECK(bad.faults().find("publish was called outside of a callback\n") != std::string::npos);
}
