"""A webhook: each release posted as JSON, signed the way of Standard Webhooks (standardwebhooks.com)."""

import base64
import hashlib
import hmac
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import msgspec

from publisher.errors import DeliveryError
from publisher.fetch.fetch import Answer, FetchError, post
from publisher.outlets.message import Message
from publisher.outlets.secret import check_secret, read_secret

SECONDS = 20.0
HOPELESS = frozenset({400, 401, 403, 405, 406, 410, 411, 413, 414, 415, 422, 501})
"""Answers that the same request gets again. 404 is none: servers say it while they are being renewed."""


class WebhookSettings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="webhook", tag_field="kind"
):
    """`url` may be on a private network; `secret` is "env:NAME"; `live` as for all that reaches people."""

    url: str
    secret: str | None = None
    live: bool | str = False

    def __post_init__(self) -> None:
        check_secret("secret", self.secret)


class Webhook:
    """Posts to one address; the receiver knows a repetition by its `webhook-id`."""

    def __init__(self, name: str, url: str, secret: str | None = None, *, seconds: float = SECONDS) -> None:
        self.name = name
        self.url = url
        self.secret = secret
        self.seconds = seconds

    def tell(self, message: Message, key: str) -> None:
        body = msgspec.json.encode(describe_message(message, key))
        headers = {"Content-Type": "application/json", "Idempotency-Key": f'"{key}"'}
        headers |= sign(key, int(time.time()), body, read_secret(self.secret) if self.secret else None)
        judge_answer(send(self.url, body, headers, self.seconds), self.url)


def send(url: str, body: bytes, headers: dict[str, str], seconds: float) -> Answer:
    try:
        return post(url, body, headers, seconds=seconds)
    except FetchError as error:
        raise DeliveryError(error.named, error.mend) from error


def sign(key: str, stamp: int, body: bytes, secret: str | None) -> dict[str, str]:
    """Headers that say which message this is and, with a secret, that it is ours and whole.

    `stamp` is in seconds since 1970, of this attempt: a receiver refuses what is old. A secret that begins
    with "whsec_" is base64 after it, as the specification has it; any other is taken as it is.
    """
    headers = {"webhook-id": key, "webhook-timestamp": str(stamp)}
    if secret is None:
        return headers
    if secret.startswith("whsec_"):
        raw = base64.b64decode(secret[6:])
    else:
        raw = secret.encode()
    digest = hmac.new(raw, f"{key}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return headers | {"webhook-signature": "v1," + base64.b64encode(digest).decode()}


def judge_answer(answer: Answer, url: str) -> None:
    """Raises DeliveryError unless the receiver took it; Retry-After is passed on (RFC 9110, 10.2.3)."""
    if 200 <= answer.status < 300:
        return
    if 300 <= answer.status < 400:
        where = answer.headers.get("location", "nowhere")[:200]
        raise DeliveryError(f"{url} points to {where!r}", "write the final address", permanent=True)
    raise DeliveryError(
        f"{url} answered {answer.status}",
        permanent=answer.status in HOPELESS,
        retry_after=read_retry_after(answer.headers, datetime.now(UTC)),
    )


def read_retry_after(headers: dict[str, str], now: datetime) -> timedelta | None:
    """How long a server asks to be left in peace: so many seconds, or until a date (`now` in UTC)."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text), 10**9))
    until, there = _read_date(text), _read_date(headers.get("date", ""))
    if until:
        return max(until - (there or now), timedelta())
    return None


def _read_date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    if found.tzinfo:
        return found
    return found.replace(tzinfo=UTC)


def describe_message(message: Message, key: str) -> dict[str, Any]:
    """What is posted; docs/outlets.md describes it. Instants are RFC 3339 in UTC."""
    release, publication = message.release, message.publication
    return {
        "key": key,
        "publication": {
            "id": publication.id,
            "title": publication.title,
            "address": publication.base_url,
        },
        "release": {
            "sequence": release.sequence,
            "subject": release.subject,
            "name": release.snapshot.slug,
            "revision": release.revision,
            "kind": release.kind,
            "status": release.snapshot.status,
            "due": release.due,
            "released": release.released,
            "change": {"fields": release.change.fields, "reason": release.change.reason}
            if release.change
            else None,
        },
        "languages": {
            lang: {
                "title": words.title,
                "page": words.page,
                "summary": words.summary,
                "changes": words.changes,
                "text": words.text,
                "html": words.html,
                "feeds": words.feeds,
                "calendar": words.calendar.decode() if words.calendar else None,
            }
            for lang, words in message.words.items()
        },
    }


def make_webhook(name: str, settings: WebhookSettings, folder: Path) -> Webhook:
    return Webhook(name, settings.url, settings.secret)
