"""Reading dates: years, weekdays, hours, occasions, faults; and the reading told, written and split."""

import time as clock
from datetime import date, time

import msgspec
import pytest

from publisher.dates.tokens import Token, read_tokens
from publisher.dates.when import (
    Occasion,
    Times,
    When,
    describe_when,
    find_condition,
    read_when,
    split_line,
    when_to_json,
    write_when,
)

LETTER = date(2017, 9, 13)
SECOND = date(2017, 10, 2)
FIFTH = date(2017, 10, 5)


def read(text: str, letter: date | None = LETTER) -> When:
    return read_when(text, letter=letter)


class TestTheYear:
    def test_a_day_before_the_letter_is_simply_past(self) -> None:
        when = read("25 August")
        assert when.days == (date(2017, 8, 25),)
        assert not when.problems

    def test_a_day_after_new_year_is_in_the_next_year(self) -> None:
        assert read("14 January").first == date(2018, 1, 14)

    @pytest.mark.parametrize(("day", "year"), [("13 June", 2017), ("12 June", 2018)])
    def test_the_window_opens_three_months_before_the_letter_and_closes_after_nine(
        self, day: str, year: int
    ) -> None:
        when = read(day)
        assert when.first is not None
        assert when.first.year == year
        assert any("write the year" in doubt for doubt in when.doubts)

    def test_every_day_of_the_year_has_exactly_one_place_around_the_letter(self) -> None:
        for month in range(1, 13):
            name = date(2000, month, 1).strftime("%B")
            for number in range(1, 29):
                first = read(f"{number} {name}").first
                assert first is not None
                assert date(2017, 6, 13) <= first < date(2018, 6, 13)

    def test_a_range_keeps_to_the_year_of_its_first_day(self) -> None:
        when = read("10 to 15 June")
        assert (when.first, when.last) == (date(2018, 6, 10), date(2018, 6, 15))

    def test_a_range_runs_over_new_year(self) -> None:
        when = read("29 December to 5 January")
        assert (when.first, when.last) == (date(2017, 12, 29), date(2018, 1, 5))

    def test_a_year_on_the_last_date_counts_backwards(self) -> None:
        when = read("30 December, 2 January and 5 March 2016", letter=None)
        assert when.days == (date(2015, 12, 30), date(2016, 1, 2), date(2016, 3, 5))

    def test_a_year_on_the_first_date_counts_forwards(self) -> None:
        when = read("20 December 2017 and 14 January", letter=None)
        assert when.days == (date(2017, 12, 20), date(2018, 1, 14))

    def test_a_written_year_stands_whatever_the_letter_says(self) -> None:
        assert read("September 11, 2001").first == date(2001, 9, 11)

    def test_a_year_far_from_its_neighbour_is_doubted(self) -> None:
        assert any("far from" in doubt for doubt in read("2 October 2017 and 28 September").doubts)

    def test_without_a_letter_a_missing_year_is_a_fault(self) -> None:
        when = read("2 October", letter=None)
        assert when.precision == "unread"
        assert when.first is None
        assert "year" in when.faults[0]

    def test_the_twenty_ninth_of_february_is_not_moved_to_another_day(self) -> None:
        assert read("29 February").faults == ("29 February 2018 does not exist: February has 28 days",)
        assert read("29 February", letter=date(2024, 1, 10)).first == date(2024, 2, 29)


