"""A feed as a value: what RSS, Atom and JSON Feed all say, worked out once from the releases."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from publisher.journal.entry import Entry, Notice, typeset_entry
from publisher.journal.issue import name_issue, typeset_issue
from publisher.journal.language import direction, isolate, word
from publisher.journal.pages.templates import render_fragment
from publisher.lines import drop_controls, one_line
from publisher.publication import Publication
from publisher.releases.keys import FEEDS, Key
from publisher.releases.records import Records
from publisher.releases.release import Release

LENGTH = 50
"""Items in a feed that readers subscribe to; more when more were released within two days."""

SLICE = 100
"""Releases, counted by the ledger's sequence, that one archive covers (RFC 5005)."""


class FeedItem(msgspec.Struct, frozen=True):
    """One item: an announcement, a change of substance, or a reminder; its texts fit into XML.

    `id` is a `tag:` URI that never moves. `published` and `updated` are UTC instants; a silent
    correction moves neither.
    """

    id: str
    title: str
    address: str
    language: str
    published: datetime
    updated: datetime
    summary: str
    content: str


class Feed(msgspec.Struct, frozen=True):
    """One feed; `archive` numbers a closed archive, `previous` is the newest one closed before it."""

    id: str
    title: str
    description: str
    address: str
    home: str
    language: str
    publisher: str
    hub: str | None
    items: tuple[FeedItem, ...]
    archive: str | None = None
    previous: str | None = None
    current: str | None = None

    @property
    def updated(self) -> datetime | None:
        """The newest item's, never the moment of printing: the same ledger gives the same bytes."""
        return max((item.updated for item in self.items), default=None)


def list_feeds(release: Release, lang: str) -> Iterator[Key]:
    """The feeds of a language that a release changes, in each format; archives close by number."""
    roadmap = find_roadmap(release)
    for form in FEEDS:
        if release.subject == "issue":
            yield Key("issues", lang, format=form)
        if release.subject in ("announcement", "reminder", "edition"):
            yield Key("feed", lang, format=form)
        if roadmap:
            yield Key("roadmap", lang, roadmap, form)


def find_roadmap(release: Release) -> str | None:
    """The roadmap whose feed a release changes."""
    if release.subject == "roadmap":
        # Its feed is there, if only to be subscribed to, before anything has been announced of it.
        return release.name
    if release.subject in ("announcement", "reminder"):
        return release.snapshot.roadmap
    return None


def count_closed(newest: int) -> int:
    """How many archives are closed once the ledger has come to the sequence `newest`.

    The number alone decides: when it hung on what was released around a boundary, twelve issues in a row
    left an archive unprinted to which every feed led.
    """
    return max(newest - 1, 0) // SLICE


def read_feed(key: Key, records: Records) -> Feed:
    """The feed of issues, of a roadmap or of the publication as it stands."""
    publication, lang = records.edition().publication, key.language
    if key.kind == "issues":
        issues = word("{label}: {value}", lang, label=publication.title, value=word("Issues", lang))
        return _make_feed(key, publication, _read_issues(records, publication, lang), title=issues)
    items = records.cache_in_printing(
        ("items", lang, key.name), lambda: _read_items(key, records, publication)
    )
    if key.kind == "roadmap":
        title = f"{publication.title}: {_title_of(key, records)}"
        return _make_feed(key, publication, items, title=title)
    closed = count_closed(records.newest_sequence())
    previous = None
    if closed:
        previous = _archive(key, closed)
    return _make_feed(key, publication, items, title=publication.title, previous=previous)


def read_archive(key: Key, records: Records) -> Feed | None:
    """The closed archive that is numbered as the key; None while it is open."""
    number, publication = int(key.name), records.edition().publication
    if not 1 <= number <= count_closed(records.newest_sequence()):
        return None
    return _make_feed(
        key,
        publication,
        _archive_items(number, key.language, records, publication),
        title=publication.title,
        archive=key.name,
        previous=_archive(key, number - 1) if number > 1 else None,
        current=Key("feed", key.language, format=key.format),
    )


def _archive(key: Key, number: int) -> Key:
    return Key("closed feed", key.language, str(number), key.format)


def _title_of(key: Key, records: Records) -> str:
    titles = {roadmap.name: roadmap.roadmap.title_in(key.language) for roadmap in records.roadmaps()}
    return titles.get(key.name, key.name)


def _read_items(key: Key, records: Records, publication: Publication) -> tuple[FeedItem, ...]:
    releases = records.news(key.language, LENGTH, roadmap=key.name or None)
    records.expect({release.snapshot.slug for release in releases})
    return tuple(make_item(release, records, publication, key.language) for release in releases)


