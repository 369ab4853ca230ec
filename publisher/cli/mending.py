"""`publisher check --fix`: mends files on disk, and says what it mended."""

import os
from collections.abc import Iterator
from pathlib import Path

import click

from publisher.announcements.fix import mend_text
from publisher.announcements.folder import is_source
from publisher.config.config import Config
from publisher.config.editing import save_text
from publisher.desk.surveying import Survey

A_MILLISECOND = 1_000_000  # nanoseconds


def concerns(path: str, files: tuple[Path, ...], config: Config) -> bool:
    """Whether a problem's path is one of the files that were named; all are where none was."""
    name, folder = Path(path).name, config.announcements.resolve()
    return not files or any(
        file.name == name and (file.suffix != ".md" or file.resolve().parent == folder) for file in files
    )


def mend_folder(config: Config, survey: Survey, files: tuple[Path, ...], *, quiet: bool) -> Iterator[str]:
    """Each file that was mended; one with an error is left alone, since it may mean something else."""
    faulty = {problem.path for problem in survey.problems if not problem.warning}
    for path in sorted(filter(lambda one: is_source(one.name), config.announcements.iterdir())):
        shown = f"{config.announcements.name}/{path.name}"
        if concerns(shown, files, config) and shown not in faulty:
            language = path.name.removesuffix(".md").partition(".")[2] or config.publication.default_language
            if _mend_file(path, shown, language, quiet=quiet):
                yield shown


def _mend_file(path: Path, shown: str, language: str, *, quiet: bool) -> bool:
    # The library has read it and found no error, so it is text; a link is followed, not replaced.
    real = path.resolve()
    text = real.read_bytes().decode()
    mended, lines = mend_text(shown, text, language)
    if mended == text:
        return False
    saved = real.stat().st_mtime_ns
    save_text(real, mended)
    # Nothing was said anew, so translations are as old as they were; caches still see another file.
    os.utime(real, ns=(saved + A_MILLISECOND, saved + A_MILLISECOND))
    for line in () if quiet else lines:
        click.echo(f"{shown}:{line.line}: mended: {line.before.strip()!r} is now {line.after.strip()!r}")
    return True
