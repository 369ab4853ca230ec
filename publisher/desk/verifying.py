"""Looks at what readers get, at its public address, and notes in the ledger that a release arrived."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import partial
from urllib.parse import urlsplit

import msgspec

from publisher.desk import proof
from publisher.desk.proof import Sighting
from publisher.feeds import calendar, feed
from publisher.fetch.fetch import NO_ANSWER, Fetched, FetchError, fetch
from publisher.journal.entry import typeset_entry
from publisher.journal.paths import (
    entry_calendar_path,
    entry_path,
    feed_path,
    issue_paper_path,
    issue_path,
    roadmap_feed_path,
)
from publisher.ledger.ledger import Ledger
from publisher.ledger.release import AMENDED, TRANSLATED, Paper, Release, Subject
from publisher.publication import Publication

SECONDS = 20.0
LIMIT = 20_000_000
FEEDS = (".rss", ".atom", ".json")
ISSUES = 2
"""Issues whose sheets are looked for: today's and that of the next working day."""

Judge = Callable[[bytes], Iterator[str]]


class Verdict(msgspec.Struct, frozen=True):
    """What was found of one release: `faults` are lines "ADDRESS: what is wrong", none when all is there."""

    sequence: int
    release: str
    faults: tuple[str, ...] = ()
    subject: Subject = "announcement"


class Reader:
    """Fetches each address once, as a reader would: without a cache and without knowing our disks.

    A feed's newest archive is looked at, and, when `deep`, each one before it to the first.
    """

    def __init__(self, home: str, *, deep: bool = False, seconds: float = SECONDS) -> None:
        self.home = home
        self.deep = deep
        self.seconds = seconds
        self.seen: dict[str, Fetched | str] = {}
        self.lost: dict[str, str] = {}

    def look(self, address: str) -> Fetched | str:
        """What is there, or why nothing is. An operator's site may stand on a private network."""
        host = urlsplit(address).hostname or ""
        if host in self.lost:
            # Without name servers each look would cost half a minute, and say the same.
            return self.lost[host]
        if address not in self.seen:
            try:
                self.seen[address] = fetch(address, limit=LIMIT, seconds=self.seconds, private=True)
            except FetchError as error:
                if error.lost:
                    self.lost[host] = f"{_home_of(address)}: {error.what}; {error.mend}"
                    return self.lost[host]
                # The mend is for somebody who typed the address.
                self.seen[address] = error.what
        return self.seen[address]

    def judge(self, wanted: Sighting) -> Iterator[str]:
        """Every fault of what one language's readers get of a release."""
        page = self.look(wanted.page)
        yield from self.judge_document(wanted.page, partial(proof.judge_page, wanted=wanted))
        if isinstance(page, Fetched):
            for link in proof.find_links(page.body, wanted.page, self.home):
                found = self.look(link)
                if isinstance(found, str):
                    yield self._say(link, found)
        for address in wanted.feeds:
            judge = partial(proof.judge_feed, address=address, wanted=wanted)
            yield from self.judge_document(address, judge)
            yield from self._judge_archives(address)
        if wanted.calendar:
            yield from self.judge_document(wanted.calendar, partial(proof.judge_calendar, wanted=wanted))

    def _judge_archives(self, feed: str) -> Iterator[str]:
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
        if isinstance(found, str):
            return []
        try:
            leads = proof.find_leads(found.body, address)
        except ValueError:
            return []
        return [lead.address for lead in leads if lead.address.startswith(self.home)]

    def _say(self, address: str, found: str) -> str:
        """A host that is not known is said once, not for each of its addresses."""
        return found if found in self.lost.values() else f"{address}: {found}"

    def judge_document(self, address: str, judge: Judge) -> Iterator[str]:
        found = self.look(address)
        if isinstance(found, str):
            yield self._say(address, found)
            return
        faults = [*proof.judge_headers(found, address), *judge(found.body)]
        yield from (f"{address}: {fault}" for fault in faults)


