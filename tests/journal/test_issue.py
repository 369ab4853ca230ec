"""The issue of a day: a fortnight as a golden listing, the order of parts and fields, numbers, downtime."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import msgspec
import pytest

from publisher.announcements.announcement import Wording
from publisher.calendars.working_days import Calendar, from_dates, load_packaged
from publisher.desk.closing import close_issues
from publisher.journal.issue import typeset_issue
from publisher.journal.issue_text import list_rows
from publisher.ledger.ledger import Ledger, sqlite_url
from publisher.press import print_documents, touched_by
from publisher.releases.release import EVERYTHING, Change, Draft, Issue, Release, Snapshot, next_number
from publisher.schedule.closing import Closing, Closings, IssueSettings, closing_of, issue_date
from publisher.schedule.contents import compile_issue
from tests.builders import ZONE, at_hour, in_week, make_snapshot, on_day, utc
from tests.folders import CONFIG, Folder
from tests.fortnight import rehearse_fortnight
from tests.pages import announce, print_releases, record
from tests.played import play_once

GOLDEN = Path(__file__).parent / "golden" / "fortnight.txt"
CALENDAR = load_packaged("un-headquarters")
DAY = date(2017, 10, 2)


@pytest.fixture(scope="module")
def fortnight(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    folder = play_once(tmp_path_factory, "fortnight", rehearse_fortnight)
    ledger = Ledger.open_to_write(sqlite_url(folder / "ledger.sqlite"))
    yield ledger
    ledger.close()


def list_issue(release: Release, ledger: Ledger, lang: str = "en") -> str:
    publication = ledger.records.edition().publication
    rows = list_rows(typeset_issue(release, lang, ledger.records, publication), publication.title, lang)
    return "\n".join(" " * row.indent + row.text for row in rows)


def list_issues(ledger: Ledger) -> str:
    issues = sorted(ledger.records.issues(100), key=lambda one: one.issue.day)
    return "\n\n\n".join(list_issue(one, ledger) for one in issues) + "\n"


def test_a_fortnight_gives_the_issues_that_the_golden_listing_holds(fortnight: Ledger) -> None:
    """Two changes after the closing, two holidays, two weekends and four empty days."""
    assert list_issues(fortnight) == GOLDEN.read_text(encoding="utf-8")


def test_no_issue_is_of_a_weekend_or_a_holiday(fortnight: Ledger) -> None:
    days = [one.issue.day for one in fortnight.records.issues(100)]
    assert (
        sorted(f"{day:%d.%m}" for day in days)
        == "05.09 06.09 07.09 08.09 11.09 12.09 13.09 30.08 31.08".split()
    )
    assert all(CALENDAR.is_working(day) for day in days)


def test_the_numbers_follow_one_another_over_weekends_and_holidays(fortnight: Ledger) -> None:
    issues = sorted(fortnight.records.issues(100), key=lambda one: one.sequence)
    assert [one.issue.number for one in issues] == list(range(167, 176))


def test_monday_stands_in_the_issue_of_saturday(fortnight: Ledger) -> None:
    release = fortnight.records.issue(date(2017, 9, 11))
    assert release is not None
    assert (release.issue.number, release.issue.dated) == (173, date(2017, 9, 9))


def test_an_empty_day_says_so_and_has_its_number(fortnight: Ledger) -> None:
    release = fortnight.records.issue(date(2017, 9, 12))
    assert release is not None
    assert release.issue.programme == ()
    assert "No meetings are announced for this day" in list_issue(release, fortnight)


def test_a_change_after_the_closing_makes_a_revision_and_is_marked(fortnight: Ledger) -> None:
    release = fortnight.records.issue(date(2017, 9, 6))
    assert release is not None
    typeset = typeset_issue(release, "en", fortnight.records, fortnight.records.edition().publication)
    assert (typeset.revision, typeset.instant) == (2, "2017-09-06T00:05:00Z")
    line = typeset.parts[0].lines[0]
    assert line.entry.days == "Wednesday, 6 September 2017"
    assert [notice.kind for notice in line.later] == ["rescheduled"]


def test_an_issue_printed_in_steps_is_as_it_is_printed_at_once(fortnight: Ledger) -> None:
    languages = fortnight.records.edition().publication.languages
    releases = fortnight.since(0)
    touched = touched_by(releases, languages, fortnight.records)
    at_once = {one.path: one.body for one in print_documents(touched, fortnight.records)}
    in_steps: dict[str, bytes] = {}
    for release in releases:
        touched = touched_by([release], languages, fortnight.records)
        in_steps |= {one.path: one.body for one in print_documents(touched, fortnight.records)}
    issues = [path for path in at_once if "/issues/" in path]
    assert len(issues) == 9 * len(languages)
    assert {path: in_steps[path] for path in issues} == {path: at_once[path] for path in issues}


# --- The order of parts, and of fields inside an entry ---


def close(ledger: Ledger, day: date = DAY, at: str = "2017-09-29 22:30") -> Release:
    closing = Closing(day, issue_date(day, CALENDAR), utc(at))
    content = compile_issue(closing, ledger.records)
    return ledger.close_issue(
        Draft("issue", day.isoformat(), "issue", closing.at, content), 188, 2017, closing.at
    )


def test_the_parts_stand_in_the_order_of_the_journal() -> None:
    ledger = Ledger.in_memory()
    today, ahead = at_hour("2017-10-02", "10:00"), at_hour("2017-10-05", "10:00")
    drafts = [announce(f"{section}-{name}", when, f"{section} {name}", section=section)
              for section in ("other", "official", "informal")
              for name, when in (("ahead", ahead), ("today", today))]  # fmt: skip
    drafts.append(announce("paper", at_hour("2017-10-03", "10:00"), "A paper", kind="text"))
    record(ledger, drafts)
    release = close(ledger)
    typeset = typeset_issue(release, "en", ledger.records, ledger.records.edition().publication)
    assert [part.name for part in typeset.parts] == [
        "Official meetings",
        "Informal consultations",
        "Other meetings",
        "Forthcoming official meetings",
        "Forthcoming informal consultations",
        "Forthcoming other meetings",
        "Announcements",
    ]


def test_an_issue_lists_no_change_that_nobody_was_told_of() -> None:
    """What a person had archived untold is news nowhere, not in the issue either."""
    ledger = Ledger.in_memory()
    told, untold = (announce(name, on_day("2017-10-05"), name) for name in ("told", "untold"))
    record(ledger, [told, untold])
    for draft, languages in ((told, ("en",)), (untold, ())):
        content = make_snapshot(draft.name, when=on_day("2017-10-06"))
        change = Change(("when",), "Snow.")
        fields = {"kind": "rescheduled", "content": content, "change": change, "told": languages}
        ledger.record([msgspec.structs.replace(draft, replaces=1, **fields)], [], draft.due)
    issue = close(ledger).issue
    assert [line.slug for line in issue.changes] == ["told"]
    assert {line.slug for line in issue.forthcoming} == {"told", "untold"}


def test_meetings_stand_by_hour_and_forthcoming_ones_by_day_and_hour() -> None:
    ledger = Ledger.in_memory()
    hours = {
        "c": "02 15:00",
        "a": "02 09:00",
        "b": "02 10:00",
        "f": "06 09:00",
        "e": "05 15:00",
        "d": "05 10:00",
    }
    drafts = [
        announce(slug, at_hour(f"2017-10-{when[:2]}", when[3:]), slug.upper()) for slug, when in hours.items()
    ]
    drafts.append(announce("g", in_week("2017-10-23"), "G"))
    record(ledger, drafts)
    issue = close(ledger).issue
    assert [line.slug for line in issue.programme] == ["a", "b", "c"]
    assert [line.slug for line in issue.forthcoming] == ["d", "e", "f", "g"]


def test_the_fields_of_an_entry_stand_in_the_order_of_the_journal() -> None:
    ledger = Ledger.in_memory()
    wording = Wording(
        title="5th meeting",
        html="<p>Agenda: document A/72/L.9.</p>",
        room="Conference Room 3",
        convened_by=("Mexico", "Switzerland"),
        contact="desk@example.org",
    )
    content = make_snapshot(
        "meeting",
        when=at_hour("2017-10-02", "10:00", "13:00"),
        wordings={"en": wording},
        organ="General Assembly",
        session="Seventy-second session",
        access="closed",
        documents=("A/RES/71/280",),
    )
    draft = announce("meeting", content.when, "5th meeting")
    record(ledger, [changed_draft(draft, content)])
    documents = {one.path: one.body.decode() for one in print_releases(ledger, [close(ledger)])}
    page = documents["en/issues/2017-10-02.html"]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index('<div class="programme">') :]))
    fields = ["Informal consultations", "General Assembly", "Seventy-second session", "10:00 to 13:00",
              "5th meeting", "(closed)", "Conference Room 3", "A/RES/71/280",
              "(convened by Mexico and Switzerland)", "Agenda: document", "Contact"]  # fmt: skip
    places = [text.index(field) for field in fields]
    assert places == sorted(places)


def changed_draft(draft: Draft, content: Snapshot) -> Draft:
    return msgspec.structs.replace(draft, content=content)


def test_an_organ_is_named_once_over_its_meetings() -> None:
    ledger = Ledger.in_memory()
    record(
        ledger,
        [
            announce(slug, at_hour("2017-10-02", hour), slug)
            for slug, hour in (("a", "09:00"), ("b", "10:00"))
        ],
    )
    typeset = typeset_issue(close(ledger), "en", ledger.records, ledger.records.edition().publication)
    groups = typeset.parts[0].groups
    assert [(group.organ, len(group.lines)) for group in groups] == [("General Assembly", 2)]


# --- Numbers, dates and downtime ---


@pytest.mark.parametrize(
    ("last", "year", "first", "override", "number"),
    [
        (None, 2017, 188, None, 188),
        (None, 2017, 188, 2017, 188),
        (188, 2017, 1, None, 189),
        (188, 2017, 195, 2017, 195),
        (188, 2017, 180, 2017, 189),
        (248, 2018, 1, None, 1),
        (248, 2018, 4, 2018, 4),
        (248, 2018, 188, 2017, 1),
    ],
)
def test_a_number_follows_the_last_of_its_year_unless_set(
    last: int | None, year: int, first: int, override: int | None, number: int
) -> None:
    before = Issue(last, date(2017, 12, 29), date(2017, 12, 29)) if last else None
    assert next_number(before, year, first, override) == number


@pytest.mark.parametrize(
    ("day", "dated"),
    [
        ("2017-10-03", "2017-10-03"),
        ("2017-10-02", "2017-09-30"),  # Monday: No. 2017/188 of Saturday
        ("2017-09-05", "2017-09-02"),  # after Eid al-Adha on Friday and Labour Day on Monday
        ("2017-11-24", "2017-11-24"),  # the day after Thanksgiving
    ],
)
def test_the_date_of_an_issue_is_its_day_or_the_saturday_before(day: str, dated: str) -> None:
    assert issue_date(date.fromisoformat(day), CALENDAR) == date.fromisoformat(dated)


def test_an_issue_closes_at_its_hour_in_summer_and_winter() -> None:
    settings = IssueSettings(close=time(18, 30))
    before = closing_of(date(2017, 11, 3), settings, CALENDAR, ZONE).at
    after = closing_of(date(2017, 11, 7), settings, CALENDAR, ZONE).at
    assert (before, after) == (utc("2017-11-02 22:30"), utc("2017-11-06 23:30"))


def test_no_issue_closes_that_was_to_close_before_the_first_start() -> None:
    closings = Closings(IssueSettings(), CALENDAR, ZONE, start=utc("2017-09-29 22:31"))
    assert [closing.day for closing in closings.due(utc("2017-10-03 22:30"))] == [
        date(2017, 10, 3),
        date(2017, 10, 4),
    ]


def test_an_issue_that_closes_at_the_instant_of_the_first_start_is_the_first() -> None:
    instant = utc("2017-09-29 22:30")
    closings = Closings(IssueSettings(), CALENDAR, ZONE, start=instant)
    assert [closing.at for closing in closings.due(instant)] == [instant]


def test_a_list_of_dates_serves_as_holidays() -> None:
    calendar: Calendar = from_dates([date(2017, 10, 3)])
    closings = Closings(IssueSettings(), calendar, ZONE, start=utc("2017-09-01 00:00"), last=DAY)
    due = closings.due(utc("2017-10-04 22:30"))
    assert [closing.day for closing in due] == [date(2017, 10, 4), date(2017, 10, 5)]
    assert due[0].at == utc("2017-10-02 22:30")


def open_folder(path: Path, issue: str) -> Folder:
    return Folder(path / "publication", CONFIG + f"\n[issue]\n{issue}\n")


def test_missed_issues_close_in_order_after_downtime_and_are_marked_late(tmp_path: Path) -> None:
    folder = open_folder(tmp_path, 'next_number = "2017/186"')
    folder.announce()
    desk = folder.open()
    desk.run_pass(utc("2017-09-28 12:00"))
    done = desk.run_pass(utc("2017-10-03 12:00"))
    issues = [one for one in done.released if one.subject == "issue"]
    assert [(one.issue.day.day, one.issue.number) for one in issues] == [(29, 186), (2, 187), (3, 188)]
    assert all(one.late for one in issues)
    assert [one.due for one in issues] == [utc(f"2017-{day} 22:30") for day in ("09-28", "09-29", "10-02")]
    on_time = desk.run_pass(utc("2017-10-03 22:30"))
    assert [one.late for one in on_time.released if one.subject == "issue"] == [False]
    folder.close()


def test_the_year_begins_at_one_or_where_the_settings_say(tmp_path: Path) -> None:
    """The issue of Tuesday, 2 January 2018 bears the date of Saturday, 30 December, and its year."""
    numbers = {}
    for name, setting in (("plain", "next_number = 247"), ("set", 'next_number = "2018/3"')):
        folder = open_folder(tmp_path / name, setting)
        desk = folder.open()
        desk.run_pass(utc("2017-12-28 12:00"))
        released = desk.run_pass(utc("2018-01-03 12:00")).released
        numbers[name] = [
            (one.issue.dated.year, one.issue.number) for one in released if one.subject == "issue"
        ]
        folder.close()
    assert numbers == {
        "plain": [(2017, 247), (2017, 248), (2018, 1)],
        "set": [(2017, 1), (2017, 2), (2018, 3)],
    }


def test_nothing_closes_while_everything_is_on_hold(tmp_path: Path) -> None:
    folder = open_folder(tmp_path, "next_number = 1")
    desk = folder.open()
    now: datetime = utc("2017-09-28 12:00")
    desk.run_pass(now)
    desk.ledger.hold(EVERYTHING, "a rest", now)
    assert close_issues(desk.ledger, desk.config, utc("2017-10-03 12:00")).released == ()
    folder.close()
