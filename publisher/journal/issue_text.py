"""The issue of a day as lines of plain text, in the Journal's order, for a terminal."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from publisher.journal.entry import Entry, Notice
from publisher.journal.issue import IssueRow, Part, Typeset
from publisher.journal.language import word

Style = Literal["head", "title", "part", "days", "organ", "hours", "words", "notice", "plain"]


class TextRow(msgspec.Struct, frozen=True):
    """One line, how it is to look, and how far it is set in."""

    style: Style
    text: str
    indent: int = 0


def list_rows(issue: Typeset, title: str, lang: str) -> Iterator[TextRow]:
    """Masthead, day, then part by part: what stands on the page, without the authors' texts."""
    yield TextRow("head", f"{issue.number} · {issue.dated}")
    yield TextRow("title", title)
    yield TextRow("head", word("Programme of meetings and agenda", lang))
    yield TextRow("title", issue.day)
    yield TextRow(
        "plain", f"{word('Revision {number}', lang, number=str(issue.revision))} · {issue.released}"
    )
    if issue.empty:
        yield TextRow("plain", "")
        yield TextRow("plain", issue.empty)
    for part in issue.parts:
        yield from _list_part(part, lang)


def _list_part(part: Part, lang: str) -> Iterator[TextRow]:
    yield TextRow("plain", "")
    yield TextRow("part", part.name)
    for group in part.groups:
        if group.days:
            yield TextRow("days", raise_first(group.days), 2)
        if group.organ:
            yield TextRow("organ", ", ".join(filter(None, (group.organ, group.session))), 2)
        for line in group.lines:
            yield from _list_entry(line, lang)


def _list_entry(line: IssueRow, lang: str) -> Iterator[TextRow]:
    entry = line.entry
    if entry.kind == "meeting":
        unknown = word("time to be announced", lang)
    else:
        unknown = entry.kind_word
    yield TextRow("hours", raise_first(entry.hours or unknown), 4)
    yield TextRow("words", f"{entry.title} ({entry.closed})" if entry.closed else entry.title, 6)
    yield from (TextRow("plain", text, 6) for text in _list_facts(entry) if text)
    if entry.notice:
        yield from _list_notice(entry.notice)
    for change in line.later:
        yield TextRow("notice", word("After this issue closed", lang), 6)
        yield from _list_notice(change)


def _list_facts(entry: Entry) -> Iterator[str | None]:
    told = entry.notice and entry.notice.kind == entry.status
    yield None if told else entry.status_word
    yield raise_first(entry.room) if entry.kind == "meeting" else None
    for fact in entry.facts_of("documents", "conveners", "detail"):
        yield fact.text


def _list_notice(notice: Notice) -> Iterator[TextRow]:
    yield TextRow("notice", ": ".join(filter(None, (notice.word, "; ".join(notice.lines)))), 6)
    if notice.reason:
        yield TextRow("notice", notice.reason, 6)


def raise_first(text: str) -> str:
    return text[:1].upper() + text[1:]
