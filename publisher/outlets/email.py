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

        outcome = Outcome()
        owed = self._find_owed(message, outcome)
        # Written before anything is sent: what cannot be written is not to leave half of it told.
        mails = {lang: write_mail(message, lang, self.settings, self.name) for lang in owed}
        try:
            if mails:
                with converse(self.settings, self.seconds) as server:
                    for lang, addresses in owed.items():
                        outcome.note(lang, addresses, server.send(mails[lang], addresses))
        except MailServerError as fault:
            place = f"{self.settings.host}:{self.settings.port}"
            what = f"{place} takes no mail: {fault.what}"
            raise DeliveryError(what, fault.mend, done=outcome.done) from fault
        outcome.judge()

    def _find_owed(self, message: Message, outcome: "Outcome") -> dict[str, list[str]]:
        """The addresses in each language that are to get this message now."""
        owed: dict[str, list[str]] = {}
        for lang in self.settings.languages or (message.publication.default_language,):
            for address in self.settings.to if lang in message.words else ():
                part = part_of(lang, address)
                if part in message.withheld:
                    outcome.waiting[part] = f"{address}: an earlier message has to come first"
                elif part not in message.done:
                    owed.setdefault(lang, []).append(address)
        return owed


class Outcome:
    """What arrived, and who refused for now or for good: recipients are independent of one another."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.waiting: dict[str, str] = {}
        self.refused: dict[str, str] = {}

    def note(self, lang: str, addresses: list[str], refusals: "dict[str, Refusal]") -> None:
        for address in addresses:
            part, refusal = part_of(lang, address), refusals.get(address)
            if refusal is None:
                self.done.append(part)
            elif refusal.permanent:
                self.refused[part] = f"{address}: {refusal.words}"
            else:
                self.waiting[part] = f"{address}: {refusal.words}"

    def judge(self) -> None:
        reasons = dict.fromkeys((*self.waiting.values(), *self.refused.values()))
        if reasons:
            raise DeliveryError(
                "; ".join(reasons),
                permanent=not self.waiting,
                done=self.done,
                waiting=self.waiting,
                refused=self.refused,
            )


def part_of(lang: str, address: str) -> str:
    return f"{lang} {address}"


def make_email(name: str, settings: EmailSettings, folder: Path) -> Email:
    return Email(name, settings)