def verify(
    ledger: Ledger, releases: Iterable[Release], now: datetime, *, deep: bool = False
) -> list[Verdict]:
    """Looks for each release and notes what was found at `now` (UTC); when `deep`, in every archive too."""
    publication = ledger.records.edition().publication
    reader = Reader(publication.base_url, deep=deep)
    verdicts = []
    for release in releases:
        faults = dict.fromkeys(_judge_release(ledger, reader, release, publication))
        ledger.proofs.settle([release.sequence], now, "; ".join(faults)[:2000] or None)
        name = f"{release.name}/{release.revision}"
        verdicts.append(Verdict(release.sequence, name, tuple(faults), release.subject))
    return verdicts


def _judge_release(
    ledger: Ledger, reader: Reader, release: Release, publication: Publication
) -> Iterator[str]:
    if release.subject == "paper":
        yield from _judge_sheet(ledger, reader, release.paper, publication)
        return
    for lang in publication.languages:
        yield from reader.judge(expect(ledger, release, lang, publication))


def _judge_sheet(ledger: Ledger, reader: Reader, sheet: Paper, publication: Publication) -> Iterator[str]:
    """Its page has to link to it, and its bytes to be those of the newest release."""
    newest = ledger.records.paper(sheet.day, sheet.language)
    if newest is None or sheet.language not in publication.languages or not ledger.records.edition().pdf:
        return
    page = publication.address_of(issue_path(sheet.language, sheet.day))
    address = publication.address_of(issue_paper_path(sheet.language, sheet.day))
    judge_page = partial(proof.judge_link, address=page, target=address, home=reader.home)
    yield from reader.judge_document(page, judge_page)
    yield from reader.judge_document(address, partial(proof.judge_sheet, digest=newest.paper.digest))


def sum_up(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """Every fault once, for a person; a site that is down is one fault with one mend, not one a document."""
    faults = dict.fromkeys(fault for verdict in verdicts for fault in verdict.faults)
    silent: Counter[str] = Counter()
    for fault in faults:
        address, _, what = fault.rpartition(": ")
        if what == NO_ANSWER:
            silent[_home_of(address)] += 1
        else:
            yield fault
    for home, count in silent.items():
        documents = "1 document" if count == 1 else f"{count} documents"
        yield (
            f"{home}: {NO_ANSWER}, for {documents}; `publisher run` serves them, or see to the web server"
            " that `base_url` in config.toml names"
        )


def _home_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/"


def expect(ledger: Ledger, release: Release, lang: str, publication: Publication) -> Sighting:
    """What readers of a language have to find of a release by now, later changes of the entry included."""
    slug = release.snapshot.slug
    history = ledger.records.history(slug)
    entry = typeset_entry(history, lang, publication.zone)
    events = calendar.list_events(history, lang, publication)
    paths = [feed_path(lang, suffix) for suffix in FEEDS]
    newest = {one.sequence for one in ledger.records.news(lang, feed.LENGTH)}
    if release.snapshot.roadmap:
        paths += [roadmap_feed_path(lang, release.snapshot.roadmap, suffix) for suffix in FEEDS]
    told = release.kind != AMENDED and (release.kind != TRANSLATED or lang in release.told)
    return Sighting(
        page=publication.address_of(entry_path(lang, slug)),
        words=(entry.title, *(entry.notice.lines if entry.notice else ())),
        feeds=tuple(map(publication.address_of, paths)),
        item=feed.item_id(release, publication, lang) if told and release.sequence in newest else None,
        calendar=publication.address_of(entry_calendar_path(lang, slug)),
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
    issues = [one.issue.day for one in ledger.records.issues(ISSUES)]
    recent = {one.snapshot.slug for lang in languages for one in ledger.records.news(lang, feed.LENGTH)}
    announcements = [one for name, one in standing.items() if name in recent]
    return [*announcements, *_choose_sheets(ledger, issues)]


def _choose_sheets(ledger: Ledger, days: Iterable[date]) -> list[Release]:
    edition = ledger.records.edition()
    if not edition.pdf:
        return []
    sheets = [ledger.records.paper(day, lang) for day in days for lang in edition.publication.languages]
    return [one for one in sheets if one is not None]
