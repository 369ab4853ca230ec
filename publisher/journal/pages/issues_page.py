"""The issues of days, newest first."""

from collections.abc import Iterator

from publisher.journal.issue import name_issue
from publisher.journal.language import word
from publisher.journal.pages.page import Frame, render_page
from publisher.releases.document import Turn
from publisher.releases.keys import Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.LISTING
PRINTS: Prints = (("issues", "html"),)

LENGTH = 260
"""About a year of working days."""


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    if release.subject == "issue":
        yield from (Key("issues", lang) for lang in languages)


def print_document(key: Key, records: Records) -> bytes:
    publication = records.edition().publication
    lang = key.language
    frame = Frame(key, publication, word("Issues", lang))
    issues = [
        (name_issue(issue.issue, lang), Key("issue", lang, issue.issue.day.isoformat()))
        for issue in records.issues(LENGTH)
    ]
    return render_page("issues.html", frame, issues=issues)
