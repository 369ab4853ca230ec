"""Speaks with a mail server, within a limit of time: the only way to one in the program."""

import smtplib
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from email.message import EmailMessage

import msgspec

from publisher.errors import PublisherError
from publisher.fetch.hosts import resolve_host
from publisher.fetch.watch import Watch
from publisher.outlets.account import Account
from publisher.outlets.secret import read_secret

STEP_SECONDS = 15.0
"""The longest for one step of the conversation; its caller says how long all of it may take."""

ADDRESSES_TRIED = 4
UNKNOWN = "the host is not known; check `host` and the connection"
CLOSING = 421
"""The server ends the conversation, whatever it was asked (RFC 5321, 4.2.3)."""


class MailServerError(PublisherError):
    """The server, or the way to it, failed; the text is one line without the server's name."""


class Refusal(msgspec.Struct, frozen=True):
    """Why one address does not get a mail: the server's own words, and whether to try again is in vain."""

    words: str
    permanent: bool


class Conversation:
    """With a server that answered and let us in."""

    def __init__(self, server: smtplib.SMTP, sender: str) -> None:
        self._server = server
        self._sender = sender

    def send(self, mail: EmailMessage, addresses: Sequence[str]) -> dict[str, Refusal]:
        """Hands over one mail; returns the addresses that do not get it. Raises MailServerError."""
        self._server.ehlo_or_helo_if_needed()
        refused: dict[str, Refusal] = {}
        if not self._server.has_extn("smtputf8"):
            # One such address would have the library refuse the mail to all the others too.
            why = Refusal("the mail server takes no address with letters beyond a to z", permanent=True)
            refused = {address: why for address in addresses if not address.isascii()}
        able = [address for address in addresses if address not in refused]
        if able:
            refused |= self._hand_over(mail, able)
        return refused

    def _hand_over(self, mail: EmailMessage, addresses: Sequence[str]) -> dict[str, Refusal]:
        try:
            answers = self._server.send_message(mail, self._sender, addresses)
        except smtplib.SMTPRecipientsRefused as fault:
            answers = fault.recipients
        except smtplib.SMTPDataError as fault:
            if fault.smtp_code < 500:
                raise  # for now it takes this mail for nobody
            answers = dict.fromkeys(addresses, (fault.smtp_code, _as_bytes(fault.smtp_error)))
        for code, text in answers.values():
            if code == CLOSING:
                raise MailServerError(_describe_answer(code, text))
        return {
            address: Refusal(_describe_answer(code, text), permanent=code >= 500)
            for address, (code, text) in answers.items()
        }


@contextmanager
def converse(account: Account, seconds: float) -> Iterator[Conversation]:
    """Connects and logs in; `seconds` is for everything together, the name server included.

    Raises MailServerError, and DeliveryError while the variable that holds the password is not set. A refused
    password is the server's failure: it is mended there as often as here.
    """
    password = None
    if account.user and account.password:
        password = read_secret(account.password)
    with Watch(seconds) as watch:
        try:
            server = _connect(account, watch)
            try:
                if account.security == "starttls":
                    server.starttls(context=ssl.create_default_context())
                if account.user and password:
                    _log_in(server, account.user, password)
                yield Conversation(server, account.address)
                # What was accepted was accepted, whatever becomes of the farewell.
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()
            finally:
                server.close()
        except (smtplib.SMTPException, OSError) as fault:
            raise MailServerError(_describe_fault(fault, watch)) from fault


def _connect(account: Account, watch: Watch) -> smtplib.SMTP:
    """The library reads the server's first words while it connects, so it is watched from before them."""

    class PlainSMTP(smtplib.SMTP):
        def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
            return _open_socket(host, port, watch)

    class SecureSMTP(smtplib.SMTP_SSL, PlainSMTP):
        """SMTP_SSL wraps what the next class has opened."""

    place, name, limit = (account.host, account.port), socket.gethostname(), _limit_step(watch)
    if account.security == "tls":
        context = ssl.create_default_context()
        return SecureSMTP(*place, local_hostname=name, timeout=limit, context=context)
    return PlainSMTP(*place, local_hostname=name, timeout=limit)


def _log_in(server: smtplib.SMTP, user: str, password: str) -> None:
    try:
        server.login(user, password)
    except UnicodeError:  # whose words would show a part of the password
        raise MailServerError("`user` or its password holds letters that cannot be sent") from None


def _open_socket(host: str, port: int, watch: Watch) -> socket.socket:
    """A connection to the first of the host's addresses that takes one."""
    addresses = _find_addresses(host, port, watch)
    for position, address in enumerate(addresses, start=1):
        try:
            opened = socket.create_connection((str(address), port), _limit_step(watch))
        except OSError:
            if position == len(addresses):
                raise
            continue
        watch.guard(opened)
        return opened
    raise MailServerError(UNKNOWN)


def _find_addresses(host: str, port: int, watch: Watch) -> Sequence[object]:
    try:
        return resolve_host(host, port, _limit_step(watch))[:ADDRESSES_TRIED]
    except (socket.gaierror, UnicodeError) as error:  # the latter for a label of over 63 letters
        raise MailServerError(UNKNOWN) from error
    except TimeoutError as error:
        raise MailServerError("no name server answers for its host", "check the connection") from error


def _limit_step(watch: Watch) -> float:
    return min(STEP_SECONDS, watch.left)


def _describe_fault(fault: Exception, watch: Watch) -> str:
    """What the mail server, or the way to it, said; one line."""
    if watch.is_over:
        return f"it took longer than {watch.seconds:g} seconds"
    if isinstance(fault, smtplib.SMTPResponseException):
        return _describe_answer(fault.smtp_code, _as_bytes(fault.smtp_error))
    return " ".join(str(fault).split())[:200] or type(fault).__name__


def _describe_answer(code: int, text: bytes) -> str:
    words = " ".join(text.decode("utf-8", "replace").split())[:200]
    return f"{code} {words}"


def _as_bytes(text: str | bytes) -> bytes:
    if isinstance(text, bytes):
        return text
    return text.encode()
