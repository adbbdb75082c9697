// A catalogue of plugins that exist only as declarations, with a setting of every type among them.
#pragma once

#include "config/catalogue.hpp"
#include "config/read.hpp"
#include "config/surroundings.hpp"

#include <string>

namespace tests {

/// replay (a feed that can be the clock), simulator (a timer feed), socket_feed (a loop), analytics (a processor),
/// broadcaster (a sink), everything (a sink with all types of setting), wrong_defaults (a sink), and broken_plugin,
/// which can't be used.
[[nodiscard]] tickhub::config::open_catalogue declared_plugins();

/// Knows the variables PORT=8080, EMPTY=, SPEED=60, TOKEN=hunter2-secret, BAD=\xff, and the files key.txt
/// (s3cr3t-key and a line end), page.html and the folder plugins, all in /etc/hub.
[[nodiscard]] tickhub::config::surroundings small_world();

/// Reads a text as the file hub.yaml in /etc/hub, with these plugins, in this world.
[[nodiscard]] tickhub::config::outcome read(std::string text, std::string file = "hub.yaml");

} // namespace tests
