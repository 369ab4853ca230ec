"""E-mail to lists and focal points: one message a release and language, with its calendar part."""

from pathlib import Path
from typing import TYPE_CHECKING

from publisher.errors import DeliveryError
from publisher.outlets.mail import EmailSettings, write_mail
from publisher.outlets.message import Message

if TYPE_CHECKING:
    from publisher.outlets.smtp import Refusal

SECONDS = 50.0
"""The longest for all of an attempt: less than a lease lasts."""


class Email:
    """Hands mails to one server; who got one is noted, so that a second attempt goes to the others only."""

    def __init__(self, name: str, settings: EmailSettings, *, seconds: float = SECONDS) -> None:
        self.name = name
        self.settings = settings
        self.seconds = seconds

    def tell(self, message: Message, key: str) -> None:
        # Asked for by whoever has something to say: the library costs the commands that have not.
        from publisher.outlets.smtp import MailServerError, converse

        owed = self._find_owed(message)
        # Written before anything is sent: what cannot be written is not to leave half of it told.
        mails = {lang: write_mail(message, lang, self.settings, self.name) for lang in owed}
        outcome = Outcome()
        if not mails:
            return
        try:
            with converse(self.settings, self.seconds) as server:
                for lang, addresses in owed.items():
                    outcome.note(lang, addresses, server.send(mails[lang], addresses))
        except MailServerError as fault:
            place = f"{self.settings.host}:{self.settings.port}"
            raise DeliveryError(f"{place} takes no mail: {fault}", done=outcome.done) from fault
        outcome.judge()

    def _find_owed(self, message: Message) -> dict[str, list[str]]:
        """The addresses in each language that have not got this message yet."""
        owed: dict[str, list[str]] = {}
        for lang in self.settings.languages or (message.publication.default_language,):
            addresses = [each for each in self.settings.to if part_of(lang, each) not in message.done]
            if addresses and lang in message.words:
                owed[lang] = addresses
        return owed


class Outcome:
    """What arrived, and who refused for now or for good."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.later: list[str] = []
        self.never: list[str] = []

    def note(self, lang: str, addresses: list[str], refused: "dict[str, Refusal]") -> None:
        for address in addresses:
            refusal = refused.get(address)
            if refusal is None:
                self.done.append(part_of(lang, address))
            elif refusal.permanent:
                self.never.append(f"{address}: {refusal.words}")
            else:
                self.later.append(f"{address}: {refusal.words}")

    def judge(self) -> None:
        if self.later or self.never:
            raise DeliveryError("; ".join(self.later + self.never), permanent=not self.later, done=self.done)


def part_of(lang: str, address: str) -> str:
    return f"{lang} {address}"


def make_email(name: str, settings: EmailSettings, folder: Path) -> Email:
    return Email(name, settings)
