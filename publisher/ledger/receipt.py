"""A delivery to an outlet and what became of it."""

from datetime import datetime, timedelta

import msgspec

FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=30), timedelta(hours=1)


class Delivery(msgspec.Struct, frozen=True):
    """Something owed to an outlet: to a messenger one release, to a shelf all up to `sequence`.

    `next_try` is a UTC instant; `attempts` counts the failures so far.
    """

    outlet: str
    sequence: int
    attempts: int = 0
    next_try: datetime | None = None
    error: str | None = None


class Receipt(msgspec.Struct, frozen=True):
    """How one attempt ended; `error` is None when the outlet has it."""

    outlet: str
    sequence: int
    at: datetime
    error: str | None = None
    permanent: bool = False


def plan_retry(attempts: int, at: datetime) -> datetime:
    """The instant (UTC) of the next attempt after `attempts` failures: planned with back-off, never slept."""
    delay: timedelta = FIRST_DELAY * (1 << min(attempts - 1, 10))
    return at + min(delay, LONGEST_DELAY)
