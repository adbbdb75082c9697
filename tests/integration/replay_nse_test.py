#!/usr/bin/python3
"""A real day of six NSE instruments through the real program, read by one client to its end, and counted independently."""
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

from hub_process import ROOT, Hub, transcript

DATA = pathlib.Path(os.environ.get("TICKHUB_REAL_DATA", ROOT.parent / "shared" / "data"))
FILES = sorted((DATA / "nse_ticks").glob("*_2021-06-11.csv"))


def play(speed="max"):
    """Every event of ticker and trades until the replay has ended, and the hub's metrics then."""
    edit = lambda text: text.replace("speed: max", f"speed: {speed}")
    with Hub("config/replay_nse.yaml", environment={"TICKHUB_REAL_DATA": str(DATA)}, edit=edit) as hub:
        events = []
        for event in hub.events("/stream?topics=ticker,trades,feed_status"):
            events.append(event)
            if event.name == "feed_status" and event.data["condition"] == "ended":
                break
        metrics = hub.metrics()
        assert hub.stop() == 0
        return events, metrics


@unittest.skipUnless(FILES, f"SKIPPED: the real data is not at {DATA} (see TICKHUB_REAL_DATA)")
class RealDay(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.events, cls.metrics = play()
        counted = subprocess.run([sys.executable, str(ROOT / "tests/integration/count_nse_rows.py"), *map(str, FILES)],
                                 check=True, capture_output=True, text=True)
        cls.counted = json.loads(counted.stdout)["total"]

    def test_every_accepted_row_is_one_ticker_and_every_growth_of_volume_one_trade(self):
        count = lambda name: sum(event.name == name for event in self.events)
        self.assertEqual(count("ticker"), self.counted["accepted"])
        self.assertEqual(count("trades"), self.counted["trades"])

    def test_the_counts_are_those_that_are_known_of_these_files(self):
        self.assertEqual(self.counted["rows"], 215_465)
        self.assertEqual(self.counted["accepted"], 137_121)

    def test_the_hub_counts_every_row_once_and_agrees_with_the_independent_count(self):
        rows = {}
        for key, value in self.metrics.items():
            if match := re.match(r'tickhub_replay_rows_total\{.*outcome="(\w+)",fault="(\w+)"', key):
                kind = match[1] if match[1] == "accepted" else match[2]
                rows[kind] = rows.get(kind, 0) + value
        for kind in ("accepted", "time_out_of_range", "time_backwards", "exact_duplicate", "volume_falls"):
            self.assertEqual(rows[kind], self.counted[kind], kind)
        self.assertEqual(sum(rows.values()), self.counted["rows"])

    def test_tickers_never_go_back_in_time(self):
        times = [event.data["ts_event"] for event in self.events if event.name == "ticker"]
        self.assertEqual(times, sorted(times))

    def test_nothing_was_conflated_superseded_or_dropped(self):
        losses = {key: value for key, value in self.metrics.items()
                  if re.match(r"tickhub_(route|stream)_(conflated|superseded|dropped)_total", key)}
        self.assertTrue(losses)
        self.assertEqual([key for key, value in losses.items() if value], [])

    def test_the_same_replay_again_and_at_another_speed_gives_the_same_frames(self):
        first = transcript(self.events)
        for speed in ("max", "100000x"):
            again = transcript(play(speed)[0])
            self.assertEqual(first.keys(), again.keys())
            for topic in ("ticker", "trades", "definition"):
                self.assertTrue(first[topic] == again[topic], f"{topic} differs at {speed}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
