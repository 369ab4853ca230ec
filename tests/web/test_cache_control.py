"""No copy is kept past the hour: the old feed was once seen long after it (failure story 35)."""

from datetime import UTC, datetime, timedelta

import pytest

from publisher.web.cache_control import find_max_age

HOUR = datetime(2017, 9, 20, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "seconds"), [(86400, 60), (61, 60), (60, 60), (59.9, 59), (30, 30), (2, 2), (1, 1), (0.2, 1)]
)
def test_a_copy_is_kept_a_minute_but_not_past_the_next_release(before: float, seconds: int) -> None:
    assert find_max_age(HOUR - timedelta(seconds=before), HOUR) == seconds


@pytest.mark.parametrize("after", [0, 5, 86400])
def test_while_what_is_due_is_being_printed_a_copy_is_hardly_kept(after: float) -> None:
    assert find_max_age(HOUR + timedelta(seconds=after), HOUR) == 1


def test_with_nothing_planned_a_copy_is_kept_a_minute() -> None:
    assert find_max_age(HOUR, None) == 60
