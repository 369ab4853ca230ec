"""Texts in config.toml are one line each: what breaks a line in them is mended, and told."""

from typing import Any

from publisher.config.written import Place, WrittenToml
from publisher.lines import is_one_line, one_line
from publisher.markup.clean import find_control_characters, without_refused
from publisher.problem import Problem

TEXTS = frozenset(
    {"title", "what", "when", "reason", "where", "translations", "publish", "first", "changes", "late"}
)
"""Keys of words that people read. All others are names, addresses and places, of which nothing is mended."""


def fit_texts(file: WrittenToml, values: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """The values with texts that fit into a calendar, a feed and a header, and what had to be mended.

    One line feed in a roadmap's title ended every pass. Raises ConfigError for a character that no key
    needs, and for a line's end in what is no text.
    """
    problems: list[Problem] = []
    return _fit(file, values, (), problems), problems


def _fit(file: WrittenToml, value: Any, place: Place, problems: list[Problem]) -> Any:
    if isinstance(value, str):
        return _fit_text(file, value, place, problems)
    if isinstance(value, dict):
        for key in value:
            _check_key(file, key, place)
        return {key: _fit(file, one, (*place, key), problems) for key, one in value.items()}
    if isinstance(value, list):
        return [_fit(file, one, (*place, number), problems) for number, one in enumerate(value)]
    return value


def _fit_text(file: WrittenToml, text: str, place: Place, problems: list[Problem]) -> str:
    controls = find_control_characters(text)
    if not controls and is_one_line(text):
        return text
    if not TEXTS.intersection(place[-2:]):
        if controls:
            raise file.fault(place, f"it holds {controls[0].what}", "take that character out")
        raise file.fault(place, "it holds the end of a line or a tab", "write it on one line")
    if controls:
        what, mend = f"`{place[-1]}` holds {controls[0].what}", "it is left out; take it out here too"
        problems.append(file.problem(place, what, mend, rule="characters"))
    if not is_one_line(text):
        what = f"`{place[-1]}` holds the end of a line or a tab"
        mend = "it is set on one line; write it on one line"
        problems.append(file.problem(place, what, mend, rule="one-line", warning=True))
    return without_refused(one_line(text))


def _check_key(file: WrittenToml, key: str, place: Place) -> None:
    """A key may be the name of an outlet, which reaches terminals and headers."""
    controls = find_control_characters(key.replace("\n", "\0"))
    if controls:
        raise file.fault(place, f"it holds {controls[0].what}", "take that character out")
    if not is_one_line(key):
        raise file.fault(place, "a name holds the end of a line or a tab", "write it on one line")
