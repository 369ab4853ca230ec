"""`publisher roadmap import`: a letter becomes a roadmap in config.toml, after showing what was read."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher.cli.names import read_date
from publisher.cli.session import print_json

if TYPE_CHECKING:
    from publisher.config.editing import NewLine
    from publisher.importing.letter import Letter


@click.command("import")
@click.argument("source", metavar="FILE-or-URL")
@click.option(
    "--id", "roadmap_id", help="The roadmap's name in config.toml; proposed from the title otherwise."
)
@click.option("--title", help="The title, if the letter's own is not found or not wanted.")
@click.option("--letter", metavar="DATE", help="The letter's date (2017-09-13), if it is not found.")
@click.option("--private", is_flag=True, help="Also read from a private or local address.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--dry-run", is_flag=True, help="Show what was read, and write nothing.")
@click.option(
    "--json", "as_json", is_flag=True, help="What was read as one object; with --dry-run nothing is written."
)
@click.pass_context
def import_letter(
    context: click.Context,
    source: str,
    roadmap_id: str | None,
    title: str | None,
    letter: str | None,
    private: bool,
    yes: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read a roadmap out of a letter.

    The letter is text, an HTML page, or a PDF with text; "-" reads pasted lines.
    """
    from publisher.importing.letter import propose_id

    found = read_source(source, private=private)
    dated = read_date(letter, "--letter") or found.dated
    title = title or found.title or ""
    roadmap_id = roadmap_id or propose_id(title) or "roadmap"
    lines = propose_lines(found)
    if as_json:
        print_json(describe(roadmap_id, title, dated, lines, found.notes))
    else:
        show(roadmap_id, title, dated, lines, found.notes)
    if not lines:
        raise click.UsageError("no roadmap was found; paste its lines with `publisher roadmap import -`")
    if dry_run:
        return
    if dated is None or not title:
        if dated is None:
            missing = "--letter DATE"
        else:
            missing = "--title TITLE"
        raise click.UsageError(f"the letter does not say it; add {missing}")
    if yes or click.confirm(f"Write [roadmaps.{roadmap_id}] to {context.obj}?"):
        write(context.obj, roadmap_id, title, dated, lines)


def read_source(source: str, *, private: bool) -> "Letter":
    """The letter behind a path, an address or "-". Raises LetterError or FetchError."""
    from publisher.importing.letter import read_letter

    if source == "-":
        return read_letter(sys.stdin.buffer.read(), name="pasted.txt", media_type="text/plain")
    if source.startswith(("http://", "https://")):
        from publisher.fetch.fetch import fetch

        fetched = fetch(source, private=private)
        return read_letter(fetched.body, name=fetched.address, media_type=fetched.media_type)
    try:
        return read_letter(Path(source).read_bytes(), name=source)
    except OSError as error:
        raise click.UsageError(f"{source} cannot be read: {error.strerror}") from error


def propose_lines(letter: "Letter") -> list["NewLine"]:
    from publisher.config.editing import NewLine
    from publisher.importing.letter import propose_kind, propose_milestone_ids

    ids = propose_milestone_ids(letter.lines)
    return [
        NewLine(name, line.when, line.what, propose_kind(line.what))
        for name, line in zip(ids, letter.lines, strict=True)
    ]


def describe(
    roadmap_id: str, title: str, dated: date | None, lines: "list[NewLine]", notes: tuple[str, ...]
) -> dict[str, object]:
    from publisher.dates.when import read_when, when_to_json

    milestones = [
        {"id": line.id, "when": line.when, "what": line.what, "kind": line.kind}
        | {"reading": when_to_json(read_when(line.when, letter=dated))}
        for line in lines
    ]
    return {"id": roadmap_id, "title": title, "letter": dated, "milestones": milestones, "notes": notes}


def show(
    roadmap_id: str, title: str, dated: date | None, lines: "list[NewLine]", notes: tuple[str, ...]
) -> None:
    from publisher.dates.when import describe_when, find_condition, read_when

    click.echo(f"{roadmap_id}: {title or 'no title found'}")
    click.echo(f"letter of {dated:%-d %B %Y}" if dated else "no date of the letter found")
    for line in lines:
        when = read_when(line.when, letter=dated)
        click.echo(f"  {line.when}  ->  {describe_when(when)}\n      {line.what} ({line.kind}, id {line.id})")
        condition = when.condition or find_condition(line.what)
        if condition:
            click.echo(f'      "{condition}": what hangs on it waits until a person confirms it')
        for problem in when.problems:
            click.echo(f"      {problem}")
    for note in notes:
        click.echo(f"  note: {note}")


def write(path: Path, roadmap_id: str, title: str, dated: date, lines: "list[NewLine]") -> None:
    from publisher.config.config import load_config
    from publisher.config.editing import add_roadmap, save_text

    load_config(path)
    save_text(path, add_roadmap(path.read_text(encoding="utf-8"), roadmap_id, title, dated, lines))
    click.echo(f"{path} is written. `publisher new {lines[0].id}` begins an announcement of a line.")
