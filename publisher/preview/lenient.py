"""What can be shown of a source that is a draft or has errors: all of it but what cannot be read."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from publisher.announcements.announcement import Announcement
from publisher.announcements.folder import SUFFIX
from publisher.announcements.front_matter import FENCE, split_source
from publisher.announcements.library import LARGEST_FILE
from publisher.announcements.parse import Render, Translation, parse_announcement, parse_translation

UNTITLED, UNDATED = "title: (no title yet)", "when: date to be announced"
TRIES = 12
"""A field of several lines gives up its lines one by one."""


def read_text(path: Path) -> str | None:
    """The text of a file in the folder; None for what the library would not open either."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST_FILE:
            return None
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        return None


def read_as_far_as_it_goes(path: Path, shown: str, language: str, render: Render) -> Announcement | None:
    """The announcement without the lines that hold errors; None where not even that can be shown."""
    text = read_text(path)
    for _ in range(TRIES if text is not None else 0):
        text = fill_in(text or "")
        announcement, problems = parse_announcement(
            shown, path.stem, text, datetime.fromtimestamp(0, UTC), language, render
        )
        if announcement is not None:
            return announcement
        faulty = {problem.line for problem in problems if not problem.warning}
        lines = text.split("\n")
        if not {line for line in faulty if 1 < line <= len(lines) and lines[line - 1].strip()}:
            return None
        text = "\n".join("" if n in faulty and line != FENCE else line for n, line in enumerate(lines, 1))
    return None


def fill_in(text: str) -> str:
    """The text with a title and a date, if it has none yet; they are added where no line moves."""
    if text.split("\n", 1)[0].rstrip() != FENCE:
        return f"{FENCE}\n{UNTITLED}\n{UNDATED}\n{FENCE}\n{text}"
    source = split_source("", text)
    if source.problems:
        return text
    if "title" in source.fields:
        added = []
    else:
        added = [UNTITLED]
    added += [] if {"when", "milestone"} & source.fields.keys() else [UNDATED]
    if not added:
        return text
    lines = text.split("\n")
    if FENCE in lines[1:]:
        end = lines.index(FENCE, 1)
    else:
        end = len(lines)
    return "\n".join([*lines[:end], *added, *lines[end:]])


def add_drafts(
    announcement: Announcement, folder: Path, names: Collection[str], languages: Iterable[str], render: Render
) -> tuple[Announcement, tuple[str, ...]]:
    """The announcement with its translations that are drafts, and their languages; `names` are the files."""
    words = {}
    for language in languages:
        name = f"{announcement.stem}.{language}{SUFFIX}"
        if language in announcement.wordings or name not in names:
            continue
        text = read_text(folder / name)
        if text is None:
            continue
        translation, _ = parse_translation(f"{folder.name}/{name}", text, language, render)
        if isinstance(translation, Translation) and translation.draft:
            words[language] = translation.wording
    if not words:
        return announcement, ()
    return msgspec.structs.replace(announcement, wordings={**announcement.wordings, **words}), tuple(words)
