"""Dates and times in six languages, each form written out as the Journal prints it."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from publisher.journal.language import (
    LANGUAGES,
    format_date,
    format_day_list,
    format_days,
    format_instant,
    format_month,
    format_time,
    format_times,
    word,
    zone_in_words,
)

NEW_YORK = ZoneInfo("America/New_York")
SIX = ("ar", "zh", "en", "fr", "ru", "es")
each_language = pytest.mark.parametrize("lang", LANGUAGES)


def in_all(function: str, *texts: str) -> list[tuple[str, str]]:
    assert len(texts) == len(SIX), function
    return list(zip(SIX, texts, strict=True))


@pytest.mark.parametrize(
    ("lang", "text"),
    in_all(
        "format_date",
        "الاثنين، 2 تشرين الأول/أكتوبر 2017",
        "2017年10月2日,星期一",
        "Monday, 2 October 2017",
        "lundi 2 octobre 2017",
        "понедельник, 2 октября 2017 года",
        "lunes 2 de octubre de 2017",
    ),
)
def test_a_date_has_the_form_of_the_journal(lang: str, text: str) -> None:
    assert format_date(date(2017, 10, 2), lang) == text


@pytest.mark.parametrize(
    ("lang", "text"),
    in_all(
        "format_date",
        "1 تشرين الأول/أكتوبر 2017",
        "2017年10月1日",
        "1 October 2017",
        "1er octobre 2017",
        "1 октября 2017 года",
        "1 de octubre de 2017",
    ),
)
def test_the_first_of_a_month_without_weekday(lang: str, text: str) -> None:
    assert format_date(date(2017, 10, 1), lang, weekday=False) == text


@pytest.mark.parametrize(
    ("lang", "text"),
    in_all(
        "format_date",
        "الأحد، 1 تشرين الأول/أكتوبر",
        "10月1日,星期日",
        "Sunday, 1 October",
        "dimanche 1er octobre",
        "воскресенье, 1 октября",
        "domingo 1 de octubre",
    ),
)
def test_a_date_without_its_year(lang: str, text: str) -> None:
    assert format_date(date(2017, 10, 1), lang, year=False) == text


def test_only_the_first_of_the_month_is_an_ordinal_in_french() -> None:
    days = [format_date(date(2017, 10, day), "fr", weekday=False, year=False) for day in (1, 11, 21, 31)]
    assert days == ["1er octobre", "11 octobre", "21 octobre", "31 octobre"]


def test_arabic_months_carry_both_names() -> None:
    """CLDR has one name for each, and not the one of the United Nations (July is "يوليو" there)."""
    months = [format_date(date(2017, month, 2), "ar", weekday=False, year=False) for month in range(1, 13)]
    assert months == [
        "2 كانون الثاني/يناير",
        "2 شباط/فبراير",
        "2 آذار/مارس",
        "2 نيسان/أبريل",
        "2 أيار/مايو",
        "2 حزيران/يونيه",
        "2 تموز/يوليه",
        "2 آب/أغسطس",
        "2 أيلول/سبتمبر",
        "2 تشرين الأول/أكتوبر",
        "2 تشرين الثاني/نوفمبر",
        "2 كانون الأول/ديسمبر",
    ]


@pytest.mark.parametrize(
    ("lang", "text"),
    in_all(
        "format_days",
        "الاثنين 23 إلى الجمعة 27 آذار/مارس 2015",
        "2015年3月23日星期一至27日星期五",
        "Monday, 23 to Friday, 27 March 2015",
        "lundi 23 au vendredi 27 mars 2015",
        "понедельник, 23 марта – пятница, 27 марта 2015 года",
        "lunes 23 al viernes 27 de marzo de 2015",
    ),
)
def test_a_range_within_a_month_says_the_month_once(lang: str, text: str) -> None:
    assert format_days(date(2015, 3, 23), date(2015, 3, 27), lang) == text


@pytest.mark.parametrize(
    ("lang", "text"),
    in_all(
        "format_days",
        "السبت 30 أيلول/سبتمبر إلى الأحد 1 تشرين الأول/أكتوبر 2017",
        "2017年9月30日星期六至10月1日星期日",
        "Saturday, 30 September to Sunday, 1 October 2017",
        "samedi 30 septembre au dimanche 1er octobre 2017",
        "суббота, 30 сентября – воскресенье, 1 октября 2017 года",
        "sábado 30 de septiembre al domingo 1 de octubre de 2017",
    ),
)
def test_a_range_across_months_says_the_year_once(lang: str, text: str) -> None:
    assert format_days(date(2017, 9, 30), date(2017, 10, 1), lang) == text


@pytest.mark.parametrize(
    ("lang", "text"),
    in_all(
        "format_days",
        "الجمعة 29 كانون الأول/ديسمبر 2017 إلى الجمعة 5 كانون الثاني/يناير 2018",
        "2017年12月29日星期五至2018年1月5日星期五",
        "Friday, 29 December 2017 to Friday, 5 January 2018",
        "vendredi 29 décembre 2017 au vendredi 5 janvier 2018",
        "пятница, 29 декабря 2017 года – пятница, 5 января 2018 года",
        "viernes 29 de diciembre de 2017 al viernes 5 de enero de 2018",
    ),
)
def test_a_range_across_years_says_both(lang: str, text: str) -> None:
    assert format_days(date(2017, 12, 29), date(2018, 1, 5), lang) == text


@pytest.mark.parametrize(
    ("lang", "text"),
    in_all(
        "format_days",
        "12 إلى 15 آذار/مارس 2018",
        "2018年3月12日至15日",
        "12 to 15 March 2018",
        "12 au 15 mars 2018",
        "12–15 марта 2018 года",
        "12 al 15 de marzo de 2018",
    ),
)
def test_a_range_without_weekdays(lang: str, text: str) -> None:
    assert format_days(date(2018, 3, 12), date(2018, 3, 15), lang, weekday=False) == text


@each_language
def test_the_same_month_of_two_years_is_no_shared_month(lang: str) -> None:
    text = format_days(date(2017, 12, 29), date(2018, 12, 28), lang)
    assert "2017" in text
    assert "2018" in text


@each_language
def test_a_range_of_one_day_is_that_day(lang: str) -> None:
    day = date(2017, 10, 2)
    assert format_days(day, day, lang) == format_date(day, lang)
    assert format_days(day, day, lang, weekday=False) == format_date(day, lang, weekday=False)


def test_a_range_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        format_days(date(2017, 10, 3), date(2017, 10, 2), "en")


@pytest.mark.parametrize(
    ("lang", "text"),
    in_all(
        "format_day_list",
        "الأربعاء والخميس، 27 و 28 أيلول/سبتمبر 2017",
        "2017年9月27日和28日,星期三和星期四",
        "Wednesday and Thursday, 27 and 28 September 2017",
        "mercredi 27 et jeudi 28 septembre 2017",
        "среда и четверг, 27 и 28 сентября 2017 года",
        "miércoles 27 y jueves 28 de septiembre de 2017",
    ),
)
def test_days_in_a_row_are_listed_with_their_weekdays(lang: str, text: str) -> None:
    assert format_day_list([date(2017, 9, 28), date(2017, 9, 27), date(2017, 9, 28)], lang) == text


@pytest.mark.parametrize(
    ("lang", "text"),
    in_all(
        "format_day_list",
        "2 و 5 تشرين الأول/أكتوبر 2017",
        "2017年10月2日和5日",
        "2 and 5 October 2017",
        "2 et 5 octobre 2017",
        "2 и 5 октября 2017 года",
        "2 y 5 de octubre de 2017",
    ),
)
def test_days_apart_are_listed_by_their_numbers(lang: str, text: str) -> None:
    assert format_day_list([date(2017, 10, 2), date(2017, 10, 5)], lang) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ([date(2024, 8, d) for d in (1, 2, 6, 7, 8)], "1, 2, 6, 7 and 8 August 2024"),
        ([date(2018, 4, 12), date(2018, 5, 2), date(2018, 5, 3)], "12 April and 2 and 3 May 2018"),
        ([date(2017, 12, 14), date(2018, 1, 4)], "14 December 2017 and 4 January 2018"),
        (
            [date(2017, 12, 31), date(2018, 1, 1)],
            "Sunday and Monday, 31 December 2017 and 1 January 2018",
        ),
        ([date(2017, 10, 2)], "Monday, 2 October 2017"),
    ],
)
def test_lists_say_what_days_share_once(days: list[date], text: str) -> None:
    assert format_day_list(days, "en") == text


def test_weekdays_of_a_list_can_be_asked_for_or_left_out() -> None:
    apart, row = [date(2017, 10, 2), date(2017, 10, 5)], [date(2017, 9, 27), date(2017, 9, 28)]
    assert format_day_list(apart, "fr", weekday=True) == "lundi 2 et jeudi 5 octobre 2017"
    assert format_day_list(row, "en", weekday=False) == "27 and 28 September 2017"


def test_an_empty_list_of_days_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        format_day_list([], "en")


@pytest.mark.parametrize(
    ("lang", "text"),
    in_all(
        "format_month",
        "تشرين الأول/أكتوبر 2017",
        "2017年10月",
        "October 2017",
        "octobre 2017",
        "октябрь 2017 года",
        "octubre de 2017",
    ),
)
def test_a_month_standing_alone(lang: str, text: str) -> None:
    assert format_month(date(2017, 10, 31), lang) == text


@each_language
def test_a_time_has_twenty_four_hours_and_a_leading_zero(lang: str) -> None:
    assert [format_time(t, lang) for t in (time(9), time(15), time(0, 5))] == ["09:00", "15:00", "00:05"]


@pytest.mark.parametrize(
    ("lang", "text"),
    in_all(
        "format_times",
        "15:00 إلى 18:00",
        "15:00至18:00",
        "15:00 to 18:00",
        "15:00 à 18:00",
        "15:00–18:00",
        "15:00 a 18:00",
    ),
)
def test_times_have_the_short_form_of_an_entry(lang: str, text: str) -> None:
    assert format_times(time(15), time(18), lang) == text


@each_language
def test_an_end_that_is_not_fixed_is_left_blank(lang: str) -> None:
    assert format_times(time(10), None, lang) == "10:00"


@pytest.mark.parametrize(
    ("lang", "text"),
    in_all(
        "format_instant",
        "الأربعاء، 27 أيلول/سبتمبر 2017، 18:00 (بتوقيت نيويورك)",
        "2017年9月27日,星期三,18:00(纽约时间)",
        "Wednesday, 27 September 2017, 18:00 (New York time)",
        "mercredi 27 septembre 2017, 18:00 (heure de New York)",
        "среда, 27 сентября 2017 года, 18:00 (по нью-йоркскому времени)",
        "miércoles 27 de septiembre de 2017, 18:00 (hora de Nueva York)",
    ),
)
def test_an_instant_is_shown_in_local_wall_time(lang: str, text: str) -> None:
    assert format_instant(datetime(2017, 9, 27, 22, tzinfo=UTC), NEW_YORK, lang) == text


def test_the_local_day_of_an_instant_is_shown_not_the_utc_day() -> None:
    moment = datetime(2017, 12, 1, 2, 30, tzinfo=UTC)
    assert format_instant(moment, NEW_YORK, "en") == "Thursday, 30 November 2017, 21:30 (New York time)"


def test_an_instant_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="needs its offset"):
        format_instant(datetime(2017, 9, 27, 22), NEW_YORK, "en")


@each_language
def test_the_words_for_a_zone_fit_the_footer(lang: str) -> None:
    zone = zone_in_words(NEW_YORK, lang)
    assert zone in word("Dates and times are {zone}.", lang, zone=zone)


@pytest.mark.parametrize(
    ("lang", "text"),
    in_all(
        "zone_in_words",
        "بتوقيت طوكيو",
        "东京时间",
        "Tokyo time",
        "heure de Tokyo",
        "по времени города: Токио",
        "hora de Tokio",
    ),
)
def test_a_zone_without_words_of_its_own_is_named_by_its_city(lang: str, text: str) -> None:
    assert zone_in_words(ZoneInfo("Asia/Tokyo"), lang) == text
