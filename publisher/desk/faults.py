"""What errors hold back in the sources, and since when: a file half saved is no reason to wake anybody."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from publisher.calendars.local_time import iso_z
from publisher.desk.surveying import Survey
from publisher.problem import Problem


class SourceFault(msgspec.Struct, frozen=True):
    """One file that is held back, or one fault of config.toml; `since` is RFC 3339 in UTC.

    `key` names it on every machine alike and stays the same while it stands, whatever is edited meanwhile.
    """

    key: str
    text: str
    since: str

    def began(self, now: datetime) -> datetime:
        """When (UTC) it was first seen; a clock that was put back since makes it no younger than new."""
        return min(datetime.fromisoformat(self.since), now)


def find_faults(survey: Survey, before: Iterable[SourceFault], now: datetime) -> tuple[SourceFault, ...]:
    """What stands at `now` (UTC); what stood `before` keeps its beginning.

    What an author marked as a draft is left out: nobody waits for it.
    """
    since = {fault.key: iso_z(fault.began(now)) for fault in before}
    return tuple(SourceFault(key, text, since.get(key, iso_z(now))) for key, text in _describe_faults(survey))


def _describe_faults(survey: Survey) -> Iterator[tuple[str, str]]:
    drafts, held = survey.library.drafts, _find_files(survey)
    by_file: dict[str, list[Problem]] = defaultdict(list)
    for problem in survey.problems:
        if problem.warning or problem.path in drafts:
            continue
        if problem.path in held:
            by_file[problem.path].append(problem)
        else:
            # Of a file with many things in it, each fault is one of its own; lines move, words do not.
            yield f"{problem.path}: {problem.what}", str(problem)
    for path, problems in by_file.items():
        more = ""
        if len(problems) > 1:
            more = f" (and {len(problems) - 1} more)"
        yield path, f"{problems[0]}{more}"


def _find_files(survey: Survey) -> set[str]:
    library = survey.library
    return {source.path for source in library.held} | {
        announcement.path for announcement in library.announcements
    }
