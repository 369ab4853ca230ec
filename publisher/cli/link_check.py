"""`publisher check --links`: asks for every link, and remembers good answers in its user's cache."""

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from publisher.announcements.announcement import Announcement
from publisher.announcements.links import Link, LinkChecker, LinkFault, list_links
from publisher.cli.mending import concerns
from publisher.config.config import Config
from publisher.fetch.fetch import fetch
from publisher.problem import Problem

NAME = "links.json"


def check_links(
    config: Config, announcements: Iterable[Announcement], files: tuple[Path, ...], now: datetime
) -> Iterator[Problem]:
    """A warning for each place that links to nothing; `now` is a UTC instant."""
    links = [
        link
        for announcement in announcements
        for link in list_links(announcement)
        if concerns(link.path, files, config)
    ]
    folder = find_cache()
    checker = LinkChecker(lambda address: fetch(address, beginning=True), now, kept=read_memory(folder))
    try:
        faults = checker.check(link.address for link in links)
    finally:
        write_memory(folder, checker.kept)
    for link in dict.fromkeys(links):
        if link.address in faults:
            yield _describe_link(link, faults[link.address], config)


def _describe_link(link: Link, fault: LinkFault, config: Config) -> Problem:
    lines = (config.announcements / Path(link.path).name).read_text(encoding="utf-8").split("\n")
    line = next(
        (number for words in link.written for number, text in enumerate(lines, 1) if words and words in text),
        1,
    )
    return Problem(link.path, line, f"{link.address}: {fault.what}", fault.mend, True, "link")


def find_cache() -> Path:
    """Where programs keep what they can find again (XDG Base Directory Specification).

    Not in the publication, in which a look changes nothing.
    """
    return Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")) / "publisher"


def read_memory(folder: Path) -> dict[str, datetime]:
    """Addresses and the UTC instants of their last good answers; nothing where the file is not usable."""
    try:
        return msgspec.json.decode((folder / NAME).read_bytes(), type=dict[str, datetime])
    except (OSError, msgspec.MsgspecError):
        return {}


def write_memory(folder: Path, kept: Mapping[str, datetime]) -> None:
    """Replaces the file whole; a folder that cannot be written costs the memory and not the check."""
    if not kept and not (folder / NAME).exists():
        return
    temporary = folder / f"{NAME}.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(msgspec.json.encode(dict(sorted(kept.items()))))
        temporary.replace(folder / NAME)
    except OSError:
        return
