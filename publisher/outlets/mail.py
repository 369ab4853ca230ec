"""Writes the mail that tells of a release in one language: plain text, HTML, and the calendar part."""

import html
import re
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from publisher.errors import SettingError
from publisher.languages.languages import find_language
from publisher.lines import one_line
from publisher.outlets.account import Account
from publisher.outlets.message import Message, MessageWords

PAGE = """<!doctype html>
<html lang="{lang}" dir="{direction}"><head><meta charset="utf-8"><title>{title}</title></head>
<body>
<h1><a href="{page}">{title}</a></h1>
{html}
<p><a href="{page}">{page}</a></p>
<hr>
<p><a href="{home}">{publication}</a></p>
</body></html>
"""


class EmailSettings(
    Account, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="email", tag_field="kind"
):
    """`to` are lists or focal points, who do not see each other.

    `languages` are those of the list, the publication's first without; `unsubscribe` is an address of the
    web or a mailto:, the sender's own without.
    """

    languages: tuple[str, ...] = ()
    unsubscribe: str | None = None
    live: bool | str = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.unsubscribe and not re.fullmatch(r"(?:https?:|mailto:)[^\s<>]+", self.unsubscribe):
            raise SettingError("unsubscribe", "be an address of the web or a mailto:")


def write_mail(message: Message, lang: str, settings: EmailSettings, outlet: str) -> EmailMessage:
    """One mail; written again it is the same, Message-ID and date included."""
    words = message.words[lang]
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = one_line(words.title)
    mail["From"] = settings.written_sender
    # Focal points are not to see each other.
    if len(settings.to) == 1:
        mail["To"] = settings.to[0]
    else:
        mail["To"] = "undisclosed-recipients:;"
    mail["Date"] = format_datetime(message.release.released)
    mail["Message-ID"] = identify_mail(message, lang, settings, outlet)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine is to answer
    mail["List-Unsubscribe"] = f"<{settings.unsubscribe or f'mailto:{settings.address}?subject=unsubscribe'}>"
    publication = message.publication
    mail.set_content(f"{words.title}\n\n{words.text}\n\n{words.page}\n\n-- \n{publication.title}\n")
    mail.add_alternative(write_page(words, message), subtype="html")
    if words.calendar:
        add_calendar(mail, words, message.release.snapshot.slug, settings)
    mail["Content-Language"] = words.language  # last: setting the content takes such headers away
    return mail


def identify_mail(message: Message, lang: str, settings: EmailSettings, outlet: str) -> str:
    """Stable over attempts, so that a mail that came twice is shown once."""
    parts = (message.ledger, message.release.sequence, outlet, lang)
    local = ".".join(re.sub(r"[^A-Za-z0-9-]", "-", str(part)) for part in parts)
    return f"<{local}@{settings.address.rpartition('@')[2]}>"


def write_page(words: MessageWords, message: Message) -> str:
    values = {
        "lang": words.language,
        "direction": find_language(words.language).direction,
        "title": words.title,
        "page": words.page,
        "home": message.publication.base_url,
        "publication": message.publication.title,
    }
    return PAGE.format(html=words.html, **{key: html.escape(value) for key, value in values.items()})


def add_calendar(mail: EmailMessage, words: MessageWords, slug: str, settings: EmailSettings) -> None:
    """The events as the feeds have them, with the organizer whom RFC 5546 (3.2) asks for in a mail."""
    import icalendar

    calendar = icalendar.Calendar.from_ical(words.calendar or b"")
    organizer = icalendar.vCalAddress(f"mailto:{settings.address}")
    for event in calendar.walk("VEVENT"):
        event.add("organizer", organizer)
    mail.add_attachment(
        bytes(calendar.to_ical()),
        maintype="text",
        subtype="calendar",
        filename=f"{slug}.ics",
        params={"method": words.method, "charset": "utf-8"},
    )
