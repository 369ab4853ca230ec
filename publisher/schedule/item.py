"""One line of the plan: a subject, what would be released of it, when and why."""

from datetime import datetime
from typing import Literal

import msgspec

from publisher.announcements.problem import Problem
from publisher.ledger.release import Draft, Snapshot, Subject

State = Literal["due", "planned", "held", "released", "archived", "lapsed"]


class Item(msgspec.Struct, frozen=True):
    """`at` is the UTC instant at which it is or was to be released; None while nobody can say.

    `held` waits for a person, `lapsed` waited until its date was past.
    """

    subject: Subject
    name: str
    kind: str
    state: State
    at: datetime | None
    reason: str
    draft: Draft | None = None
    problems: tuple[Problem, ...] = ()
    standing: Snapshot | None = None

    @property
    def snapshot(self) -> Snapshot | None:
        """The announcement as it would be released, else as it stands."""
        content = self.draft.content if self.draft else None
        return content if isinstance(content, Snapshot) else self.standing
