"""What a mail server has to be told: where it is, who sends, who gets it, and how to log in."""

import re
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import unquote
from typing import Literal

import msgspec

from publisher.errors import SettingError
from publisher.outlets.secret import check_secret

ADDRESS = re.compile(r"[^\s<>,;:\"@\x00-\x20\x7f]+@[\w.-]+")
SENDER = re.compile(rf"[^<>\r\n\x00-\x1f]*<{ADDRESS.pattern}>|{ADDRESS.pattern}")


class Account(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the outlet and the alarms have in common; `password` is "env:NAME"."""

    host: str
    sender: str
    to: tuple[str, ...]
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password: str | None = None

    def __post_init__(self) -> None:
        check_secret("password", self.password)
        if not self.to or not all(map(ADDRESS.fullmatch, self.to)):
            raise SettingError("to", "list addresses, each by itself")
        if not SENDER.fullmatch(self.sender) or not _is_writable(self):
            raise SettingError("sender", 'be an address, such as "Journal <journal@example.org>"')

    @property
    def address(self) -> str:
        """The sender's, without the name."""
        return self.sender.rpartition("<")[2].rstrip("> ")

    @property
    def written_sender(self) -> Address:
        """For the header: a name with a comma in it is quoted there, whether it was written so or not."""
        name = self.sender.rpartition("<")[0].strip()
        return Address(unquote(name), addr_spec=self.address)


def _is_writable(account: Account) -> bool:
    """Whether the sender can stand in a header: the library has rules of its own, "a..b" is none to it."""
    try:
        return bool(account.written_sender)
    except (ValueError, MessageError):
        return False
