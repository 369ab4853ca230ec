"""The reading of a date as people write it: words in, days and sittings out."""

# Four steps, each in its own file: `tokens` (numbers, months, hours, words); `notes` and `pieces`
# (conditions and rooms set aside, dates and hours found); `phrases` (which hours belong to which days);
# `settle` and `compose` (years from the letter, days, faults). `writing` and `wording` go the way back.

import logging
from datetime import date
from itertools import pairwise

from publisher.dates.compose import ReadingDraft, check_counts, compose_when, compose_without_day
from publisher.dates.notes import Notes, read_notes
from publisher.dates.phrases import Phrase, fold_pieces
from publisher.dates.pieces import Piece, cut_pieces
from publisher.dates.points import Point
from publisher.dates.reading import Occasion, Times, When
from publisher.dates.settle import Settled, settle_items
from publisher.dates.split import split_pieces
from publisher.dates.tokens import Token, read_tokens
from publisher.dates.vocabulary import LOOSE, RELATIVE, SEASONS
from publisher.dates.wording import describe_when, when_to_json
from publisher.dates.writing import write_when
from publisher.problem import Fault

__all__ = [
    "Occasion",
    "Times",
    "When",
    "describe_when",
    "find_condition",
    "read_when",
    "split_line",
    "when_to_json",
    "write_when",
]

log = logging.getLogger("publisher")

LONGEST = 500  # characters
MOST_DATES = 24  # in one line


def read_when(text: str, *, letter: date | None) -> When:
    """The reading of `text`, all days and hours in local wall time of the publication; raises nothing.

    `letter` is the day on which the letter was written: a date without a year lies within three
    months before to nine months after it. Without a letter the year must be written out. One line in a
    hundred may be such as the grammar was never tried on: that one is unread, and the others are not.
    """
    try:
        return _read(text, letter)
    except Exception as error:
        log.debug("the fault in full", exc_info=True)
        return refuse(text, f"it cannot be read ({type(error).__name__})", "write it in other words")


def refuse(text: str, what: str, mend: str) -> When:
    fault = Fault("date", what, mend)
    return When(text, faults=(str(fault),), codes=(fault.code,))


def _read(text: str, letter: date | None) -> When:
    if len(text) > LONGEST:
        return refuse(text, f"it is longer than {LONGEST} characters", "keep only the words of the date")
    tokens = read_tokens(text)
    notes = read_notes(tokens, text)
    phrase = fold_pieces(cut_pieces(notes.tokens))
    draft = ReadingDraft(text, phrase, Settled(), condition_of(notes, text), list(notes.faults), [])
    if phrase.change:
        draft.faults.append(
            Fault(
                "date", f"“{phrase.change}” tells of a change or a rhythm", "write only the dates that hold"
            )
        )
    if phrase.bare:
        draft.faults.append(
            Fault("date", f"“{phrase.bare}” may be an hour", "write a.m. or p.m., or all four figures")
        )
    if phrase.numeric:
        draft.faults.append(
            Fault("date", f"{phrase.numeric} may be day or month first", "write the month as a word")
        )
    if not phrase.groups:
        return read_undated(draft, tokens)
    return read_dated(draft, notes, letter)


def read_dated(draft: ReadingDraft, notes: Notes, letter: date | None) -> When:
    phrase = draft.phrase
    draft.settled = settle_items(phrase.items, points_of_strays(phrase), letter)
    draft.faults.extend(draft.settled.faults)
    draft.doubts.extend(draft.settled.doubts)
    if len(phrase.items) > MOST_DATES:
        draft.faults.append(
            Fault("date", f"over {MOST_DATES} dates stand in one line", "give them lines of their own")
        )
    if len(draft.settled.stretches) < len(phrase.items) or len(phrase.items) > MOST_DATES:
        return draft.finish("unread")
    note_strays(draft)
    note_hours(draft)
    check_counts(draft, notes.counts)
    return compose_when(draft)


