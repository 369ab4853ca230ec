"""The words of a timeline: short dates for the labels, whole sentences for whoever does not see it."""

import msgspec

from publisher.dates.when import When
from publisher.journal.language import format_date, format_days, join_names, word
from publisher.journal.moment import typeset_days, typeset_hours, typeset_when
from publisher.journal.timeline.facts import LIMITS, Timeline, TimelineLine
from publisher.languages.languages import find_language


class Tongue(msgspec.Struct, frozen=True):
    """The language of the page, and that of the letter, for words that have no translation."""

    language: str
    original: str
    year: bool = False

    def what_of(self, line: TimelineLine) -> tuple[str, str]:
        """The words of a line and their language."""
        translated = self.language in line.milestone.translations
        return line.milestone.what_in(self.language), self.language if translated else self.original


def say_date(when: When, tongue: Tongue) -> str:
    """ "2 October, afternoon": without the weekday, and without the year where the whole picture has one."""
    lang, first, last = tongue.language, when.first, when.last
    if when.precision == "by" and last:
        days = word("by {date}", lang, date=_say_day(when, tongue))
    elif when.precision == "week" and first:
        days = word("week of {date}", lang, date=_say_day(when, tongue))
    elif first and first == last and when.precision in ("time", "half-day", "day", "range", "list"):
        days = _say_day(when, tongue)
    elif first and last and when.precision == "range":
        days = format_days(first, last, lang, weekday=False)
    else:
        days = typeset_days(when, lang)
    clock = typeset_hours(when, None, lang)
    if clock:
        return word("{date}, {time}", lang, date=days, time=clock)
    return days


def _say_day(when: When, tongue: Tongue) -> str:
    day = when.first or when.last
    assert day is not None
    return format_date(day, tongue.language, weekday=False, year=tongue.year)


def say_kind(line: TimelineLine, lang: str) -> str | None:
    """The kind of what is over at its date; a meeting is unmarked."""
    if line.milestone.kind in LIMITS:
        return word(line.milestone.kind, lang)
    if line.shape == "edge":
        return word("deadline", lang)
    return None


def say_note(line: TimelineLine, lang: str) -> str | None:
    """What a reader should know of a line beyond its date."""
    if line.cancelled:
        return word("cancelled", lang)
    if line.unsure:
        return word("not confirmed", lang)
    if line.past:
        return word("already past when the letter was written", lang)
    return None


def say_moves(line: TimelineLine, lang: str) -> list[str]:
    """ "Was Tuesday, 31 October 2017, is now Thursday, 16 November 2017. Reason: …", a sentence a move."""
    return [
        _join(capitalize(_say_move(typeset_when(was, None, lang), typeset_when(now, None, lang), lang)),
              say_reason(why, lang), lang)
        for was, now, why in line.moves
    ]  # fmt: skip


def _say_move(was: str, now: str, lang: str) -> str:
    return word("was {was}, is now {now}", lang, was=was, now=now)


def say_last_move(line: TimelineLine, tongue: Tongue) -> str | None:
    """The newest move for a label; the label itself already says what is now."""
    if not line.moves:
        return None
    _, _, why = line.moves[-1]
    lang = tongue.language
    dates = join_names([say_date(was, tongue) for was, _, _ in line.moves], lang)
    return _join(
        word("{word}: {text}", lang, word=word("was", lang), text=dates), say_reason(why, lang), lang
    )


def say_reason(reason: str | None, lang: str) -> str:
    if reason:
        return word("Reason: {reason}", lang, reason=reason)
    return word("reason not given", lang)


def _join(text: str, addition: str, lang: str) -> str:
    return f"{text}{find_language(lang).full_stop}{addition}"


def say_line(line: TimelineLine, tongue: Tongue) -> str:
    """All that the picture says of a line, in one line of text."""
    lang = tongue.language
    date = typeset_when(line.milestone.when, None, lang)
    what = word("{label}: {value}", lang, label=capitalize(date), value=tongue.what_of(line)[0])
    parts = [what, say_kind(line, lang), say_note(line, lang), say_state(line, lang), *say_moves(line, lang)]
    return " · ".join(part for part in parts if part)


def say_state(line: TimelineLine, lang: str) -> str | None:
    """Whether it was announced; of what will never be, nothing is said."""
    if line.announced:
        return word("announced", lang)
    if line.past or line.cancelled:
        return None
    return word("not yet announced", lang)


def capitalize(text: str) -> str:
    return text[:1].upper() + text[1:]


def say_letter(timeline: Timeline, lang: str) -> str:
    day = timeline.roadmap.letter
    return word("Letter of {date}", lang, date=format_date(day, lang, weekday=False))


def say_timeline(timeline: Timeline, tongue: Tongue) -> str:
    """The picture in words: the letter, then a line of text for each of the roadmap's."""
    return "\n".join(
        (say_letter(timeline, tongue.language), *(say_line(line, tongue) for line in timeline.lines))
    )


def say_title(timeline: Timeline, lang: str) -> str:
    return word("{label}: {value}", lang, label=word("Timeline", lang), value=timeline.roadmap.title_in(lang))
