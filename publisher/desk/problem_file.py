"""What is wrong in the sources, as a text file that lies where authors see it; gone when nothing is."""

import logging
import os
import stat
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from publisher.problem import Problem

FIRST_LINE = "Problems in the sources. The publisher writes this file, and takes it away when there is none."
"""By it the file is known again: what somebody else wrote under its name is neither replaced nor deleted."""

OF_OPERATORS = frozenset({"live", "paper"})
"""Rules about the machine, which no author can mend."""

MOST_LINES = 500

log = logging.getLogger("publisher")


class ForeignFileError(OSError):
    """A file that is not ours lies under the name that config.toml gives to this one."""


def write_list(config_problem: str | None, problems: Iterable[Problem]) -> str:
    """The text of the file; empty when there is nothing that an author could mend."""
    concern = [problem for problem in problems if problem.rule not in OF_OPERATORS]
    errors = [str(problem) for problem in concern if not problem.warning]
    warnings = [str(problem) for problem in concern if problem.warning]
    if config_problem is not None:
        errors.insert(0, f"{config_problem} (the last good configuration stays in force)")
    parts = (
        ("Held back until it is mended; what was released stays as it was:", errors),
        ("Released all the same, but look at it:", warnings),
    )
    sections = [f"{heading}\n\n{_join(lines)}\n" for heading, lines in parts if lines]
    if sections:
        return "\n".join([f"{FIRST_LINE}\n", *sections])
    return ""


def _join(lines: Sequence[str]) -> str:
    if len(lines) > MOST_LINES:
        more = [f"… and {len(lines) - MOST_LINES:,} more"]
    else:
        more = []
    return "\n\n".join([*lines[:MOST_LINES], *more])


def keep_file(path: Path, text: str) -> None:
    """Lets the file hold `text`, or be gone where that is empty; untouched where it does so already.

    Readers find the old or the new one whole. Its folder is not made: where a share is not mounted, a folder
    of its name would hide that. Raises OSError, ForeignFileError among them.
    """
    there = _read(path)
    if there == (text or None):
        return
    if text:
        _replace(path, text)
    else:
        path.unlink(missing_ok=True)


def _read(path: Path) -> str | None:
    """What it holds; None where there is nothing. Raises ForeignFileError before reading what is not ours."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ForeignFileError(f"{path} is not a file")
    except FileNotFoundError:
        return None
    with path.open(encoding="utf-8", errors="replace") as file:
        if file.readline(len(FIRST_LINE) + 1) != f"{FIRST_LINE}\n":
            raise ForeignFileError(f"{path} holds something else")
        return f"{FIRST_LINE}\n{file.read()}"


def _replace(path: Path, text: str) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            os.fchmod(handle, 0o644)
            file.write(text)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


class ProblemFile:
    """The file of one process: what cannot be written is logged once and tried again each time."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.fault: str | None = None

    def show(self, path: Path | None, text: str) -> None:
        """Writes to `path`, which config.toml may have changed or left out since the last time."""
        if self.path is not None and self.path != path:
            self._keep(self.path, "")
        self.path = path
        if path is not None:
            self._keep(path, text)

    def _keep(self, path: Path, text: str) -> None:
        fault = None
        try:
            keep_file(path, text)
        except ForeignFileError as error:
            fault = f"{error}; give `problems` of [alarms] another name"
        except OSError as error:
            fault = f"{path} cannot be written: {error.strerror or error}"
        if fault is not None and fault != self.fault:
            log.error("authors do not see the problems: %s", fault)
        self.fault = fault
