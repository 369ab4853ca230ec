"""The issues of days, newest first."""

from collections.abc import Iterator

from publisher.journal.issue import name_issue
from publisher.journal.language import word
from publisher.journal.pages.page import Frame, render_page
from publisher.journal.paths import issue_path, issues_path
from publisher.releases.document import Document, Turn
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.LISTING

LENGTH = 260
"""About a year of working days."""


def touched_by(release: Release, languages: tuple[str, ...]) -> Iterator[str]:
    if release.subject == "issue":
        yield from (issues_path(lang) for lang in languages)


def print_document(path: str, records: Records) -> Document:
    publication = records.edition().publication
    lang = path.split("/")[0]
    alternates = {other: issues_path(other) for other in publication.languages}
    frame = Frame(path, lang, publication, alternates, word("Issues", lang))
    issues = [
        (name_issue(one.issue, lang), issue_path(lang, one.issue.day)) for one in records.issues(LENGTH)
    ]
    return render_page("issues.html", frame, TURN, issues=issues)
