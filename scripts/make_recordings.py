#!/usr/bin/python3
"""Makes config/recordings/: five minutes of a market that never was, for config/demo.yaml.

    scripts/make_recordings.py            writes the files
    scripts/make_recordings.py --check    fails when they are not what it would write

The symbols are those that people know; the prices, volumes and moves are made up here, from a fixed seed. Two indices
and twelve stocks move together: each stock follows the market and its sector, each as much as its beta says, and goes
its own way besides; the indices are weighted sums of the stocks. All paths come back near to where they began, so that
a loop has no jump at its seam.
"""
import math
import pathlib
import random
import sys

SEED = 20260105
DATE = "2026-01-05"
BEGIN = 10 * 3600  # seconds after midnight, India
SECONDS = 300
STEPS_A_SECOND = 20
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "config" / "recordings"

# symbol: (price, sector, beta, ticks a second, day's volume at 10:00, typical trade, weight in NIFTY)
STOCKS = {
    "RELIANCE": (1482.60, "energy", 1.05, 2.2, 1_840_000, 60, 0.17),
    "HDFCBANK": (1004.30, "banks", 0.95, 2.2, 2_260_000, 70, 0.18),
    "ICICIBANK": (1391.80, "banks", 1.05, 1.9, 1_420_000, 50, 0.13),
    "SBIN": (987.15, "banks", 1.20, 2.0, 2_950_000, 120, 0.06),
    "TCS": (3318.45, "software", 0.70, 1.6, 510_000, 15, 0.07),
    "INFY": (1624.90, "software", 0.80, 1.8, 1_180_000, 45, 0.10),
    "WIPRO": (268.35, "software", 0.85, 1.3, 2_630_000, 180, 0.02),
    "ITC": (402.70, "consumer", 0.55, 1.4, 2_410_000, 150, 0.06),
    "HINDUNILVR": (2391.20, "consumer", 0.50, 1.1, 290_000, 10, 0.04),
    "LT": (4046.75, "industry", 1.10, 1.3, 370_000, 10, 0.07),
    "BHARTIARTL": (2087.55, "telecom", 0.85, 1.4, 680_000, 25, 0.07),
    "MARUTI": (16540.00, "cars", 1.00, 1.2, 68_000, 3, 0.03),
}
# symbol: (level, which stocks, ticks a second)
INDICES = {
    "NIFTY": (26184.35, lambda sector: True, 2.0),
    "BANKNIFTY": (59872.10, lambda sector: sector == "banks", 2.0),
}


def bridge(rng, steps, size):
    """A random path of relative moves that begins and ends at 0; `size` is how far it strays on the way."""
    path, value = [0.0], 0.0
    activity = 1.0
    for _ in range(steps):
        # Quiet and busy times follow each other.
        activity = max(0.3, min(3.0, activity + 0.08 * (1.0 - activity) + 0.12 * rng.gauss(0.0, 1.0)))
        value += activity * rng.gauss(0.0, 1.0)
        path.append(value)
    scale = size / math.sqrt(steps)
    return [scale * (at - value * i / steps) for i, at in enumerate(path)]


def moments(rng, rate):
    """Times in milliseconds after the beginning, strictly rising, `rate` a second on average."""
    at = 0.0
    last = -1
    while True:
        at += rng.expovariate(rate)
        millisecond = max(int(at * 1000), last + 1)
        if millisecond >= SECONDS * 1000:
            return
        yield millisecond
        last = millisecond


def time_text(millisecond):
    second = BEGIN + millisecond // 1000
    return (f"{DATE} {second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
            f".{millisecond % 1000:03d}")


def on_tick(price):
    """To the tick of 0.05."""
    return round(price * 20) / 20


def make():
    """File name -> content."""
    rng = random.Random(SEED)
    steps = SECONDS * STEPS_A_SECOND
    market = bridge(rng, steps, 0.0040)
    sectors = {name: bridge(rng, steps, 0.0022) for name in sorted({stock[1] for stock in STOCKS.values()})}
    moves = {}
    for symbol, (_, sector, beta, *_) in STOCKS.items():
        own = bridge(rng, steps, 0.0028)
        moves[symbol] = [beta * m + s + o for m, s, o in zip(market, sectors[sector], own)]

    files = {}
    for symbol, (level, has, rate) in INDICES.items():
        members = {name: stock[6] for name, stock in STOCKS.items() if has(stock[1])}
        total = sum(members.values())
        rows = ["timestamp,ltp,volume"]
        for millisecond in moments(rng, rate):
            step = millisecond * STEPS_A_SECOND // 1000
            move = sum(weight * moves[name][step] for name, weight in members.items()) / total
            rows.append(f"{time_text(millisecond)},{on_tick(level * math.exp(move)):.2f},0")
        files[f"{symbol}_{DATE}.csv"] = "\n".join(rows) + "\n"
    for symbol, (price, _, _, rate, volume, typical, _) in STOCKS.items():
        rows = ["timestamp,ltp,volume"]
        for millisecond in moments(rng, rate):
            step = millisecond * STEPS_A_SECOND // 1000
            traded = max(1, round(typical * math.exp(rng.gauss(0.0, 1.0))))
            volume += traded
            # Trades happen at the bid or at the ask.
            touched = price * math.exp(moves[symbol][step]) + rng.choice((-1, 1)) * 0.05 * max(1, price / 3000)
            rows.append(f"{time_text(millisecond)},{on_tick(touched):.2f},{volume}")
        files[f"{symbol}_{DATE}.csv"] = "\n".join(rows) + "\n"
    return files


def main(arguments):
    files = make()
    if arguments == ["--check"]:
        stale = [name for name, text in files.items()
                 if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="ascii") != text]
        sys.exit(f"not what scripts/make_recordings.py writes: {', '.join(stale)}" if stale else 0)
    if arguments:
        sys.exit(__doc__)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (FOLDER / name).write_text(text, encoding="ascii")
    print(f"{len(files)} files, {sum(map(len, files.values())):,} bytes in {FOLDER}")


if __name__ == "__main__":
    main(sys.argv[1:])