class TestFaults:
    def test_a_wrong_weekday_is_named_with_the_right_one(self) -> None:
        assert read("Tuesday, 2 October 2017").faults == (
            "2 October 2017 is a Monday, not a Tuesday; write the right weekday or leave it out",
        )

    @pytest.mark.parametrize(
        "text",
        [
            "2 October (Tuesday)",
            "2 October 2017, Tuesday",
            "on Tuesday morning (2 October)",
            "from Tuesday, 2 to Friday, 6 October",
            "Monday 2 and Monday 3 October",
            "Tuesday and Wednesday, 2 and 3 October 2017",
            "October 2, 2017 (Tuesday)",
            "the week of Tuesday 2 October",
        ],
    )
    def test_a_weekday_is_checked_wherever_it_stands(self, text: str) -> None:
        assert any("not a" in fault for fault in read(text).faults)

    @pytest.mark.parametrize(
        "text",
        [
            "31 September",
            "45 October",
            "0 October",
            "2017-13-02",
            "9 to 4 October",
            "20, 20 and 23 October",
            "4-8 October and 8 October",
            "2 October, 25:00",
            "2 October, 3:00",
            "2 October, 15:00 a.m.",
            "2 October, 15:00 to 10:00",
            "2 October at midnight",
            "2 October, 12 a.m.",
            "2 October (afternoon), 10 a.m.",
            "2 October from 10 to 1",
            "2 October, 10 a.m. CET",
            "2 October, 10 a.m. (Geneva time)",
            "02/10/2017",
            "2.10.2017",
            "Monday",
            "next week",
            "tomorrow",
            "every Monday in October",
            "spring 2018",
            "postponed from 2 October to 3 October",
            "2 October first reading, 5 October second reading",
            "two weeks before 5 October",
            "6-10 November [4 days]",
            "2 October 2017 at 10 a.m. first reading, debate at 3 p.m.",
            "2017-10-02T15:00Z",
            "2017-10-02T15:00+02:00",
            "from 5 and 6 October",
            "by 5 October (1/2 day)",
            "2 October (cancelled)",
            "the 2030 Agenda",
            "resolution 71/280",
            "Informal consultations",
            "",
        ],
    )
    def test_what_would_have_to_be_guessed_is_a_fault_and_never_exact(self, text: str) -> None:
        when = read(text)
        assert when.faults
        assert not when.exact

    def test_a_line_longer_than_500_characters_is_refused(self) -> None:
        assert read("2 October" + " " * 491).exact
        assert "500" in read("2 October" + " " * 492).faults[0]

    def test_problems_are_faults_and_then_doubts(self) -> None:
        when = read("the week of Tuesday 25 October")
        assert when.problems == when.faults + when.doubts
        assert when.faults
        assert when.doubts

    def test_a_second_date_in_parentheses_is_only_doubted(self) -> None:
        when = read("20 February (a hearing will be held on 21 February)")
        assert when.exact
        assert when.days == (date(2018, 2, 20),)
        assert "21 February" in when.doubts[0]

    def test_half_days_after_two_full_dates_are_not_exact(self) -> None:
        assert read("3 and 5 October (afternoon)").exact
        when = read("3 October and 5 October (afternoon)")
        assert not when.exact
        assert "last day only" in when.faults[0]

    def test_small_months_are_read_beside_a_number_only(self) -> None:
        assert read("5 may 2018").days == (date(2018, 5, 5),)
        assert read("delegations may wish to meet on 5 october").days == (FIFTH,)

    def test_what_a_line_was_is_not_what_it_is(self) -> None:
        assert read("5 October (was 2 October)").days == (FIFTH,)

    def test_the_date_of_a_letter_is_not_the_date_of_the_meeting(self) -> None:
        when = read("the President's letter of 14 September 2017 convenes a meeting on 2 October")
        assert when.days == (SECOND,)


