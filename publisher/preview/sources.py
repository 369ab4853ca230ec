"""Reads the sources for the preview: drafts as if they were none, and what has errors as far as it goes."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from publisher.announcements.announcement import Announcement
from publisher.announcements.folder import SUFFIX
from publisher.announcements.library import Library, read_library
from publisher.config.config import Config
from publisher.desk.renderings import Renderings
from publisher.preview.lenient import add_drafts, read_as_far_as_it_goes
from publisher.problem import Problem


class Sources(msgspec.Struct, frozen=True):
    """What one reading of the folder gave; `drafts` gives each slug's own draft as the language "".

    `faulty` are shown as far as they go, and released by nothing.
    """

    announcements: tuple[Announcement, ...]
    faulty: tuple[Announcement, ...]
    unreadable: tuple[str, ...]
    drafts: dict[str, tuple[str, ...]]
    problems: tuple[Problem, ...]


def read_sources(config: Config, renderings: Renderings, now: datetime) -> Sources:
    """Everything in the folder, drafts as if they were none; `now` in UTC."""
    languages, folder = config.publication.languages, config.announcements
    library = read_library(folder, languages, renderings.render, prepare=renderings.prepare)
    if library.folder_found:
        names = set(os.listdir(folder))
    else:
        names = set()
    drafts: dict[str, tuple[str, ...]] = {}
    announcements = []
    for announcement in library.announcements:
        read, found = add_drafts(announcement, folder, names, languages[1:], renderings.render)
        if announcement.draft:
            drafts[announcement.slug] = ("", *found)
        else:
            drafts[announcement.slug] = found
        announcements.append(msgspec.structs.replace(read, draft=False))
    faulty, unreadable = _read_faulty(config, library, names, renderings)
    renderings.keep(now)
    return Sources(tuple(announcements), faulty, unreadable, drafts, library.problems)


def _read_faulty(
    config: Config, library: Library, names: set[str], renderings: Renderings
) -> tuple[tuple[Announcement, ...], tuple[str, ...]]:
    shown: list[Announcement] = []
    unreadable: list[str] = []
    folder = config.announcements
    for stem in sorted(stem for stem in library.faulty if f"{stem}{SUFFIX}" in names):
        path = folder / f"{stem}{SUFFIX}"
        read = read_as_far_as_it_goes(
            path, f"{folder.name}/{path.name}", config.publication.languages[0], renderings.render
        )
        if read is None or read.slug in {one.slug for one in shown}:
            unreadable.append(stem)
        else:
            shown.append(msgspec.structs.replace(read, draft=False))
    return tuple(shown), tuple(unreadable)


def list_roadmap_files(config: Path) -> list[Path]:
    """The files that `roadmaps = "roadmaps/*.toml"` names; none where the roadmaps stand in config.toml."""
    import tomllib

    try:
        pattern = tomllib.loads(config.read_text(encoding="utf-8")).get("roadmaps")
        if isinstance(pattern, str):
            return sorted(config.parent.glob(pattern))
        return []
    except (OSError, ValueError, NotImplementedError):
        return []


def take_stamp(config: Path, folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells one state of the sources from another."""
    return tuple(sorted(_list_stamps(config, folder)))


def _list_stamps(config: Path, folder: Path) -> Iterator[tuple[str, int, int]]:
    for path in (config, *list_roadmap_files(config)):
        try:
            status = path.stat()
        except OSError:
            continue
        yield str(path), status.st_mtime_ns, status.st_size
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(SUFFIX):
                    status = entry.stat(follow_symlinks=False)
                    yield entry.name, status.st_mtime_ns, status.st_size
    except OSError:
        return
