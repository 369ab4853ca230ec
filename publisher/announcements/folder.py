"""The announcements folder as it lies on disk: which files make one announcement, and their status."""

import os
import stat
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import msgspec

SUFFIX = ".md"


DOUBT_NANOSECONDS = 2_000_000_000
"""A file changed so lately could change once more without its times telling."""


class Group(msgspec.Struct, frozen=True):
    """The files of one announcement: the original first, then its translations by name.

    `signature` changes when any of the files does; it is empty where that cannot be told from outside (a
    link, a thing that is no file). `changed` is the newest change of any, in nanoseconds of the file
    system's clock.
    """

    stem: str
    names: tuple[str, ...]
    signature: str
    changed: int

    def is_settled(self) -> bool:
        """Whether the signature can be trusted: it is there, and nothing was changed just now."""
        return bool(self.signature) and self.changed < time.time_ns() - DOUBT_NANOSECONDS


def look_into(folder: Path) -> dict[str, Group]:
    """Every announcement's files by their stem, in the order of the stems, nothing opened. Raises OSError."""
    found: dict[str, list[tuple[str, os.stat_result]]] = defaultdict(list)
    with os.scandir(folder) as entries:
        for entry in entries:
            if is_source(entry.name):
                stem = entry.name.removesuffix(SUFFIX).partition(".")[0]
                found[stem].append((entry.name, entry.stat(follow_symlinks=False)))
    return {stem: _make_group(stem, files) for stem, files in sorted(found.items())}


def look_again(folder: Path, groups: Iterable[Group]) -> dict[str, Group]:
    """The same groups by name, as their files are now; one whose files are gone is left out."""
    found = {}
    for group in groups:
        files = []
        for name in group.names:
            try:
                files.append((name, os.stat(folder / name, follow_symlinks=False)))
            except OSError:
                continue
        if files:
            found[group.stem] = _make_group(group.stem, files)
    return found


def is_source(name: str) -> bool:
    return name.endswith(SUFFIX) and not name.startswith((".", "_")) and name.lower() != "readme.md"


def _make_group(stem: str, files: list[tuple[str, os.stat_result]]) -> Group:
    files.sort(key=lambda file: (file[0] != stem + SUFFIX, file[0]))
    signatures = [f"{name} {of.st_size} {of.st_mtime_ns} {of.st_ctime_ns} {of.st_ino}" for name, of in files]
    plain = all(stat.S_ISREG(of.st_mode) for _, of in files)
    changed = max(max(of.st_mtime_ns, of.st_ctime_ns) for _, of in files)
    return Group(stem, tuple(name for name, _ in files), "|".join(signatures) if plain else "", changed)
