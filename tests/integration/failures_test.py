#!/usr/bin/python3
"""What misbehaving plugins do to a hub: the real program, with a culprit among healthy components.

The feed `free` may not be slowed: none of its routes can block. The feed `slowed` may: it blocks on the culprit. Both
tick every millisecond, and the culprit's inbox holds 16 records, so a feed that waits for it soon stands still.
"""
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import tempfile
import unittest

from hub_process import Hub

PROGRAM = pathlib.Path(os.environ["TICKHUB_PROGRAM"]).resolve()
BUILD = PROGRAM.parents[1]
MORE = 500  # events: many times what the culprit's inbox holds

CONFIG = """
hub:
  name: failures
  stuck_after: {stuck_after}
  restart: {{budget: 1, within: 1m}}
  plugins: ["{build}/test_plugins", "{build}/template"]
listeners: {{web: {{address: 127.0.0.1:0}}}}
feeds:
  free: {{plugin: my_feed, settings: {{symbol: FREE, every: 1ms}}}}
  slowed: {{plugin: my_feed, settings: {{symbol: SLOWED, every: 1ms}}}}
sinks:
  culprit: {{plugin: misbehaving_sink, inbox: {{records: 16}}, settings: {{how: {how}}}}}
  healthy: {{plugin: recording_sink, settings: {{path: recorded}}}}
  public: {{plugin: sse_broadcaster, settings: {{listener: web}}}}
  admin: {{plugin: admin_notifier, settings: {{listener: web}}}}
routes:
  - {{from: free, to: culprit, when_full: drop_newest}}
  - {{from: slowed, to: culprit}}
  - {{from: [free, slowed], to: [healthy, public], when_full: drop_oldest}}
  - {{from: hub, to: admin}}
"""

HEADER = struct.Struct("<IBBHIIQQQ")  # size, record, flags, publisher, instrument, reserved, event, recv, sequence


def config(how, stuck_after="1h"):
    return CONFIG.format(build=BUILD, how=how, stuck_after=stuck_after)


def sequences(recording, instrument):
    """The sequence numbers of the events of one instrument, in the order of the file."""
    found = []
    at = 0
    while at + HEADER.size <= len(recording):
        size, _, _, _, about, _, _, _, sequence = HEADER.unpack_from(recording, at)
        if about == instrument:
            found.append(sequence)
        at += size
    return found


