// csv_replay: plays recorded days back, from CSV files.
#include "csv_replay_feed.hpp"
#include "declarations.hpp"

#include <string_view>

namespace {

constexpr std::string_view capabilities[] = {"clock"};

constexpr tickhub::manifest csv_replay_manifest = {
    .name = "csv_replay",
    .version = "1.0.0",
    .doc = "Plays recorded days back from CSV files: several files merged by time, at any speed, with every fault of "
           "the files counted and none silently altered.",
    .capabilities = capabilities,
    .settings = tickhub::csv_replay::declarations};

} // namespace

TICKHUB_PLUGIN(tickhub::csv_replay::csv_replay_feed, csv_replay_manifest)
