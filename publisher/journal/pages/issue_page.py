"""The issue of a day: numbered, as it closed, with what was changed afterwards marked as such."""

from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from publisher.journal.document import Document, Turn
from publisher.journal.issue import typeset_issue
from publisher.journal.language import word
from publisher.journal.pages.page import Frame, render_page
from publisher.journal.paths import issue_paper_path, issue_path, issues_path
from publisher.ledger.records import Records
from publisher.ledger.release import Release

TURN = Turn.PAGE


def touched_by(release: Release, languages: tuple[str, ...]) -> Iterator[str]:
    days: set[date] = set()
    if release.subject == "issue":
        days = {release.issue.day}
    elif release.subject == "announcement":
        days = {day for facets in release.listed for day in facets.days}
    for day in sorted(days):
        yield from (issue_path(lang, day) for lang in languages)


def print_document(path: str, records: Records) -> Document | None:
    """None for a day whose issue has not closed."""
    if records.newest_issue() is None:
        return None
    release = records.issue(date.fromisoformat(PurePosixPath(path).stem))
    if release is None:
        return None
    edition = records.edition()
    publication = edition.publication
    lang, day = path.split("/")[0], release.issue.day
    issue = typeset_issue(release, lang, records, publication)
    frame = Frame(
        path,
        lang,
        publication,
        {other: issue_path(other, day) for other in publication.languages},
        f"{issue.number} · {issue.day}",
        crumbs=((word("Issues", lang), issues_path(lang)),),
    )
    paper = issue_paper_path(lang, day) if edition.pdf else None
    return render_page("issue.html", frame, TURN, issue=issue, paper=paper)
