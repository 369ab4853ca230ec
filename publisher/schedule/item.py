"""One line of the plan: a subject, what would be released of it, when and why."""

from datetime import datetime
from typing import Literal

import msgspec

from publisher.problem import Problem, has_errors
from publisher.releases.release import Draft, Snapshot, Subject

State = Literal["due", "planned", "held", "released", "archived", "lapsed"]


class Approval(msgspec.Struct, frozen=True):
    """Who stands behind what would be released; another text or date has another digest, and no names."""

    digest: str
    names: tuple[str, ...]
    wanted: int

    @property
    def is_enough(self) -> bool:
        return len(self.names) >= self.wanted

    @property
    def short(self) -> str:
        """So much of the digest as people are shown, which is enough to name it."""
        return self.digest[:12]

    @property
    def words(self) -> str:
        """ "1 of 2 (anna)"."""
        return f"{len(self.names)} of {self.wanted}" + (f" ({', '.join(self.names)})" if self.names else "")


class Item(msgspec.Struct, frozen=True):
    """`at` is the UTC instant at which it is or was to be released; None while nobody can say.

    `held` waits for a person, `lapsed` waited until its date was past. `standing` is what was released and
    stays while nothing takes its place. `approval` is there where the release needs one. What the ledger
    `refused` is held and tried again all the same.
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
    approval: Approval | None = None
    refused: bool = False

    @property
    def snapshot(self) -> Snapshot | None:
        """The announcement as it would be released, else as it stands."""
        content = None
        if self.draft:
            content = self.draft.content
        if isinstance(content, Snapshot):
            return content
        return self.standing

    @property
    def has_error(self) -> bool:
        return has_errors(self.problems)

    @property
    def is_public(self) -> bool:
        """Whether readers have something of it, of this revision or an earlier one."""
        stands = self.standing is not None or self.state in ("released", "archived")
        return stands or bool(self.draft and self.draft.replaces)
