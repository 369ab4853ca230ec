"""A mail server on loopback that keeps what it is given, and refuses whom it is told to."""

import asyncio
import email
import email.policy
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any, NamedTuple

from aiosmtpd.controller import Controller


class Delivered(NamedTuple):
    sender: str
    recipients: tuple[str, ...]
    mail: EmailMessage
    raw: bytes


class PostOffice:
    """`refused` maps an address to the answer it gets; `data` is the answer to a whole mail.

    `asked` counts how often each address was named.
    """

    def __init__(self) -> None:
        self.mails: list[Delivered] = []
        self.refused: dict[str, str] = {}
        self.asked: Counter[str] = Counter()
        self.data = "250 taken"
        self.port = 0

    def __iter__(self) -> Iterator[EmailMessage]:
        return (one.mail for one in self.mails)

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self.asked[address] += 1
        if not self.refused.get(address, "250").startswith("250"):
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if not self.data.startswith("250"):
            if self.data == "stall":
                await asyncio.sleep(3600)
            return self.data
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(Delivered(envelope.mail_from, tuple(envelope.rcpt_tos), mail, envelope.content))
        return "250 taken"

    def ids(self) -> list[str]:
        return [str(one["Message-ID"]) for one in self]


class AnyPort(Controller):
    """Takes a free port, where aiosmtpd itself would ask after number 0."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def open_post_office(**settings: Any) -> Iterator[PostOffice]:
    """`settings` are aiosmtpd's own, for what the server is able to."""
    office = PostOffice()
    controller = AnyPort(office, hostname="127.0.0.1", port=0, ready_timeout=30, **settings)
    controller.start()
    office.port = controller.port
    try:
        yield office
    finally:
        controller.stop()
