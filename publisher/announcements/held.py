"""A source that errors hold back: what it is called, what it would be, and what is wrong with it."""

import re
from collections.abc import Sequence

import msgspec

from publisher.announcements.announcement import Announcement
from publisher.announcements.folder import SUFFIX
from publisher.announcements.front_matter import FENCE
from publisher.problem import Problem

_CLAIMED_SLUG = re.compile(r"^(?:was|slug):[ \t]*([a-z0-9-]+)[ \t]*$", re.MULTILINE)
_DRAFT = re.compile(r"^draft:[ \t]*[\"']?(?:true|yes)[\"']?[ \t]*(?:#.*)?$", re.MULTILINE | re.IGNORECASE)


class HeldSource(msgspec.Struct, frozen=True):
    """One file, an original or a translation; what was released of it stays as it was.

    `names` are those that it may go by in the plan, the best first. `claims` are the slugs whose announcement
    it may be: what they released must not pass for something that vanished. A translation claims none;
    `original` is then the slug of its original, if that can be read, and `language` its own. `draft` says
    that its author keeps it back anyway. `problems` are errors, at least one.
    """

    names: tuple[str, ...]
    problems: tuple[Problem, ...]
    claims: frozenset[str] = frozenset()
    language: str | None = None
    original: str | None = None
    draft: bool = False

    @property
    def path(self) -> str:
        return self.problems[0].path


def hold_original(stem: str, text: str, errors: Sequence[Problem]) -> HeldSource:
    """The file of an announcement that cannot be read as one; of some not even the `text` is known."""
    claimed = _CLAIMED_SLUG.findall(text)
    names = (*claimed, _name_of(errors[0].path))
    return HeldSource(names, tuple(errors), frozenset((*claimed, stem)), draft=_is_draft(text))


def hold_announcement(announcement: Announcement, problem: Problem) -> HeldSource:
    """An announcement that is sound by itself and cannot stand beside another."""
    names = (announcement.slug, announcement.stem)
    return HeldSource(names, (problem,), frozenset([announcement.slug]), draft=announcement.draft)


def hold_translation(text: str, original: Announcement | None, errors: Sequence[Problem]) -> HeldSource:
    """A file beside an original, for which nothing else waits."""
    name = _name_of(errors[0].path)
    slug = None
    if original:
        slug = original.slug
    return HeldSource(
        (name,), tuple(errors), language=name.partition(".")[2], original=slug, draft=_is_draft(text)
    )


def _name_of(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(SUFFIX)


def _is_draft(text: str) -> bool:
    """Whether the front matter says so, of which some line cannot be read."""
    front = text.split(f"\n{FENCE}", 1)[0]
    return _DRAFT.search(front) is not None
