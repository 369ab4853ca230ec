"""Spoils sources for as long as wanted, and says which seed broke which promise."""

import argparse
import itertools
import sys
import tempfile
import time
from pathlib import Path

from tests.hostile.sources import Bench, Verdict, try_many

BEYOND = 12_000
"""`make prove` has tried the seeds before this one."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=BEYOND)
    parser.add_argument("--count", type=int, default=None)
    asked = parser.parse_args()
    seeds = (
        itertools.count(asked.seed) if asked.count is None else range(asked.seed, asked.seed + asked.count)
    )
    begun, tried, broken, slowest = time.monotonic(), 0, 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        for seed, verdict in try_many(bench, seeds):
            tried += 1
            if isinstance(verdict, Verdict):
                slowest = max(slowest, verdict.seconds)
            else:
                broken += 1
                print(f"seed {seed}: {type(verdict).__name__}: {verdict}")
            if time.monotonic() - begun > asked.minutes * 60:
                break
        bench.close()
    took = time.monotonic() - begun
    print(f"{tried:,} inputs in {took:.0f} s, {broken} broke a promise, the slowest took {slowest:.1f} s")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
