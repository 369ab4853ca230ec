"""Looks at what readers get, at its public address, as a reader would."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import partial

import msgspec

from publisher.desk.desk import Desk
from publisher.errors import LedgerError
from publisher.feeds import calendar, feed
from publisher.fetch.fetch import Fetched, FetchError, fetch
from publisher.journal.entry import typeset_entry
from publisher.ledger.ledger import Ledger
from publisher.monitoring import probe_checks as proof
from publisher.monitoring.probe_checks import Sighting
from publisher.publication import Publication
from publisher.releases.keys import FEEDS, Key
from publisher.releases.release import AMENDED, TRANSLATED, Paper, Release, Subject

SECONDS = 20.0
LIMIT = 20_000_000
LONGEST = 300
"""Characters of a fault that are shown where one stands for many."""

ISSUES = 2
"""Issues whose sheets are looked for: today's and that of the next working day."""

SERVE = "`publisher run` serves the site, or see to the web server that `base_url` in config.toml names"

Judge = Callable[[bytes], Iterator[str]]


class SiteFault(msgspec.Struct, frozen=True):
    """What is wrong at one address, or with the whole site where its host answers nobody; `mend` if known."""

    address: str
    what: str
    mend: str | None = None

    def __str__(self) -> str:
        line = f"{self.address}: {self.what}"
        if self.mend:
            return f"{line}; {self.mend}"
        return line


class Verdict(msgspec.Struct, frozen=True):
    """What was found of one release; there are no `faults` when readers get all of it."""

    sequence: int
    release: str
    faults: tuple[SiteFault, ...] = ()
    subject: Subject = "announcement"

    @property
    def summary(self) -> str | None:
        """The first fault in a line, and how many there are; None when all is there."""
        if not self.faults:
            return None
        first, others = str(self.faults[0])[:LONGEST], len(self.faults) - 1
        if others:
            return f"{first} (and {others} more; `publisher verify` names them)"
        return first


class Reader:
    """Fetches each address once, as a reader would: without a cache and without knowing our disks.

    A feed's newest archive is looked at, and, when `deep`, each one before it to the first.
    """

    def __init__(self, home: str, *, deep: bool = False, seconds: float = SECONDS) -> None:
        self.home = home
        self.deep = deep
        self.seconds = seconds
        self.seen: dict[str, Fetched | SiteFault] = {}
        self.silence: SiteFault | None = None

    def look(self, address: str) -> Fetched | SiteFault:
        """What is there, or why nothing is. An operator's site may stand on a private network."""
        if self.silence is not None:
            # Every address is below `home`: each further look would cost half a minute, and say the same.
            return self.silence
        if address not in self.seen:
            try:
                self.seen[address] = fetch(address, limit=LIMIT, seconds=self.seconds, private=True)
            except FetchError as error:
                if error.unanswered:
                    self.silence = SiteFault(self.home, error.what, error.mend if error.lost else SERVE)
                    return self.silence
                # The mend is for somebody who typed the address.
                self.seen[address] = SiteFault(address, error.what)
        return self.seen[address]

    def judge(self, wanted: Sighting) -> Iterator[SiteFault]:
        """Every fault of what one language's readers get of a release."""
        page = self.look(wanted.page)
        yield from self.judge_document(wanted.page, partial(proof.judge_page, wanted=wanted))
        if isinstance(page, Fetched):
            for link in proof.find_links(page.body, wanted.page, self.home):
                found = self.look(link)
                if isinstance(found, SiteFault):
                    yield found
        for address in wanted.feeds:
            judge = partial(proof.judge_feed, address=address, wanted=wanted)
            yield from self.judge_document(address, judge)
            yield from self._judge_archives(address)
        if wanted.calendar:
            yield from self.judge_document(wanted.calendar, partial(proof.judge_calendar, wanted=wanted))

    def _judge_archives(self, feed: str) -> Iterator[SiteFault]:
        """A reader who goes back through a feed (RFC 5005) finds each document that the last one named."""
        known, waiting = {feed}, self._find_leads(feed)
        while waiting:
            address = waiting.pop()
            if address in known:
                continue
            known.add(address)
            yield from self.judge_document(address, partial(proof.judge_archive, address=address, feed=feed))
            if self.deep:
                waiting += self._find_leads(address)

    def _find_leads(self, address: str) -> list[str]:
        """None where nothing or nothing readable is there, which has been said already."""
        found = self.look(address)
        if isinstance(found, SiteFault):
            return []
        try:
            leads = proof.find_leads(found.body, address)
        except ValueError:
            return []
        return [lead.address for lead in leads if lead.address.startswith(self.home)]

    def judge_document(self, address: str, judge: Judge) -> Iterator[SiteFault]:
        found = self.look(address)
        if isinstance(found, SiteFault):
            yield found
            return
        for what in (*proof.judge_headers(found, address), *judge(found.body)):
            yield SiteFault(address, what)


def verify_due(desk: Desk, now: datetime) -> list[Verdict]:
    """Looks for what was released a minute ago or more (UTC) at its public address, and notes how it was."""
    if desk.is_proving:
        due = desk.ledger.proofs.due(now)
    else:
        due = []
    if not due:
        return []
    verdicts = verify(desk.ledger, due)
    for verdict in verdicts:
        desk.ledger.proofs.settle([verdict.sequence], now, verdict.summary)
    return verdicts


