"""What is written back reads to the same reading, and nothing that is read raises, for thousands of lines."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.dates.vocabulary import MONTH_NAMES, WEEKDAY_NAMES
from publisher.dates.when import When, describe_when, read_when, split_line, when_to_json, write_when

LETTER = date(2017, 9, 13)
WITHOUT_DATE = ("relative", "undated", "unread")

days = st.dates(date(2017, 7, 1), date(2018, 5, 30))
conditions = st.sampled_from(
    [
        "",
        ", as needed",
        " (tbc)",
        ", to be confirmed",
        ", unless otherwise agreed",
        ", tentative, if needed",
        "?",
    ]
)
hours = st.sampled_from(
    [
        "",
        " (morning)",
        " (afternoon)",
        ", evening",
        ", a.m. and p.m.",
        " at 10:00",
        ", 3–6 p.m.",
        ", 10 a.m.-1 p.m. and 3-6 p.m.",
        ", 10 p.m. to 1 a.m.",
        ", afternoon, 15:00 to 16:30",
        " (1/2 day)",
        ", COB",
        " at noon EST",
    ]
)


def name(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month - 1]}"


@st.composite
def day_words(draw: st.DrawFn) -> str:
    """A day with or without weekday and year, in one order or the other."""
    day = draw(days)
    weekday = draw(
        st.sampled_from(["", f"{WEEKDAY_NAMES[day.weekday()]}, ", f"{WEEKDAY_NAMES[day.weekday()][:3]} "])
    )
    year = draw(st.sampled_from(["", f" {day.year}"]))
    form = draw(
        st.sampled_from(
            [
                name(day),
                f"{day.day} {MONTH_NAMES[day.month - 1][:3]}",
                f"{day.day}th of {MONTH_NAMES[day.month - 1]}",
            ]
        )
    )
    american = f"{MONTH_NAMES[day.month - 1]} {day.day}" + (f", {day.year}" if year else "")
    return weekday + draw(st.sampled_from([form + year, american]))


@st.composite
def exact_words(draw: st.DrawFn) -> str:
    """Days, ranges and lists with hours."""
    start = draw(days)
    gaps = draw(st.lists(st.integers(1, 40), min_size=0, max_size=4))
    dates = [start]
    for gap in gaps:
        dates.append(dates[-1] + timedelta(days=gap))
    kind = draw(st.sampled_from(["list", "range", "each", "long"]))
    if kind == "range" and len(dates) > 1:
        return (
            f"{name(dates[0])} {draw(st.sampled_from(['to', '-', '–', 'until']))} {name(dates[-1])}"
            + draw(hours)
        )
    if kind == "each":
        return " and ".join(name(day) + draw(hours) for day in dates)
    if kind == "long" and len(dates) > 1:
        return f"from 10 a.m. on {name(dates[0])} to 6 p.m. on {name(dates[-1])}"
    return draw(st.sampled_from([", ", " and ", " & "])).join(name(day) for day in dates) + draw(hours)


@st.composite
def vague_words(draw: st.DrawFn) -> str:
    """Weeks, portions, months, quarters, years, and spans of them."""
    portion = st.sampled_from(
        [
            "",
            "early ",
            "mid-",
            "late ",
            "the beginning of ",
            "the end of ",
            "the first half of ",
            "the second half of ",
            "the first week of ",
        ]
    )
    unit = st.one_of(
        st.sampled_from(MONTH_NAMES),
        st.sampled_from(["2018", "the second quarter of 2018", "Q4 2017", "the first semester of 2018"]),
        days.map(lambda day: f"the week of {name(day - timedelta(days=day.weekday()))}"),
    )
    one = st.builds(
        lambda p, u: f"{'' if p in ('mid-', 'early ', 'late ') and u.startswith('the') else p}{u}",
        portion,
        unit,
    )
    words = draw(one)
    link = draw(st.sampled_from(["", "", " to ", " and ", " or "]))
    return words + (link + draw(one) if link else "")


@st.composite
def lines(draw: st.DrawFn) -> str:
    core = draw(
        st.one_of(
            day_words().flatmap(lambda day: hours.map(lambda hour: day + hour)), exact_words(), vague_words()
        )
    )
    bound = draw(
        st.sampled_from(
            [
                "",
                "",
                "",
                "by ",
                "no later than ",
                "before ",
                "until ",
                "starting on ",
                "from ",
                "after ",
                "between ",
                "72 hours starting on ",
            ]
        )
    )
    return bound + core + draw(conditions)


def without_text(when: When) -> When:
    return msgspec.structs.replace(when, text="")


def check_round_trip(when: When) -> None:
    """Equal in all but the text; of the doubts only those may go that the new wording settles."""
    again = read_when(write_when(when), letter=None)
    assert set(again.doubts) <= set(when.doubts)
    assert without_text(again) == msgspec.structs.replace(
        when, text="", doubts=again.doubts, codes=again.codes
    )
    if not when.doubts:
        assert without_text(again) == without_text(when)


@settings(max_examples=1000, deadline=None)
@given(lines())
def test_a_reading_written_back_reads_the_same(line: str) -> None:
    when = read_when(line, letter=LETTER)
    if when.faults or when.precision in WITHOUT_DATE:
        assert write_when(when) == line
    else:
        check_round_trip(when)


@settings(max_examples=500, deadline=None)
@given(day_words())
def test_a_day_is_read_from_every_order_of_its_words(line: str) -> None:
    when = read_when(line, letter=LETTER)
    assert when.precision == "day"
    assert when.exact
    assert not when.faults


WORDS = (
    "1 2 9 13 23 31 32 99 2017 2018 10:00 11.59 15:00 25:00 3 p.m. a.m. am noon midnight COB October "
    "Oct. Sept. May march Monday Tue the of on in at by until before after from to - – , and or & / ( "
    ") [ ] ; : . ? early mid late end beginning first second half week quarter semester year this "
    "next month w/c morning afternoon evening day days hours 72 tbc as needed if necessary in due "
    "course to be confirmed venue starting continuing no later than EST CET __ about was moved every "
    "2017-10-02 02/10/2017 1/2 day between up not spring tomorrow letter dated deadline onwards at "
    "the latest Conference Room 4 71/280 A/72/L.9 ½ … “ ” ٥ ５ "
).split()


@settings(max_examples=1000, deadline=None)
@given(
    st.one_of(
        st.text(max_size=120),
        st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join),
        st.lists(st.sampled_from(WORDS), max_size=14).map("".join),
    ),
    st.sampled_from([LETTER, None, date(2024, 2, 29)]),
)
def test_nothing_raises_and_nothing_faulty_is_exact(text: str, letter: date | None) -> None:
    when = read_when(text, letter=letter)
    assert when.text == text
    assert not (when.exact and (when.faults or when.condition))
    assert when.precision == "unread" or when.first or when.last or not when.days
    assert describe_when(when)
    assert describe_when(when, short=True)
    assert write_when(when) or not text
    assert msgspec.json.decode(msgspec.json.encode(when_to_json(when)))
    date_words, what = split_line(text, letter=letter)
    assert date_words in text
    assert what in text
    if when.faults == () and when.precision not in WITHOUT_DATE:
        check_round_trip(when)


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "-", "()", "0 0", "\ud800", "🗓 2 October", "2 October\u200b 2017"]
)
def test_odd_texts_are_read_or_refused_without_raising(text: str) -> None:
    assert describe_when(read_when(text, letter=LETTER))