class TestHours:
    @pytest.mark.parametrize(
        ("text", "start", "end"),
        [
            ("10-11:30 a.m.", time(10), time(11, 30)),
            ("3–6 p.m.", time(15), time(18)),
            ("11:30 a.m.-1 p.m.", time(11, 30), time(13)),
            ("10-1 p.m.", time(10), time(13)),
            ("from 10:00-11.30", time(10), time(11, 30)),
            ("3.00 pm to 4.30 pm", time(15), time(16, 30)),
            ("between 10 and 11 a.m.", time(10), time(11)),
            ("10 a.m. to noon", time(10), time(12)),
            ("15h00 – 18h00", time(15), time(18)),
            ("22:00 to 24:00", time(22), time(0)),
            ("3pm", time(15), None),
            ("3:00 p.m,", time(15), None),
            ("at 3 o'clock p.m.", time(15), None),
            ("1500 hours", time(15), None),
            ("12 noon", time(12), None),
            ("12.30 p.m.", time(12, 30), None),
            ("09:00 EST", time(9), None),
            ("10.30 a.m. New York time", time(10, 30), None),
        ],
    )
    def test_hours_are_read_as_they_are_written(self, text: str, start: time, end: time | None) -> None:
        for line in (f"2 October, {text}", f"{text} on Monday 2 October"):
            when = read(line)
            assert when.times == (Times(start, end),), line
            assert when.exact

    def test_a_sitting_past_midnight_ends_on_the_next_day(self) -> None:
        when = read("2 October, 10 p.m. to 1 a.m.")
        assert when.days == (SECOND,)
        assert when.occasions == (Occasion(SECOND, date(2017, 10, 3), None, time(22), time(1)),)

    def test_a_half_day_has_the_usual_hours_but_none_were_written(self) -> None:
        when = read("2 October (afternoon)")
        assert when.times == ()
        assert when.occasions == (Occasion(SECOND, SECOND, "afternoon", time(15), time(18)),)

    def test_an_evening_has_no_end(self) -> None:
        assert read("2 October (evening)").occasions == (Occasion(SECOND, SECOND, "evening", time(18), None),)

    def test_a_half_day_that_is_not_named_is_not_exact(self) -> None:
        when = read("17 October (1/2 day)")
        assert (when.precision, when.part, when.exact) == ("half-day", None, False)
        assert when.doubts


class TestOccasions:
    def test_five_days_at_two_hours_are_ten_sittings(self) -> None:
        when = read("from Monday, 23 to Friday, 27 March 2015, at 10:00 and 15:00")
        assert len(when.occasions) == 10
        assert when.occasions[0] == Occasion(date(2015, 3, 23), date(2015, 3, 23), None, time(10), None)
        assert when.occasions[-1] == Occasion(date(2015, 3, 27), date(2015, 3, 27), None, time(15), None)
        assert when.times == (Times(time(10)), Times(time(15)))

    def test_a_plain_range_is_one_occasion(self) -> None:
        when = read("2 to 5 October")
        assert when.occasions == (Occasion(SECOND, FIFTH),)
        assert len(when.days) == 4

    def test_both_halves_of_a_day_are_two_sittings(self) -> None:
        when = read("2 October, a.m. and p.m.")
        assert [one.part for one in when.occasions] == ["morning", "afternoon"]
        assert when.part is None

    def test_days_with_hours_of_their_own_keep_them(self) -> None:
        when = read("2 October at 10:00 and 5 October at 15:00")
        assert when.occasions == (
            Occasion(SECOND, SECOND, None, time(10)),
            Occasion(FIFTH, FIFTH, None, time(15)),
        )

    def test_a_range_between_two_hours_is_one_long_sitting(self) -> None:
        when = read("from 10 a.m. on 2 October to 6 p.m. on 5 October")
        assert when.occasions == (Occasion(SECOND, FIFTH, None, time(10), time(18)),)

    def test_a_vague_line_is_one_occasion_without_hours(self) -> None:
        when = read("in June and early July 2018")
        assert when.occasions == (Occasion(date(2018, 6, 1), date(2018, 7, 10)),)
        assert when.days == ()

    def test_a_week_names_its_five_days(self) -> None:
        when = read("Week of 23 October")
        assert when.days == tuple(date(2017, 10, day) for day in range(23, 28))
        assert when.occasions == (Occasion(date(2017, 10, 23), date(2017, 10, 27)),)

    def test_two_weeks_name_ten_days_and_leave_out_those_between(self) -> None:
        when = read("weeks of 2 and 23 October")
        assert [day.day for day in when.days] == [2, 3, 4, 5, 6, 23, 24, 25, 26, 27]

    @pytest.mark.parametrize("text", ["TBC", "during its main session", "12 Dec or 14 Jan", "soonish"])
    def test_what_has_no_one_date_has_no_occasions(self, text: str) -> None:
        assert read(text).occasions == ()

    def test_alternatives_keep_their_days(self) -> None:
        when = read("12 Dec or 14 Jan")
        assert when.days == (date(2017, 12, 12), date(2018, 1, 14))
        assert not when.exact


