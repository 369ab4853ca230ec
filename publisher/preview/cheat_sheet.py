"""What an author may write, with examples that are read as the program reads them."""

from datetime import date

import msgspec

from publisher.announcements.fields import FIELDS, Field
from publisher.config.config import Config
from publisher.dates.when import describe_when, read_when
from publisher.markup.render import render
from publisher.schedule.rule import Rule, read_rule

RULES = {
    "3 working days before at 18:00": "also days or weeks, after, and numbers in words up to five",
    "1 week before first-reading at 9:00": "counted from another line of the roadmap",
    "on the day at 9:00": "18:00 where no hour is written",
    "at once": "as soon as it is saved",
    "when confirmed": "as soon as a person confirms the line of the roadmap",
    "2 October 2017 at 9:00": "an hour of its own",
    "2017-10-02T13:00:30Z": "the same to the second, in UTC",
}
DATES = (
    "2 October 2017",
    "2 October 2017 (afternoon)",
    "2 October 2017, 10 a.m. to 1 p.m.",
    "2-4 October 2017",
    "2, 5 and 9 October 2017 (morning)",
    "Week of 23 October 2017",
    "early May 2018",
    "by 15 March 2018",
    "first quarter of 2018",
    "Week of 23 October 2017, as needed",
    "23 or 24 October 2017",
    "to be announced",
)
MARKDOWN = (
    "A paragraph ends at an empty line. *Emphasis*, **strong**.",
    "## A heading",
    "- one item\n- another",
    "1. first\n2. second",
    "[The letter](https://www.un.org/), or just https://www.un.org/",
    "A symbol such as A/RES/71/280 becomes a link.",
    "> A quotation",
    "| Day | Room |\n|---|---|\n| Monday | 1 |",
    "A note.[^1]\n\n[^1]: At the foot of the text.",
)


class ExampleReading(msgspec.Struct, frozen=True):
    """Words, and how the program reads them; `timed` says that an hour of release follows from them."""

    text: str
    reading: str
    timed: bool = True


class CheatSheet(msgspec.Struct, frozen=True):
    """The cheat-sheet; `milestones` are those of this publication: name, words, reading."""

    fields: tuple[Field, ...]
    dates: tuple[ExampleReading, ...]
    rules: tuple[ExampleReading, ...]
    markdown: tuple[ExampleReading, ...]
    milestones: tuple[tuple[str, str, str], ...]
    languages: tuple[str, ...]
    rule: str


def make_sheet(config: Config) -> CheatSheet:
    return CheatSheet(
        fields=tuple(FIELDS.values()),
        dates=tuple(map(read_date, DATES)),
        rules=tuple(ExampleReading(text, meaning) for text, meaning in RULES.items() if is_rule(text)),
        markdown=tuple(ExampleReading(text, render(text, lang="en")) for text in MARKDOWN),
        milestones=tuple(
            (f"{roadmap.id}/{line.id}", line.when.text, describe_when(line.when))
            for roadmap in config.roadmaps.values()
            for line in roadmap.milestones
        ),
        languages=config.publication.languages,
        rule=config.schedule.publish,
    )


def read_date(text: str) -> ExampleReading:
    when = read_when(text, letter=date(2017, 9, 13))
    words = describe_when(when)
    if when.condition:
        return ExampleReading(
            text, f"{words}; “{when.condition}” waits until a person confirms it", timed=False
        )
    return ExampleReading(
        text, words, timed=bool(when.first or when.last) and when.precision != "alternatives"
    )


def is_rule(text: str) -> bool:
    return isinstance(read_rule(text), Rule)
