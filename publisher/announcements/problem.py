"""A fault in a source: where it stands, what is wrong and how to mend it."""

from collections.abc import Iterable

import msgspec


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
        mark = "warning: " if self.warning else ""
        return f"{self.path}:{self.line}: {mark}{self.what}; {self.mend}"


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(not problem.warning for problem in problems)
