"""One whole process, measured: seconds by the wall clock, seconds of processor, peak memory."""

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import msgspec


class Cost(msgspec.Struct, frozen=True):
    """`wall` and `processor` in seconds, `peak` in megabytes (of the largest process among its children)."""

    wall: float
    processor: float
    peak: float


def measure(command: Sequence[str | Path], folder: Path) -> Cost:
    """Runs a command to its end. Raises SystemExit with what it said when it fails."""
    with open(os.devnull, "wb") as nowhere:
        began = time.perf_counter()
        process = subprocess.Popen(
            list(map(str, command)), cwd=folder, stdout=nowhere, stderr=subprocess.PIPE
        )
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"{' '.join(map(str, command))}: {said.decode(errors='replace')[-2000:]}")
    wall = time.perf_counter() - began
    process.returncode = 0
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def middle(costs: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(
        median(one.wall for one in costs),
        median(one.processor for one in costs),
        max(one.peak for one in costs),
    )
