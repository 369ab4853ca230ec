"""What an operator sets: where the program tells how it is doing, and whom it alarms."""

import re

import msgspec

from publisher.errors import SettingError
from publisher.outlets.account import ADDRESS, Account
from publisher.outlets.secret import NAMED


class OperatingShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`port` is on loopback, of the page of status and the metrics; None for neither."""

    port: int | None = None

    def __post_init__(self) -> None:
        if self.port is not None and not 0 <= self.port <= 65535:
            raise SettingError("port", "be a port, such as 8001")


class AlarmMailShape(Account, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whom alarms are mailed to."""


class AlarmsShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`webhook` and `heartbeat` are addresses, or "env:NAME" where the address is a secret itself.

    `authors` are told by `email` of what is wrong in the sources; `problems` is a file with the same list.
    """

    webhook: str | None = None
    heartbeat: str | None = None
    email: AlarmMailShape | None = None
    authors: tuple[str, ...] = ()
    problems: str | None = None

    def __post_init__(self) -> None:
        for key in ("webhook", "heartbeat"):
            value = getattr(self, key)
            if value is not None and not re.fullmatch(rf"https?://\S+|{NAMED.pattern}", value):
                raise SettingError(key, 'be an address of the web, or "env:NAME"')
        if not all(map(ADDRESS.fullmatch, self.authors)):
            raise SettingError("authors", "list addresses, each by itself")
        if self.authors and self.email is None:
            raise ValueError("`authors` takes [alarms.email], which says through which mail server")
        if self.problems is not None and not self.problems.endswith(".txt"):
            raise SettingError("problems", "be a file that ends with .txt")

    @property
    def tells(self) -> bool:
        """Whether there is an operator to be told of alarms."""
        return self.webhook is not None or self.email is not None
