#!/usr/bin/python3
"""A replay is a function of its recording and its config: run twice, and at different speeds, it publishes the same
events and sends the same frames, byte for byte. Self-made recordings; replay_nse_test.py does it with a real day.

Left out of the comparison between speeds is what tells the speed itself: `feed_status`.
"""
import os
import pathlib
import re
import struct
import unittest

from hub_process import Hub, transcript

PROGRAM = pathlib.Path(os.environ["TICKHUB_PROGRAM"]).resolve()
BUILD = PROGRAM.parents[1]
HEADER = struct.Struct("<IBBHIIQQQ")  # size, record, flags, publisher, instrument, reserved, event, recv, sequence
FEED_STATUS = 3
CONDITION_AT, ENDED = HEADER.size + 8, 6  # behind the reference to the publisher's name

# Two processors derive from the feed, one in C++ and one in plain C.
FEED_AND_PROCESSORS = """
feeds:
  day:
    plugin: csv_replay
    settings:
      zone: Asia/Kolkata
      speed: {speed}
      faults: {{all: skip, time_backwards: repair, volume_falls: repair}}
      files:
        - {{symbol: NIFTY, instrument_class: index, path: recordings/NIFTY_2026-01-05.csv}}
        - {{symbol: TCS, path: recordings/TCS_2026-01-05.csv}}
        - {{symbol: INFY, path: recordings/INFY_2026-01-05.csv}}
processors:
  alerts: {{plugin: my_processor, settings: {{above: 1600}}}}
  quotes: {{plugin: my_c_processor, settings: {{spread: 0.10}}}}
"""

RECORDED = """
hub: {{name: recorded, clock: day, plugins: ["{build}/template", "{build}/test_plugins"]}}
listeners: {{web: {{address: 127.0.0.1:0}}}}
""" + FEED_AND_PROCESSORS + """
sinks:
  everything: {{plugin: recording_sink, settings: {{path: everything}}}}
  derived: {{plugin: recording_sink, settings: {{path: derived, format: json}}}}
routes:
  - {{from: day, to: [alerts, quotes, everything]}}
  - {{from: [alerts, quotes], to: [everything, derived]}}
"""

SERVED = """
hub: {{name: served, clock: day, start: on_client, plugins: ["{build}/template"]}}
listeners: {{web: {{address: 127.0.0.1:0}}}}
""" + FEED_AND_PROCESSORS + """
sinks:
  public: {{plugin: sse_broadcaster, settings: {{listener: web, pace: clients}}}}
routes:
  - {{from: day, to: [alerts, quotes, public]}}
  - {{from: [alerts, quotes], to: public}}
"""


def records(recording):
    """The whole records of a file of recording_sink; a last one that is still being written is left for later."""
    at = 0
    while at + HEADER.size <= len(recording):
        size = HEADER.unpack_from(recording, at)[0]
        if at + size > len(recording):
            return
        yield recording[at:at + size]
        at += size


def has_ended(recording):
    return any(record[4] == FEED_STATUS and record[CONDITION_AT] == ENDED for record in records(recording))


def record(speed):
    """All events of a run as bytes, and those of the processors as JSON."""
    with Hub(RECORDED.format(build=BUILD, speed=speed), program=str(PROGRAM)) as hub:
        folder = pathlib.Path(hub.folder.name)
        hub.wait_for(lambda: hub.get("/healthz") and has_ended((folder / "everything").read_bytes()), "the replay's end")
        assert hub.stop() == 0, hub.log
        return (folder / "everything").read_bytes(), (folder / "derived").read_bytes()


def serve(speed):
    """Every event that one client is sent until the replay has ended, and the hub's metrics then."""
    with Hub(SERVED.format(build=BUILD, speed=speed), program=str(PROGRAM)) as hub:
        events = []
        for event in hub.events("/stream?topics=ticker,trades,bbo,alert,feed_status"):
            events.append(event)
            if event.name == "feed_status" and event.data["condition"] == "ended":
                break
        metrics = hub.metrics()
        assert hub.stop() == 0, hub.log
        return events, metrics


class DeterministicReplay(unittest.TestCase):
    def test_the_same_replay_twice_publishes_the_same_bytes(self):
        first, again = record("max"), record("max")
        self.assertGreater(len(list(records(first[0]))), 1_000)
        self.assertGreater(first[1].count(b"\n"), 100)
        self.assertTrue(first[0] == again[0], "the events differ")
        self.assertTrue(first[1] == again[1], "the derived events differ")

    def test_another_speed_publishes_the_same_bytes(self):
        without_speed = lambda recording: b"".join(r for r in records(recording) if r[4] != FEED_STATUS)
        fastest, slower = record("max"), record("1000x")
        self.assertTrue(without_speed(fastest[0]) == without_speed(slower[0]), "the events differ")
        self.assertTrue(fastest[1] == slower[1], "the derived events differ")

    def test_a_client_is_sent_the_same_frames_and_loses_none(self):
        first, metrics = serve("max")
        names = {event.name for event in first}
        self.assertGreaterEqual(names, {"hello", "definition", "ticker", "trades", "bbo", "alert", "feed_status"})
        losses = {key: value for key, value in metrics.items()
                  if re.match(r"tickhub_(route|stream)_(conflated|superseded|dropped)_total", key)}
        self.assertTrue(losses)
        self.assertEqual([key for key, value in losses.items() if value], [])
        wanted = transcript(first)
        for speed in ("max", "1000x"):
            with self.subTest(speed=speed):
                again = transcript(serve(speed)[0])
                self.assertEqual(wanted.keys(), again.keys())
                for topic in sorted(wanted.keys() - ({"feed_status"} if speed != "max" else set())):
                    self.assertTrue(wanted[topic] == again[topic], f"{topic} differs")


if __name__ == "__main__":
    unittest.main(verbosity=2)
