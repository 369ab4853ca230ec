"""A new source in the folder: it has to pass `check`, and what is there already is nobody's to overwrite."""

from pathlib import Path

import click

from publisher.announcements.announcement import Announcement
from publisher.announcements.check import check_announcement
from publisher.announcements.parse import LONGEST_SLUG, SLUG, parse_announcement
from publisher.cli.session import show_path
from publisher.config.config import Config
from publisher.desk.desk import real_clock
from publisher.problem import has_errors


def read_back(path: Path, text: str, config: Config) -> "Announcement":
    """The announcement that the text would be; raises UsageError where it would not pass `check`."""
    shown = f"{config.announcements.name}/{path.name}"
    language, saved = config.publication.default_language, real_clock()
    found, problems = parse_announcement(shown, path.stem, text, saved, language, leave_out)
    problems = (*problems, *(check_announcement(found) if found else ()))
    if found is None or has_errors(problems):
        raise click.UsageError(
            "\n".join(f"{problem.what}; {problem.mend}" for problem in problems if not problem.warning)
        )
    return found


def leave_out(source: str, language: str) -> str:
    """Stands in for typesetting: a text that is only a comment needs none."""
    return ""


def choose_path(config: Config, slug: str) -> Path:
    """Where the announcement `slug` will lie. Raises UsageError for a bad name, or one that is taken."""
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        raise click.UsageError(f"{slug!r} is not a short name; use small letters, digits and single hyphens")
    path = config.announcements / f"{slug}.md"
    refuse_existing(path)
    return path


def refuse_existing(path: Path) -> None:
    if path.exists():
        raise _taken(path)


def write_new(path: Path, text: str) -> None:
    """Writes a file that is not there yet; one that is there is nobody's to overwrite."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise _taken(path) from error


def _taken(path: Path) -> click.UsageError:
    return click.UsageError(f"{show_path(path)} is there already; give the new one another name")
