"""What stands around a date and is not one: conditions, rooms, symbols, zones, counts of days, asides."""

from collections.abc import Sequence
from typing import NamedTuple

from publisher.dates.points import at, match_words
from publisher.dates.tokens import Token
from publisher.dates.vocabulary import (
    APPROXIMATE,
    AWAY_ZONES,
    CLAUSE_ENDS,
    CONDITIONS,
    COUNT_WORDS,
    HISTORY,
    HOME_ZONES,
    NEED_WORDS,
    NOT_THE_DATE,
    NUMBERED,
    OF_A_TEXT,
    OF_THE_DATE,
    PORTION_WORDS,
    SETTLED,
    SETTLED_ELSEWHERE,
    SETTLED_TEXTS,
)
from publisher.problem import Fault


class Notes(NamedTuple):
    """The tokens with each note folded into one, and what the notes said.

    `conditions` are (start, end) in the text; `counts` are numbers of days, as in "[3 days]". The
    token of a condition is "<open>" if it speaks of the date ("tbc"), "<condition>" if of a need.
    """

    tokens: list[Token]
    conditions: list[tuple[int, int]]
    counts: list[int]
    faults: list[Fault]


class Note(NamedTuple):
    """One note, `size` tokens long."""

    kind: str  # condition, zone, numbered, count, aside, label
    size: int
    days: int = 0
    fault: Fault | None = None


def read_notes(tokens: Sequence[Token], text: str) -> Notes:
    """Fold every note into a token of kind "note", and zones into the token before."""
    notes = Notes([], [], [], [])
    i = 0
    while i < len(tokens):
        note = note_at(tokens, i, text)
        if note is None:
            notes.tokens.append(tokens[i])
            i += 1
            continue
        add_note(notes, note, tokens, i)
        i += note.size
    return notes


def note_at(tokens: Sequence[Token], i: int, text: str) -> Note | None:
    token = tokens[i]
    if token.kind == "mark":
        return (
            read_bracket(tokens, i, text)
            or (read_label(tokens, i) if i == 0 else None)
            or read_sign(tokens, i)
        )
    if token.kind == "blank":
        return read_blank(tokens, i)
    if token.kind == "word":
        return (
            read_condition(tokens, i)
            or read_zone(tokens, i, text)
            or read_numbered(tokens, i)
            or (read_label(tokens, i) if i == 0 else None)
        )
    if i == 0:
        return read_label(tokens, i)
    return None


def add_note(notes: Notes, note: Note, tokens: Sequence[Token], i: int) -> None:
    start, end = tokens[i].start, tokens[i + note.size - 1].end
    if note.fault:
        notes.faults.append(note.fault)
    if note.kind == "zone" and notes.tokens:
        notes.tokens.append(notes.tokens.pop()._replace(end=end))
        return
    if note.kind == "condition":
        start = widen_condition(notes, start)
        if notes.conditions and notes.conditions[-1][1] == start:
            start = notes.conditions.pop()[0]
        notes.conditions.append((start, end))
    if note.kind == "count":
        notes.counts.append(note.days)
    opened = note.kind == "condition" and tokens[i].word not in NEED_WORDS
    if opened:
        word = "<open>"
    else:
        word = f"<{note.kind}>"
    notes.tokens.append(Token("note", word, 0, start, end))


def widen_condition(notes: Notes, start: int) -> int:
    """Take in the words that belong to it: "dates" to be decided, and a condition just before."""
    while notes.tokens and notes.tokens[-1].word in (
        "date",
        "dates",
        "time",
        "times",
        "timing",
        "still",
        "exact",
    ):
        start = notes.tokens.pop().start
    if notes.tokens and notes.tokens[-1].word in ("<condition>", "<open>"):
        notes.tokens.pop()
        start = notes.conditions[-1][1]
    return start


def read_condition(tokens: Sequence[Token], i: int) -> Note | None:
    """Words that make a date uncertain, unless of the room or the agenda."""
    token = tokens[i]
    if token.word == "subject" and at(tokens, i + 1).word == "to":
        return Note("condition", clause_size(tokens, i))
    if token.word in APPROXIMATE:
        if is_approximate(tokens, i):
            return Note("condition", 1)
        return None
    for words in CONDITIONS.get(token.word, ()):
        if match_condition(tokens, i, words):
            size = len(words)
            if is_of_the_date(tokens, i, size):
                return Note("condition", size)
            return None
    return None


def is_approximate(tokens: Sequence[Token], i: int) -> bool:
    """ "About 5 October", and at the end of a date, as we write it back: "5 October 2017, about"."""
    near = at(tokens, i + (2 if at(tokens, i + 1).word in (".", "the") else 1))
    if near.kind in ("number", "ordinal", "month", "weekday", "clock", "iso") or near.word in PORTION_WORDS:
        return True
    return ends_list(tokens, i)


def ends_list(tokens: Sequence[Token], i: int) -> bool:
    return at(tokens, i - 1).word in (",", "?") and (
        at(tokens, i + 1).kind == "end" or at(tokens, i + 1).word == ","
    )


def match_condition(tokens: Sequence[Token], i: int, words: tuple[str, ...]) -> bool:
    return all(
        at(tokens, i + n).word in SETTLED if word == "*" else at(tokens, i + n).word == word
        for n, word in enumerate(words)
    )


def clause_size(tokens: Sequence[Token], i: int) -> int:
    end = i
    while end < len(tokens) and tokens[end].word not in CLAUSE_ENDS:
        end += 1
    return max(end - i, 1)


