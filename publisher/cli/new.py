"""`publisher new`: a commented announcement to begin from, so that nobody copies one of 2017."""

from pathlib import Path

import click

from publisher.announcements.parse import SLUG
from publisher.config.config import load_config
from publisher.roadmap.moving import find_line

TEMPLATE = """---
title: {title}
{date}
kind: {kind}{kinds}
# publish: 3 working days before at 18:00    # when readers learn of it, if not by the default rule
# organ: General Assembly
# session: Eighty-first session
# room: Conference Room 1                    # printed "venue to be announced" without it
# time: 15:00 to 18:00                       # else the morning or afternoon of the date
# access: closed                             # open is unmarked
# convened_by: [Mexico, Switzerland]
# documents: [A/RES/71/280]
# contact: somebody@example.org
draft: true                                  # nothing of it leaves this folder; delete when ready
---

Write here, in Markdown, what takes place and for whom.
"""
KINDS_NOTE = "                                # or text, deadline, silence"


@click.command()
@click.argument("name", required=False)
@click.option("--title", help="What takes place.")
@click.option("--when", "when", help='The date, if it is on no roadmap: "1 December 2026 (afternoon)".')
@click.pass_context
def new(context: click.Context, name: str | None, title: str | None, when: str | None) -> None:
    """Write a new announcement. NAME is a milestone, or a short name for something on no roadmap."""
    config = load_config(context.obj)
    line = find_line(config.roadmaps, name) if name else None
    milestone = line[1] if line else None
    if milestone is None:
        name = name or click.prompt("A short name, such as third-reading")
        when = when or click.prompt("Its date, such as 1 December 2026 (afternoon)")
    slug = milestone.id if milestone else str(name)
    if not SLUG.fullmatch(slug):
        raise click.UsageError(f"{slug!r} is not a short name; use small letters, digits and single hyphens")
    path = config.announcements / f"{slug}.md"
    text = TEMPLATE.format(
        title=quote(title or (milestone.what if milestone else slug.replace("-", " ").capitalize())),
        date=f"milestone: {name}" if milestone else f"when: {when}",
        kind=milestone.kind if milestone else "meeting",
        kinds=KINDS_NOTE,
    )
    write_new(path, text)
    click.echo(f"{path} is written. `publisher check` and `publisher plan` say how it stands.")


def quote(text: str) -> str:
    """A YAML value that stays one line of text, whatever stands in it."""
    plain = not any(mark in text for mark in (": ", " #", '"', "'")) and text[:1].isalnum()
    return text if plain else "'" + text.replace("'", "''") + "'"


def write_new(path: Path, text: str) -> None:
    """Writes a file that is not there yet; one that is there is nobody's to overwrite."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise click.UsageError(f"{path} is there already; give the new one another name") from error
