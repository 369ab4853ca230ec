"""When to say again what goes on being wrong: at once, then at longer rests; retries are not here."""

from datetime import datetime, timedelta

FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(hours=1)


class Backoff:
    """Rests a minute after the first time, two after the second, at most an hour, until it is reset."""

    def __init__(self) -> None:
        self.last: datetime | None = None
        self.rest = FIRST_REST

    def is_due(self, now: datetime) -> bool:
        """Whether the rest is over at `now` (UTC), or a clock was put back by more; then the next begins."""
        if self.last is None:
            self.last = now
            return True
        if abs(now - self.last) < self.rest:
            return False
        self.last = now
        self.rest = min(self.rest * 2, LONGEST_REST)
        return True

    def reset(self) -> bool:
        """Whether there was anything to speak of."""
        spoken = self.last is not None
        self.last, self.rest = None, FIRST_REST
        return spoken
