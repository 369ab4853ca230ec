"""`publisher import`: a draft announcement from a page; what was found is proposed, never assumed."""

import re
from pathlib import Path

import click

from publisher.announcements.skeleton import Blank, list_blanks, write_source, write_value
from publisher.cli.asking import Asker
from publisher.cli.new_file import choose_path, read_back, write_new
from publisher.cli.session import show_path
from publisher.config.config import Config, load_config
from publisher.desk.proposing import UNKNOWN_DATE, Values, describe_hour
from publisher.errors import PublisherError
from publisher.importing.letter_lines import LetterLine
from publisher.importing.letter_names import propose_kind, propose_milestone_ids
from publisher.importing.page import Finding, ImportedPage, read_page

LONGEST_NOTE = 60


@click.command("import")
@click.argument("source", metavar="FILE-or-URL")
@click.option("--name", help="The announcement's short name; proposed from the title otherwise.")
@click.option("--private", is_flag=True, help="Also read from a private or local address.")
@click.option("--yes", is_flag=True, help="Take everything that was found.")
@click.pass_context
def import_page(context: click.Context, source: str, name: str | None, private: bool, yes: bool) -> None:
    """Make a draft announcement from an HTML page or a text: an invitation, a programme, a notice.

    Each field that was found is shown with the words that say so. What nobody takes stays a comment.
    """
    config, asker = load_config(context.obj), Asker(yes=yes)
    page = read_source(source, private=private)
    if not page.title:
        raise PublisherError(f"{source}: no words were found in it", "save the page as HTML and give that")
    (proposal,) = propose_milestone_ids([LetterLine("", page.title)])
    slug = name or asker.ask("Short name", proposal)
    path = choose_path(config, slug)
    taken = [finding for finding in page.findings if take(asker, finding, yes=yes)]
    text = write_draft(config, page, source, taken)
    announcement = read_back(path, text, config)
    write_new(path, text)
    left = [finding.name for finding in page.findings if finding not in taken]
    click.echo(f"{show_path(path)} is written; as a draft it stays in its folder.")
    if left:
        click.echo(f"Found, and left for you to judge as comments: {', '.join(left)}.")
    click.echo(describe_hour(config, announcement))


def read_source(source: str, *, private: bool) -> ImportedPage:
    """The page behind a path or an address. Raises PublisherError or FetchError."""
    if source.startswith(("http://", "https://")):
        from publisher.fetch.fetch import fetch

        fetched = fetch(source, private=private)
        media_type = fetched.media_type + (f"; charset={fetched.encoding}" if fetched.encoding else "")
        return read_page(fetched.body, fetched.address, media_type)
    try:
        return read_page(Path(source).read_bytes(), source)
    except OSError as error:
        raise click.UsageError(f"{source} cannot be read: {error.strerror}") from error


def take(asker: Asker, found: Finding, *, yes: bool) -> bool:
    """Whether a person, or `--yes`, takes a finding; with nobody to ask it is only proposed."""
    line = f"{found.name}: {write_value(found.value)}"
    if not asker.is_on:
        click.echo(f"found {line}  ({shorten(found.where)})")
        return yes
    click.echo(f"\n  “{shorten(found.where)}”")
    return asker.confirm(line)


def write_draft(config: Config, page: ImportedPage, source: str, taken: list[Finding]) -> str:
    """The file: what was taken as fields, what was only found as comments, each with its place."""
    values: Values = {"title": page.title, "when": UNKNOWN_DATE, "kind": propose_kind(page.title)}
    values |= {one.name: one.value for one in taken} | {"draft": "true"}
    notes = {finding.name: f"found in “{shorten(finding.where)}”" for finding in page.findings}
    examples = {finding.name: write_value(finding.value) for finding in page.findings}
    if page.when is not None and values["when"] == UNKNOWN_DATE:
        notes["when"] = f"found: {examples['when']}, in “{shorten(page.findings[0].where)}”"
    notes |= {"title": "the page’s own", "draft": "take this line out when all of it is right"}
    blanks = list_blanks(values, notes, examples)
    extra = [Blank("when", None, "also found", date) for date in page.other_dates[:5]]
    extra += [
        Blank("milestone", None, "has that date; if it is this, write it in place of `when`", line)
        for line in find_lines(config, page)
    ]
    body = page.body or "<!-- No text was found. This line is not printed. -->"
    origin = shorten(re.sub(r"[<>]|--+", "-", source), 200)
    return write_source([*blanks[:2], *extra, *blanks[2:]], f"<!-- From {origin} -->\n\n{body}")


def find_lines(config: Config, page: ImportedPage) -> list[str]:
    """The milestones of the same day: then a slip of the roadmap would move this announcement too."""
    day = None
    if page.when:
        day = page.when.first
    lines = [(roadmap, line) for roadmap in config.roadmaps.values() for line in roadmap.milestones]
    return [f"{roadmap.id}/{line.id}" for roadmap, line in lines if day and line.when.first == day]


def shorten(text: str, longest: int = LONGEST_NOTE) -> str:
    """One line of so many characters, without marks that cannot be printed."""
    plain = " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
    if len(plain) <= longest:
        return plain
    return plain[: longest - 1] + "…"
