"""Wherever a date is read, a year outside 1900 to 2199 is a problem with its line, and stops nothing else."""

import os
from datetime import date, timedelta
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.announcements.library import read_library
from publisher.calendars.local_time import parse_instant
from publisher.cli.names import read_date
from publisher.config.config import load_config
from publisher.dates.when import When, read_when
from publisher.errors import ConfigError
from publisher.importing.letter_head import read_date_line
from publisher.problem import Fault
from publisher.schedule.hours import begins_at, ends_at
from publisher.schedule.rule import Rule, read_rule
from publisher.years import YEARS
from tests.builders import ZONE, utc
from tests.folders import CONFIG, Folder

LETTER = date(2017, 9, 13)
NO_SUCH_YEAR = "the year is none of 1900 to 2199; correct it, or write hours as in 15:00"

SHAPES = (
    "22 December {year}",
    "December 22, {year}",
    "22-Dec-{year}",
    "22nd of December of {year}",
    "Friday, 22 December {year}, 10:00",
    "22 December {year} (morning)",
    "22 and 23 December {year}",
    "22-23 December {year}",
    "30 December {year} to 3 January",
    "by 22 December {year}",
    "before 1 January {year}",
    "after 31 December {year}",
    "22 December {year} or 23 December {year}",
    "between 22 December {year} and 23 December {year}",
    "999 days from 31 December {year}",
    "week of 22 December {year}",
    "early December {year}",
    "the end of {year}",
    "mid-December {year}",
    "the second quarter of {year}",
    "Q4 {year}",
    "December {year}",
)
ISO_SHAPES = (
    "{year}-12-31",
    "{year}-12-31, 22:00 to 23:00",
    "{year}-12-31, 10 p.m. to 1 a.m.",
    "by {year}-01-01",
)


def far(when: When) -> bool:
    return NO_SUCH_YEAR in when.faults and when.first is None and not when.exact


@pytest.mark.parametrize("year", ["2206", "2200", "1899", "1500", "9999", "0000", "0001"])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_year_far_off_is_not_passed_over(shape: str, year: str) -> None:
    """ "22 December 2206" was read as the December of the letter, and said nothing of it."""
    assert far(read_when(shape.format(year=year), letter=LETTER))
    assert far(read_when(shape.format(year=year), letter=None))


@pytest.mark.parametrize("year", ["2200", "9999", "1899", "0001"])
@pytest.mark.parametrize("shape", ISO_SHAPES)
def test_nor_is_it_in_a_date_of_figures(shape: str, year: str) -> None:
    assert far(read_when(shape.format(year=year), letter=LETTER))


@pytest.mark.parametrize(
    "text", ["22 December 217", "22 December 20177", "22 December 123456789", "2 October 1500 to 1800"]
)
def test_neither_is_a_number_that_stands_where_the_year_would(text: str) -> None:
    """Hours without a colon were passed over too, and the meeting stood there without its hour."""
    assert far(read_when(text, letter=LETTER))


def test_a_year_that_only_its_neighbour_gives_may_be_too_far_as_well() -> None:
    assert far(read_when("28 December 2199 to 3 January", letter=LETTER))
    assert far(read_when("3 January", letter=date(2199, 12, 1)))


@pytest.mark.parametrize("text", ["1 January 1900", "1900-01-01", "31 December 2199", "2199-12-31"])
def test_the_first_and_the_last_day_are_read(text: str) -> None:
    when = read_when(text, letter=LETTER)
    assert when.exact
    assert when.first is not None
    assert when.first.year in YEARS


def test_a_meeting_may_run_past_the_last_midnight() -> None:
    when = read_when("31 December 2199, 10 p.m. to 1 a.m.", letter=None)
    assert when.exact
    begins, ends = begins_at(when, None, ZONE), ends_at(when, None, ZONE)
    assert begins is not None
    assert ends is not None
    assert ends - begins > timedelta(0)


@pytest.mark.parametrize("letter", [date.min, date(1899, 12, 31), date(2200, 1, 1), date.max])
def test_a_letter_far_off_gives_no_year(letter: date) -> None:
    when = read_when("2 October", letter=letter)
    assert when.faults == ("no year is written, and no letter gives it; write the year",)


@given(st.sampled_from(SHAPES), st.integers(0, 99_999), st.dates())
def test_whatever_the_year_no_date_of_it_is_read_unless_it_is_near(
    shape: str, year: int, letter: date
) -> None:
    when = read_when(shape.format(year=f"{year:04}"), letter=letter)
    if year not in YEARS:
        assert when.faults
        assert (when.first, when.last, when.days, when.occasions) == (None, None, (), ())
    assert all(day.year in range(1899, 2203) for day in (when.first, when.last, *when.days) if day)


@given(st.sampled_from(ISO_SHAPES), st.integers(0, 9999))
def test_nor_in_figures(shape: str, year: int) -> None:
    assert bool(read_when(shape.format(year=f"{year:04}"), letter=None).faults) == (year not in YEARS)


