"""What readers will see of an announcement, and where it will go, in plain text for its author."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from publisher.desk.address import find_publication
from publisher.desk.desk import Desk
from publisher.feeds.feed import item_id
from publisher.journal.entry import Entry, typeset_entry
from publisher.outlets.outlet import Shelf
from publisher.releases.keys import Key
from publisher.releases.release import Draft, Snapshot, as_recorded
from publisher.schedule.candidate import Candidate
from publisher.schedule.item import Item


def explain_readers(case: Candidate, item: Item, lang: str, now: datetime) -> Iterator[str]:
    """The entry as the Journal prints it, without the author's text."""
    draft = item.draft or _stand_in(case, item, now)
    entry = typeset_entry([as_recorded(draft, 1, item.at or now)], lang, case.context.zone)
    yield from filter(None, list_lines(entry))
    if entry.untranslated:
        yield entry.untranslated
    words = len(entry.html.split())
    yield f"and the text, about {words} words" if words else "and no text"
    if item.draft and item.draft.replaces:
        if item.draft.told:
            told = "told as a new item"
        else:
            told = "corrected in place, and nobody is told"
        yield f"This is a change of what was released ({item.reason}): {told}."


def list_lines(entry: Entry) -> Iterable[str | None]:
    organ = ", ".join(filter(None, (entry.organ, entry.session)))
    return (
        organ or None,
        f"{entry.title} ({entry.closed})" if entry.closed else entry.title,
        entry.status_word,
        entry.summary,
        *(fact.text for fact in entry.facts_of("documents", "conveners", "detail", "contact")),
    )


def _stand_in(case: Candidate, item: Item, now: datetime) -> Draft:
    """What would be released if it could be, for a look at it."""
    content: Snapshot = item.standing or case.take_snapshot()
    return Draft("announcement", item.name, item.kind, item.at or now, content)


def explain_outlets(desk: Desk, item: Item, now: datetime) -> Iterator[str]:
    """Each outlet, and what it gets; nothing where nothing is to be released."""
    draft = item.draft
    if draft is None or not isinstance(draft.content, Snapshot):
        return
    publication = find_publication(desk.ledger, desk.config.publication)
    release = as_recorded(draft, 1, item.at or now)
    for outlet in desk.outlets:
        if isinstance(outlet, Shelf):
            seen = ""
            if outlet.serves:
                seen = f"; readers see them at {publication.base_url}"
            yield f"{outlet.name}: gets its pages and those that list it{seen}"
        else:
            yield f"{outlet.name}: is told" if draft.told else f"{outlet.name}: is not told"
    for lang in publication.languages:
        yield publication.address_of(Key("entry", lang, item.name).path)
    if draft.told:
        guid = item_id(release, publication, publication.default_language)
        yield f"the feeds in {', '.join(publication.languages)}, and the calendars; in the first as {guid}"
    else:
        yield "the archives and pages only: no feed tells of it as news"
