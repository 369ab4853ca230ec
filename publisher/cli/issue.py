"""`publisher issue`: the issue of a day in the terminal, or as PDF; from the ledger alone."""

from datetime import date
from pathlib import Path

import click

from publisher.calendars.local_time import iso_z
from publisher.cli.names import choose_language, read_date
from publisher.cli.session import find_ledger, look_into_ledger, print_json
from publisher.errors import PublisherError
from publisher.journal.issue import IssueRow, Part, typeset_issue
from publisher.ledger.ledger import Ledger
from publisher.releases.release import Release

STYLES = {
    "title": "bold",
    "part": "bold underline",
    "days": "italic",
    "organ": "bold",
    "hours": "cyan",
    "notice": "yellow",
}
MOST_LISTED = 10
ALL = 100_000


@click.command()
@click.argument("day", metavar="[DATE]", required=False)
@click.option(
    "--pdf", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT", help="Write it as tagged PDF."
)
@click.option("--lang", metavar="LANG", help="One of the publication's languages; the first by default.")
@click.option("--json", "as_json", is_flag=True, help="One object: number, dates, parts with their entries.")
@click.pass_context
def issue(context: click.Context, day: str | None, pdf: Path | None, lang: str | None, as_json: bool) -> None:
    """Show the issue of DATE, such as 2017-10-02, or the newest, with what was changed after it closed."""
    url, _ = find_ledger(context.obj)
    with look_into_ledger(url) as ledger:
        release = find_issue(ledger, read_date(day, "DATE"))
        language = choose_language(ledger.records.edition().publication.languages, lang)
        if pdf is not None:
            write_pdf(ledger, release, language, pdf)
        elif as_json:
            print_json(make_object(ledger, release, language))
        else:
            print_issue(ledger, release, language)


def find_issue(ledger: Ledger, day: date | None) -> Release:
    """The issue of that day, or the newest. Raises PublisherError saying which there are."""
    if day:
        found = ledger.records.issue(day)
    else:
        found = ledger.records.newest_issue()
    if found is not None:
        return found
    days = sorted(one.issue.day for one in ledger.records.issues(ALL))
    if not days:
        mend = "with `[issue]` in config.toml one closes before each working day"
        raise PublisherError("no issue has closed yet", mend)
    raise PublisherError(f"there is no issue of {day}", say_which(days))


def say_which(days: list[date]) -> str:
    names = [day.isoformat() for day in days]
    if len(names) <= MOST_LISTED:
        return "there are those of " + ", ".join(names)
    return f"there are {len(names)}, of working days from {names[0]} to {names[-1]}"


def write_pdf(ledger: Ledger, release: Release, lang: str, out: Path) -> None:
    from publisher.journal.pages.issue_paper import print_issue
    from publisher.journal.paper import MEND, find_missing

    missing = find_missing()
    if missing is not None:
        raise PublisherError(missing, MEND)
    out.write_bytes(print_issue(release, lang, ledger.records))
    click.echo(f"{out} written")


def print_issue(ledger: Ledger, release: Release, lang: str) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    from publisher.journal.issue_text import list_rows

    publication = ledger.records.edition().publication
    typeset = typeset_issue(release, lang, ledger.records, publication)
    console = Console(highlight=False)
    for row in list_rows(typeset, publication.title, lang):
        text = Text(row.text, style=STYLES.get(row.style, ""))
        console.print(Padding(text, (0, 0, 0, row.indent), expand=False))


def make_object(ledger: Ledger, release: Release, lang: str) -> dict[str, object]:
    """Dates as ISO 8601, `closed` in UTC; `late` says that it closed after its hour."""
    issue, publication = release.issue, ledger.records.edition().publication
    typeset = typeset_issue(release, lang, ledger.records, publication)
    return {
        "number": f"{issue.dated.year}/{issue.number}",
        "day": issue.day,
        "dated": issue.dated,
        "closed": iso_z(release.released),
        "late": release.late,
        "revision": typeset.revision,
        "released": typeset.instant,
        "language": lang,
        "parts": [describe_part(part) for part in typeset.parts],
    }


def describe_part(part: Part) -> dict[str, object]:
    return {"name": part.name, "entries": [describe_line(line) for line in part.lines]}


def describe_line(line: IssueRow) -> dict[str, object]:
    entry = line.entry
    facts = {fact.name: fact for fact in entry.facts}
    if "documents" in facts:
        documents = facts["documents"].references
    else:
        documents = ()
    return {
        "announcement": entry.slug,
        "organ": entry.organ,
        "session": entry.session,
        "days": entry.days,
        "hours": entry.hours,
        "title": entry.title,
        "closed": entry.closed is not None,
        "status": entry.status,
        "room": entry.room or None,
        "documents": [document.text for document in documents],
        "convened_by": facts["convened_by"].value if "convened_by" in facts else None,
        **{fact.name: fact.value for fact in entry.facts_of("detail")},
        "changed_later": [notice.word for notice in line.later],
    }
