"""Prints issues on paper after everything else, a sheet at a time; one that is late comes by itself."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta

import msgspec

from publisher.desk.typesetting import SheetError, StoppedError, Typesetter
from publisher.errors import PublisherError
from publisher.journal.paper import digest_page, find_missing
from publisher.ledger.database import ConflictError
from publisher.ledger.ledger import Ledger
from publisher.ledger.sheets import LateSheet, Sheet, SheetClaim
from publisher.releases.release import EVERYTHING, NOWHERE, Edition, Issue, Origin, Release

LEASE_MARGIN = timedelta(minutes=1)
"""What is added to a sheet's limit: for reading what it holds, and for recording it."""


class SheetPage(msgspec.Struct, frozen=True):
    """What a sheet is typeset from, as the ledger stood at `sequence`."""

    sequence: int
    html: str
    identifier: str

    @property
    def digest(self) -> str:
        return digest_page(self.html, self.identifier)


class PrintedSheet(msgspec.Struct, frozen=True):
    """What became of a sheet: its release, or why it did not come; neither where it is as it was."""

    name: str
    release: Release | None = None
    error: str | None = None


def is_due(ledger: Ledger, now: datetime) -> bool:
    """Whether a sheet is to be printed here at `now` (UTC); takes into account what was released since.

    None is while everything is on hold: that it has come is a release too.
    """
    edition = find_edition(ledger)
    if edition is None or find_missing() is not None:
        return False
    languages = edition.publication.languages
    note_touched(ledger, languages)
    return ledger.sheets.is_due(languages, now) and EVERYTHING not in ledger.brakes()


def find_edition(ledger: Ledger) -> Edition | None:
    """What pages share, where issues are printed on paper too."""
    edition = None
    if ledger.newest_sequence():
        edition = ledger.records.edition()
    if edition and edition.pdf:
        return edition
    return None


def note_touched(ledger: Ledger, languages: tuple[str, ...]) -> None:
    """Makes the sheets due whose issues were touched by what was released since the last time."""
    through, newest = ledger.sheets.through(), ledger.newest_sequence()
    if newest > through:
        # Of two processes that note the same at one moment, one does.
        with suppress(ConflictError):
            ledger.sheets.want(find_touched(ledger, through), languages, newest)


def find_touched(ledger: Ledger, since: int) -> list[date]:
    """The days of closed issues that releases after the sequence `since` concern; all for an edition."""
    from publisher.journal.pages.issue_page import find_days

    if since == 0:
        return ledger.issue_days()
    days: set[date] = set()
    for some in ledger.records.portions_since(since):
        if any(release.subject == "edition" for release in some):
            return ledger.issue_days()
        days |= {day for release in some if release.subject != "paper" for day in find_days(release)}
    return [day for day in sorted(days) if ledger.records.issue(day) is not None]


def print_sheets(
    ledger: Ledger,
    typesetter: Typesetter,
    seconds: float,
    clock: Callable[[], datetime],
    origin: Origin = NOWHERE,
) -> Iterator[PrintedSheet]:
    """Prints each sheet that is due, in at most so many seconds, until there is none or it is stopped.

    What is released meanwhile comes first: a reprint of thousands keeps no new issue waiting.
    """
    while is_due(ledger, clock()):
        languages = ledger.records.edition().publication.languages
        claim = ledger.sheets.claim(languages, clock(), timedelta(seconds=seconds) + LEASE_MARGIN)
        if claim is None:
            return
        try:
            yield print_sheet(ledger, claim, typesetter, seconds, clock, origin)
        except StoppedError:
            ledger.sheets.free(claim)
            return


def print_sheet(
    ledger: Ledger,
    claim: SheetClaim,
    typesetter: Typesetter,
    seconds: float,
    clock: Callable[[], datetime],
    origin: Origin,
) -> PrintedSheet:
    """Typesets a sheet that was claimed, keeps its bytes and records that it has come."""
    try:
        page = compose_page(ledger, claim)
        if page.digest == claim.source:
            ledger.sheets.settle_unchanged(claim, page.sequence)
            return PrintedSheet(claim.name)
        body = typesetter.make(page.html, page.identifier, seconds)
    except SheetError as fault:
        return note_failure(ledger, claim, str(fault), clock())
    except PublisherError:
        raise
    except Exception as fault:  # noqa: BLE001 - whatever it meets in an author's text, it costs this sheet only
        return note_failure(ledger, claim, f"{type(fault).__name__}: {fault}", clock())
    made = Sheet(page.sequence, page.digest, hashlib.sha256(body).hexdigest(), body)
    return PrintedSheet(claim.name, ledger.record_sheet(claim, made, clock(), origin))


def note_failure(ledger: Ledger, claim: SheetClaim, error: str, now: datetime) -> PrintedSheet:
    ledger.sheets.fail(claim, error, now)
    return PrintedSheet(claim.name, error=error)


def compose_page(ledger: Ledger, claim: SheetClaim) -> SheetPage:
    """What stands on the sheet now."""
    from publisher.journal.pages.issue_paper import compose_sheet, identify_sheet

    release = ledger.records.issue(claim.day)
    assert release is not None, "only issues that have closed have sheets"
    with ledger.printing(list_slugs(release.issue)) as records:
        publication = records.edition().publication
        html = compose_sheet(release, claim.language, records)
        identifier = identify_sheet(claim.day, claim.language, publication)
        return SheetPage(records.newest_sequence(), html, identifier)


def list_slugs(issue: Issue) -> set[str]:
    lines = (*issue.programme, *issue.forthcoming, *issue.announcements, *issue.changes)
    return {line.slug for line in lines}


def find_late(ledger: Ledger) -> list[LateSheet]:
    """The sheets that a person is told of: tried several times, and not there."""
    edition = find_edition(ledger)
    if edition:
        return ledger.sheets.late(edition.publication.languages)
    return []
