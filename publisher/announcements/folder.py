"""The announcements folder as it lies on disk: which files make one announcement, and their status."""

import os
import stat
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from publisher.problem import Problem

SUFFIX = ".md"
LONGEST_NAME = 200
"""Letters of a file's name; of one that cannot be shown as it is, of how it is shown."""


DOUBT_NANOSECONDS = 2_000_000_000
"""A file changed so lately could change once more without its times telling."""


_Status = tuple[str, str, int]
"""A file's name, signature and newest change."""


class SourceFiles(msgspec.Struct, frozen=True):
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


def look_into(folder: Path) -> dict[str, SourceFiles]:
    """Every announcement's files by their stem, in the order of the stems, nothing opened. Raises OSError."""
    found: dict[str, list[_Status]] = defaultdict(list)
    with os.scandir(folder) as entries:
        for entry in entries:
            if is_source(entry.name) or is_misnamed(entry.name):
                stem = entry.name[: -len(SUFFIX)].partition(".")[0]
                # An editor may put another in its place between the listing and the question.
                with suppress(FileNotFoundError):
                    found[stem].append(_read_status(entry.name, entry.stat(follow_symlinks=False)))
    return {stem: _make_group(stem, files) for stem, files in sorted(found.items()) if files}


def look_again(folder: Path, groups: Iterable[SourceFiles]) -> dict[str, SourceFiles]:
    """The same groups by name, as their files are now; one whose files are gone is left out."""
    found = {}
    for group in groups:
        files = []
        for name in group.names:
            try:
                files.append(_read_status(name, os.stat(folder / name, follow_symlinks=False)))
            except OSError:
                continue
        if files:
            found[group.stem] = _make_group(group.stem, files)
    return found


def is_source(name: str) -> bool:
    return name.endswith(SUFFIX) and not name.startswith((".", "_")) and name.lower() != "readme.md"


def is_misnamed(name: str) -> bool:
    """Whether only the capitals of its ending keep it from being read.

    Windows and macOS show `first.MD` and `first.md` alike, so that nobody would see why nothing happens.
    """
    return not name.endswith(SUFFIX) and is_source(name[: -len(SUFFIX)] + name[-len(SUFFIX) :].lower())


def warn_of_ending(path: str) -> Problem:
    """A warning and no error: nothing else is held back by it."""
    name = path.rpartition("/")[2]
    what = f"a file whose name ends with `{name[-len(SUFFIX) :]}` is not read"
    mend = f"rename it to {name[: -len(SUFFIX)]}{SUFFIX}"
    return Problem(path, 1, what, mend, warning=True, rule="file")


def find_name_fault(name: str) -> str | None:
    """What is wrong with a file's name: the ledger notes it, and over such a one every pass ended."""
    letters = len(show_name(name))
    if letters > LONGEST_NAME:
        return f"the file's name has {letters} letters"
    try:
        os.fsencode(name).decode()
    except UnicodeDecodeError:
        return "the file's name is not UTF-8"
    return None


def show_name(name: str) -> str:
    """A file's name fit for a message: one in another encoding than UTF-8, or with a line's end or an escape
    sequence in it, could stand in no status, and would be obeyed by a terminal."""
    text = os.fsencode(name).decode(errors="backslashreplace")
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def fold_name(name: str) -> str:
    """A name as file systems take it that know no capitals or no second writing of an accent.

    Those of macOS and Windows, and buckets copied to them: caseless matching of Unicode 3.13, then NFC.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def find_twins(groups: Mapping[str, SourceFiles]) -> dict[str, tuple[str, ...]]:
    """The stems whose originals would be one file on such a file system, each with the others."""
    # Of two such names one at least is not written plainly; hardly any is, and this is asked at each pass.
    odd = {fold_name(stem) for stem in groups if not (stem.isascii() and stem.islower())}
    alike: dict[str, list[str]] = defaultdict(list)
    for stem, group in groups.items() if odd else ():
        if (folded := fold_name(stem)) in odd and stem + SUFFIX in group.names:
            alike[folded].append(stem)
    return {
        twin: tuple(other for other in twins if other != twin)
        for twins in alike.values()
        if len(twins) > 1
        for twin in twins
    }


def _read_status(name: str, of: os.stat_result) -> _Status:
    signature = f"{name} {of.st_size} {of.st_mtime_ns} {of.st_ctime_ns} {of.st_ino}"
    return name, signature if stat.S_ISREG(of.st_mode) else "", max(of.st_mtime_ns, of.st_ctime_ns)


def _make_group(stem: str, files: list[_Status]) -> SourceFiles:
    if len(files) == 1:  # as nearly all have in a publication of one language; this is done at each pass
        name, signature, changed = files[0]
        return SourceFiles(stem, (name,), signature, changed)
    files.sort(key=lambda file: (file[0] != stem + SUFFIX, file[0]))
    names, signatures, changes = zip(*files, strict=True)
    return SourceFiles(stem, names, "|".join(signatures) if all(signatures) else "", max(changes))
