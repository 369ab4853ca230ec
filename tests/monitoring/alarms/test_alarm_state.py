"""Each alarm is told once, and once when it is over, whoever is at work and whatever fails meanwhile."""

from datetime import timedelta

import msgspec

from publisher.monitoring.alarms.alarm_state import (
    CLAIM,
    FORGOTTEN_AFTER,
    RENEWED_AFTER,
    AlarmNews,
    Book,
    settle,
    take_up,
)
from tests.builders import DUE

MINUTE = timedelta(minutes=1)
FOUND = {"overdue one": "one is overdue"}


def told_at(book: Book, minutes: int, found: dict[str, str], *, told: bool = True) -> tuple[Book, list[str]]:
    """One round: what was told, "+" for what began and "-" for what is over."""
    kept = msgspec.json.decode(msgspec.json.encode(book), type=Book)
    book, news = take_up(kept, found, DUE + minutes * MINUTE)
    said = [f"+{key}" for key in news.begun] + [f"-{key}" for key in news.over]
    return settle(book, news, told=told), said


def test_an_alarm_is_told_once_and_once_when_it_is_over() -> None:
    book, said = told_at({}, 0, FOUND)
    assert said == ["+overdue one"]
    for minute in range(1, 200):
        book, said = told_at(book, minute, FOUND)
        assert said == []
    assert book["overdue one"].since == DUE
    book, said = told_at(book, 200, {})
    assert (book, said) == ({}, ["-overdue one"])
    assert told_at(book, 201, {}) == ({}, [])


def test_what_could_not_be_told_is_told_at_the_next_round() -> None:
    book, said = told_at({}, 0, FOUND, told=False)
    assert said == ["+overdue one"]
    book, said = told_at(book, 1, FOUND)
    assert said == ["+overdue one"]
    book, said = told_at(book, 2, {}, told=False)
    book, said = told_at(book, 3, {})
    assert (book, said) == ({}, ["-overdue one"])


def test_what_is_over_before_anybody_was_told_is_not_mentioned() -> None:
    book, _ = told_at({}, 0, FOUND, told=False)
    assert told_at(book, 1, {}) == ({}, [])


def test_what_begins_again_while_its_end_could_not_be_told_stands_as_it_did() -> None:
    book, _ = told_at({}, 0, FOUND)
    book, _ = told_at(book, 1, {}, told=False)
    assert told_at(book, 2, FOUND)[1] == []


def test_of_two_processes_one_tells_and_the_other_after_it_died() -> None:
    book, news = take_up({}, FOUND, DUE)
    assert news
    assert take_up(book, FOUND, DUE + MINUTE)[1] == AlarmNews()
    assert list(take_up(book, FOUND, DUE + CLAIM + MINUTE)[1].begun) == ["overdue one"]


def test_words_that_change_are_no_new_alarm() -> None:
    book, _ = told_at({}, 0, FOUND)
    book, said = told_at(book, 1, {"overdue one": "one is overdue since long"})
    assert (said, book["overdue one"].text) == ([], "one is overdue since long")


def test_of_two_machines_that_see_it_only_the_last_to_lose_sight_of_it_ends_it() -> None:
    """Clones are brought up to date one after the other: each ended what the other began, again and again."""
    book, news = take_up({}, FOUND, DUE, "one")
    book = settle(book, news, told=True)
    for minute in range(1, 9, 2):
        book, news = take_up(book, {}, DUE + minute * MINUTE, "two")
        assert not news
        book, news = take_up(book, FOUND, DUE + (minute + 1) * MINUTE, "one")
        assert not news
    book, news = take_up(book, {}, DUE + 9 * MINUTE, "one")
    assert list(news.over) == ["overdue one"]


def test_what_a_machine_saw_that_is_gone_is_over_after_ten_minutes() -> None:
    book, news = take_up({}, FOUND, DUE, "gone")
    book = settle(book, news, told=True)
    assert not take_up(book, {}, DUE + FORGOTTEN_AFTER - MINUTE, "left")[1]
    assert list(take_up(book, {}, DUE + FORGOTTEN_AFTER, "left")[1].over) == ["overdue one"]


def test_a_machine_that_goes_on_seeing_it_says_so_every_three_minutes_only() -> None:
    book, news = take_up({}, FOUND, DUE, "one")
    book = settle(book, news, told=True)
    assert take_up(book, FOUND, DUE + RENEWED_AFTER - MINUTE, "one")[0] == book
    assert take_up(book, FOUND, DUE + RENEWED_AFTER, "one")[0] != book


def test_a_clock_two_days_back_ends_nothing_that_others_see() -> None:
    book, news = take_up({}, FOUND, DUE, "one")
    book = settle(book, news, told=True)
    assert not take_up(book, {}, DUE - 2880 * MINUTE, "back")[1]
