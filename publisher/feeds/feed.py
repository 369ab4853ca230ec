"""A feed as a value: what RSS, Atom and JSON Feed all say, worked out once from the releases."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePosixPath

import msgspec

from publisher.journal.entry import Entry, Notice, typeset_entry
from publisher.journal.issue import name_issue, typeset_issue
from publisher.journal.language import direction, isolate, word
from publisher.journal.pages.templates import render_fragment
from publisher.journal.paths import (
    archive_path,
    entry_path,
    feed_path,
    home_path,
    issue_path,
    issues_feed_path,
    roadmap_feed_path,
    roadmap_path,
)
from publisher.lines import drop_controls, one_line
from publisher.publication import Publication
from publisher.releases.records import Records
from publisher.releases.release import Release

LENGTH = 50
"""Items in a feed that readers subscribe to; more when more were released within two days."""

SLICE = 100
"""Releases, counted by the ledger's sequence, that one archive covers (RFC 5005)."""


class Item(msgspec.Struct, frozen=True):
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
    """A feed at one path; `archive` numbers a closed archive, `previous` the newest one closed before it."""

    path: str
    id: str
    title: str
    description: str
    address: str
    home: str
    language: str
    publisher: str
    hub: str | None
    items: tuple[Item, ...]
    archive: int | None = None
    previous: str | None = None
    current: str | None = None

    @property
    def updated(self) -> datetime | None:
        """The newest item's, never the moment of printing: the same ledger gives the same bytes."""
        return max((item.updated for item in self.items), default=None)


class Place(msgspec.Struct, frozen=True):
    """What a feed's path says: language, format, and whether it is of a roadmap or an archive."""

    language: str
    suffix: str
    roadmap: str | None = None
    archive: int | None = None
    issues: bool = False


def read_place(path: str) -> Place:
    parts, suffix = PurePosixPath(path).with_suffix("").parts, PurePosixPath(path).suffix
    if parts[1] == "roadmaps":
        return Place(parts[0], suffix, roadmap=parts[2])
    if parts[1] == "issues":
        return Place(parts[0], suffix, issues=True)
    if parts[1] == "journal" and len(parts) == 3:
        return Place(parts[0], suffix, archive=int(parts[2]))
    return Place(parts[0], suffix)


def touched_by(release: Release, languages: tuple[str, ...], suffix: str) -> Sequence[str]:
    """The feeds of one format that a release changes; archives close by number, see `list_closed`."""
    if release.subject == "issue":
        return [issues_feed_path(lang, suffix) for lang in languages]
    if release.subject == "roadmap":
        # Its feed is there, if only to be subscribed to, before anything has been announced of it.
        return [roadmap_feed_path(lang, release.name, suffix) for lang in languages]
    if release.subject not in ("announcement", "reminder", "edition"):
        return ()
    paths = [feed_path(lang, suffix) for lang in languages]
    if release.subject != "edition" and release.snapshot.roadmap:
        paths += [roadmap_feed_path(lang, release.snapshot.roadmap, suffix) for lang in languages]
    return paths


def count_closed(newest: int) -> int:
    """How many archives are closed once the ledger has come to the sequence `newest`.

    The number alone decides: when it hung on what was released around a boundary, twelve issues in a row
    left an archive unprinted to which every feed led.
    """
    return max(newest - 1, 0) // SLICE


def list_closed(since: int, newest: int, languages: tuple[str, ...], suffix: str) -> Sequence[str]:
    """The archives of one format that closed after the sequence `since`, up to `newest`."""
    numbers = range(count_closed(since) + 1, count_closed(newest) + 1)
    return [archive_path(lang, number, suffix) for number in numbers for lang in languages]


def read_feed(path: str, records: Records) -> Feed | None:
    """The feed at `path`; None for an archive that is not closed yet, which must never change."""
    place = read_place(path)
    publication = records.edition().publication
    if place.archive is not None:
        return _read_archive(path, place, records, publication)
    if place.issues:
        return _read_issues(path, place, records, publication)
    lang = place.language
    closed = count_closed(records.newest_sequence())
    has_archive = place.roadmap is None and closed > 0
    return _make_feed(
        path,
        place,
        publication,
        records.cache_in_printing(
            ("items", lang, place.roadmap), lambda: _read_items(place, records, publication)
        ),
        title=_title_of(place, records, publication),
        previous=archive_path(place.language, closed, place.suffix) if has_archive else None,
    )


def _read_items(place: Place, records: Records, publication: Publication) -> tuple[Item, ...]:
    releases = records.news(place.language, LENGTH, roadmap=place.roadmap)
    records.expect({one.snapshot.slug for one in releases})
    return tuple(make_item(one, records, publication, place.language) for one in releases)


