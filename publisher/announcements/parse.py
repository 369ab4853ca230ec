"""From the text of one file to an announcement or a translation of one."""

import re
from collections.abc import Callable
from datetime import datetime

import msgspec
from msgspec import UNSET

from publisher.announcements.announcement import (
    ACCESS,
    SECTIONS,
    STATUSES,
    Announcement,
    Wording,
    list_values,
)
from publisher.announcements.check import check_source
from publisher.announcements.fields import DETAILS, FIELDS, TRANSLATED_FIELDS
from publisher.announcements.front_matter import FieldReader, Source, split_source
from publisher.dates.when import When, read_when
from publisher.markup.clean import find_control_characters
from publisher.markup.worker import RenderError
from publisher.problem import Problem, has_errors
from publisher.roadmap.roadmap import KINDS

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG, LONGEST_TITLE = 80, 300
LONGEST_ORGAN = 500
"""The ledger lists by it, and an index of PostgreSQL holds no more than 2,704 bytes."""


Render = Callable[[str, str], str]
"""Markdown and language to clean HTML; raises a RenderError that says why it cannot."""


class Translation(msgspec.Struct, frozen=True):
    """The words of one further language; a draft one stays in its folder."""

    wording: Wording
    draft: bool


def parse_announcement(
    path: str, stem: str, text: str, saved: datetime, language: str, render: Render
) -> tuple[Announcement | None, tuple[Problem, ...]]:
    """The announcement that `text` holds, or nothing when a problem is an error."""
    faults = _control_characters(path, text)
    source = split_source(path, text)
    if faults or source.unreadable:
        return None, faults or source.problems
    reader = FieldReader(source, tuple(FIELDS))
    wording = _read_wording(reader, source, language, render)
    slug = _read_slug(reader, stem)
    when = _read_when(reader)
    announcement = Announcement(
        slug=slug,
        stem=stem,
        path=path,
        wordings={language: wording},
        saved=saved,
        kind=reader.choice("kind", KINDS),
        milestone=reader.text("milestone"),
        when=when,
        publish=reader.text("publish"),
        remind=reader.names("remind"),
        organ=_read_organ(reader),
        session=reader.text("session"),
        section=reader.choice("section", SECTIONS),
        time=reader.times("time"),
        access=reader.choice("access", ACCESS),
        documents=reader.names("documents"),
        status=reader.choice("status", STATUSES),
        correction=reader.text("correction"),
        draft=reader.flag("draft"),
        lines={name: field.line for name, field in source.fields.items()},
    )
    problems = (*reader.problems, *check_source(source, language))
    return (None if has_errors(problems) else announcement), problems


def parse_translation(
    path: str, text: str, language: str, render: Render
) -> tuple[Translation | None, tuple[Problem, ...]]:
    """The words of a translation; a scheduling field in one is a problem, for there is one schedule."""
    faults = _control_characters(path, text)
    source = split_source(path, text)
    if faults or source.unreadable:
        return None, faults or source.problems
    reader = FieldReader(source, TRANSLATED_FIELDS)
    translation = Translation(_read_wording(reader, source, language, render), reader.flag("draft"))
    problems = (*reader.problems, *check_source(source, language))
    return (None if has_errors(problems) else translation), problems


def _read_wording(reader: FieldReader, source: Source, language: str, render: Render) -> Wording:
    title = reader.required("title", "write `title:` with what takes place")
    if len(title) > LONGEST_TITLE:
        what, mend = f"the title has {len(title)} characters", f"keep it under {LONGEST_TITLE}"
        reader.report("title", what, mend, rule="title")
    return Wording(
        title=title,
        html=_render_body(reader, source, language, render),
        reason=reader.text("reason"),
        room=reader.text("room"),
        convened_by=reader.names("convened_by"),
        contact=reader.text("contact"),
        details=_read_details(reader) or UNSET,
    )


def _read_details(reader: FieldReader) -> dict[str, tuple[str, ...]]:
    """What was written in the fields that nothing decides by; those left out are left out."""
    details: dict[str, tuple[str, ...]] = {}
    for field in DETAILS:
        values = reader.names(field.name)
        if field.takes == "text":
            values = list_values(reader.text(field.name))
        elif field.takes == "choice" and values:
            values = (reader.choice(field.name, field.choices),)
        if values:
            details[field.name] = values
    return details


def _render_body(reader: FieldReader, source: Source, language: str, render: Render) -> str:
    if has_errors(reader.problems):
        return ""
    try:
        return render(source.body, language)
    except RenderError as error:
        what = f"the text cannot be typeset: {error.why}"
        reader.report("text", what, "mend the text", line=source.body_line, rule="text")
        return ""


def _read_organ(reader: FieldReader) -> str | None:
    organ = reader.text("organ")
    if organ and len(organ) > LONGEST_ORGAN:
        reader.report("organ", f"`organ` has {len(organ)} letters", f"keep it under {LONGEST_ORGAN}")
    return organ


def _read_slug(reader: FieldReader, stem: str) -> str:
    """`was:` and `slug:` keep the identity of a file that was given another name."""
    name = next((field for field in ("was", "slug") if reader.text(field)), None)
    slug = (reader.text(name) if name else None) or stem
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        if name:
            where = f"`{name}`"
        else:
            where = "the file's name"
        mend = "use small letters, digits and single hyphens"
        reader.report(name or "slug", f"{where} is {slug!r}", mend, rule="slug")
    return slug


def _read_when(reader: FieldReader) -> When | None:
    text = reader.text("when")
    milestone = reader.text("milestone")
    if text is None and milestone is None and not (reader.is_told("when") or reader.is_told("milestone")):
        mend = "write `milestone:` with a line of a roadmap, or `when:` with a date and its year"
        reader.report("when", "the announcement has no date", mend, rule="date")
    if text is None:
        return None
    if milestone is not None:
        reader.report("when", "`when` and `milestone` both give a date", "keep one of them", rule="date")
    when = read_when(text, letter=None)
    for fault, rule in when.coded_faults:
        what, mend = f"`when: {text}`: {fault}", "write a date such as 1 December 2026 (afternoon)"
        reader.report("when", what, mend, rule=rule)
    return when


def _control_characters(path: str, text: str) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            path,
            found.line,
            f"column {found.column} holds {found.what}",
            "delete that character",
            rule="characters",
        )
        for found in find_control_characters(text)
    )
