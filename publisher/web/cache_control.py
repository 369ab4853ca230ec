"""How long a copy may be kept: until the next release, so that no cache shows the old feed past the hour."""

from datetime import datetime

from publisher.desk.desk import Pass

LONGEST, SHORTEST = 60, 1
"""Seconds. An edit that nobody planned is seen after the longest; what is due and not yet printed, after the
shortest: with none at all, every reader behind a shared cache would come to us at the very hour."""


def find_max_age(now: datetime, next_release: datetime | None) -> int:
    """Seconds for `Cache-Control: max-age` (RFC 9111, 5.2.2.1) at a UTC instant."""
    if next_release is None:
        return LONGEST
    return max(SHORTEST, min(LONGEST, int((next_release - now).total_seconds())))


class Outlook:
    """What the daemon knows of the next release, a UTC instant; it stays in the past while a pass prints."""

    def __init__(self) -> None:
        self.moment: datetime | None = None

    def note(self, done: Pass) -> None:
        self.moment = done.next_wakeup

    def next_release(self) -> datetime | None:
        return self.moment
