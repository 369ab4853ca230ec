"""A delivery to an outlet, what became of it, and when one that failed is tried again."""

import hashlib
from datetime import datetime, timedelta
from typing import Literal

import msgspec

FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=30), timedelta(hours=1)
JITTER = 0.2
"""The part of a delay by which it may grow, so that what failed together does not come back together."""

MOST_ATTEMPTS = 30
"""Failures after which a message is given up and a person told: about a day of trying.

What was to be said by then is old; `publisher retry` says it all the same.
"""
LONGEST_PEACE = timedelta(days=1)
"""However long a server asks to be left in peace (Retry-After), it is asked again after a day."""

State = Literal["queued", "done", "failed"]


class Delivery(msgspec.Struct, frozen=True):
    """Something owed to an outlet: to a messenger one release, to a shelf all up to `sequence`.

    `next_try` is a UTC instant; `attempts` counts the failures so far; `done` names what parts arrived.
    `release` is the name and revision of what a messenger is owed.
    """

    outlet: str
    sequence: int
    attempts: int = 0
    next_try: datetime | None = None
    error: str | None = None
    state: State = "queued"
    done: tuple[str, ...] = ()
    release: str = ""


class Receipt(msgspec.Struct, frozen=True):
    """How one attempt ended; `error` is None when the outlet has it. `at` is a UTC instant.

    `done`, `waiting` and `refused` are as in DeliveryError. `unasked` says that the fault is ours and nothing
    was said to the outlet.
    """

    outlet: str
    sequence: int
    at: datetime
    error: str | None = None
    permanent: bool = False
    retry_after: timedelta | None = None
    done: tuple[str, ...] = ()
    waiting: dict[str, str] = {}
    refused: dict[str, str] = {}
    unasked: bool = False

    @property
    def is_of_parts(self) -> bool:
        """Whether the outlet took what it was given, be it that some of its parts were refused."""
        return self.error is None or bool(self.waiting or self.refused)

    @property
    def peace(self) -> timedelta:
        """How long the outlet is left alone after a failure, whatever else is owed to it."""
        return min(self.retry_after or FIRST_DELAY, LONGEST_PEACE)


def still_waits(moment: datetime | None, now: datetime) -> bool:
    """Whether `now` is before the moment (UTC) of the next try.

    Further off than any wait it was planned before the clock was put back, and counts as now.
    """
    return moment is not None and now < moment <= now + LONGEST_PEACE


def plan_retry(
    attempts: int,
    at: datetime,
    *,
    key: str = "",
    retry_after: timedelta | None = None,
    longest: timedelta = LONGEST_DELAY,
) -> datetime:
    """The instant (UTC) of the next attempt after `attempts` failures: planned with back-off, never slept.

    The jitter comes from `key` alone, so that the same failure is planned the same way twice.
    """
    delay: timedelta = min(FIRST_DELAY * (1 << min(attempts - 1, 10)), longest)
    if key:
        share = int.from_bytes(hashlib.sha256(f"{key}/{attempts}".encode()).digest()[:4]) / 2**32
        delay += delay * JITTER * share
    return at + max(delay, min(retry_after or delay, LONGEST_PEACE))
