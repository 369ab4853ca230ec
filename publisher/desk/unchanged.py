"""What a pass need not look at: released, its files unchanged since, and nothing planned for it."""

import hashlib
import platform
from collections.abc import Mapping
from contextlib import suppress

import msgspec

from publisher.announcements.folder import SourceFiles
from publisher.announcements.library import Library, Unchanged
from publisher.config.config import Config
from publisher.edition import digest_program
from publisher.ledger.cache import Cache, Rest
from publisher.ledger.database import RefusedError
from publisher.ledger.ledger import SubjectKey
from publisher.roadmap.moving import find_line
from publisher.schedule.plan import Plan


class UnchangedCache:
    """Remembers what is at rest; forgetting it costs time and nothing else.

    Whatever an announcement hangs on stands in what is remembered of it: its files' status, the line of its
    milestone, the settings, this program. When any of them differs, it is read and planned again.
    """

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.place = ""
        self.known: dict[str, Rest] = {}
        self._found = Unchanged()
        self._woken: set[str] = set()

    def find(
        self, config: Config, groups: Mapping[str, SourceFiles], standing: Mapping[SubjectKey, int]
    ) -> Unchanged:
        """Everything of this folder that is at rest."""
        self._go_to(config)
        circumstances = _Circumstances(config)
        found = {
            stem: rest.slug
            for stem, rest in self.known.items()
            if (group := groups.get(stem)) is not None
            and group.signature == rest.signature
            and standing.get(("announcement", rest.slug)) == rest.sequence
            and circumstances.of(rest.milestone) == rest.circumstances
        }
        self._woken = self.known.keys() - found.keys()
        self._found = Unchanged.of(found)
        return self._found

    def note(
        self,
        config: Config,
        groups: Mapping[str, SourceFiles],
        library: Library,
        plan: Plan,
        standing: Mapping[SubjectKey, int],
    ) -> None:
        """Remembers what this plan found with nothing to do, and forgets what is no longer at rest."""
        self._go_to(config)
        circumstances = _Circumstances(config)
        quiet = _find_quiet(plan)
        troubled = {problem.path.rpartition("/")[2].partition(".")[0] for problem in library.problems}
        come = {
            announcement.stem: Rest(
                announcement.slug,
                group.signature,
                announcement.milestone,
                standing["announcement", announcement.slug],
                circumstances.of(announcement.milestone),
            )
            for announcement in library.announcements
            if announcement.slug in quiet
            and announcement.stem not in troubled
            and (group := groups.get(announcement.stem)) is not None
            and group.is_settled()
        }
        if library.resting is not self._found:
            # Another file claims their slug.
            self._woken |= self._found.slugs.keys() - library.resting.slugs.keys()
            self._found = library.resting
        gone, self._woken = self._woken - come.keys(), set()
        if come or gone:
            # Another process beside us may note the same at this moment; what is lost is time only.
            with suppress(RefusedError):
                self.cache.keep_resting(self.place, come, gone)
            for stem in gone:
                self.known.pop(stem, None)
            self.known |= come

    def _go_to(self, config: Config) -> None:
        place = _digest(platform.node(), str(config.announcements))
        if place != self.place:
            self.place = place
            self.known = self.cache.resting(place)


class _Circumstances:
    """What a plan for an announcement depends on beside its own files, as a digest for each milestone."""

    def __init__(self, config: Config) -> None:
        self.config = config
        settings = (config.schedule, config.publication.languages, config.publication.timezone)
        self.common = _digest(digest_program(), _write(settings), _write(config.calendar))
        self.digests: dict[str | None, str] = {}

    def of(self, milestone: str | None) -> str:
        if milestone not in self.digests:
            found = None
            if milestone:
                found = find_line(self.config.roadmaps, milestone)
            parts: list[str] = []
            if found:
                parts = [found[0].id, _write(found[1])]
            self.digests[milestone] = _digest(self.common, *parts)
        return self.digests[milestone]


def _find_quiet(plan: Plan) -> set[str]:
    """The slugs of what is released and has nothing planned, not even a reminder."""
    quiet = {
        item.name
        for item in plan.announcements
        if item.state in ("released", "archived") and item.draft is None and not item.problems
    }
    return quiet - {item.name for item in plan.items if item.subject == "reminder"}


def _write(value: object) -> str:
    return msgspec.json.encode(value, enc_hook=str, order="deterministic").decode()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
