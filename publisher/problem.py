"""What is wrong and how to mend it, as values; in a source with the path and line where it stands."""

from collections.abc import Iterable
from typing import Literal

import msgspec

LONGEST = 500
"""Characters of what is wrong, and of how to mend it; a symbol of 2,000 letters was told in 4,000."""


Code = Literal[
    "machinery", "config", "time", "ledger", "delivery", "rule",
    # of a date: the rules of the house, and what is read although it was not said
    "date", "weekday", "half-day", "which-half", "one-day", "or-before", "eleven-59",
    "first week", "second week", "third week", "fourth week", "last week",
]  # fmt: skip
"""The kinds of fault that programs tell apart; no decision hangs on how a fault is worded."""


class Fault(msgspec.Struct, frozen=True):
    """What is wrong, and how to mend it; `mend` is empty where nobody knows."""

    code: Code
    what: str
    mend: str = ""

    def __str__(self) -> str:
        if self.mend:
            return f"{self.what}; {self.mend}"
        return self.what


class Problem(msgspec.Struct, frozen=True):
    """A fault in a file that people write; never an exception.

    An error holds its announcement back; a warning does not. `rule` names the rule of the house that it
    breaks (`house.py`), under which `docs/reference.md` gives the reason.
    """

    path: str
    line: int
    what: str
    mend: str
    warning: bool = False
    rule: str = ""

    def __str__(self) -> str:
        """One line that a person reads, however much of the source it quotes."""
        mark = ""
        if self.warning:
            mark = "warning: "
        return f"{self.path}:{self.line}: {mark}{_shorten(self.what)}; {_shorten(self.mend)}"

    @property
    def short(self) -> str:
        """Where and what, for a place that has no room for the mend."""
        return f"{self.path}:{self.line}: {_shorten(self.what)}"


def _shorten(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]}…"


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(not problem.warning for problem in problems)
