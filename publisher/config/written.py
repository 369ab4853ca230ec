"""A TOML file as somebody wrote it: the line of each key, and a fault at its place."""

from pathlib import Path

import msgspec

from publisher.config.toml_lines import find_line
from publisher.errors import ConfigError
from publisher.problem import Problem

LONGEST = 300
"""Characters of a message: what somebody wrote may be long, and a person reads the line."""

Place = tuple[str | int, ...]
"""Keys and indexes that lead to a value: ("roadmaps", "modalities", "milestones", 0, "when")."""


class WrittenToml(msgspec.Struct, frozen=True):
    """`shown` is the path in problems, from the publication's folder; errors name the `path` itself."""

    path: Path
    text: str
    shown: str

    def line_of(self, place: Place) -> int:
        return find_line(self.text, place)

    def fault(self, place: Place, what: str, mend: str) -> ConfigError:
        """The error to raise."""
        return ConfigError.at(self.path, self.line_of(place), shorten(what), mend)

    def problem(self, place: Place, what: str, mend: str, *, rule: str, warning: bool = False) -> Problem:
        """What holds back only what hangs on it, where an error would hold back everything."""
        return Problem(self.shown, self.line_of(place), what, mend, warning, rule)


def shorten(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST] + "…"
