"""The rules of the house that one announcement can be judged by alone."""

from collections.abc import Iterable, Iterator

from publisher.announcements.announcement import Announcement
from publisher.announcements.problem import Problem
from publisher.markup.symbols import is_symbol


def check_announcement(announcement: Announcement) -> tuple[Problem, ...]:
    """Every problem in the fields of `announcement`; an error holds it back."""
    return (*_check_status(announcement), *_check_documents(announcement), *_check_when(announcement))


def _problem(
    announcement: Announcement, field: str, what: str, mend: str, *, warning: bool = False
) -> Problem:
    return Problem(announcement.path, announcement.line_of(field), what, mend, warning)


def _check_status(announcement: Announcement) -> Iterator[Problem]:
    """Readers are owed a reason whenever something announced does not take place as announced."""
    original = next(iter(announcement.wordings.values()))
    if announcement.status != "scheduled" and original.reason is None:
        what = f"`status: {announcement.status}` has no reason"
        yield _problem(announcement, "status", what, "write `reason:` in words that readers may see")


def _check_documents(announcement: Announcement) -> Iterable[Problem]:
    return [
        _problem(
            announcement,
            "documents",
            f"`{symbol}` is not a document symbol",
            "write a symbol such as A/RES/71/280",
            warning=True,
        )
        for symbol in announcement.documents
        if not is_symbol(symbol)
    ]


def _check_when(announcement: Announcement) -> Iterable[Problem]:
    doubts = announcement.when.doubts if announcement.when else ()
    return [
        _problem(
            announcement, "when", f"the date is in doubt: {doubt}", "write the date you mean", warning=True
        )
        for doubt in doubts
    ]
