#pragma once

namespace tests::config {

/// A manifest with every form of declaration in it.
inline constexpr char const* sample_manifest = R"({
  "name": "day_player", "version": "1.2.0", "kind": "feed", "feed": "pull",
  "doc": "Plays a recorded day.\nAs often as wanted.",
  "capabilities": ["clock"],
  "settings": [
    {"name": "files", "type": "list", "required": true, "doc": "What to play, merged by time.", "items":
      {"name": "", "type": "object", "members": [
        {"name": "path", "type": "path", "required": true, "doc": "One recording."},
        {"name": "symbol", "type": "symbol", "doc": "Whose it is; the file's name says it otherwise."}]}},
    {"name": "form", "type": "choice", "choices": ["ticks", "ohlcv"], "default": "ticks", "doc": "Ticks | bars."},
    {"name": "speed", "type": "decimal", "min": "0", "max": "1000", "default": "1", "doc": "0 is as fast as it goes."},
    {"name": "pause", "type": "duration", "min": "10ms", "default": "250ms", "doc": "Between two days."},
    {"name": "buffer", "type": "size", "max": "16MiB", "default": "64KiB"},
    {"name": "only", "type": "list", "default": "[]", "items": {"name": "", "type": "symbol"}},
    {"name": "limits", "type": "map", "default": "{}", "doc": "By symbol.", "items":
      {"name": "", "type": "price", "min": "0.01"}},
    {"name": "from", "type": "time_of_day"},
    {"name": "password", "type": "secret"},
    {"name": "end", "type": "one_of", "tag": "then", "doc": "After the last row.", "alternatives": [
      {"name": "stop", "doc": "Rest.", "members": []},
      {"name": "repeat", "doc": "Begin again.", "members": [
        {"name": "times", "type": "integer", "min": "1", "required": true, "doc": "How often."}]}]}
  ]})";

} // namespace tests::config
