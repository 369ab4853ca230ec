"""The issue of a day on paper: what its page holds, as a tagged PDF with a code to check for changes."""

import logging
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from publisher.journal import paper
from publisher.journal.document import Document, Turn
from publisher.journal.issue import typeset_issue
from publisher.journal.language import word
from publisher.journal.pages import issue_page
from publisher.journal.pages.page import Frame
from publisher.journal.pages.templates import render_fragment
from publisher.journal.paths import issue_paper_path, issue_path
from publisher.ledger.records import Records
from publisher.ledger.release import Release

TURN = Turn.ASSET

log = logging.getLogger("publisher")


class PaperFrame(Frame, frozen=True):
    """Links of a sheet are whole addresses: it is read far from the site."""

    def link(self, target: str) -> str:
        return self.publication.address_of(target)


def touched_by(release: Release, languages: tuple[str, ...]) -> Iterator[str]:
    """Those whose page a release touches; whether they are printed at all, the edition says."""
    for path in issue_page.touched_by(release, languages):
        yield str(PurePosixPath(path).with_suffix(".pdf"))


def print_document(path: str, records: Records) -> Document | None:
    """None for a day whose issue has not closed, and where the edition has no paper.

    None too where WeasyPrint fails (45 boxes in one line were a RecursionError): no page waits for a PDF.
    """
    if not records.edition().pdf or paper.find_missing():
        return None
    release = records.issue(date.fromisoformat(PurePosixPath(path).stem))
    if release is None:
        return None
    try:
        return Document(path, print_issue(release, path.split("/")[0], records), TURN)
    except Exception as fault:  # whatever it meets in an author's text, the issue's page is printed
        log.error("%s cannot be printed: %s: %s", path, type(fault).__name__, fault)
        return None


def print_issue(release: Release, lang: str, records: Records) -> bytes:
    """The PDF of an issue in one language. WeasyPrint must be there: `paper.find_missing` says so."""
    publication, day = records.edition().publication, release.issue.day
    issue = typeset_issue(release, lang, records, publication)
    frame = PaperFrame(
        issue_paper_path(lang, day),
        lang,
        publication,
        {lang: issue_path(lang, day)},
        f"{issue.number} · {issue.day}",
    )
    code = paper.draw_code(
        frame.address,
        word("{label}: {value}", lang, label=word("Check for changes", lang), value=frame.address),
    )
    html = render_fragment("issue_paper.html", frame=frame, issue=issue, code=code)
    return paper.make_pdf(html, identifier=publication.tag_of(f"issue:{day.isoformat()}", lang))