def verify(ledger: Ledger, releases: Iterable[Release], *, deep: bool = False) -> list[Verdict]:
    """Looks for each release; when `deep`, in every archive too. Nothing is noted."""
    publication = ledger.records.edition().publication
    reader = Reader(publication.base_url, deep=deep)
    verdicts = []
    for release in releases:
        faults = _judge_apart(ledger, reader, release, publication)
        name = f"{release.name}/{release.revision}"
        verdicts.append(Verdict(release.sequence, name, faults, release.subject))
    return verdicts


def _judge_apart(
    ledger: Ledger, reader: Reader, release: Release, publication: Publication
) -> tuple[SiteFault, ...]:
    """What is wrong with one release, each fault once; whatever it meets, the others are looked for."""
    try:
        return tuple(dict.fromkeys(_judge_release(ledger, reader, release, publication)))
    except LedgerError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it meets, the others are looked for
        what = f"what readers should find of {release.name} cannot be told: {type(error).__name__}: {error}"
        return (SiteFault(publication.base_url, what),)


def _judge_release(
    ledger: Ledger, reader: Reader, release: Release, publication: Publication
) -> Iterator[SiteFault]:
    if release.subject == "paper":
        yield from _judge_sheet(ledger, reader, release.paper, publication)
        return
    for lang in publication.languages:
        yield from reader.judge(expect(ledger, release, lang, publication))


def _judge_sheet(
    ledger: Ledger, reader: Reader, sheet: Paper, publication: Publication
) -> Iterator[SiteFault]:
    """Its page has to link to it, and its bytes to be those of the newest release."""
    newest = ledger.records.paper(sheet.day, sheet.language)
    if newest is None or sheet.language not in publication.languages or not ledger.records.edition().pdf:
        return
    issue = Key("issue", sheet.language, sheet.day.isoformat())
    page = publication.address_of(issue.path)
    address = publication.address_of(issue.in_format("pdf").path)
    judge_page = partial(proof.judge_link, address=page, target=address, home=reader.home)
    yield from reader.judge_document(page, judge_page)
    yield from reader.judge_document(address, partial(proof.judge_sheet, digest=newest.paper.digest))


def sum_up(verdicts: Iterable[Verdict]) -> list[str]:
    """Every fault once, for a person; a site that is down is one fault with one mend, not one a document."""
    faults = dict.fromkeys(fault for verdict in verdicts for fault in verdict.faults)
    return [str(fault) for fault in faults]


def expect(ledger: Ledger, release: Release, lang: str, publication: Publication) -> Sighting:
    """What readers of a language have to find of a release by now, later changes of the entry included."""
    slug = release.snapshot.slug
    history = ledger.records.history(slug)
    entry = typeset_entry(history, lang, publication.zone)
    events = calendar.list_events(history, lang, publication)
    page = Key("entry", lang, slug)
    feeds = [Key("feed", lang, format=form) for form in FEEDS]
    newest = {one.sequence for one in ledger.records.news(lang, feed.LENGTH)}
    if release.snapshot.roadmap:
        feeds += [Key("roadmap", lang, release.snapshot.roadmap, form) for form in FEEDS]
    told = release.kind != AMENDED and (release.kind != TRANSLATED or lang in release.told)
    return Sighting(
        page=publication.address_of(page.path),
        words=(entry.title, *(entry.notice.lines if entry.notice else ())),
        feeds=tuple(publication.address_of(key.path) for key in feeds),
        item=feed.item_id(release, publication, lang) if told and release.sequence in newest else None,
        calendar=publication.address_of(page.in_format("ics").path),
        uids=tuple(event.uid for event in events),
        revision=events[0].sequence if events else 0,
        status=events[0].status if events else "",
    )


def choose_releases(ledger: Ledger, slugs: Iterable[str] = (), *, everything: bool = False) -> list[Release]:
    """The newest revision of the announcements named, of all, or of those that the feeds hold.

    With these come the sheets of the newest issues, with all the sheets of all.
    """
    standing = {name: one for (subject, name), one in ledger.heads().items() if subject == "announcement"}
    if slugs:
        return [standing[slug] for slug in slugs]
    if everything:
        return [*standing.values(), *_choose_sheets(ledger, ledger.issue_days())]
    languages = ledger.records.edition().publication.languages
    issues = [issue.issue.day for issue in ledger.records.issues(ISSUES)]
    recent = {
        release.snapshot.slug for lang in languages for release in ledger.records.news(lang, feed.LENGTH)
    }
    announcements = [one for name, one in standing.items() if name in recent]
    return [*announcements, *_choose_sheets(ledger, issues)]


def _choose_sheets(ledger: Ledger, days: Iterable[date]) -> list[Release]:
    edition = ledger.records.edition()
    if not edition.pdf:
        return []
    sheets = [ledger.records.paper(day, lang) for day in days for lang in edition.publication.languages]
    return [sheet for sheet in sheets if sheet is not None]