def _read_issues(path: str, place: Place, records: Records, publication: Publication) -> Feed:
    """The feed of issues: an item a day, which says what the issue held when it closed."""
    lang = place.language
    items = records.cache_in_printing(
        ("issue items", lang),
        lambda: tuple(make_issue_item(one, records, publication, lang) for one in records.issues(LENGTH)),
    )
    title = word("{label}: {value}", lang, label=publication.title, value=word("Issues", lang))
    return _make_feed(path, place, publication, items, title=title, previous=None)


def make_issue_item(release: Release, records: Records, publication: Publication, lang: str) -> Item:
    issue = release.issue
    typeset = typeset_issue(release, lang, records, publication)
    title = name_issue(issue, lang)
    return Item(
        id=publication.tag_of(f"issue:{issue.day.isoformat()}", lang),
        title=one_line(isolate(title) if direction(lang) == "rtl" else title),
        address=publication.address_of(issue_path(lang, issue.day)),
        language=lang,
        published=release.dated,
        updated=release.dated,
        summary=one_line(typeset.empty or ", ".join(line.entry.title for line in typeset.parts[0].lines)),
        content=drop_controls(render_fragment("issue_item.html", issue=typeset)),
    )


def _read_archive(path: str, place: Place, records: Records, publication: Publication) -> Feed | None:
    number = place.archive or 0
    if not 1 <= number <= count_closed(records.newest_sequence()):
        return None
    return _make_feed(
        path,
        place,
        publication,
        _archive_items(number, place.language, records, publication),
        title=_title_of(place, records, publication),
        previous=archive_path(place.language, number - 1, place.suffix) if number > 1 else None,
        current=feed_path(place.language, place.suffix),
    )


def _archive_items(number: int, lang: str, records: Records, publication: Publication) -> tuple[Item, ...]:
    """The items of a closed archive, made once for its three formats, which are printed one after another."""
    last = number * SLICE

    def make() -> tuple[Item, ...]:
        releases = records.news_between(lang, last - SLICE + 1, last)
        records.expect({one.snapshot.slug for one in releases})
        return tuple(make_item(one, records, publication, lang, through=last) for one in releases)

    return records.cache_in_printing(("archive", lang, number), make)


def _make_feed(
    path: str,
    place: Place,
    publication: Publication,
    items: tuple[Item, ...],
    *,
    title: str,
    previous: str | None,
    current: str | None = None,
) -> Feed:
    lang, title = place.language, one_line(title)
    home = roadmap_path(lang, place.roadmap) if place.roadmap else home_path(lang)
    scope = ["roadmap", place.roadmap] if place.roadmap else ["issues"] if place.issues else []
    number = [str(place.archive)] if place.archive else []
    return Feed(
        path=path,
        id=publication.tag_of(f"feed:{lang}", *scope, *number),
        title=title,
        description=word("Feed of {title}", lang, title=title),
        address=publication.address_of(path),
        home=publication.address_of(home),
        language=lang,
        publisher=one_line(publication.title),
        hub=publication.hub,
        items=items,
        archive=place.archive,
        previous=publication.address_of(previous) if previous else None,
        current=publication.address_of(current) if current else None,
    )


def _title_of(place: Place, records: Records, publication: Publication) -> str:
    if place.roadmap is None:
        return publication.title
    titles = {one.name: one.roadmap.title_in(place.language) for one in records.roadmaps()}
    return f"{publication.title}: {titles.get(place.roadmap, place.roadmap)}"


def make_item(
    release: Release, records: Records, publication: Publication, lang: str, *, through: int | None = None
) -> Item:
    """The item of one release, saying what stood after `through`: now, or when its archive closed."""
    slug = release.snapshot.slug
    history = [one for one in records.history(slug) if through is None or one.sequence <= through]
    key = ("item", lang, release.sequence, history[-1].sequence)
    return records.cache_across_printings(key, lambda: write_item(release, history, publication, lang))


def write_item(release: Release, history: Sequence[Release], publication: Publication, lang: str) -> Item:
    """The same from the announcement's `history` alone."""
    slug = release.snapshot.slug
    entry = typeset_entry(history, lang, publication.zone)
    notice = find_notice(entry, release)
    told = [one.dated for one in history if one.change and one.change.fields]
    first = release.subject == "announcement" and release.revision == 1
    return Item(
        id=item_id(release, publication, lang),
        title=one_line(item_title(release, entry, notice)),
        address=publication.address_of(entry_path(lang, slug)),
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
    mark = notice.word if notice else entry.status_word
    if release.subject == "reminder" and not mark:
        mark = word("reminder", entry.language)
    title = word("{label}: {value}", entry.language, label=mark, value=entry.title) if mark else entry.title
    return isolate(title) if direction(entry.language) == "rtl" else title