class TestDeadlinesAndOpenEnds:
    def test_a_deadline_has_only_an_end(self) -> None:
        when = read("until 6:00 p.m. on Friday, 19 June 2020")
        assert (when.first, when.last, when.precision, when.exact) == (None, date(2020, 6, 19), "by", True)
        assert when.occasions == (Occasion(date(2020, 6, 19), date(2020, 6, 19), None, None, time(18)),)

    def test_before_a_day_ends_with_the_day_before_it(self) -> None:
        assert read("before 5 October").last == date(2017, 10, 4)
        assert read("before March 2018").last == date(2018, 2, 28)

    def test_before_an_hour_stays_on_its_day(self) -> None:
        assert read("before noon on 5 October").last == FIFTH

    def test_by_a_month_is_doubted_and_by_its_end_is_not(self) -> None:
        assert read("by January 2018").doubts
        assert not read("by the end of January 2018").problems
        assert read("by January 2018").last == read("by the end of January 2018").last == date(2018, 1, 31)

    def test_a_deadline_in_a_half_day_is_not_an_instant(self) -> None:
        when = read("by the morning of 13 October")
        assert not when.exact
        assert when.occasions == (
            Occasion(date(2017, 10, 13), date(2017, 10, 13), "morning", None, time(13)),
        )

    def test_half_past_eleven_fifty_nine_is_probably_in_the_evening(self) -> None:
        assert "p.m." in read("by 12 October (11.59 New York time)").doubts[0]
        assert read("by 12 October, 11:59 p.m.").exact

    def test_an_open_start_has_no_last_day(self) -> None:
        when = read("starting in February")
        assert (when.first, when.last, when.exact) == (date(2018, 2, 1), None, False)
        assert read("after 5 October").first == date(2017, 10, 6)

    def test_seventy_two_hours_end_three_days_later(self) -> None:
        when = read("silence for 72 hours starting at 10 a.m. on August 14, 2017")
        assert when.precision == "duration"
        assert when.occasions == (Occasion(date(2017, 8, 14), date(2017, 8, 17), None, time(10), time(10)),)


class TestConditions:
    @pytest.mark.parametrize(
        ("text", "condition"),
        [
            ("Week of 23 October, as needed", "as needed"),
            ("2 October (TBC)", "TBC"),
            ("2 October, t.b.c.", "t.b.c."),
            ("[tentative] 2 October", "tentative"),
            ("2 and, if necessary, 5 October", "if necessary"),
            ("2 October, unless otherwise agreed", "unless otherwise agreed"),
            (
                "2 October, on a date to be communicated in due course",
                "date to be communicated in due course",
            ),
            ("2 October, subject to confirmation by the Bureau", "subject to confirmation by the Bureau"),
            ("about 2 October", "about"),
            ("2 October (date and venue to be confirmed)", "to be confirmed"),
            ("2 October?", "?"),
            ("2 October, if needed (tbc)", "if needed, tbc"),
        ],
    )
    def test_a_condition_is_kept_as_written_and_wins(self, text: str, condition: str) -> None:
        when = read(text)
        assert when.condition == condition
        assert when.days or when.precision == "week"
        assert not when.exact

    @pytest.mark.parametrize(
        "text",
        [
            "2 October, venue to be confirmed",
            "2 October (room tbc)",
            "2 October, Conference Room to be announced",
            "2 October. Further details will be announced in due course",
            "Text to be finalized by 2 October",
            "2 October, paragraphs to be agreed",
            "provisional list of speakers, 2 October",
            "provisional agenda on 2 October",
        ],
    )
    def test_what_is_open_about_the_room_leaves_the_date_certain(self, text: str) -> None:
        when = read(text)
        assert when.condition is None
        assert when.exact

    def test_a_blank_is_a_condition(self) -> None:
        assert read("[ ] September 2017").condition == "[ ]"
        assert read("XX September 2017").condition == "XX"

    def test_a_condition_is_found_in_any_text(self) -> None:
        assert find_condition("Additional informal consultations, as needed") == "as needed"
        assert find_condition("1st reading") is None


