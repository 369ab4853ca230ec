"""The rules of the house: the name of each, whether it holds an announcement back, and its reason."""

from typing import Literal

import msgspec

Weight = Literal["error", "warning", "either"]


class HouseRule(msgspec.Struct, frozen=True):
    """`weight` is what breaking it means; `mended` says that `publisher check --fix` mends it."""

    weight: Weight
    reason: str
    mended: bool = False


HOUSE: dict[str, HouseRule] = {
    # What can be read at all
    "folder": HouseRule(
        "error", "A folder that is gone or empty is a fault of the machine more often than a wish."
    ),
    "file": HouseRule(
        "error",
        "A source is a file of its own in the folder, plain UTF-8 and under 1 MB, its name too and of at most"
        " 200 letters; no link leads out.",
    ),
    "language": HouseRule("error", "A translation is named after a language of the publication."),
    "orphan": HouseRule("error", "A translation stands beside its original, which gives the date."),
    "front-matter": HouseRule("error", "Without its fields nobody knows what the file announces, or when."),
    "field": HouseRule("error", "A field misspelt or misunderstood would be left out without a word."),
    "characters": HouseRule("error", "Feeds cannot hold control characters, and some make a text lie."),
    "one-line": HouseRule(
        "warning", "A title or a line of a roadmap stands in lists, calendars and headers, each on one line."
    ),
    "text": HouseRule("error", "What cannot be typeset in two seconds would delay every other release."),
    "config": HouseRule("error", "Every date, place and outlet hangs on `config.toml`."),
    "paper": HouseRule("warning", "Issues are asked for as PDF, and this machine lacks what makes them."),
    "live": HouseRule("warning", "An outlet that is not live reaches nobody, which may be what is wanted."),
    # Names
    "title": HouseRule("error", "Every page, feed and message shows the title, and it has to fit there."),
    "title-repeated": HouseRule("warning", "In a list or a feed readers cannot tell two of one title apart."),
    "slug": HouseRule(
        "error", "The slug is the address, for ever: small letters, and one announcement each."
    ),
    "slug-renamed": HouseRule("error", "A new slug is a new address: readers would be told a second time."),
    # Dates
    "date": HouseRule("error", "Nothing is published on a guess: one date, which can be read one way."),
    "date-doubtful": HouseRule("warning", "Part of a date was not read; see that what was read is meant."),
    "weekday": HouseRule(
        "error", "A weekday that does not fit its date: one is wrong, readers believe either."
    ),
    "half-day": HouseRule("error", "Hours outside the morning or afternoon of the roadmap: one is wrong."),
    "time": HouseRule("error", "An hour has to exist, on the night the clocks change too, and to end later."),
    "clocks": HouseRule(
        "warning", "On the night the clocks change an hour is skipped or comes twice: see which is taken."
    ),
    "milestone": HouseRule("error", "The date comes from a line of a roadmap, so the line has to be there."),
    "working-day": HouseRule("warning", "Headquarters is closed, or organs are invited not to meet."),
    "publish": HouseRule(
        "error", "The rule of release has to be understood, and to give an hour before the end."
    ),
    "remind": HouseRule(
        "either", "Readers are reminded once at a time, between the release and the beginning of the meeting."
    ),
    "past": HouseRule(
        "warning", "A release already past when it was written goes out at once, or to the archive."
    ),
    "id": HouseRule("error", "Under another id every item of every feed would be new to its readers."),
    "plan": HouseRule("error", "Whatever is wrong with one thing holds that one alone; the others go on."),
    "notice": HouseRule(
        "warning", "Delegations need working days to prepare: `minimum_notice` says how many."
    ),
    # What readers are told
    "reason": HouseRule(
        "either", "Readers are owed a reason when something announced does not take place so."
    ),
    "room": HouseRule(
        "warning", "A room that nobody knows is mostly a room misspelt, and people stand outside."
    ),
    "collision": HouseRule("warning", "Nobody can be in two meetings, nor two meetings in one room."),
    "symbol": HouseRule("warning", "Only a well-formed symbol leads to its document.", mended=True),
    "translation": HouseRule(
        "warning", "A translation older than its original may say what no longer holds."
    ),
    "headings": HouseRule(
        "warning", "Who hears a page moves by its headings and is lost where a level is left out."
    ),
    "alt-text": HouseRule("warning", "Who cannot see a picture is told what it shows, or nothing at all."),
    "bare-address": HouseRule(
        "warning", "It is read out letter by letter, and `_` in it may be taken for emphasis.", mended=True
    ),
    "quotes": HouseRule(
        "warning", "The text is set with the marks of its language; fields are printed as typed.", mended=True
    ),
    "link": HouseRule("warning", "With `--links`: what a link promises is not there."),
}
"""In the order of the table in docs/reference.md; tests keep the two and every `Problem` in step."""
