"""Line ends and control characters wherever somebody can write: every pass goes on, what is printed is sound.

A line feed in the title of a roadmap ended every pass, sound announcements and all: the library of calendars
refuses a line that holds one.
"""

import json
import os
import re
import tempfile
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import icalendar
import msgspec
import pytest
import tomlkit
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from publisher.config.config import Config, load_config
from publisher.config.texts import TEXTS
from publisher.desk.composing import compose_message
from publisher.desk.delivering import make_key
from publisher.errors import ConfigError
from publisher.ledger.ledger import Ledger
from publisher.outlets.mail import EmailSettings, write_mail
from publisher.outlets.webhook import Webhook
from publisher.press import print_document
from publisher.releases.keys import Key
from tests.builders import (
    PUBLICATION,
    WRITTEN,
    make_draft,
    make_edition_draft,
    make_line,
    make_roadmap,
    make_snapshot,
    make_wording,
    utc,
)
from tests.failure_stories.story import folder_in_memory
from tests.folders import Folder
from tests.outlets.messages import make_message
from tests.outlets.receiver import receiving

ODD = "\n\r\t\v\f\x1c\x85\u2028\u2029\x00\x07\x1b\x7f\u202e\u2066\ufffe"
WHOLE = """
announcements = "announcements"
ledger = "ledger.sqlite"
[publication]
id = "example.org,2017:test"
title = "Test Journal"
base_url = "https://example.org/journal/"
timezone = "America/New_York"
languages = ["en", "fr"]
hub = "https://hub.example.org/"
[calendar]
holidays = "un-headquarters"
[schedule]
publish = "3 working days before at 18:00"
first = "after 2 minutes"
changes = "after 5 minutes"
late = "until the meeting ends"
[issue]
close = "18:30"
next_number = "2017/188"
[alarms]
webhook = "https://hooks.example.org/x"
heartbeat = "https://beat.example.org/x"
[alarms.email]
host = "mail.example.org"
sender = "Journal <journal@example.org>"
to = ["ops@example.org"]
user = "ops"
password = "env:SECRET"
[outlets.site]
kind = "directory"
path = "public"
serves = true
[outlets.mail]
kind = "email"
host = "mail.example.org"
sender = "Journal <journal@example.org>"
to = ["list@example.org"]
unsubscribe = "https://example.org/u"
languages = ["en"]
live = "elsewhere"
[outlets.hook]
kind = "webhook"
url = "https://hooks.example.org/j"
live = "elsewhere"
[outlets.book]
kind = "log"
path = "log.txt"
[roadmaps.modalities]
title = "Modalities resolution"
letter = 2017-09-13
publish = "3 working days before at 18:00"
translations = { fr = "La resolution" }
[[roadmaps.modalities.milestones]]
id = "first-reading"
when = "2 October (afternoon)"
what = "1st reading"
kind = "meeting"
status = "confirmed"
reason = "The room was taken"
where = "New York"
translations = { fr = "Premiere lecture" }
[[roadmaps.modalities.milestones]]
id = "second-reading"
when = "5 October (afternoon)"
what = "2nd reading"
"""
FIELDS = {
    "title": "First reading", "organ": "General Assembly", "session": "Seventy-second session",
    "room": "Conference Room 1", "contact": "journal@example.org", "convened_by": "Mexico",
    "milestone": "first-reading", "publish": "2017-09-20 12:00", "kind": "meeting", "access": "open",
    "correction": "A word was wrong", "time": "15:00 to 18:00", "status": "scheduled",
}  # fmt: skip
FEW = max(3, settings().max_examples // 50)
"""Each prints some hundred documents; in `make prove` there are twenty."""

odd_texts = st.text(ODD + " a", min_size=1, max_size=3)
positions = st.sampled_from(["before", "within", "after"])


@pytest.fixture(autouse=True, scope="module")
def no_waiting_for_the_disk() -> Iterator[None]:
    """What is printed does not hang on it; tests/outlets proves that files are written through."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda handle: None)
        yield


def places_in(value: object, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, str):
        yield place
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from places_in(each, (*place, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from places_in(each, (*place, number))


READ_BY_PEOPLE = TEXTS - {"publish", "first", "changes", "late"}
PLACES = list(places_in(tomllib.loads(WHOLE)))


def insert(text: str, odd: str, position: str) -> str:
    middle = (text.find(" ") + 1) or len(text) // 2
    at = {"before": 0, "within": middle, "after": len(text)}[position]
    return text[:at] + odd + text[at:]


def write_config(path: Path, places: list[tuple[Any, ...]], odd: str, position: str) -> Path:
    values: Any = tomllib.loads(WHOLE)
    for place in places:
        table = values
        for key in place[:-1]:
            table = table[key]
        table[place[-1]] = insert(table[place[-1]], odd, position)
    path.write_text(tomlkit.dumps(values), encoding="utf-8")
    return path


def find_fault(path: Path, place: tuple[Any, ...], odd: str, position: str) -> str | None:
    """The fault of a config with that at one place; None for one that is used."""
    try:
        load_config(write_config(path, [place], odd, position))
    except ConfigError as error:
        return str(error)
    return None


def is_a_line(text: str) -> bool:
    return len(text.splitlines()) <= 1 and not any(unicodedata.category(sign) == "Cc" for sign in text)


def check_bytes(path: str, body: bytes) -> None:
    """What readers' programs ask of a calendar, a feed and a list."""
    if path.endswith(".ics"):
        lines = body.decode().split("\r\n")
        assert lines.pop() == ""
        assert all(len(line.splitlines()) == 1 and len(line.encode()) <= 75 for line in lines), lines
        assert icalendar.Calendar.from_ical(body)
    elif path.endswith((".rss", ".atom")):
        feed = feedparser.parse(body)
        assert not feed.bozo, feed.bozo_exception
        titles = [feed.feed.title, *(entry.title for entry in feed.entries)]
        assert all(is_a_line(title) for title in titles), titles
    elif path.endswith((".opml", ".svg", ".xml")):
        etree.fromstring(body)
    elif path.endswith(".json"):
        titles = [
            json.loads(body).get("title", ""),
            *(one["title"] for one in json.loads(body).get("items", ())),
        ]
        assert all(is_a_line(title) for title in titles), titles


def play(folder: Folder, config: Config) -> None:
    """Two days of passes; all that is printed and mailed is looked at."""
    desk = folder.open()
    desk.config = config
    passes = [desk.run_pass(utc(f"2017-09-{day} 16:00")) for day in (20, 21)]
    assert "sound" in {one.name for done in passes for one in done.released}
    assert all(done.delivered.failed == () for done in passes)
    for path, body in folder.files().items():
        check_bytes(path, body)
    settings = next(one for one in config.outlet_settings.values() if isinstance(one, EmailSettings))
    for release in (one for done in passes for one in done.released if one.subject == "announcement"):
        message = compose_message(desk.ledger, release)
        for lang, words in message.words.items():
            mail = write_mail(message, lang, settings, "mail")
            assert len(str(mail["Subject"]).splitlines()) == 1
            assert bytes(mail)
            if words.calendar:
                check_bytes("x.ics", words.calendar)
    folder.close()


@given(st.sampled_from(PLACES), odd_texts, positions)
def test_odd_characters_in_a_string_of_the_config_are_mended_or_named_with_their_line(
    place: tuple[Any, ...], odd: str, position: str
) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "config.toml"
        fault = find_fault(path, place, odd, position)
        if fault is None:
            # Only texts are mended: in an address or a name it would make another one.
            assert TEXTS.intersection(place[-2:]) or not set(odd) - {" ", "a"}
        else:
            assert re.match(rf"{re.escape(str(path))}:\d+: .+; .+", fault)
            assert fault.isprintable()


@given(odd_texts, positions)
@example("\n", "within")
@settings(max_examples=FEW)
def test_odd_characters_in_all_texts_of_the_config_stop_no_pass(odd: str, position: str) -> None:
    with folder_in_memory() as path:
        folder = Folder(path / "publication")
        texts = [place for place in PLACES if READ_BY_PEOPLE.intersection(place[-2:])]
        config = load_config(write_config(folder.config, texts, odd, position))
        folder.announce("sound", milestone="", when="2 October 2017", publish="2017-09-20 12:00")
        folder.announce("first-reading", publish="2017-09-21 12:00")
        play(folder, config)


@given(odd_texts, positions)
@example("\n", "within")
@settings(max_examples=FEW)
def test_odd_characters_in_any_field_stop_no_pass(odd: str, position: str) -> None:
    """Written as escapes in quotes, as YAML has them; a file is held, or its words are set on one line."""
    with folder_in_memory() as path:
        folder = Folder(path / "publication")
        folder.config.write_text(WHOLE, encoding="utf-8")
        folder.announce("sound", milestone="", when="2 October 2017", publish="2017-09-20 12:00")
        for field in FIELDS:
            fields = FIELDS | {field: insert(FIELDS[field], odd, position)}
            written = {key: json.dumps(value) for key, value in fields.items()}
            folder.announce(f"odd-{field.replace('_', '-')}", WRITTEN, **written)
        play(folder, load_config(folder.config))


OLD_DOCUMENTS = (
    Key("feed", "en", format="ics"),
    Key("roadmap", "en", "modalities", "ics"),
    Key("entry", "en", "first-reading", "ics"),
    Key("feed", "en", format="rss"),
    Key("roadmap", "en", "modalities", "atom"),
    Key("feed", "en", format="json"),
    Key("outline", format="opml"),
)
OLD = "First\n reading\u2028\x0b of\x07 it"


def test_what_an_older_ledger_holds_is_made_fit_where_it_is_written() -> None:
    """Its titles were recorded before anybody looked, and no pass could print them."""
    publication = msgspec.structs.replace(PUBLICATION, title=OLD)
    snapshot = make_snapshot(
        wordings={lang: make_wording(OLD, room=OLD, contact=OLD) for lang in ("en", "fr")}, organ=OLD
    )
    roadmap = make_roadmap(make_line(what=OLD), make_line("second", what=OLD), title=OLD)
    ledger = Ledger.in_memory()
    drafts = [
        make_edition_draft(publication),
        make_draft("modalities", subject="roadmap", kind="roadmap", content=roadmap, told=()),
        make_draft(content=snapshot, told=("en", "fr")),
    ]
    for minute, draft in enumerate(drafts):
        ledger.record([draft], [], utc(f"2017-09-27 22:{minute:02}"))
    for key in OLD_DOCUMENTS:
        document = print_document(key, ledger.records)
        assert document is not None
        check_bytes(key.path, document.body)
        assert b"First reading of it" in document.body.replace(b"\r\n ", b""), key.path
    ledger.close()


@pytest.mark.parametrize("name", ["日本", "Журнал", 'a"b', "café"])
def test_an_outlet_may_have_a_name_of_any_alphabet(name: str) -> None:
    """The name is part of the key, and a header holds no such letter: nothing was ever told there."""
    ledger = Ledger.in_memory()
    key = make_key(ledger, 7, name)
    assert key.isascii()
    assert '"' not in key
    with receiving() as receiver:
        Webhook(name, receiver.address, seconds=5).tell(make_message(), key)
        (request,) = receiver.requests
        assert request.headers["webhook-id"] == key
    assert make_key(ledger, 7, "the list: 1") == f"{ledger.id}/7/the list: 1"
    ledger.close()
