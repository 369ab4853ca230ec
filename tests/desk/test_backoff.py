"""When the same thing is said again."""

from datetime import UTC, datetime, timedelta

from publisher.desk.backoff import Backoff

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_the_rests_grow_to_an_hour_and_no_longer() -> None:
    backoff = Backoff()
    spoken = [minute for minute in range(400) if backoff.is_due(NOW + minute * MINUTE)]
    assert spoken == [0, 1, 3, 7, 15, 31, 63, 123, 183, 243, 303, 363]


def test_after_its_end_it_begins_anew() -> None:
    backoff = Backoff()
    assert not backoff.reset()
    assert backoff.is_due(NOW)
    assert not backoff.is_due(NOW + MINUTE / 2)
    assert backoff.reset()
    assert backoff.is_due(NOW + MINUTE / 2)
    assert backoff.is_due(NOW + 2 * MINUTE)


def test_a_clock_that_was_put_back_does_not_silence_it() -> None:
    backoff = Backoff()
    assert backoff.is_due(NOW)
    assert backoff.is_due(NOW - timedelta(days=1))
