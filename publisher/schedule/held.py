"""The rows of what errors hold back, and of what was released and has no source that could replace it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from publisher.announcements.held import HeldSource
from publisher.releases.release import ANNOUNCED, TRANSLATED, Release
from publisher.schedule.item import Item, State

STANDS = "what was released stays as it was"


def plan_held(
    sources: Iterable[HeldSource], heads: Mapping[str, Release], present: Iterable[str]
) -> Iterator[Item]:
    """A row for each: for what was released and is not `present` in the sources, and for each source held.

    `heads` is everything released, by slug.
    """
    sources, names = tuple(sources), set(present)
    claimants: dict[str, list[HeldSource]] = defaultdict(list)
    for source in sources:
        for slug in source.claims:
            claimants[slug].append(source)
    shown: set[str] = set()
    for head in heads.values():
        if head.name in names:
            continue
        names.add(head.name)
        rivals = claimants.get(head.name, [])
        shown |= {rival.path for rival in rivals}
        yield _plan_broken_edit(head, rivals) if rivals else _plan_gone(head)
    for source in sources:
        if source.path not in shown:
            name = next((name for name in source.names if name not in names), source.names[-1])
            names.add(name)
            yield _plan_unreleased(name, source, heads)


def _plan_gone(head: Release) -> Item:
    if head.archived:
        state: State = "archived"
    else:
        state = "released"
    reason = "its file is gone; what was released stays"
    return Item("announcement", head.name, head.kind, state, head.dated, reason)


def _plan_broken_edit(head: Release, claimants: list[HeldSource]) -> Item:
    problems = tuple(problem for claimant in claimants for problem in claimant.problems)
    reason = f"{problems[0].short}; {STANDS}"
    return Item(
        "announcement", head.name, head.kind, "held", None, reason, problems=problems, standing=head.snapshot
    )


def _plan_unreleased(name: str, source: HeldSource, heads: Mapping[str, Release]) -> Item:
    reason = source.problems[0].short
    if source.language is not None and source.original is not None:
        head = heads.get(source.original)
        stands = head is not None and source.language in head.snapshot.wordings
        reason += f"; {STANDS}" if stands else "; its original does not wait for it"
    if source.language is None:
        kind = ANNOUNCED
    else:
        kind = TRANSLATED
    return Item("announcement", name, kind, "held", None, reason, problems=source.problems)
