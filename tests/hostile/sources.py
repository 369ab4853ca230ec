"""Sources as nobody should write them: the shipped ones, cut, repeated and stuffed with strange pieces."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from publisher.announcements.library import Library, read_library
from publisher.config.config import load_config
from publisher.dates.when import read_when
from publisher.errors import ConfigError, PublisherError
from publisher.importing.letter import LetterError, read_letter
from publisher.markup.clean import find_control_characters
from publisher.markup.worker import Renderer
from publisher.problem import Problem
from publisher.schedule.rule import read_rule
from tests.sample import SAMPLE_ANNOUNCEMENTS, SAMPLE_CONFIG

LANGUAGES = ("en", "fr", "ar")
LONGEST_SECONDS = 12.0
"""Two texts that are stopped after two seconds each, on a machine as busy as any."""

LONGEST_LINE = 2000
MOST = 400
"""Characters of a message, and messages of one file, that a person can still be shown."""

NASTY = (
    "\0", "\x1b[2J", "\x07", "\u202e", "\u2066", "\ufeff", "\u2028", "\ud7ff", "\uffff", "\u0301" * 50,
    "\r", "\r\n", "---\n", "...\n", "\n\n", "\t", " " * 300, "&a", "*a", "<<: *a\n", "[[a], [b]]",
    "!!python/none x", "!!binary aGk=", "? ", "- " * 5, "{", "}", "[", "]", '"',
    "'", "|", ">", "%", "@", "`", "#", ": ", "\\u0000", '"\\u0000"', '"\\e[2J"', "title: x\n",
    "title: [a, b]\n", "title: {a: b}\n", "milestone: ../../x\n", "slug: ../x\n", "slug: CON\n",
    "was: first-reading\n", "draft: \n", "publish: at once\n", "when: 31 February 2027\n",
    "remind: [[a]]\n", "when: 99999999 October 2017\n", "time: 24:00\n", "status: cancelled\n",
    "[" * 20, "(" * 20, "*" * 20, "_" * 20, "`" * 21, "> " * 20, "<ul><li>" * 10, "![" * 10,
    "[a](" * 10, "[^1]", "[^1]: x\n", "*[a]: b\n", "|-" * 20, "<!--", "<![CDATA[", "&#x202e;", "&#0;",
    "<script>", "0x7fffffff", "1e999", "-0", "null", "~", "9" * 400, "2 October", "2017-02-30",
    "as needed", "tbc", "T" * 2000, "é", "é", "İ", "ﬁ", "𝕏", "\U000e0001",
)  # fmt: skip
"""Pieces that readers of YAML, Markdown, TOML, dates or terminals may stumble over.

All are short: what hangs or ends a library is not made here; limits set low show how that is kept out.
"""


class Verdict(NamedTuple):
    """What one input did; `seconds` is wall-clock time."""

    problems: int
    released: int
    seconds: float


class Fault(AssertionError):
    """A promise that an input broke."""


def read_seeds() -> dict[str, list[str]]:
    """What is shipped, by kind."""
    announcements = sorted(SAMPLE_ANNOUNCEMENTS.glob("*.md"))
    return {
        "announcement": [path.read_text(encoding="utf-8") for path in announcements],
        "config": [SAMPLE_CONFIG.read_text(encoding="utf-8")],
        "letter": [SAMPLE_CONFIG.read_text(encoding="utf-8"), LETTER],
        "words": WORDS.split("\n"),
    }


LETTER = """13 September 2017

Excellency,

We have the honour to send you the roadmap of the consultations.

