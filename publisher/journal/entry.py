"""An entry: a release typeset in the style of the Journal, in one language."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec

from publisher.announcements.announcement import Wording
from publisher.announcements.fields import DETAILS, FactKind, Field
from publisher.journal.entry_facts import Fact, find_values, list_facts
from publisher.journal.language import (
    direction,
    format_instant,
    join_names,
    language_name,
    translate_term,
    word,
)
from publisher.journal.moment import typeset_days, typeset_hours, typeset_when
from publisher.releases.records import Records
from publisher.releases.release import Release, Snapshot


class Notice(msgspec.Struct, frozen=True):
    """A change as readers are told of it: what was, what is, and why."""

    kind: str
    word: str
    lines: tuple[str, ...]
    reason: str | None
    dated: str
    instant: datetime
    revision: int


class Entry(msgspec.Struct, frozen=True):
    """One announcement in one language, in the print order of the Journal (as in No. 2017/173).

    `words_language` differs from `language` where there is no translation; `untranslated` says so.
    """

    slug: str
    language: str
    words_language: str
    organ: str | None
    session: str | None
    kind: str
    kind_word: str
    days: str
    letter_words: str | None
    hours: str | None
    title: str
    status: str
    status_word: str | None
    closed: str | None
    room: str
    facts: tuple[Fact, ...]
    html: str
    untranslated: str | None
    roadmap: str | None
    dated: str
    instant: datetime
    archived: str | None
    history: tuple[Notice, ...]

    @property
    def words_direction(self) -> str:
        return direction(self.words_language)

    @property
    def notice(self) -> Notice | None:
        """The newest change, which stands on top of the entry."""
        if self.history:
            return self.history[-1]
        return None

    @property
    def withdrawn(self) -> bool:
        return self.status == "withdrawn"

    def facts_of(self, *kinds: FactKind) -> tuple[Fact, ...]:
        """The facts of these kinds, one kind after the other."""
        return tuple(fact for kind in kinds for fact in self.facts if fact.kind == kind)

    @property
    def summary(self) -> str:
        """Days, hours and room in one line of plain text."""
        parts = [self.days, self.hours, self.room if self.kind == "meeting" else None]
        return " · ".join(part for part in parts if part)


def typeset_head(release: Release, lang: str, zone: ZoneInfo, records: Records) -> Entry:
    """What one release says by itself, as a list shows it; typeset once, however many lists it stands in."""
    return records.cache_across_printings(
        ("entry", lang, release.sequence), lambda: typeset_entry([release], lang, zone)
    )


def typeset_entry(history: Sequence[Release], lang: str, zone: ZoneInfo) -> Entry:
    """The newest of `history` (every revision of one announcement, oldest first) as it stands now."""
    first, head = history[0], history[-1]
    snapshot = head.snapshot
    wording, words_language = choose_wording(snapshot, lang)
    withdrawn = snapshot.status == "withdrawn"
    return Entry(
        slug=head.name,
        language=lang,
        words_language=words_language,
        organ=translate_term(snapshot.organ, lang) if snapshot.organ and not withdrawn else None,
        session=translate_term(snapshot.session, lang) if snapshot.session and not withdrawn else None,
        kind=snapshot.kind,
        kind_word=word(snapshot.kind, lang),
        days=typeset_days(snapshot.when, lang),
        letter_words=None if snapshot.when.exact else snapshot.when.text,
        hours=typeset_hours(snapshot.when, snapshot.hours, lang),
        title=wording.title,
        status=snapshot.status,
        status_word=None if snapshot.status == "scheduled" else word(snapshot.status, lang),
        closed=word("closed", lang) if snapshot.access == "closed" and not withdrawn else None,
        room="" if withdrawn else typeset_room(snapshot, lang),
        facts=tuple(list_facts(snapshot, lang)),
        html="" if withdrawn else wording.html,
        untranslated=say_untranslated(words_language, lang),
        roadmap=snapshot.roadmap,
        dated=format_instant(first.dated, zone, lang),
        instant=first.dated,
        archived=word("archived", lang) if first.archived else None,
        history=tuple(typeset_changes(history, lang, zone)),
    )


def choose_wording(snapshot: Snapshot, lang: str) -> tuple[Wording, str]:
    """The words in `lang`, or the original's; and which language they are in."""
    if lang in snapshot.wordings:
        return snapshot.wordings[lang], lang
    return snapshot.original, snapshot.original_language


def say_untranslated(words_language: str, lang: str) -> str | None:
    if words_language == lang:
        return None
    names = {"language": language_name(lang, lang), "other": language_name(words_language, lang)}
    return word("This entry is not available in {language}; it is shown in {other}.", lang, **names)


def typeset_room(snapshot: Snapshot, lang: str) -> str:
    """The room, or that it is still to be announced."""
    translated = None
    if lang in snapshot.wordings:
        translated = snapshot.wordings[lang].room
    room = translated or (translate_term(snapshot.original.room, lang) if snapshot.original.room else None)
    return room or word("venue to be announced", lang)


def typeset_changes(history: Sequence[Release], lang: str, zone: ZoneInfo) -> list[Notice]:
    """Every change that readers were told of, oldest first; silent corrections leave no trace."""
    pairs = pairwise(history)
    return [
        typeset_notice(before, after, lang, zone)
        for before, after in pairs
        if after.change and after.change.fields
    ]


def typeset_notice(before: Release, after: Release, lang: str, zone: ZoneInfo) -> Notice:
    assert after.change is not None
    lines = [typeset_change(field, before.snapshot, after.snapshot, lang) for field in after.change.fields]
    return Notice(
        kind=after.kind,
        word=word(after.kind, lang),
        lines=tuple(line for line in lines if line),
        reason=typeset_reason(after, lang),
        dated=format_instant(after.dated, zone, lang),
        instant=after.dated,
        revision=after.revision,
    )


def typeset_reason(release: Release, lang: str) -> str | None:
    """The reason in the reader's language where one was written, else as the original has it."""
    change, snapshot = release.change, release.snapshot
    if change is None or not {"when", "status"} & set(change.fields):
        return None
    translated = None
    if lang in snapshot.wordings:
        translated = snapshot.wordings[lang].reason
    reason = translated or change.reason
    if reason:
        return word("Reason: {reason}", lang, reason=reason)
    return word("reason not given", lang)


def typeset_change(field: str, before: Snapshot, after: Snapshot, lang: str) -> str | None:
    """ "was Monday, 2 October 2017, is now Friday, 6 October 2017" for one field."""
    if field in ("when", "hours"):
        return say_change(
            typeset_when(before.when, before.hours, lang), typeset_when(after.when, after.hours, lang), lang
        )
    if field == "room":
        return say_change(typeset_room(before, lang), typeset_room(after, lang), lang)
    if field == "access":
        return say_change(word(before.access, lang), word(after.access, lang), lang)
    if field == "correction":
        return after.correction
    if field == "documents":
        return join_names([symbol for symbol in after.documents if symbol not in before.documents], lang)
    for detail in DETAILS:
        if detail.name == field:
            return typeset_detail(detail, before, after, lang)
    return None


def typeset_detail(field: Field, before: Snapshot, after: Snapshot, lang: str) -> str | None:
    """What was and what is; what is alone where there was nothing, and nothing where it was taken away."""
    was, now = (join_names(find_values(one, field, lang), lang) for one in (before, after))
    if was and now:
        return say_change(was, now, lang)
    return now or None


def say_change(was: str, now: str, lang: str) -> str:
    return word("was {was}, is now {now}", lang, was=was, now=now)
