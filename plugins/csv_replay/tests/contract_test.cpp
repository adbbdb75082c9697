#include "support/paths.hpp"

#include <tickhub/testing/contract_checks.hpp>
#include <tickhub/testing/declared_settings.hpp>

#include <catch2/catch.hpp>

extern "C" tickhub_plugin const tickhub_plugin_v1;

TEST_CASE("csv_replay keeps the contract of plugins", "[csv_replay]") {
    auto settings = tickhub::testing::declared_settings(tickhub_plugin_v1);
    auto& file = settings["files"].item(0);
    file["symbol"] = "TCS";
    file["path"] = (tests::source_dir() / "config/recordings/TCS_2026-01-05.csv").string();
    auto const results = tickhub::testing::check_instances(tickhub_plugin_v1, settings);
    INFO(tickhub::testing::text_of(results));
    CHECK(tickhub::testing::all_kept(results));
}
