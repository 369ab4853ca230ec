"""What `[schedule]` in config.toml says: the default rule, and how long things wait."""

import re
from datetime import timedelta
from typing import Literal, get_args

import msgspec

from publisher.problem import Fault

_DELAY = re.compile(r"after\s+(?P<amount>\d{1,4})\s+(?P<unit>second|minute|hour)s?", re.IGNORECASE)
Late = Literal["until the meeting ends", "until the meeting begins"]
LATE_CHOICES: tuple[Late, ...] = get_args(Late)


class Schedule(msgspec.Struct, frozen=True):
    """The rule used where an announcement has none, and how long a save must have lain unchanged.

    `first` is for what is already due when it is saved, `changes` for an edit to something released;
    `late` says until when something due while we were down is still told to readers; fewer clear working
    days of notice than `minimum_notice` are a warning. `approve` is how many people have to approve what an
    author wrote before it is released.
    """

    publish: str = "3 working days before at 18:00"
    first: timedelta = timedelta(minutes=2)
    changes: timedelta = timedelta(minutes=5)
    late: Late = "until the meeting ends"
    minimum_notice: int = 0
    approve: int = 0


def read_delay(text: str) -> timedelta | Fault:
    """ "after 5 minutes" as a length of time."""
    match = _DELAY.fullmatch(" ".join(text.split()))
    if match is None:
        return Fault("rule", f'"{text}" is not a delay', 'write "after 5 minutes"')
    return timedelta(**{match["unit"].lower() + "s": int(match["amount"])})
