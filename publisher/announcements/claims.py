"""Files that cannot stand beside one another: those that claim one slug, or are one file elsewhere."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from publisher.announcements.announcement import Announcement
from publisher.announcements.folder import SUFFIX
from publisher.announcements.held import HeldSource
from publisher.problem import Problem

FindOwners = Callable[[Collection[str]], Mapping[str, str]]
"""Of these slugs those that were released, each with the mark of the file that it came from."""


def mark_file(stem: str) -> str:
    """What a file is remembered by; its name may be longer than what remembers it."""
    return hashlib.sha256(stem.encode(errors="surrogateescape")).hexdigest()


def hold_rivals(
    announcements: Sequence[Announcement],
    held: Iterable[HeldSource],
    twins: Mapping[str, tuple[str, ...]],
    find_owners: FindOwners,
) -> dict[str, Problem]:
    """What is wrong with each of the announcements that cannot stand beside another, by its path.

    What was released keeps its slug, and its edits go on; the newcomer is held. `held` may claim slugs too.
    """
    claims: dict[str, dict[str, str]] = defaultdict(dict)
    for announcement in announcements:
        claims[announcement.slug][announcement.path] = announcement.stem
    for source in held:
        for slug in source.claims:
            claims[slug][source.path] = source.names[-1]
    contested = {
        slug: {path: mark_file(stem) for path, stem in stems.items()}
        for slug, stems in claims.items()
        if len(stems) > 1
    }
    asked = contested.keys() | {one.slug for one in announcements if one.stem in twins}
    if asked:
        owners = find_owners(asked)
    else:
        owners = {}
    released = [
        one for one in announcements if one.slug in owners and owners[one.slug] == mark_file(one.stem)
    ]
    doubles = {one.path: problem for one, problem in _find_doubles(announcements, contested, owners)}
    return doubles | {one.path: problem for one, problem in _find_twins(announcements, twins, released)}


def _find_doubles(
    announcements: Iterable[Announcement],
    contested: Mapping[str, Mapping[str, str]],
    owners: Mapping[str, str],
) -> Iterator[tuple[Announcement, Problem]]:
    """Files that claim one slug: where none is known to have been released from, nobody can know which is
    meant, and all that are sound are held."""
    sound: dict[str, list[Announcement]] = defaultdict(list)
    for announcement in announcements:
        if announcement.slug in contested:
            sound[announcement.slug].append(announcement)
    for slug, rivals in sound.items():
        owner = next((path for path, mark in contested[slug].items() if mark == owners.get(slug)), None)
        if owner is None and len(rivals) == 1:
            continue  # the other cannot be read, and nothing was released under the slug
        for rival in rivals:
            if rival.path != owner:
                others = [other.path for other in rivals if other is not rival]
                yield rival, _describe_double(rival, owner, others)


def _describe_double(one: Announcement, owner: str | None, others: Iterable[str]) -> Problem:
    if owner is not None:
        what = f"the slug `{one.slug}` is that of {owner}, which was released under it"
        mend = "give this one another `slug:` or file name"
    else:
        what = f"the slug `{one.slug}` is also that of " + ", ".join(others)
        mend = "give one of them another `slug:` or file name"
    return Problem(one.path, one.line_of("slug"), what, mend, rule="slug")


def _find_twins(
    announcements: Iterable[Announcement],
    twins: Mapping[str, tuple[str, ...]],
    released: Iterable[Announcement],
) -> Iterator[tuple[Announcement, Problem]]:
    """Files that are one file wherever capitals or the writing of accents make no difference.

    Whoever copies the folder to such a machine loses one of them without a word; nobody knows which. Where
    one alone was released, only the others are held.
    """
    owners = {one.stem for one in released}
    for announcement in announcements:
        if announcement.stem not in twins or (
            announcement.stem in owners and owners.isdisjoint(twins[announcement.stem])
        ):
            continue
        names = ", ".join(f"{ascii(other)[1:-1]}{SUFFIX}" for other in twins[announcement.stem])
        what = f"on macOS and Windows this is the same file as {names}"
        mend = "give one of them another name, of small letters, digits and hyphens"
        yield announcement, Problem(announcement.path, 1, what, mend, rule="file")
