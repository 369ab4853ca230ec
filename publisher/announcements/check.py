"""The rules of the house that one file can be judged by alone; each is named in house.py with its reason."""

from collections.abc import Iterable, Iterator
from itertools import islice

from publisher.announcements.announcement import Announcement
from publisher.announcements.front_matter import Source
from publisher.announcements.rules.addresses import find_address_faults
from publisher.announcements.rules.headings import find_heading_faults
from publisher.announcements.rules.pictures import find_picture_faults
from publisher.announcements.rules.prose import blank_code
from publisher.announcements.rules.quotes import FIELDS as QUOTED_FIELDS
from publisher.announcements.rules.quotes import has_straight_quotes
from publisher.announcements.rules.symbols import mend_symbol
from publisher.announcements.rules.weekdays import find_weekday_faults
from publisher.markup.symbols import is_symbol
from publisher.problem import Problem

MOST = 20
"""Of one rule in one text: nobody mends from a list of 90,000, and counting their lines took 16 seconds."""


def check_announcement(announcement: Announcement) -> tuple[Problem, ...]:
    """Every problem in the fields of `announcement`; an error holds it back."""
    return (*_check_status(announcement), *_check_documents(announcement), *_check_when(announcement))


def check_source(source: Source, language: str) -> tuple[Problem, ...]:
    """Every problem in the words of one file, original or translation, as they stand in Markdown."""
    return (*_check_fields(source, language), *_check_body(source, language))


def _problem(
    announcement: Announcement, field: str, what: str, mend: str, *, rule: str, warning: bool = False
) -> Problem:
    return Problem(announcement.path, announcement.line_of(field), what, mend, warning, rule)


def _check_status(announcement: Announcement) -> Iterator[Problem]:
    """Readers are owed a reason whenever something announced does not take place as announced."""
    if announcement.status != "scheduled" and announcement.original.reason is None:
        what = f"`status: {announcement.status}` has no reason"
        mend = "write `reason:` in words that readers may see"
        yield _problem(announcement, "status", what, mend, rule="reason")


def _check_documents(announcement: Announcement) -> Iterator[Problem]:
    strange = (symbol for symbol in announcement.documents if not is_symbol(symbol))
    for symbol in islice(strange, MOST):
        mended = mend_symbol(symbol)
        what = f"`{symbol}` is not a document symbol"
        if mended:
            mend = f"write {mended}"
        else:
            mend = "write a symbol such as A/RES/71/280"
        yield _problem(announcement, "documents", what, mend, rule="symbol", warning=True)


def _check_when(announcement: Announcement) -> Iterable[Problem]:
    if announcement.when:
        doubts = announcement.when.doubts
    else:
        doubts = ()
    return [
        _problem(
            announcement,
            "when",
            f"the date is in doubt: {doubt}",
            "write the date you mean",
            rule="date-doubtful",
            warning=True,
        )
        for doubt in doubts
    ]


def _check_fields(source: Source, language: str) -> Iterator[Problem]:
    for name in QUOTED_FIELDS:
        field = source.fields.get(name)
        if field is None or not isinstance(field.value, str):
            continue
        for _, what, mend in find_weekday_faults(field.value, language):
            yield Problem(source.path, field.line, what, mend, rule="weekday")
        if has_straight_quotes(field.value, language):
            what = f"`{name}` holds straight quotation marks, which are printed as typed"
            mend = "write those of the language, such as “ ” and ’"
            yield Problem(source.path, field.line, what, mend, True, "quotes")


def _check_body(source: Source, language: str) -> Iterator[Problem]:
    prose = blank_code(source.body)
    found = (
        ("weekday", find_weekday_faults(prose, language)),
        ("headings", find_heading_faults(prose)),
        ("alt-text", find_picture_faults(prose)),
        ("bare-address", find_address_faults(prose)),
    )
    for rule, faults in found:
        for line, what, mend in islice(faults, MOST):
            yield Problem(source.path, source.body_line + line, what, mend, rule != "weekday", rule)
