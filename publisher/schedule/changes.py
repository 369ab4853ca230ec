"""What differs between a released announcement and what its sources say now, and how much it matters."""

from collections.abc import Iterator

import msgspec

from publisher.announcements.fields import DETAILS, Field
from publisher.announcements.rules.symbols import mend_symbol
from publisher.dates.when import When
from publisher.releases.release import AMENDED, TRANSLATED, Change, Snapshot

VAGUE_KINDS = ("deadline", "silence")
BY_SIGNIFICANCE = (
    "withdrawn",
    "cancelled",
    "reinstated",
    "extended",
    "rescheduled",
    "postponed",
    "confirmed",
    "time-changed",
    "venue-changed",
    "venue-announced",
    "access-changed",
    "corrected",
    "document-added",
    *(field.told for field in DETAILS if field.told),
)
"""The kinds of change that readers are told of; when several meet, the first names the release."""


class Difference(msgspec.Struct, frozen=True):
    """A change and the kind of release it makes; `languages` are those whose words are new."""

    kind: str
    change: Change
    languages: tuple[str, ...] = ()

    @property
    def significant(self) -> bool:
        return self.kind not in (AMENDED, TRANSLATED)


def keep_released_words(before: Snapshot, after: Snapshot) -> Snapshot:
    """A translation whose file vanished stays: nothing that was announced disappears."""
    missing = {lang: words for lang, words in before.wordings.items() if lang not in after.wordings}
    if missing:
        return msgspec.structs.replace(after, wordings={**after.wordings, **missing})
    return after


def compare(before: Snapshot, after: Snapshot) -> Difference | None:
    """How `after` differs from what was released, or None when readers would see the same."""
    # A reason alone is no change: it waits for the move that it explains.
    if before == msgspec.structs.replace(after, reason=before.reason):
        return None
    found = dict(_significant(before, after))
    details = list(_changed_details(before, after))
    left = None
    if before.facets != after.facets:
        left = before.facets
    new_languages = tuple(lang for lang in after.wordings if lang not in before.wordings)
    if found or details:
        kind = min((*found, *(field.told for field in details)), key=BY_SIGNIFICANCE.index)
        fields = tuple(dict.fromkeys((*found.values(), *(field.name for field in details))))
        moved = {"when", "status"} & set(fields)
        reason = None
        if moved:
            reason = _pick_reason(before, after)
        return Difference(kind, Change(fields, reason, left), new_languages)
    if new_languages:
        return Difference(TRANSLATED, Change(("wordings",), left=left), new_languages)
    return Difference(AMENDED, Change((), left=left))


def _pick_reason(before: Snapshot, after: Snapshot) -> str | None:
    """The announcement's own before the roadmap's, and a new one before one that explained something else."""
    given = ((after.original.reason, before.original.reason), (after.reason, before.reason))
    new = (now for now, was in given if now and now != was)
    return next(new, after.original.reason or after.reason)


def _significant(before: Snapshot, after: Snapshot) -> Iterator[tuple[str, str]]:
    """Each kind of change met, with the field it lies in."""
    if before.status != after.status:
        yield _status_kind(after.status), "status"
    if not same_time(before.when, after.when):
        yield _date_kind(before, after), "when"
    elif _hours(before) != _hours(after):
        yield "time-changed", "hours"
    if before.original.room != after.original.room:
        yield ("venue-changed" if before.original.room else "venue-announced"), "room"
    if before.access != after.access:
        yield "access-changed", "access"
    if after.correction and before.correction != after.correction:
        yield "corrected", "correction"
    if _spell(after.documents) - _spell(before.documents):
        yield "document-added", "documents"


def _changed_details(before: Snapshot, after: Snapshot) -> Iterator[Field]:
    for field in DETAILS:
        if field.told and before.values_of(field.name) != after.values_of(field.name):
            yield field


def _spell(documents: tuple[str, ...]) -> set[str]:
    """The symbols as they ought to be written: one in better spelling is no new document."""
    return {mend_symbol(symbol) or symbol for symbol in documents}


def _status_kind(status: str) -> str:
    if status == "scheduled":
        return "reinstated"
    return status


def same_time(one: When, other: When) -> bool:
    """Whether two readings say the same, however their words differ."""
    return _reading(one) == _reading(other)


def _reading(when: When) -> tuple[object, ...]:
    occasions = tuple((occasion.first, occasion.last) for occasion in when.occasions)
    # A half-day is its hours; only its day makes it another date.
    return (when.first, when.last, when.precision if not when.exact else "", occasions, when.condition)


def _hours(snapshot: Snapshot) -> tuple[object, ...]:
    if snapshot.hours:
        return (snapshot.hours.start, snapshot.hours.end)
    return tuple((occasion.part, occasion.start, occasion.end) for occasion in snapshot.when.occasions)


def _date_kind(before: Snapshot, after: Snapshot) -> str:
    if not after.when.exact:
        return "postponed"
    if before.when.condition or (not before.when.exact and _falls_within(after.when, before.when)):
        return "confirmed"
    later = after.when.last and before.when.last and after.when.last > before.when.last
    if after.kind in VAGUE_KINDS and later:
        return "extended"
    return "rescheduled"


def _falls_within(after: When, before: When) -> bool:
    """A vague date that became an exact one inside its span was confirmed, not moved."""
    if after.first is None or after.last is None:
        return False
    return (before.first or after.first) <= after.first and after.last <= (before.last or after.last)
