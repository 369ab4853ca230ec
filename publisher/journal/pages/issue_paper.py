"""The issue of a day on paper: what its page holds, as a tagged PDF with a code to check for changes."""

from collections.abc import Iterator
from datetime import date

from publisher.journal import paper
from publisher.journal.issue import typeset_issue
from publisher.journal.language import word
from publisher.journal.pages.page import Frame
from publisher.journal.pages.templates import render_fragment
from publisher.publication import Publication
from publisher.releases.document import Turn
from publisher.releases.keys import Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

TURN = Turn.ASSET
PRINTS: Prints = (("issue", "pdf"),)


class PaperFrame(Frame, frozen=True):
    """Links of a sheet are whole addresses: it is read far from the site."""

    def link(self, target: Key) -> str:
        return self.publication.address_of(target.path)


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    """A sheet is typeset elsewhere, and is at hand once it is released."""
    if release.subject == "paper" and release.paper.language in languages:
        yield Key("issue", release.paper.language, release.paper.day.isoformat(), "pdf")


def print_document(key: Key, records: Records) -> bytes | None:
    """None where the edition has no paper, and for a sheet that lies there since before ledgers held any."""
    if not records.edition().pdf:
        return None
    return records.sheet(date.fromisoformat(key.name), key.language) or None


def print_issue(release: Release, lang: str, records: Records) -> bytes:
    """The PDF of an issue in one language. WeasyPrint must be there: `paper.find_missing` says so."""
    identifier = identify_sheet(release.issue.day, lang, records.edition().publication)
    return paper.make_pdf(compose_sheet(release, lang, records), identifier=identifier)


def identify_sheet(day: date, lang: str, publication: Publication) -> str:
    """What names a sheet whatever its revision."""
    return publication.tag_of(f"issue:{day.isoformat()}", lang)


def compose_sheet(release: Release, lang: str, records: Records) -> str:
    """All that stands on the sheet of an issue in one language, as HTML for `paper.make_pdf`."""
    publication, day = records.edition().publication, release.issue.day
    issue = typeset_issue(release, lang, records, publication)
    key = Key("issue", lang, day.isoformat(), "pdf")
    frame = PaperFrame(key, publication, f"{issue.number} · {issue.day}")
    code = paper.draw_code(
        frame.address,
        word("{label}: {value}", lang, label=word("Check for changes", lang), value=frame.address),
    )
    return render_fragment("issue_paper.html", frame=frame, issue=issue, code=code)