class TestTelling:
    @pytest.mark.parametrize(
        ("text", "long", "short"),
        [
            ("2 October (afternoon)", "Monday 2 October 2017, afternoon", "Mon 2 Oct, afternoon"),
            ("2 October, 3-6 p.m.", "Monday 2 October 2017, 15:00 to 18:00", "Mon 2 Oct, 15:00 to 18:00"),
            (
                "Week of 23 October, as needed",
                "week of 23 October 2017, as needed",
                "week of 23 Oct, as needed",
            ),
            ("2, 5 and 6 October", "2, 5 and 6 October 2017", "2, 5 and 6 Oct"),
            ("2 to 5 October", "Monday 2 October 2017 to Thursday 5 October 2017", "Mon 2 Oct to Thu 5 Oct"),
            ("by 5 October", "by Thursday 5 October 2017", "by Thu 5 Oct"),
            ("by early October", "by early October 2017", "by early Oct"),
            ("early to late October", "early October 2017 to late October 2017", "early Oct to late Oct"),
            ("in 2018", "2018", "2018"),
            ("October to mid-January", "October 2017 to mid-January 2018", "Oct to mid-Jan"),
            (
                "before the week of 30 October",
                "before the week of 30 October 2017",
                "before the week of 30 Oct",
            ),
            ("17 October (1/2 day)", "Tuesday 17 October 2017, half day", "Tue 17 Oct, half day"),
            ("about 2 October", "about Monday 2 October 2017", "about Mon 2 Oct"),
            ("12 Dec or 14 Jan", "12 December 2017 or 14 January 2018", "12 Dec or 14 Jan"),
            ("TBC", "“TBC”", "“TBC”"),
            ("during its main session", "“during its main session”", "“during its main session”"),
        ],
    )
    def test_a_reading_is_told_in_the_words_of_a_plan(self, text: str, long: str, short: str) -> None:
        assert describe_when(read(text)) == long
        assert describe_when(read(text), short=True) == short

    def test_json_holds_every_field_but_none_of_the_machinery(self) -> None:
        assert when_to_json(read("2 October, 3-6 p.m., tbc")) == {
            "text": "2 October, 3-6 p.m., tbc",
            "first": "2017-10-02",
            "last": "2017-10-02",
            "part": None,
            "times": [{"start": "15:00", "end": "18:00"}],
            "precision": "time",
            "condition": "tbc",
            "exact": False,
            "days": ["2017-10-02"],
            "occasions": [
                {"first": "2017-10-02", "last": "2017-10-02", "part": None, "start": "15:00", "end": "18:00"}
            ],
            "problems": [],
        }

    def test_json_of_an_open_end_has_null(self) -> None:
        found = when_to_json(read("by 5 October"))
        assert (found["first"], found["last"]) == (None, "2017-10-05")


@pytest.mark.parametrize(
    ("line", "when", "what"),
    [
        ("2 October (afternoon) - 1st reading", "2 October (afternoon)", "1st reading"),
        ("17 Oct (1/2 day) Opening session", "17 Oct (1/2 day)", "Opening session"),
        ("(a) 19-21 January 2015 [3 days] – Stocktaking", "19-21 January 2015 [3 days]", "Stocktaking"),
        ("27-29 Jan 1st drafting session", "27-29 Jan", "1st drafting session"),
        (
            "Week of 23 October — Additional informal consultations, as needed",
            "Week of 23 October",
            "Additional informal consultations, as needed",
        ),
        ("2 October (afternoon, informal) 1 st reading", "2 October (afternoon, informal)", "1 st reading"),
        ("5 October, 10:00 AM – 1:00 PM (EST) Briefing", "5 October, 10:00 AM – 1:00 PM (EST)", "Briefing"),
        ("• 12 Dec or 14 Jan: partnerships", "12 Dec or 14 Jan", "partnerships"),
        ("TBC – Adoption", "TBC", "Adoption"),
        ("Circulation of the zero draft: 25 September", "25 September", "Circulation of the zero draft"),
        ("Submission of the report by 5 October 2017", "by 5 October 2017", "Submission of the report"),
        ("Adoption (31 October)", "31 October", "Adoption"),
        ("Adoption – date to be confirmed", "date to be confirmed", "Adoption"),
        ("The reading on 2 October is open", "on 2 October", "The reading on 2 October is open"),
        ("Additional consultations, as needed", "", "Additional consultations, as needed"),
        ("Informal consultations", "", "Informal consultations"),
        ("", "", ""),
    ],
)
def test_a_line_is_split_into_its_date_and_what_takes_place(line: str, when: str, what: str) -> None:
    assert split_line(line, letter=LETTER) == (when, what)