@pytest.mark.parametrize(
    "text", ["22 December 2206 at 9:00", "9999-12-31", "0001-01-01 09:00", "9999-12-31T23:59:59-05:00"]
)
def test_a_moment_of_release_far_off_is_no_rule(text: str) -> None:
    fault = read_rule(text)
    assert isinstance(fault, Fault)
    assert fault.what == f'"{text}" is of none of the years 1900 to 2199'
    assert fault.mend.startswith("write a date")
    assert isinstance(read_rule("31 December 2199 at 23:59"), Rule)


@pytest.mark.parametrize("text", ["2200-01-01", "9999-12-31T23:59Z", "0001-01-01 00:00"])
def test_an_instant_far_off_is_refused_on_the_command_line_too(text: str) -> None:
    with pytest.raises(ValueError, match="no date and time of the years 1900 to 2199"):
        parse_instant(text, ZONE)
    with pytest.raises(click.BadParameter, match="is of none of the years 1900 to 2199"):
        read_date(text[:10], "DATE")


def test_a_letter_s_head_with_a_year_far_off_gives_no_date() -> None:
    assert read_date_line("13 September 2017") == LETTER
    assert read_date_line("13 September 2217") is None
    assert read_date_line("9999-12-31") is None


CONFIG_DATES = {
    "a letter": ("letter = 2017-09-13", "letter = 9999-12-31", "letter"),
    "an old letter": ("letter = 2017-09-13", "letter = 1899-12-31", "letter"),
    "holidays": ("[outlets.site]", "[calendar]\nholidays = [2026-12-24, 2206-12-25]\n\n[outlets.site]", ""),
    "a day off": ("[outlets.site]", "[calendar]\n\nalso = [9999-12-31]\n\n[outlets.site]", "also"),
    "a day worked": ("[outlets.site]", "[calendar]\nexcept = [0001-01-01]\n\n[outlets.site]", "except"),
}


@pytest.mark.parametrize(("old", "new", "key"), CONFIG_DATES.values(), ids=CONFIG_DATES)
def test_a_date_far_off_in_the_config_names_its_line(tmp_path: Path, old: str, new: str, key: str) -> None:
    text = CONFIG.replace(old, new)
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    key = key or "holidays"
    line = next(number for number, each in enumerate(text.splitlines(), 1) if each.startswith(f"{key} ="))
    with pytest.raises(
        ConfigError, match=rf":{line}: .* is of none of the years 1900 to 2199; correct"
    ) as error:
        load_config(path)
    assert str(error.value).endswith(f"correct the date in {key}")


def test_the_year_of_a_number_is_one_of_them_too(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG + '\n[issue]\nnext_number = "9999/1"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match='next_number = "9999/1" is of none of the years'):
        load_config(path)


def test_one_announcement_far_off_is_held_with_its_line_and_the_others_go_out(tmp_path: Path) -> None:
    """ "9999-12-31, 22:00 to 1:00" in one file ended every command and every pass."""
    folder = Folder(tmp_path / "publication")
    folder.set_config("2 October (afternoon)", "9999-12-31")
    folder.announce("sound", milestone="", when="2 October 2017", publish="2017-09-20 12:00")
    folder.announce("far", milestone="", when="9999-12-31, 22:00 to 1:00")
    folder.announce("farther", milestone="", when="22 December 2206", publish="at once")
    folder.announce("hangs", publish="at once")
    folder.announce("rule", milestone="", when="2 October 2017", publish="9999-12-31")
    done = folder.open().run_pass(utc("2017-09-20 16:00"))
    assert [one.name for one in done.released if one.subject == "announcement"] == ["sound"]
    told = {problem.path: str(problem) for problem in done.survey.problems if not problem.warning}
    assert set(told) == {"config.toml"} | {f"announcements/{name}.md" for name in ("far", "farther", "rule")}
    assert all("1900 to 2199" in line for line in told.values())
    assert told["announcements/far.md"].startswith("announcements/far.md:3: ")
    (hangs,) = (item for item in done.survey.plan.items if item.name == "hangs")
    assert hangs.state == "held"
    folder.close()


@pytest.mark.parametrize("year", [1, 1899, 2200, 9000])
def test_a_file_saved_far_off_is_read_like_any_other(tmp_path: Path, year: int) -> None:
    """An archive may set any time of saving; one that Python has no date for ended every pass."""
    path = tmp_path / "odd.md"
    path.write_text("---\ntitle: Odd\nwhen: 2 October 2017\n---\n\nWords.\n", encoding="utf-8")
    seconds = (date(year, 6, 1) - date(1970, 1, 1)).days * 86_400
    os.utime(path, (seconds, seconds))
    library = read_library(tmp_path, ("en",), lambda source, language: source)
    assert not library.problems
    assert library.announcements[0].saved.year in range(1900, 2201)


def test_a_file_saved_beyond_every_calendar_is_read_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "odd.md"
    path.write_text("---\ntitle: Odd\nwhen: 2 October 2017\n---\n\nWords.\n", encoding="utf-8")
    os.utime(path, ns=(10**18, 300_000_000_000 * 10**9 // 100))
    library = read_library(tmp_path, ("en",), lambda source, language: source)
    assert [one.slug for one in library.announcements] == ["odd"]
