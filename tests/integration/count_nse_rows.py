#!/usr/bin/python3
"""Counts the outcomes of rows in files of the preset `ticks`, as the rules of csv_replay's README say.

    count_nse_rows.py FILE...           one JSON object: outcome -> rows, per file and in total
    count_nse_rows.py --lines FILE...   the same as lines: file, outcome, rows

Written on its own, with the csv module and whole-second local times only, so that the plugin's count has something
independent to agree with. Each file holds the calendar day that its name ends in (SYMBOL_2021-06-11.csv), and rows of
other days are out of range. A row has one outcome, the first that fits.
"""
import csv
import datetime
import json
import os
import re
import sys

OUTCOMES = ["accepted", "unparsable", "time_out_of_range", "time_backwards", "exact_duplicate", "volume_falls"]


def outcome_of(row, day, last):
    """The outcome of one row; `last` is the last accepted row of its file, or None."""
    try:
        time = datetime.datetime.strptime(row[0], "%Y-%m-%d %H:%M:%S")
        float(row[1])
        volume = int(row[2])
    except (ValueError, IndexError):
        return "unparsable"
    if len(row) != 3 or volume < 0:
        return "unparsable"
    if time.date() != day:
        return "time_out_of_range"
    if last is None:
        return "accepted"
    if time < datetime.datetime.strptime(last[0], "%Y-%m-%d %H:%M:%S"):
        return "time_backwards"
    if row == last:
        return "exact_duplicate"
    if volume < int(last[2]):
        return "volume_falls"
    return "accepted"


def count(path):
    day = datetime.date.fromisoformat(re.search(r"(\d{4}-\d\d-\d\d)\.csv$", path).group(1))
    counts = dict.fromkeys(["rows", *OUTCOMES, "trades"], 0)
    last = None
    with open(path, newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        if next(rows) != ["timestamp", "ltp", "volume"]:
            sys.exit(f"{path}: this is not a file of the preset `ticks`")
        for row in rows:
            if not row:
                continue  # a blank line is no row
            outcome = outcome_of(row, day, last)
            counts["rows"] += 1
            counts[outcome] += 1
            if outcome == "accepted":
                if last is not None and int(row[2]) > int(last[2]):
                    counts["trades"] += 1
                last = row
    return counts


def main(paths, lines):
    files = {os.path.basename(path): count(path) for path in paths}
    total = {key: sum(counts[key] for counts in files.values()) for key in ["rows", *OUTCOMES, "trades"]}
    if lines:
        for name, counts in {**files, "total": total}.items():
            for key, number in counts.items():
                print(name, key, number)
        return
    json.dump({"files": files, "total": total}, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    as_lines = sys.argv[1:2] == ["--lines"]
    names = sys.argv[2 if as_lines else 1:]
    if not names:
        sys.exit(__doc__)
    main(names, as_lines)
