"""The issue of a day: numbered, as it closed, with what was changed afterwards marked as such."""

from collections.abc import Iterator
from datetime import date

from publisher.journal.issue import typeset_issue
from publisher.journal.language import word
from publisher.journal.pages.page import Frame, render_page
from publisher.releases.document import Turn
from publisher.releases.keys import Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.PAGE
PRINTS: Prints = (("issue", "html"),)


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    """The pages of the days that a release concerns; a sheet that has come touches the one it lies beside."""
    if release.subject == "paper":
        languages = tuple(lang for lang in languages if lang == release.paper.language)
    for day in sorted(find_days(release)):
        yield from (Key("issue", lang, day.isoformat()) for lang in languages)


def find_days(release: Release) -> set[date]:
    """The local days whose issues a release concerns, should they have closed."""
    if release.subject == "issue":
        return {release.issue.day}
    if release.subject == "paper":
        return {release.paper.day}
    if release.subject == "announcement":
        return {day for facets in release.listed for day in facets.days}
    return set()


def print_document(key: Key, records: Records) -> bytes | None:
    """None for a day whose issue has not closed."""
    if records.newest_issue() is None:
        return None
    release = records.issue(date.fromisoformat(key.name))
    if release is None:
        return None
    edition = records.edition()
    publication = edition.publication
    lang, day = key.language, release.issue.day
    issue = typeset_issue(release, lang, records, publication)
    frame = Frame(
        key,
        publication,
        f"{issue.number} · {issue.day}",
        crumbs=((word("Issues", lang), Key("issues", lang)),),
    )
    has_paper = edition.pdf and records.paper(day, lang) is not None
    paper = None
    if has_paper:
        paper = key.in_format("pdf")
    return render_page("issue.html", frame, issue=issue, paper=paper)
