"""The webhook: what it posts, how it signs, and what it makes of every answer."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from publisher.errors import DeliveryError
from publisher.outlets.outlet import Messenger
from publisher.outlets.webhook import Webhook, read_retry_after
from tests.outlets.messages import make_cancellation, make_message, make_move
from tests.outlets.messenger_contract import KEY, MessengerContract
from tests.outlets.receiver import Receiver, receiving

NOW = datetime(2017, 9, 27, 22, tzinfo=UTC)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def hook(receiver: Receiver) -> Webhook:
    return Webhook("hook", receiver.address, seconds=5)


class TestWebhook(MessengerContract):
    @pytest.fixture
    def messenger(self, hook: Webhook) -> Messenger:
        return hook

    @pytest.fixture
    def arrived(self, receiver: Receiver) -> Callable[[], list[Any]]:
        return lambda: [one.headers["webhook-id"] for one in receiver.requests]

    @pytest.fixture
    def disturb(self, receiver: Receiver) -> Callable[[bool], None]:
        def disturb(refuse: bool) -> None:
            receiver.behaviour = 503 if refuse else 204
            receiver.requests.clear()

        return disturb


def refusal(hook: Webhook) -> DeliveryError:
    with pytest.raises(DeliveryError) as failed:
        hook.tell(make_message(), KEY)
    assert "\n" not in str(failed.value)
    return failed.value


def test_it_posts_the_release_in_every_language(hook: Webhook, receiver: Receiver) -> None:
    hook.tell(make_message(make_move()), KEY)
    (request,) = receiver.requests
    assert request.headers["content-type"] == "application/json"
    assert request.headers["idempotency-key"] == f'"{KEY}"'
    said = json.loads(request.body)
    assert said["key"] == KEY
    assert said["publication"]["address"] == "https://example.org/journal/"
    assert (said["release"]["name"], said["release"]["revision"]) == ("first-reading", 2)
    assert said["release"]["change"] == {"fields": ["when"], "reason": "The room is not available."}
    english = said["languages"]["en"]
    assert english["page"] == "https://example.org/journal/en/entries/first-reading.html"
    assert "was Monday, 2 October 2017" in english["changes"][0]
    assert "https://example.org/journal/en/journal.rss" in english["feeds"]
    assert "SEQUENCE:1" in english["calendar"]
    assert said["languages"]["fr"]["title"].endswith("Première lecture")


def test_a_cancellation_s_calendar_says_cancel(hook: Webhook, receiver: Receiver) -> None:
    hook.tell(make_message(make_cancellation()), KEY)
    said = json.loads(receiver.requests[0].body)
    assert "METHOD:CANCEL" in said["languages"]["en"]["calendar"]
    assert "STATUS:CANCELLED" in said["languages"]["en"]["calendar"]


def test_what_is_posted_again_is_the_same_to_the_byte(hook: Webhook, receiver: Receiver) -> None:
    hook.tell(make_message(), KEY)
    hook.tell(make_message(), KEY)
    assert receiver.requests[0].body == receiver.requests[1].body


@pytest.mark.parametrize(
    ("secret", "raw"), [("plain words", b"plain words"), ("whsec_AAECAw==", bytes(range(4)))]
)
def test_the_signature_is_that_of_standard_webhooks(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, secret: str, raw: bytes
) -> None:
    monkeypatch.setenv("HOOK_SECRET", secret)
    Webhook("hook", receiver.address, "env:HOOK_SECRET").tell(make_message(), KEY)
    (request,) = receiver.requests
    stamp = request.headers["webhook-timestamp"]
    assert abs(int(stamp) - time.time()) < 60
    digest = hmac.new(raw, f"{KEY}.{stamp}.".encode() + request.body, hashlib.sha256).digest()
    assert request.headers["webhook-signature"] == "v1," + base64.b64encode(digest).decode()
    assert secret.encode() not in request.body


def test_a_secret_that_is_not_set_is_said_and_nothing_is_sent(receiver: Receiver) -> None:
    failed = refusal(Webhook("hook", receiver.address, "env:NO_SUCH_SECRET"))
    assert "NO_SUCH_SECRET is not set" in str(failed)
    assert (failed.permanent, receiver.requests) == (False, [])


@pytest.mark.parametrize("status", [408, 404, 429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again(hook: Webhook, receiver: Receiver, status: int) -> None:
    receiver.behaviour = status
    assert not refusal(hook).permanent
    assert len(receiver.requests) == 1, "an outlet tries once; retries are planned by the desk"


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 403, 410, 422])
def test_what_will_not_pass_waits_for_a_person(hook: Webhook, receiver: Receiver, status: int) -> None:
    receiver.behaviour = status
    receiver.answer_headers = {"Location": "/elsewhere"}
    assert refusal(hook).permanent
    assert len(receiver.requests) == 1, "a redirect is not followed: the message was meant for one address"


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_for_peace_is_left_in_peace(
    hook: Webhook, receiver: Receiver, status: int
) -> None:
    receiver.behaviour, receiver.answer_headers = status, {"Retry-After": "120"}
    assert refusal(hook).retry_after == timedelta(minutes=2)


def test_a_connection_that_is_dropped_is_tried_again_later(hook: Webhook, receiver: Receiver) -> None:
    receiver.behaviour = "drop"
    assert not refusal(hook).permanent
    assert len(receiver.requests) == 1


def test_a_server_that_sends_a_byte_now_and_then_is_given_up_in_time(receiver: Receiver) -> None:
    receiver.behaviour = "stall"
    begun = time.monotonic()
    failed = refusal(Webhook("hook", receiver.address, seconds=0.5))
    assert time.monotonic() - begun < 10
    assert "longer than 0.5 seconds" in str(failed)


def test_nobody_at_the_address_is_a_failure_to_try_again() -> None:
    assert not refusal(Webhook("hook", "http://127.0.0.1:1/hook", seconds=5)).permanent


@pytest.mark.parametrize(
    ("headers", "peace"),
    [
        ({"retry-after": "0"}, 0),
        ({"retry-after": " 30 "}, 30),
        ({"retry-after": "Wed, 27 Sep 2017 22:01:00 GMT"}, 60),
        ({"retry-after": "Wed, 27 Sep 2017 21:00:00 GMT"}, 0),
        ({"retry-after": "Wed, 27 Sep 2017 20:01:30 GMT", "date": "Wed, 27 Sep 2017 20:00:00 GMT"}, 90),
        ({"retry-after": "9" * 400}, 10**9),
    ],
)
def test_retry_after_is_read_in_seconds_or_as_a_date(headers: dict[str, str], peace: int) -> None:
    assert read_retry_after(headers, NOW) == timedelta(seconds=peace)


@pytest.mark.parametrize("text", ["", "soon", "-5", "1.5", "٣", "Wed, 99 Sep 2017 22:01:00 GMT"])
def test_a_retry_after_that_says_nothing_is_none(text: str) -> None:
    assert read_retry_after({"retry-after": text}, NOW) is None
