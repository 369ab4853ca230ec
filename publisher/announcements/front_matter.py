"""The front matter of a source: fields as text with their lines, typed by us and not by YAML."""

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import time
from itertools import islice
from typing import Any, TypeVar

import msgspec

from publisher.dates.when import Times
from publisher.lines import one_line
from publisher.markup.clean import find_control_characters
from publisher.problem import Problem

T = TypeVar("T", bound=str)

FENCE = "---"
TRUE_WORDS, FALSE_WORDS = ("true", "yes"), ("false", "no")
LARGEST = 20_000
"""Characters; a list of all Member States is a fifth of it. Of longer ones YAML made gigabytes."""

DEEPEST = 3
"""The fields, a list, one more to be told of: YAML is not asked to build what no field needs."""

LONGEST_QUOTE = 80
"""Characters of a line of the author's that are shown to say where."""

LONGEST_MESSAGE = 300
MOST = 20
"""Of one fault: nobody mends from a list of hundreds of lines."""

_CLOCK = r"([01]?\d|2[0-3])[:.]([0-5]\d)"
TIMES = re.compile(rf"(?:from )?{_CLOCK}(?:\s*(?:to|until|-|–)\s*{_CLOCK})?")


class Written(msgspec.Struct, frozen=True):
    """What stands behind one key: a text or a list of texts, and its line in the file."""

    value: str | tuple[str, ...]
    line: int


class Source(msgspec.Struct, frozen=True):
    """A file split into its fields and its Markdown body; `body_line` is the body's first line."""

    path: str
    fields: dict[str, Written]
    body: str
    body_line: int
    problems: tuple[Problem, ...] = ()

    @property
    def unreadable(self) -> bool:
        """Nothing of it was understood: to call its title missing as well would be a second, false fault."""
        return bool(self.problems) and not self.fields


def split_source(path: str, text: str) -> Source:
    """Front matter and body of one file; whatever cannot be read becomes a problem."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return _unreadable(
            path,
            1,
            "the file does not begin with front matter",
            "begin it with a line `---`, the fields, and `---`",
        )
    end = _find_end(lines)
    if end is None:
        return _unreadable(
            path, 1, "the front matter has no end", "close it with a line `---` above the text"
        )
    fields, problems = _read_yaml(path, "\n".join(lines[1:end]))
    return Source(path, fields, "\n".join(lines[end + 1 :]), end + 2, tuple(problems))


def body_of(text: str) -> str:
    """The Markdown of a file as `split_source` gives it; nothing where front matter is missing."""
    lines = text.split("\n")
    end = _find_end(lines)
    if end and lines[0].rstrip() == FENCE:
        return "\n".join(lines[end + 1 :])
    return ""


def _find_end(lines: list[str]) -> int | None:
    """The index of the line that closes the front matter."""
    return next((number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == FENCE), None)


def _unreadable(path: str, line: int, what: str, mend: str) -> Source:
    return Source(path, {}, "", 1, (Problem(path, line, what, mend, rule="front-matter"),))


def _read_yaml(path: str, text: str) -> tuple[dict[str, Written], list[Problem]]:
    """Every scalar as text, so that 10:00 stays a time and `no` stays a word."""
    import yaml

    if len(text) > LARGEST:
        what = f"the front matter has {len(text):,} characters, more than {LARGEST:,}"
        return {}, [Problem(path, 1, what, "write below it what is long", rule="front-matter")]
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        trick = _find_trick(path, yaml.parse(text, Loader=loader))
        if trick:
            node = None
        else:
            node = yaml.compose(text, Loader=loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        line, what = 1, "the front matter cannot be read"
        mark = getattr(error, "problem_mark", None)
        if mark:
            # Where in the author's own words: those of the parser speak of tokens and mapping values.
            lines = text.split("\n")
            number = min(mark.line, len(lines) - 1)
            line, what = number + 2, f"{what} at `{one_line(lines[number]).strip()[:LONGEST_QUOTE]}`"
        mend = 'write each field as `name: value`, and quote a value that holds ": " or begins with a sign'
        return {}, [Problem(path, line, what, mend, rule="front-matter")]
    if node is None:
        return {}, [trick] if trick else []
    if not isinstance(node, yaml.MappingNode):
        what, mend = "the front matter is not a list of fields", "write `name: value` lines"
        return {}, [Problem(path, 2, what, mend, rule="front-matter")]
    return _collect_fields(path, node.value)


def _collect_fields(path: str, pairs: Iterable[Any]) -> tuple[dict[str, Written], list[Problem]]:
    """The fields of YAML's pairs of nodes; one that cannot be used is empty, and a problem."""
    fields: dict[str, Written] = {}
    problems: list[Problem] = []
    for key, value in pairs:
        line = key.start_mark.line + 2
        # What YAML makes of `"\\e[2J": x` must not reach a terminal.
        name = "".join(sign if sign.isprintable() else "\ufffd" for sign in str(key.value))
        read = _read_value(value)
        if name in fields:
            what = f"`{name}` stands twice"
            problems.append(Problem(path, line, what, "keep one of the two lines", rule="field"))
        elif character := _find_control_character(read):
            what = f"`{name}` holds {character}, written as an escape"
            problems.append(Problem(path, line, what, "take it out", rule="characters"))
            fields[name] = Written("", line)
        elif read is None:
            what = f"`{name}` holds more than a text or a list"
            problems.append(Problem(path, line, what, "write one value", rule="field"))
            fields[name] = Written("", line)
        else:
            fields[name] = Written(read, line)
    return fields, problems[:MOST]


