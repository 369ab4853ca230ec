"""What one release costs, counted: the same with ten announcements behind it and with a thousand."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import feedparser
import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from publisher.announcements import folder as sources
from publisher.announcements import library
from publisher.calendars.working_days import load_packaged
from publisher.desk.desk import Desk
from publisher.outlets.directory import Directory
from tests.builders import DUE
from tests.folders import Folder, PlainRenderer

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
FEW = 10


class Counting(PlainRenderer):
    def __init__(self) -> None:
        self.conversions = 0

    def render(self, source: str, *, lang: str) -> str:
        self.conversions += 1
        return super().render(source, lang=lang)


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files written by a test just now count as unchanged for long."""
    monkeypatch.setattr(sources, "DOUBT_NANOSECONDS", 0)


def list_plain_days(count: int) -> list[date]:
    """Working days, none of them a holiday of any kind: one ahead is warned of and does not rest."""
    calendar, days = load_packaged("un-headquarters"), [date(2017, 11, 1)]
    while len(days) < count:
        day = calendar.shift(days[-1], 1)
        while calendar.holiday_on(day):
            day = calendar.shift(day, 1)
        days.append(day)
    return days


def fill(path: Path, count: int) -> tuple[Folder, Desk, Counting]:
    """A desk with `count` announcements released and at rest, and one planned for DUE."""
    folder = Folder(path)
    days = list_plain_days(60)
    for number in range(count):
        day = days[number % 60]
        folder.announce(
            f"old-{number}", milestone="", when=f"{day.day} {day:%B %Y}, morning", publish="at once"
        )
    folder.announce("first-reading")
    desk = folder.open()
    renderer = Counting()
    desk.surveyor.renderings.worker = renderer  # type: ignore[assignment]
    assert len(desk.run_pass(DUE - DAY).released) == count + 2
    desk.run_pass(DUE - DAY + MINUTE)
    return folder, desk, renderer


def count_release(path: Path, behind: int, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    folder, desk, renderer = fill(path, behind)
    counts: Counter[str] = Counter()
    plain_read = library._read_file

    def note_statement(*_: object) -> None:
        counts["statements"] += 1

    def note_reading(*arguments: object) -> object:
        counts["files read"] += 1
        return plain_read(*arguments)  # type: ignore[arg-type]

    renderer.conversions = 0
    monkeypatch.setattr(library, "_read_file", note_reading)
    event.listen(Engine, "before_cursor_execute", note_statement)
    try:
        done = desk.run_pass(DUE, hurried=True)
    finally:
        event.remove(Engine, "before_cursor_execute", note_statement)
        monkeypatch.undo()
        monkeypatch.setattr(sources, "DOUBT_NANOSECONDS", 0)
    assert [one.name for one in done.released] == ["first-reading"]
    counts["documents"] = done.delivered.documents
    counts["conversions"] = renderer.conversions
    folder.close()
    return counts


def compare(tmp_path: Path, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    few = count_release(tmp_path / "few", FEW, monkeypatch)
    more = count_release(tmp_path / "more", many, monkeypatch)
    # A closed archive, a full list or a neighbouring month may be there or not.
    assert more["documents"] <= few["documents"] + 4, (few, more)
    # A question for each shard of the sitemap, and for each two hundred histories of the calendar.
    assert more["statements"] - few["statements"] <= 20, (few, more)
    assert more["conversions"] == few["conversions"] == 0
    assert more["files read"] == few["files read"] <= 1


def test_a_release_costs_the_same_with_more_behind_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare(tmp_path, 60, monkeypatch)


@pytest.mark.prove
def test_a_release_costs_the_same_with_a_thousand_behind_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare(tmp_path, 1000, monkeypatch)


def test_a_pass_with_nothing_due_reads_no_file_and_a_new_process_no_more(tmp_path: Path) -> None:
    folder, desk, _ = fill(tmp_path, FEW)
    assert len(desk.run_pass(DUE - DAY + 2 * MINUTE).survey.library.announcements) == 1
    folder.close()
    again = folder.open().run_pass(DUE - DAY + 3 * MINUTE)
    assert len(again.survey.library.announcements) == 1
    assert len(again.survey.library.resting.slugs) == FEW


def test_an_edit_a_slip_and_another_setting_wake_what_rests(tmp_path: Path) -> None:
    folder, desk, _ = fill(tmp_path, 3)
    desk.run_pass(DUE)
    desk.run_pass(DUE + MINUTE)
    assert len(desk.run_pass(DUE + 2 * MINUTE).survey.library.resting.slugs) == 4
    path = folder.announcements / "old-1.md"
    path.write_text(path.read_text("utf-8").replace("Words", "Other words"), "utf-8")
    woken = desk.run_pass(DUE + 3 * MINUTE).survey.library
    assert [one.slug for one in woken.announcements] == ["old-1"]
    folder.set_config("2 October (afternoon)", "6 October (morning)")
    folder.close()
    moved = folder.open().run_pass(DUE + 4 * MINUTE).survey.library
    assert {one.slug for one in moved.announcements} == {"old-1", "first-reading"}


def test_a_file_that_claims_the_slug_of_one_at_rest_wakes_it(tmp_path: Path) -> None:
    folder, desk, _ = fill(tmp_path, 2)
    folder.write(
        "thief.md", "---\ntitle: Thief\nwhen: 3 November 2017, morning\nslug: old-1\n---\n\nWords.\n"
    )
    survey = desk.run_pass(DUE - DAY + 2 * MINUTE).survey
    (fault,) = [str(one) for one in survey.problems if not one.warning]
    assert fault.startswith("announcements/thief.md:4: the slug `old-1` is that of announcements/old-1.md")


def test_a_file_that_claims_a_resting_slug_at_the_last_moment_changes_nothing(tmp_path: Path) -> None:
    """The alarm looks only at what was awake; what it finds there must not pass for an amendment."""
    folder, desk, _ = fill(tmp_path, 2)
    planned = folder.announcements / "first-reading.md"
    planned.write_text(planned.read_text("utf-8").replace("title:", "slug: old-1\ntitle:"), "utf-8")
    done = desk.run_pass(DUE, hurried=True)
    assert done.released == ()
    assert any("`old-1` is that of announcements/old-1.md" in str(one) for one in done.survey.problems)


def release_at_once(path: Path, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(path)
    for number in range(many):
        folder.announce(
            f"meeting-{number:04}", milestone="", when="20 November 2017", publish=DUE.isoformat()
        )
    desk = folder.open()
    desk.run_pass(DUE - MINUTE)
    printed: Counter[str] = Counter()
    give_name = Directory._give_name

    def note_printing(self: Directory, temporary: str, document: str) -> None:
        printed[document] += 1
        give_name(self, temporary, document)

    monkeypatch.setattr(Directory, "_give_name", note_printing)
    done = desk.run_pass(DUE, hurried=True)
    assert [one.name for one in done.released] == [f"meeting-{number:04}" for number in range(many)]
    titles = [item.title for item in feedparser.parse(folder.files()["en/journal.rss"]).entries]
    assert titles == [f"Meeting meeting-{number:04}" for number in reversed(range(many))]
    assert printed["en/journal.rss"] == 1
    assert printed.total() == len(printed)
    folder.close()


def test_many_due_in_one_second_come_in_order_and_their_feed_is_printed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release_at_once(tmp_path, 60, monkeypatch)


@pytest.mark.prove
def test_a_thousand_due_in_one_second_come_in_order_and_their_feed_is_printed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release_at_once(tmp_path, 1000, monkeypatch)