SLOW = ["1, " * 166, "1 or " * 120, "as " * 160, "early " * 80, "(" * 500, "the week of " * 40, "2017 " * 100]
SLOW += [
    "2 October and " * 35,
    "A/" * 250,
    "x-" * 250,
    "10:00 and " * 50,
    "[ ]" * 160,
    "½" * 500,
    "to be " * 80,
]


@pytest.mark.parametrize("text", SLOW)
def test_no_line_takes_long(text: str) -> None:
    began = clock.perf_counter()
    read(text[:500])
    assert clock.perf_counter() - began < 0.5


def test_a_usual_line_takes_well_under_a_millisecond() -> None:
    lines = [
        "2 October (afternoon)",
        "Week of 23 October, as needed",
        "from 3 to 6 p.m. on Monday, 2 October",
    ]
    best = 1.0
    for _ in range(20):
        began = clock.perf_counter()
        for line in lines:
            read(line)
        best = min(best, (clock.perf_counter() - began) / len(lines))
    assert best < 0.001


def test_whatever_the_grammar_meets_one_line_is_unread_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(text: str) -> list[Token]:
        if "cursed" in text:
            raise ZeroDivisionError("out of its depth")
        return read_tokens(text)

    monkeypatch.setattr("publisher.dates.when.read_tokens", fail)
    cursed = read("a cursed 2 October")
    assert cursed.precision == "unread"
    assert cursed.faults == ("it cannot be read (ZeroDivisionError); write it in other words",)
    assert read("2 October").first == SECOND


DOUBTED = [
    "first week of April 2018",
    "fourth week of February 2018",
    "last week of February 2018",
    "by 12 October 2017 (11.59 New York time)",
    "by January 2018",
    "by 2 and 5 October 2017",
    "2 and 3 October 2017, half day, to be confirmed",
    "week of 3 October 2017",
]
FAULTY = ["Tuesday, 2 October 2017", "2 October 2017 (morning) at 15:00", "31 June 2017", "in the spring"]


@pytest.mark.parametrize("line", DOUBTED)
def test_a_doubt_worded_otherwise_changes_nothing_of_what_is_written_back(line: str) -> None:
    when = read(line)
    assert when.doubts
    reworded = msgspec.structs.replace(when, doubts=("it is all rather vague",) * len(when.doubts))
    assert write_when(reworded) == write_when(when)
    assert describe_when(reworded) == describe_when(when)


@pytest.mark.parametrize(
    ("line", "code"), list(zip(FAULTY, ("weekday", "half-day", "date", "date"), strict=True))
)
def test_a_fault_names_the_rule_of_the_house_that_it_breaks(line: str, code: str) -> None:
    assert [rule for _, rule in read(line).coded_faults] == [code]


@pytest.mark.parametrize("line", DOUBTED + FAULTY)
def test_a_reading_in_a_ledger_of_before_there_were_codes_equals_todays(line: str) -> None:
    """Else everything in doubt would be released anew, as if somebody had corrected it."""
    when = read(line)
    recorded = msgspec.json.decode(msgspec.json.encode(when))
    assert recorded.pop("codes")
    assert msgspec.convert(recorded, When) == when


def test_a_reading_without_a_doubt_is_recorded_as_before() -> None:
    assert b"codes" not in msgspec.json.encode(read("2 October 2017"))