def points_of_strays(phrase: Phrase) -> list[Point]:
    return [item.start for stray in phrase.strays for item in stray.dates.items]


def note_strays(draft: ReadingDraft) -> None:
    """A second date: beside the point in parentheses or after a deadline, otherwise one date too many."""
    loose = draft.phrase.bound or not all(stretch.is_exact for stretch in draft.settled.stretches)
    for stray in draft.phrase.strays:
        words = " ".join(draft.text[stray.start : stray.end].split())
        if stray.aside or loose:
            draft.doubts.append(
                Fault("date", f"“{words}” is a second date and was not read", "give it a line of its own")
            )
        else:
            draft.faults.append(Fault("date", f"“{words}” is a second date", "give it a line of its own"))


def note_hours(draft: ReadingDraft) -> None:
    """Hours that may belong to another day, or to another part of the line."""
    phrase, exact = draft.phrase, all(stretch.is_exact for stretch in draft.settled.stretches)
    if phrase.shared and exact and not (phrase.either or phrase.bound):
        draft.faults.append(
            Fault("date", "the hours may be meant for the last day only", "write them beside each day")
        )
    for one in draft.phrase.far:
        if isinstance(one, str):
            draft.doubts.append(Fault("date", f"“{one}” stands apart from the date and was not read"))
        else:
            draft.faults.append(
                Fault(
                    "date", f"{one.start_time:%H:%M} stands apart from the date", "give it a line of its own"
                )
            )


def read_undated(draft: ReadingDraft, tokens: list[Token]) -> When:
    """No day is named: an open date, one that hangs on another event, or words that cannot be read."""
    phrase = draft.phrase
    words = [token.word for token in tokens]
    related = any(word in RELATIVE for word in words[:10])
    if draft.faults:
        return draft.finish("unread")
    if phrase.lead and not (related or draft.condition):
        return compose_without_day(draft)
    mend = mend_of(words, phrase)
    if mend:
        draft.faults.append(mend)
        return draft.finish("unread")
    if related:
        return draft.finish("relative")
    if draft.condition:
        return draft.finish("undated")
    draft.faults.append(
        Fault("date", "no date can be read in it", "write one like 2 October 2017 or “to be confirmed”")
    )
    return draft.finish("unread")


def mend_of(words: list[str], phrase: Phrase) -> Fault | None:
    """Words that seem to say when, and do not."""
    if phrase.weekday is not None:
        return Fault("date", "a weekday stands without its date", "write the date")
    for word, following in pairwise([*words, ""]):
        if word in LOOSE and (word != "next" or following in ("week", "month", "year")):
            return Fault("date", f"“{word}” depends on the day of reading", "write the date")
        if word in SEASONS and following not in ("recess", "break", "session"):
            what = f"“{word}” is no date, and differs between hemispheres"
            return Fault("date", what, "write the months")
    return None


def condition_of(notes: Notes, text: str) -> str | None:
    """The words that make it uncertain, as they were written; several are joined by commas."""
    return ", ".join(" ".join(text[start:end].split()) for start, end in notes.conditions) or None


def find_condition(words: str) -> str | None:
    """The condition in any text ("as needed"), as written; None if there is none."""
    words = words[:LONGEST]
    return condition_of(read_notes(read_tokens(words), words), words)


def split_line(line: str, *, letter: date | None) -> tuple[str, str]:
    """A roadmap's line without tabs as (words of the date, what takes place); ("", line) without a date.

    The date may lead ("2 October (afternoon) - 1st reading") or trail ("Zero draft: 25 September").
    Dates are found by their form, so `letter` is not needed to split; it is accepted so that both
    readers are called alike.
    """
    if len(line) > LONGEST * 4:
        return "", line
    notes = read_notes(read_tokens(line), line)
    pieces: list[Piece] = cut_pieces(notes.tokens)
    return split_pieces(line, pieces)
