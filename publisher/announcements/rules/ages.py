"""Translations that were last changed long before their original."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from publisher.problem import Problem

TOGETHER = timedelta(minutes=10)
"""Files saved within this are one piece of work, or one checkout; a clone gives all files one time."""


def check_ages(folder: Path, shown: str) -> Iterator[Problem]:
    """A warning for each translation whose original was saved later; by the files' modification times."""
    try:
        with os.scandir(folder) as entries:
            saved = {entry.name: entry.stat().st_mtime for entry in entries if _is_readable(entry)}
    except OSError:
        return  # the folder is gone, which is another rule's to say
    for name, moment in sorted(saved.items()):
        stem, _, language = name.removesuffix(".md").partition(".")
        original = saved.get(f"{stem}.md")
        if language and original is not None and original - moment > TOGETHER.total_seconds():
            what = f"{stem}.md was changed {_describe(original - moment)} after it"
            mend = "bring it up to date, or save it again if nothing in it changes"
            yield Problem(f"{shown}/{name}", 1, what, mend, True, "translation")


def _is_readable(entry: os.DirEntry[str]) -> bool:
    return entry.name.endswith(".md") and not entry.name.startswith((".", "_")) and entry.is_file()


def _describe(seconds: float) -> str:
    """ "3 days", for a person: the largest unit alone."""
    age = timedelta(seconds=seconds)
    if age.days:
        count, unit = age.days, "day"
    else:
        count, unit = age.seconds // 3600, "hour"
    if not count:
        count, unit = age.seconds // 60, "minute"
    return f"{count} {unit}" + ("s" if count > 1 else "")
