"""The newest revision of each subject, asked of the ledger once and then only for what is new."""

from collections import defaultdict
from collections.abc import Iterable

from publisher.ledger.ledger import Ledger, SubjectKey
from publisher.releases.release import Release


class LatestReleases:
    """`standing` gives the newest sequence of every subject; the releases themselves are read when asked for.

    A release never changes, so one that was read stays good; what was not asked for last time is forgotten.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.standing: dict[SubjectKey, int] = {}
        self.newest = 0
        self._read: dict[int, Release] = {}
        self._beside: dict[str, set[SubjectKey]] = defaultdict(set)
        self._shared: set[SubjectKey] = set()

    def refresh(self) -> None:
        """Takes up what was recorded since the last time, by whichever process."""
        for subject, sequence in self.ledger.standing(since=self.newest).items():
            self.standing[subject] = sequence
            self.newest = max(self.newest, sequence)
            if subject[0] in ("edition", "roadmap"):
                self._shared.add(subject)
            else:
                self._beside[subject[1].partition("/")[0]].add(subject)

    def find(self, slugs: Iterable[str]) -> dict[SubjectKey, Release]:
        """The heads of these announcements with their reminders, of all roadmaps and of the edition."""
        wanted = {one for slug in slugs for one in self._beside.get(slug, ())}
        sequences = {self.standing[one] for one in wanted | self._shared}
        missing = self.ledger.read(sequences - self._read.keys())
        known = self._read | {one.sequence: one for one in missing}
        self._read = {sequence: known[sequence] for sequence in sequences}
        return {(one.subject, one.name): one for one in self._read.values()}

    def absent(self, present: Iterable[str]) -> list[str]:
        """Announcements that were released and are not among the `present` slugs."""
        there = set(present)
        return [name for subject, name in self.standing if subject == "announcement" and name not in there]