def is_of_the_date(tokens: Sequence[Token], i: int, size: int) -> bool:
    """ "Venue to be confirmed" leaves the date certain; so does "results to be announced on 5 October"."""
    before = clause_before(tokens, i)
    if before & OF_THE_DATE:
        return True
    after, last = at(tokens, i + size).word, at(tokens, i + size - 1).word
    if before & NOT_THE_DATE or after in NOT_THE_DATE or after in OF_A_TEXT:
        return False
    if tokens[i].word in ("to", "not") and last in SETTLED_TEXTS:
        return False
    return not (last in SETTLED and after in SETTLED_ELSEWHERE)


def clause_before(tokens: Sequence[Token], i: int) -> set[str]:
    words: set[str] = set()
    while i > 0 and tokens[i - 1].word not in CLAUSE_ENDS and len(words) < 20:
        i -= 1
        words.add(tokens[i].word)
    return words


def read_sign(tokens: Sequence[Token], i: int) -> Note | None:
    """ "5 October?"; and the offset in "15:00+02:00", which is no second hour."""
    if tokens[i].word == "+" and at(tokens, i - 1).kind == at(tokens, i + 1).kind == "clock":
        return Note("zone", 2, fault=away_fault("another zone"))
    if tokens[i].word == "?":
        return Note("condition", 1)
    return None


def read_blank(tokens: Sequence[Token], i: int) -> Note | None:
    """ "[ ] September 2017" (a draft of 2017): the day is still to be filled in."""
    lettered = tokens[i].word.startswith("X")
    if lettered and at(tokens, i + 1).kind != "month" and not ends_list(tokens, i):
        return None
    return Note("condition", 1)


def read_zone(tokens: Sequence[Token], i: int, text: str) -> Note | None:
    """New York's time under its many names; any other zone is a fault, for we would have to convert it."""
    token = tokens[i]
    for words in HOME_ZONES.get(token.word, ()):
        if match_words(tokens, i, words):
            return Note("zone", len(words))
    if i:
        before = tokens[i - 1]
    else:
        before = token
    timed = before.kind in ("clock", "meridian") or before.word in ("(", "noon", "midnight")
    if timed and token.word in AWAY_ZONES:
        return Note("zone", 1, fault=away_fault(token.word.upper()))
    if timed and at(tokens, i + 1).word == "time" and text[token.start].isupper():
        return Note("zone", 2, fault=away_fault(text[token.start : token.end] + " time"))
    return None


def away_fault(zone: str) -> Fault:
    return Fault("date", f"the hour is given in {zone}", "write it in New York time")


def read_numbered(tokens: Sequence[Token], i: int) -> Note | None:
    """ "Conference Room 4", "items 14 and 117", "para. 13": numbers that are no days."""
    if tokens[i].word not in NUMBERED:
        return None
    if at(tokens, i + 1).word == ".":
        j = i + 2
    else:
        j = i + 1
    if at(tokens, j).kind != "number" or at(tokens, j + 1).kind in ("month", "meridian"):
        return None
    while at(tokens, j + 1).word in ("and", "-", "to", "&") and at(tokens, j + 2).kind == "number":
        if at(tokens, j + 3).kind in ("month", "meridian"):
            break
        j += 2
    return Note("numbered", j + 1 - i)


def read_bracket(tokens: Sequence[Token], i: int, text: str) -> Note | None:
    """ "[3 days]", "(EST)", and what was before: "(was 8 June)"."""
    if tokens[i].word not in ("(", "["):
        return None
    zone = None
    if 0 < i < len(tokens) - 1:
        zone = read_zone(tokens, i + 1, text)
    if zone and at(tokens, i + 1 + zone.size).word in (")", "]"):
        return zone._replace(size=zone.size + 2)
    word = at(tokens, i + 1)
    if word.word in HISTORY:
        return read_aside(tokens, i)
    if word.kind == "number":
        number = word.value
    else:
        number = COUNT_WORDS.get(word.word, 0)
    if at(tokens, i + 2).word in ("working", "full", "-"):
        j = i + 3
    else:
        j = i + 2
    if number > 0 and at(tokens, j).word in ("day", "days") and at(tokens, j + 1).word in (")", "]"):
        return Note("count", j + 2 - i, days=number)
    return None


def read_aside(tokens: Sequence[Token], i: int) -> Note | None:
    depth = 0
    for j in range(i, len(tokens)):
        depth += (tokens[j].word in ("(", "[")) - (tokens[j].word in (")", "]"))
        if depth == 0:
            return Note("aside", j + 1 - i)
    return Note("aside", len(tokens) - i)


def read_label(tokens: Sequence[Token], i: int) -> Note | None:
    """The label of a list's line: "(a)", "1.", "2)", a dash or a bullet."""
    first = tokens[i]
    if first.word == "(":
        j = i + 1
    else:
        j = i
    label, close = at(tokens, j), at(tokens, j + 1)
    short = label.kind in ("number", "word", "blank") and label.end - label.start <= 3
    if short and (close.word == ")" or (close.word == "." and j == i and at(tokens, j + 2).kind != "month")):
        if at(tokens, j + 2).kind != "end":
            return Note("label", j + 2 - i)
        return None
    if first.kind == "mark" and first.word in ("-", "•", "·", "▪", "o", "◦"):
        return Note("label", 1)
    return None