18 September: Circulation of a 0-draft
2 October (afternoon): 1st reading
Week of 23 October: Additional consultations, as needed
"""
WORDS = """2 October (afternoon)
Week of 23 October
from 2 to 6 October 2017, 10 a.m. to 1 p.m.
by 1 December 2026, close of business
early November, tbc
3 working days before at 18:00
on the day of first-reading at 9:00
1 week before first-reading at 9:00"""


def mutate(text: str, chance: random.Random) -> str:
    """The text after one to eight changes, each of a kind that an editor, a merge or an enemy makes."""
    for _ in range(chance.randint(1, 8)):
        text = chance.choice(CHANGES)(text, chance)
    return text


def _insert(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice(NASTY) + text[at:]


def _cut(text: str, chance: random.Random) -> str:
    first, last = sorted((chance.randint(0, len(text)), chance.randint(0, len(text))))
    return text[:first] + text[min(last, first + 200) :]


def _repeat(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    piece = text[at : at + chance.randint(1, 30)]
    return text[:at] + piece * chance.choice((2, 10, 30)) + text[at:]


def _swap_lines(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    chance.shuffle(lines)
    return "\n".join(lines)


def _double_line(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    lines.insert(chance.randint(0, len(lines)), chance.choice(lines))
    return "\n".join(lines)


def _replace_value(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    name, mark, _ = lines[at].partition(chance.choice((": ", " = ")))
    lines[at] = f"{name}{mark}{chance.choice(NASTY)}"
    return "\n".join(lines)


def _change_letter(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    return (
        text[:at]
        + chr(chance.choice((chance.randrange(0x20, 0x7F), chance.randrange(0xD000))))
        + text[at + 1 :]
    )


CHANGES: tuple[Callable[[str, random.Random], str], ...] = (
    _insert, _insert, _insert, _cut, _repeat, _swap_lines, _double_line,
    _replace_value, _replace_value, _change_letter,
)  # fmt: skip


def spoil(text: str, chance: random.Random) -> bytes:
    """The bytes of the file: mostly UTF-8, sometimes not."""
    data = text.encode("utf-8", "surrogatepass")
    what = chance.randrange(12)
    if what == 0:
        return text.encode("utf-16")
    if what == 1 and data:
        at = chance.randrange(len(data))
        return data[:at] + bytes([chance.randrange(256)]) + data[at:]
    if what == 2:
        return b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")
    return data


# Each kind of input, given to the program as the program reads it


class Bench:
    """A folder, and a process that typesets, used for one input after another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.announcements = folder / "announcements"
        self.announcements.mkdir()
        self.good = self.announcements / "good.md"
        self.good.write_text(
            "---\ntitle: Good\nmilestone: first-reading\n---\n\nGood words.\n", encoding="utf-8"
        )
        self.renderer = Renderer()
        self.seeds = read_seeds()

    def close(self) -> None:
        self.renderer.close()

    def try_one(self, seed: int) -> Verdict:
        """The input that `seed` makes, tried. Raises Fault, or whatever the program raised."""
        chance = random.Random(seed)
        kind = chance.choice(("announcement", "announcement", "translation", "config", "letter", "words"))
        text = mutate(chance.choice(self.seeds["announcement" if kind == "translation" else kind]), chance)
        begun = time.monotonic()
        problems, released = getattr(self, f"try_{kind}")(text, chance)
        seconds = time.monotonic() - begun
        if seconds > LONGEST_SECONDS:
            raise Fault(f"it took {seconds:.1f} s")
        return Verdict(problems, released, seconds)

    def try_announcement(self, text: str, chance: random.Random) -> tuple[int, int]:
        return self._read("bad.md", spoil(text, chance))

    def try_translation(self, text: str, chance: random.Random) -> tuple[int, int]:
        return self._read("good.fr.md", spoil(text, chance))

    def _read(self, name: str, data: bytes) -> tuple[int, int]:
        path = self.announcements / name
        path.write_bytes(data)
        try:
            library = read_library(
                self.announcements, LANGUAGES, lambda source, lang: self.renderer.render(source, lang=lang)
            )
        finally:
            path.unlink()
        judge_library(library, name, data)
        return len(library.problems), len(library.announcements) - 1

    def try_config(self, text: str, chance: random.Random) -> tuple[int, int]:
        path = self.folder / "config.toml"
        path.write_bytes(spoil(text, chance))
        try:
            config = load_config(path)
        except ConfigError as error:
            faults = error.problems
            for fault in faults:
                judge_problem(fault, str(path), 10**6)
            return len(faults), 0
        refuse_controls([config.publication.title, *(one.title for one in config.roadmaps.values())])
        for problem in config.problems:
            judge_problem(problem, "config.toml", text.count("\n") + 1)
        return len(config.problems), 1

    def try_letter(self, text: str, chance: random.Random) -> tuple[int, int]:
        try:
            letter = read_letter(spoil(text[:50_000], chance), name="letter.txt")
        except LetterError as error:
            refuse_controls([str(error)])
            return 1, 0
        return 0, len(letter.lines)

    def try_words(self, text: str, chance: random.Random) -> tuple[int, int]:
        when = read_when(text, letter=date(2017, 9, 13) if chance.random() < 0.5 else None)
        read_rule(text)
        return len(when.faults), int(when.exact)


def judge_library(library: Library, name: str, data: bytes) -> None:
    """One bad file stops no other, says where and what, and lets nothing through that feeds cannot hold."""
    if "good" not in {one.slug for one in library.announcements}:
        raise Fault("the good one was not read")
    if len(library.problems) > MOST:
        raise Fault(f"{len(library.problems)} problems of one file")
    lines = data.count(b"\n") + 2
    for problem in library.problems:
        judge_problem(problem, f"announcements/{name}", lines)
    for one in library.announcements:
        for wording in one.wordings.values():
            words = [
                wording.title,
                wording.html,
                wording.reason,
                wording.room,
                wording.contact,
                *wording.convened_by,
                *(value for values in (wording.details or {}).values() for value in values),
            ]
            refuse_controls(words)
        refuse_controls([one.organ, one.session, one.correction, one.publish, *one.documents, *one.remind])


def judge_problem(problem: Problem, path: str, lines: int) -> None:
    if problem.path != path and not path.endswith(problem.path):
        raise Fault(f"a problem of {problem.path}")
    if not 1 <= problem.line <= lines:
        raise Fault(f"line {problem.line} of {lines}")
    text = str(problem)
    if len(text) > LONGEST_LINE or "\n" in text or find_control_characters(text) or not problem.mend:
        raise Fault(f"not a line for a person: {text[:200]!r}")


def refuse_controls(texts: list[str | None]) -> None:
    for text in texts:
        if text and find_control_characters(text):
            raise Fault(f"a control character went through: {text[:80]!r}")


def try_many(bench: Bench, seeds: Iterator[int] | range) -> Iterator[tuple[int, Verdict | BaseException]]:
    """Each seed with its verdict, or with what went wrong."""
    for seed in seeds:
        try:
            yield seed, bench.try_one(seed)
        except PublisherError as error:
            yield seed, Fault(f"{type(error).__name__} where a problem was due: {error}")
        except Exception as error:
            yield seed, error
