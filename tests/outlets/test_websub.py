"""WebSub: the hub is told which feeds changed, and every feed says which hub and which address is its own."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import feedparser
import pytest

from publisher.config.config import load_config
from publisher.errors import ConfigError, DeliveryError
from publisher.outlets.outlet import Messenger
from publisher.outlets.websub import WebSub
from tests.builders import DUE
from tests.folders import Folder
from tests.outlets.messages import make_message
from tests.outlets.messenger_contract import KEY, MessengerContract
from tests.outlets.receiver import Receiver, receiving


@pytest.fixture
def hub() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


class TestWebSub(MessengerContract):
    @pytest.fixture
    def messenger(self, hub: Receiver) -> Messenger:
        return WebSub("hook", hub.address, seconds=5)

    @pytest.fixture
    def arrived(self, hub: Receiver) -> Callable[[], list[Any]]:
        return lambda: [one.headers["idempotency-key"] for one in hub.requests]

    @pytest.fixture
    def disturb(self, hub: Receiver) -> Callable[[bool], None]:
        def disturb(refuse: bool) -> None:
            hub.behaviour = 503 if refuse else 204
            hub.requests.clear()

        return disturb


def test_the_ping_names_each_feed_that_changed_once(hub: Receiver) -> None:
    WebSub("hook", hub.address).tell(make_message(), KEY)
    (request,) = hub.requests
    said = parse_qs(request.body.decode())
    home = "https://example.org/journal/"
    assert said["hub.mode"] == ["publish"]
    assert len(said["hub.url"]) == len(set(said["hub.url"])) == 12
    for path in ("en/journal.rss", "fr/journal.atom", "en/roadmaps/modalities.json"):
        assert home + path in said["hub.url"]


def test_a_hub_that_moved_waits_for_a_person(hub: Receiver) -> None:
    hub.behaviour = 301
    with pytest.raises(DeliveryError) as failed:
        WebSub("hook", hub.address).tell(make_message(), KEY)
    assert failed.value.permanent


@pytest.fixture
def folder(tmp_path: Path, hub: Receiver) -> Iterator[Folder]:
    folder = Folder(tmp_path / "publication")
    folder.announce()
    table = f'[outlets.hub]\nkind = "websub"\nlive = true\nhub = "{hub.address}"\n\n[roadmaps.modalities]'
    folder.set_config("[roadmaps.modalities]", table)
    yield folder
    folder.close()


def test_every_feed_that_is_pinged_names_its_hub_and_its_own_address(folder: Folder, hub: Receiver) -> None:
    """The files are in place before the hub is told: it comes at once to look."""
    assert folder.open().run_pass(DUE).exit_code == 0
    (request,) = hub.requests
    topics = parse_qs(request.body.decode())["hub.url"]
    assert len(topics) == 12
    for topic in topics:
        body = folder.files()[topic.removeprefix("https://example.org/journal/")]
        if topic.endswith(".json"):
            feed = json.loads(body)
            assert (feed["feed_url"], feed["hubs"][0]["url"]) == (topic, hub.address)
            continue
        links = feedparser.parse(body).feed.links
        found = {link.rel: link.href for link in links if link.rel in ("hub", "self")}
        assert found == {"hub": hub.address, "self": topic}


def test_a_hub_named_in_the_publication_stays(folder: Folder) -> None:
    folder.set_config("[outlets.site]", 'hub = "https://hub.example.org/"\n\n[outlets.site]')
    assert load_config(folder.config).publication.hub == "https://hub.example.org/"


def test_an_address_that_is_none_is_refused(folder: Folder, hub: Receiver) -> None:
    folder.set_config(hub.address, "hub.example.org")
    with pytest.raises(ConfigError, match="`hub` has to be an address"):
        load_config(folder.config)
