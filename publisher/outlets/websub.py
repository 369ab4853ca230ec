"""WebSub (W3C Recommendation of 2018): tells a hub which feeds have something new, once they are in place."""

from pathlib import Path
from urllib.parse import urlencode

import msgspec

from publisher.errors import SettingError
from publisher.outlets.message import Message
from publisher.outlets.webhook import SECONDS, judge_answer, send


class WebSubSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="websub", tag_field="kind"):
    """`hub` is the hub's address; every feed then names it, so that readers can ask it for news."""

    hub: str
    live: bool | str = False

    def __post_init__(self) -> None:
        if not self.hub.startswith(("http://", "https://")):
            raise SettingError("hub", "be an address of the web")


class WebSub:
    """Pings one hub; a second ping for the same release only makes the hub look once more."""

    def __init__(self, name: str, hub: str, *, seconds: float = SECONDS) -> None:
        self.name = name
        self.hub = hub
        self.seconds = seconds

    def tell(self, message: Message, key: str) -> None:
        topics = dict.fromkeys(feed for words in message.words.values() for feed in words.feeds)
        body = urlencode([("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)])
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": f'"{key}"'}
        judge_answer(send(self.hub, body.encode(), headers, self.seconds), self.hub)


def make_websub(name: str, settings: WebSubSettings, folder: Path) -> WebSub:
    return WebSub(name, settings.hub)