def _find_trick(path: str, events: Iterable[Any]) -> Problem | None:
    """What YAML can do and no field needs: repeating a value by name, lists within lists.

    It is found in the events, before anything is built: building has cost a process its memory and its life.
    """
    depth = 0
    for event in events:
        kind = type(event).__name__
        depth += kind.endswith("StartEvent") - kind.endswith("EndEvent")
        line = event.start_mark.line + 2
        if kind == "AliasEvent":
            what = f"`*{event.anchor}` repeats a value named elsewhere"
            return Problem(
                path, line, what, "write the value itself, in quotes if it is a text", rule="field"
            )
        # The stream and the document count too.
        if depth > DEEPEST + 2:
            what = "lists stand within lists"
            return Problem(path, line, what, "write one value, or one list", rule="field")
    return None


def _find_control_character(value: str | tuple[str, ...] | None) -> str | None:
    """The first that was written as an escape (`"\\u0000"`), which a look at the file itself cannot see."""
    if isinstance(value, str):
        text = value
    else:
        text = " ".join(value or ())
    found = find_control_characters(text)
    if found:
        return found[0].what
    return None


def _read_value(node: object) -> str | tuple[str, ...] | None:
    import yaml

    if isinstance(node, yaml.ScalarNode):
        return " ".join(str(node.value).split())
    if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
        return tuple(" ".join(str(item.value).split()) for item in node.value)
    return None


class FieldReader:
    """Takes typed values out of a source's fields and keeps the problems met on the way."""

    def __init__(self, source: Source, known: tuple[str, ...]) -> None:
        self.path = source.path
        self.fields: Mapping[str, Written] = source.fields
        self.problems: list[Problem] = list(source.problems)
        for name in islice((name for name in source.fields if name not in known), MOST):
            self.report(name, f"unknown field `{name}`", _suggest(name, known))

    def report(
        self, name: str, what: str, mend: str, *, line: int | None = None, rule: str = "field"
    ) -> None:
        if len(what) > LONGEST_MESSAGE:
            what = what[:LONGEST_MESSAGE] + "…"
        self.problems.append(Problem(self.path, line or self.line_of(name), what, mend, rule=rule))

    def line_of(self, name: str) -> int:
        field = self.fields.get(name)
        if field:
            return field.line
        return 1

    def text(self, name: str) -> str | None:
        field = self.fields.get(name)
        if field is None or field.value == "":
            return None
        if isinstance(field.value, tuple):
            self.report(name, f"`{name}` is a list", "write one value")
            return None
        return field.value

    def is_told(self, name: str) -> bool:
        """Whether a problem of this field is known already: one fault is one line."""
        return name in self.fields and any(problem.line == self.line_of(name) for problem in self.problems)

    def required(self, name: str, mend: str) -> str:
        value = self.text(name)
        if value is None and not self.is_told(name):
            self.report(name, f"`{name}` is missing", mend, rule=name)
        return value or ""

    def names(self, name: str) -> tuple[str, ...]:
        """A list, or one value standing alone."""
        field = self.fields.get(name)
        if field is None or field.value == "":
            return ()
        if isinstance(field.value, tuple):
            return field.value
        return (field.value,)

    def choice(self, name: str, choices: tuple[T, ...]) -> T:
        """One of the words; the first stands for a field left out."""
        value = self.text(name)
        for choice in choices:
            if value == choice:
                return choice
        if value is not None:
            self.report(name, f"`{name}: {value}` is not known", "write one of " + ", ".join(choices))
        return choices[0]

    def flag(self, name: str) -> bool:
        if name in self.fields and not self.is_told(name):
            empty = "nothing"
        else:
            empty = "false"
        value = (self.text(name) or empty).lower()
        if value not in TRUE_WORDS + FALSE_WORDS:
            self.report(
                name, f"`{name}: {value}` is neither true nor false", f"write `{name}: true` or leave it out"
            )
        # A doubtful `draft:` keeps the file in its folder: never publish what may be a draft.
        return value not in FALSE_WORDS

    def times(self, name: str) -> Times | None:
        """`15:00` or `15:00 to 18:00`, local wall time."""
        value = self.text(name)
        if value is None:
            return None
        match = TIMES.fullmatch(value)
        if match is None:
            mend = "write 15:00, or 15:00 to 18:00"
            self.report(name, f"`{name}: {value}` is not a time", mend, rule="time")
            return None
        start = time(int(match[1]), int(match[2]))
        end = None
        if match[3]:
            end = time(int(match[3]), int(match[4]))
        if end is not None and end <= start:
            what = f"`{name}: {value}` ends before it begins"
            self.report(name, what, "write the earlier hour first", rule="time")
            return None
        return Times(start, end)


def _suggest(name: str, known: tuple[str, ...]) -> str:
    # `body` was the first name of `organ`, and is what people who know the Journal write.
    if name == "body":
        close = ["organ"]
    else:
        close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f"did you mean `{close[0]}`?"
    return "the fields are " + ", ".join(known)