class Running(unittest.TestCase):
    def delivered(self, hub, route):
        counts = hub.metrics()
        return next(value for key, value in counts.items()
                    if key.startswith("tickhub_route_delivered_total{")
                    and f'from="{route[0]}"' in key and f'to="{route[1]}"' in key)

    def readiness(self, hub):
        status, body = hub.get("/readyz")
        return status, {name: told["condition"] for name, told in json.loads(body)["components"].items()}

    def check_others_keep_their_rate(self, hub):
        for target in ("healthy", "public"):
            before = self.delivered(hub, ("free", target))
            hub.wait_for(lambda: self.delivered(hub, ("free", target)) >= before + MORE, f"more from free to {target}")
        events = hub.events("/stream?topics=ticker&symbols=FREE")
        for _ in range(20):
            next(events)
        events.close()

    def check_nothing_of_free_was_lost(self, hub):
        lost = {key: value for key, value in hub.metrics().items()
                if key.startswith("tickhub_route_dropped_total{") and 'from="free"' in key and 'to="culprit"' not in key}
        self.assertEqual([key for key, value in lost.items() if value], [])
        recording = (pathlib.Path(hub.folder.name) / "recorded").read_bytes()
        free = sequences(recording, 1)
        self.assertGreaterEqual(len(free), MORE)
        self.assertEqual(free, list(range(free[0], free[0] + len(free))))

    def notice_of(self, hub, code):
        for event in hub.events("/admin/stream"):
            if event.name == "notice" and event.data["code"] == code:
                return event.data
        self.fail(f"the admin stream ended before {code}")

    def check_failure(self, how, condition, code, text, exit_status, stuck_after="1h"):
        with Hub(config(how, stuck_after), program=str(PROGRAM)) as hub:
            notice = self.notice_of(hub, code)
            self.assertEqual(notice["component"], "culprit")
            self.assertIn(text, notice["text"])
            status, conditions = hub.wait_for(
                lambda: (lambda told: told if told[1]["culprit"] == condition else None)(self.readiness(hub)),
                f"the condition {condition}")
            self.assertEqual(status, 503)
            self.assertEqual({name for name, told in conditions.items() if told != "ok"}, {"culprit"})
            self.check_others_keep_their_rate(hub)
            # What was slowed by the culprit's full inbox is free again, now that it is out.
            before = self.delivered(hub, ("slowed", "healthy"))
            hub.wait_for(lambda: self.delivered(hub, ("slowed", "healthy")) >= before + MORE, "more from slowed")
            self.check_nothing_of_free_was_lost(hub)
            self.assertEqual(hub.stop(), exit_status, "".join(hub.log))

    def test_check_names_the_routes_that_the_culprit_can_slow(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "hub.yaml"
            file.write_text(config("throws"), encoding="utf-8")
            told = subprocess.run([PROGRAM, "check", file], capture_output=True, text=True, check=True).stdout
        named = re.findall(r"^  (\w+) -> (\w+)", told, re.MULTILINE)
        self.assertEqual(named, [("slowed", "culprit"), ("slowed", "healthy"), ("slowed", "public")], told)

    def test_a_sink_that_throws(self):
        self.check_failure("throws", "failed", "component_given_up", "it can't bear events", 0)

    def test_a_sink_that_fails_to_start(self):
        self.check_failure("fails_to_start", "failed", "component_given_up", "the disk that it wants is not there", 0)

    def test_a_sink_that_never_returns_is_quarantined(self):
        self.check_failure("never_returns", "quarantined", "component_quarantined", "on_events has not returned", 75,
                           stuck_after="300ms")

    def test_while_a_callback_hangs_unnoticed_only_the_routes_that_check_names_stand_still(self):
        with Hub(config("never_returns"), program=str(PROGRAM)) as hub:
            self.check_others_keep_their_rate(hub)
            self.assertEqual(self.readiness(hub)[0], 200)  # nobody has noticed: it was not let off by the supervisor
            self.assertLess(self.delivered(hub, ("slowed", "healthy")), MORE)
            self.check_nothing_of_free_was_lost(hub)
            hub.process.kill()


class Refused(unittest.TestCase):
    """Plugins that never get to run."""

    def refusal(self, command, plugins, plugin):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "hub.yaml"
            file.write_text(f'hub: {{plugins: ["{plugins}"]}}\nsinks:\n  mine: {{plugin: {plugin}}}\n', encoding="utf-8")
            done = subprocess.run([PROGRAM, command, file], capture_output=True, text=True, check=False)
            return done.returncode, done.stderr.replace(str(file), "hub.yaml").replace(str(plugins), "PLUGINS")

    def check_refused(self, plugins, plugin, approved):
        for command in ("check", "run"):
            with self.subTest(command=command):
                self.assertEqual(self.refusal(command, plugins, plugin), (78, approved))

    def test_a_plugin_of_another_abi(self):
        with tempfile.TemporaryDirectory() as plugins:
            shutil.copy(BUILD / "test_plugins/other_abi.so", plugins)
            self.check_refused(plugins, "other_abi", OTHER_ABI)

    def test_a_plugin_that_is_a_truncated_file(self):
        with tempfile.TemporaryDirectory() as plugins:
            # ELF files end with their section table: whatever the compiler, this cuts it off.
            whole = (BUILD / "test_plugins/misbehaving_sink.so").read_bytes()
            (pathlib.Path(plugins) / "misbehaving_sink.so").write_bytes(whole[:-64])
            self.check_refused(plugins, "misbehaving_sink", TRUNCATED)


# Approved texts.
OTHER_ABI = """\
hub.yaml:3:18: the plugin `other_abi` can't be used: plugin 'other_abi' (PLUGINS/other_abi.so): it is built for plugin \
ABI 2.0, this hub has 1.0; build it with this hub's sdk
  |   mine: {plugin: other_abi}
  |                  ^~~~~~~~~
"""

TRUNCATED = """\
hub.yaml:3:18: the plugin `misbehaving_sink` can't be used: plugin 'misbehaving_sink' (PLUGINS/misbehaving_sink.so): \
it is truncated or damaged: the file ends before the section table does
  |   mine: {plugin: misbehaving_sink}
  |                  ^~~~~~~~~~~~~~~~
"""

if __name__ == "__main__":
    unittest.main(verbosity=2)
