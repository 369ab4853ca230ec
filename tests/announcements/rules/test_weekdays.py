"""Weekdays and dates in prose: each language's own way of writing them, and what is let be."""

import pytest

from publisher.announcements.rules.weekdays import find_weekday_faults

RIGHT = {
    "en": ["Monday, 2 October 2017", "Monday the 2nd of October 2017", "Monday, October 2, 2017"],
    "fr": ["lundi 2 octobre 2017", "Dimanche 1er octobre 2017"],
    "es": ["lunes 2 de octubre de 2017", "miércoles, 4 de octubre del 2017"],
    "ru": ["понедельник, 2 октября 2017 года", "в среду, 4 октября 2017 года"],
    "ar": ["الاثنين، 2 تشرين الأول/أكتوبر 2017"],
    "zh": ["2017年10月2日,星期一", "2017年10月2日(周一)"],
}
WRONG = {
    "en": "Tuesday, 2 October 2017",
    "fr": "mardi 2 octobre 2017",
    "es": "martes 2 de octubre de 2017",
    "ru": "вторник, 2 октября 2017 года",
    "ar": "الثلاثاء، 2 تشرين الأول/أكتوبر 2017",
    "zh": "2017年10月2日,星期二",
}


@pytest.mark.parametrize("language", RIGHT)
def test_a_weekday_that_fits_is_passed_over(language: str) -> None:
    for written in RIGHT[language]:
        assert list(find_weekday_faults(f"… {written}, …", language)) == []


@pytest.mark.parametrize("language", WRONG)
def test_a_weekday_that_does_not_fit_is_told_in_every_language(language: str) -> None:
    [(line, what, _)] = find_weekday_faults(f"…\n\n{WRONG[language]}", language)
    assert line == 2
    assert what.endswith("2 October 2017 is a Monday, not a Tuesday")


@pytest.mark.parametrize(
    "words",
    [
        "Tuesday, 2 October",
        "Wednesday and Thursday, 27 and 28 September 2017",
        "from Monday, 30 October to Friday, 3 November 2017",
        "Tuesdays in October 2017",
        "Monday, 2, and Thursday, 5 October 2017",
    ],
)
def test_what_may_be_right_is_let_be(words: str) -> None:
    assert list(find_weekday_faults(words, "en")) == []


def test_a_day_that_does_not_exist_is_told() -> None:
    [(_, what, _)] = find_weekday_faults("Friday, 31 February 2017", "en")
    assert what == '"Friday, 31 February 2017": 31 February 2017 does not exist'


def test_a_language_without_a_calendar_has_no_faults() -> None:
    assert list(find_weekday_faults("Tuesday, 2 October 2017", "de")) == []