def _read_issues(records: Records, publication: Publication, lang: str) -> tuple[FeedItem, ...]:
    """An item a day, which says what the issue held when it closed."""
    return records.cache_in_printing(
        ("issue items", lang),
        lambda: tuple(make_issue_item(issue, records, publication, lang) for issue in records.issues(LENGTH)),
    )


def make_issue_item(release: Release, records: Records, publication: Publication, lang: str) -> FeedItem:
    issue = release.issue
    typeset = typeset_issue(release, lang, records, publication)
    title = name_issue(issue, lang)
    return FeedItem(
        id=publication.tag_of(f"issue:{issue.day.isoformat()}", lang),
        title=one_line(isolate(title) if direction(lang) == "rtl" else title),
        address=publication.address_of(Key("issue", lang, issue.day.isoformat()).path),
        language=lang,
        published=release.dated,
        updated=release.dated,
        summary=one_line(typeset.empty or ", ".join(line.entry.title for line in typeset.parts[0].lines)),
        content=drop_controls(render_fragment("issue_item.html", issue=typeset)),
    )


def _archive_items(
    number: int, lang: str, records: Records, publication: Publication
) -> tuple[FeedItem, ...]:
    """The items of a closed archive, made once for its three formats, which are printed one after another."""
    last = number * SLICE

    def make() -> tuple[FeedItem, ...]:
        releases = records.news_between(lang, last - SLICE + 1, last)
        records.expect({release.snapshot.slug for release in releases})
        return tuple(make_item(release, records, publication, lang, through=last) for release in releases)

    return records.cache_in_printing(("archive", lang, number), make)


def _make_feed(
    key: Key,
    publication: Publication,
    items: tuple[FeedItem, ...],
    *,
    title: str,
    archive: str | None = None,
    previous: Key | None = None,
    current: Key | None = None,
) -> Feed:
    lang, title = key.language, one_line(title)
    home, scope = Key("home", lang), []
    if key.kind == "roadmap":
        home, scope = Key("roadmap", lang, key.name), ["roadmap", key.name]
    elif key.kind == "issues":
        scope = ["issues"]
    elif archive:
        scope = [archive]
    return Feed(
        id=publication.tag_of(f"feed:{lang}", *scope),
        title=title,
        description=word("Feed of {title}", lang, title=title),
        address=publication.address_of(key.path),
        home=publication.address_of(home.path),
        language=lang,
        publisher=one_line(publication.title),
        hub=publication.hub,
        items=items,
        archive=archive,
        previous=publication.address_of(previous.path) if previous else None,
        current=publication.address_of(current.path) if current else None,
    )


def make_item(
    release: Release, records: Records, publication: Publication, lang: str, *, through: int | None = None
) -> FeedItem:
    """The item of one release, saying what stood after `through`: now, or when its archive closed."""
    slug = release.snapshot.slug
    history = [one for one in records.history(slug) if through is None or one.sequence <= through]
    key = ("item", lang, release.sequence, history[-1].sequence)
    return records.cache_across_printings(key, lambda: write_item(release, history, publication, lang))


def write_item(release: Release, history: Sequence[Release], publication: Publication, lang: str) -> FeedItem:
    """The same from the announcement's `history` alone."""
    slug = release.snapshot.slug
    entry = typeset_entry(history, lang, publication.zone)
    notice = find_notice(entry, release)
    told = [one.dated for one in history if one.change and one.change.fields]
    first = release.subject == "announcement" and release.revision == 1
    return FeedItem(
        id=item_id(release, publication, lang),
        title=one_line(item_title(release, entry, notice)),
        address=publication.address_of(Key("entry", lang, slug).path),
        language=entry.words_language,
        published=release.dated,
        updated=max([release.dated, *told]) if first else release.dated,
        summary=one_line(entry.summary),
        content=drop_controls(render_fragment("item.html", entry=entry, notice=notice or entry.notice)),
    )


def item_id(release: Release, publication: Publication, lang: str) -> str:
    """Publication, slug, language, and the revision for a change: it never moves."""
    parts = [release.name, lang] + ([str(release.revision)] if release.revision > 1 else [])
    return publication.tag_of(*parts)


def find_notice(entry: Entry, release: Release) -> Notice | None:
    """The change that this item tells of; none for the entry's own item or a reminder."""
    if release.subject != "announcement":
        return None
    return next((one for one in entry.history if one.revision == release.revision), None)


def item_title(release: Release, entry: Entry, notice: Notice | None) -> str:
    """A change or a reminder says so in its title, and so does an entry that will not take place."""
    mark = entry.status_word
    if notice:
        mark = notice.word
    if release.subject == "reminder" and not mark:
        mark = word("reminder", entry.language)
    if mark:
        title = word("{label}: {value}", entry.language, label=mark, value=entry.title)
    else:
        title = entry.title
    if direction(entry.language) == "rtl":
        return isolate(title)
    return title
