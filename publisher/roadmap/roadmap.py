"""A roadmap and its milestones: the plan of one negotiation in the letter's own wording."""

from datetime import date
from typing import Literal, get_args

import msgspec

from publisher.dates.when import When

Kind = Literal["meeting", "text", "deadline", "silence"]
KINDS: tuple[Kind, ...] = get_args(Kind)
STATUSES = ("proposed", "confirmed", "cancelled")


class Milestone(msgspec.Struct, frozen=True):
    """One line of a roadmap.

    `when` keeps the letter's words beside their reading; `what` is the line's own text and
    `translations` the same in other languages. `status` "confirmed" is a person's word that a
    conditional line will take place; "cancelled" that it will not.
    """

    id: str
    when: When
    what: str
    kind: str = "meeting"
    translations: dict[str, str] = {}
    status: str = "proposed"
    reason: str | None = None
    where: str | None = None

    def what_in(self, language: str) -> str:
        return self.translations.get(language, self.what)


class Roadmap(msgspec.Struct, frozen=True):
    """The milestones of one negotiation; `letter` is the day on which the letter was written."""

    id: str
    title: str
    letter: date
    milestones: tuple[Milestone, ...]
    translations: dict[str, str] = {}
    publish: str | None = None

    def title_in(self, language: str) -> str:
        return self.translations.get(language, self.title)

    def milestone(self, milestone_id: str) -> Milestone | None:
        return next((line for line in self.milestones if line.id == milestone_id), None)
