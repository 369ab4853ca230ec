"""RSS as readers get it: read back with feedparser, the same bytes every time, guids that never move."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import msgspec
import pytest

from publisher.feeds import current
from publisher.feeds.feed import LENGTH
from publisher.ledger.ledger import Ledger
from publisher.releases.keys import Key
from publisher.releases.release import AMENDED, TRANSLATED, Change, Draft
from tests.builders import (
    DUE,
    PUBLICATION,
    changed,
    make_draft,
    make_edition_draft,
    make_snapshot,
    make_wording,
    on_day,
)

GOLDEN = Path(__file__).parent / "golden" / "journal.rss"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BODY = re.compile(rb"<content:encoded>.*?</content:encoded>", re.DOTALL)

FIRST = make_snapshot(
    wordings={
        "en": make_wording(room="Conference Room 1", convened_by=("Mexico", "Switzerland")),
        "fr": make_wording("Première lecture du projet"),
    },
    organ="General Assembly",
    session="Seventy-second session",
    documents=("A/RES/71/280",),
)
MOVED = changed(FIRST, when=on_day("2017-10-06", "afternoon"), reason="The room was flooded.")
MOVE = make_draft(kind="rescheduled", content=MOVED, replaces=1, told=("en", "fr"),
                  change=Change(("when",), "The room was flooded."))  # fmt: skip


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    ledger = Ledger.in_memory()
    ledger.record([make_edition_draft()], [], DUE)
    yield ledger
    ledger.close()


def record(ledger: Ledger, *drafts: Draft) -> None:
    """One an hour, the first at DUE."""
    start = ledger.newest_sequence() - 1
    for number, draft in enumerate(drafts, start=start):
        ledger.record([draft], [], DUE + number * HOUR)


def body_of(ledger: Ledger, language: str = "en") -> bytes:
    return current.print_document(Key("feed", language, format="rss"), ledger.records)


def read(ledger: Ledger, language: str = "en") -> Any:
    feed = feedparser.parse(body_of(ledger, language))
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def story(ledger: Ledger) -> None:
    """An announcement, a silent correction, a slip, a cancelled one, an archived one and hostile words."""
    typo = changed(FIRST, wordings={**FIRST.wordings, "en": make_wording("First reading", room="Room 1")})
    hostile = make_wording("</title><script>alert(1)</script> & ]]> \"x\" 'y'", html="<p>]]&gt; &amp;</p>")
    cancelled = make_snapshot("plenary", status="cancelled")
    record(
        ledger,
        make_draft(content=FIRST, told=("en", "fr")),
        MOVE,
        make_draft(kind=AMENDED, content=changed(MOVED, wordings=typo.wordings), replaces=2, told=(),
                   change=Change(())),
        make_draft("plenary"),
        make_draft("plenary", kind="cancelled", content=cancelled, replaces=1, change=Change(("status",))),
        make_draft("old", archived=True, told=(), due=DUE - 9 * DAY),
        make_draft("hostile", content=make_snapshot("hostile", wordings={"en": hostile})),
    )  # fmt: skip


def test_the_golden_feed_is_printed_again_byte_for_byte(ledger: Ledger) -> None:
    """All but the items' HTML, which is a page's business.

    When the feed is meant to change: `python -m tests.feeds.test_rss`, then read the difference.
    """
    story(ledger)
    assert BODY.sub(b"<content:encoded/>", body_of(ledger)) == GOLDEN.read_bytes()


def test_feedparser_finds_in_it_what_was_released(ledger: Ledger) -> None:
    story(ledger)
    found = [(entry.title, entry.link.rsplit("/", 1)[1], entry.published) for entry in read(ledger).entries]
    assert found == [
        ("</title><script>alert(1)</script> & ]]> \"x\" 'y'", "hostile.html",
         "Thu, 28 Sep 2017 04:00:00 +0000"),
        ("Cancelled: First reading of the draft", "plenary.html", "Thu, 28 Sep 2017 02:00:00 +0000"),
        ("Cancelled: First reading of the draft", "plenary.html", "Thu, 28 Sep 2017 01:00:00 +0000"),
        ("Rescheduled: First reading", "first-reading.html", "Wed, 27 Sep 2017 23:00:00 +0000"),
        ("First reading", "first-reading.html", "Wed, 27 Sep 2017 22:00:00 +0000"),
        ("First reading of the draft", "old.html", "Mon, 18 Sep 2017 22:00:00 +0000"),
    ]  # fmt: skip


def test_the_channel_says_whose_it_is_and_where(ledger: Ledger) -> None:
    record(ledger, make_draft(content=FIRST))
    feed = read(ledger).feed
    assert (feed.title, feed.link, feed.language) == (
        "Test Journal", "https://example.org/journal/en/index.html", "en"
    )  # fmt: skip
    own = [link.href for link in feed.links if link.rel == "self"]
    assert own == ["https://example.org/journal/en/journal.rss"]


def test_an_item_holds_the_entry(ledger: Ledger) -> None:
    record(ledger, make_draft(content=FIRST))
    (entry,) = read(ledger).entries
    assert entry.link == "https://example.org/journal/en/entries/first-reading.html"
    assert entry.summary == "Monday, 2 October 2017 · afternoon · Conference Room 1"
    html = entry.content[0].value
    for words in ("General Assembly, Seventy-second session", "Conference Room 1", "<p>Words.</p>"):
        assert words in html


def test_the_same_ledger_gives_the_same_bytes(ledger: Ledger) -> None:
    story(ledger)
    copy = Ledger.in_memory()
    copy.record([make_edition_draft()], [], DUE)
    story(copy)
    assert body_of(ledger) == body_of(copy)
    assert body_of(ledger, "fr") == body_of(copy, "fr")
    copy.close()


def test_a_guid_is_no_address_and_never_moves(ledger: Ledger) -> None:
    """Not with the title, nor with the site's address, nor with http and https (liferea #1195)."""
    record(ledger, make_draft(content=FIRST), MOVE)
    before = [entry.id for entry in read(ledger).entries]
    assert before == [
        "tag:example.org,2017:test/first-reading/en/2", "tag:example.org,2017:test/first-reading/en"
    ]  # fmt: skip
    other = msgspec.structs.replace(PUBLICATION, title="Another", base_url="http://other.example/")
    moved = make_edition_draft(other)
    ledger.record([msgspec.structs.replace(moved, replaces=1)], [], DUE + DAY)
    retitled = changed(MOVED, wordings={"en": make_wording("Another title")})
    silent = make_draft(kind=AMENDED, content=retitled, replaces=2, told=(), change=Change(()))
    ledger.record([silent], [], DUE + DAY)
    after = read(ledger).entries
    assert [entry.id for entry in after] == before
    assert [entry.guidislink for entry in after] == [False, False]
    assert after[1].title == "Another title"
    assert after[1].link.startswith("http://other.example/")


def test_guids_differ_between_languages_items_and_revisions(ledger: Ledger) -> None:
    story(ledger)
    ids = [entry.id for language in ("en", "fr") for entry in read(ledger, language).entries]
    assert len(ids) == len(set(ids)) == 12


def test_a_change_is_an_item_of_its_own_and_says_was_is_and_why(ledger: Ledger) -> None:
    record(ledger, make_draft(content=FIRST), MOVE)
    change, first = read(ledger).entries
    assert change.title.startswith("Rescheduled: ")
    html = change.content[0].value
    assert "was Monday, 2 October 2017, afternoon, is now Friday, 6 October 2017, afternoon" in html
    assert "The room was flooded." in html
    assert first.published == "Wed, 27 Sep 2017 22:00:00 +0000"


def test_a_silent_correction_is_no_item_and_mends_the_open_ones(ledger: Ledger) -> None:
    record(ledger, make_draft(content=FIRST))
    before = read(ledger).entries[0]
    mended = changed(FIRST, wordings={"en": make_wording("First reading", html="<p>Mended.</p>")})
    record(ledger, make_draft(kind=AMENDED, content=mended, replaces=1, told=(), change=Change(())))
    (after,) = read(ledger).entries
    assert (after.id, after.published) == (before.id, before.published)
    assert after.title == "First reading"
    assert "Mended." in after.content[0].value


def test_a_late_translation_is_news_in_its_own_language_only(ledger: Ledger) -> None:
    both = changed(make_snapshot(), wordings={"en": make_wording(), "fr": make_wording("Lecture")})
    translated = make_draft(
        kind=TRANSLATED, content=both, replaces=1, told=("fr",), change=Change(("wordings",))
    )
    record(ledger, make_draft(), translated)
    assert len(read(ledger, "en").entries) == 1
    assert len(read(ledger, "fr").entries) == 2


def test_what_is_not_translated_is_in_the_feed_in_its_own_language_and_says_so(ledger: Ledger) -> None:
    record(ledger, make_draft())
    (entry,) = read(ledger, "fr").entries
    assert entry.title == "First reading of the draft"
    assert 'lang="en"' in entry.content[0].value


def test_an_archived_item_is_dated_when_it_was_due(ledger: Ledger) -> None:
    record(ledger, make_draft("old", archived=True, told=(), due=DUE - 30 * DAY))
    (entry,) = read(ledger).entries
    assert entry.published == "Mon, 28 Aug 2017 22:00:00 +0000"


def test_it_holds_fifty_items_the_newest_first(ledger: Ledger) -> None:
    for number in range(LENGTH + 10):
        ledger.record([make_draft(f"m{number}")], [], DUE + number * 3 * HOUR)
    slugs = [entry.link.rsplit("/m", 1)[1].removesuffix(".html") for entry in read(ledger).entries]
    assert slugs == [str(number) for number in range(LENGTH + 9, 9, -1)]


def test_it_holds_two_days_when_those_are_more(ledger: Ledger) -> None:
    ledger.record([make_draft("older")], [], DUE - 3 * DAY)
    for number in range(LENGTH + 10):
        ledger.record([make_draft(f"m{number}")], [], DUE + number * MINUTE)
    assert len(read(ledger).entries) == LENGTH + 10


HOSTILE = [
    "<script>alert(1)</script>",
    "</title></channel></rss>",
    "]]>",
    "A & B &amp; C &lt;",
    "&#x0; &nbsp; &bogus;",
    "“quotes” «guillemets» 'single'",
    "القراءة الأولى 第一次",
    "😀 \u00ad soft",
    "{{ 7 * 7 }} {% raw %}",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_arrives_as_it_was_written_and_breaks_nothing(ledger: Ledger, title: str) -> None:
    words = make_wording(title, room=title, contact=title, convened_by=(title,))
    record(ledger, make_draft(content=make_snapshot(wordings={"en": words}, organ=title)))
    from xml.etree import ElementTree

    # feedparser cleans HTML out of what it reads, so an XML parser says what really stands there.
    root = ElementTree.fromstring(body_of(ledger))
    assert [item.findtext("title") for item in root.iter("item")] == [title]
    html = root.findtext(".//{http://purl.org/rss/1.0/modules/content/}encoded") or ""
    assert "<script" not in html
    read(ledger)


def test_an_empty_journal_has_a_feed_without_items(ledger: Ledger) -> None:
    assert read(ledger).entries == []


def test_a_release_touches_the_feeds_of_every_language_and_of_its_roadmap(ledger: Ledger) -> None:
    (release,) = ledger.record([make_draft()], [], DUE)
    touched = {key.path for key in current.touched_by(release, ("en", "fr"), ledger.records)}
    assert {path for path in touched if path.endswith(".rss")} == {
        "en/journal.rss", "fr/journal.rss", "en/roadmaps/modalities.rss", "fr/roadmaps/modalities.rss"
    }  # fmt: skip


def renew_golden() -> None:
    """Prints the golden feed anew, for a person to read the difference."""
    ledger = Ledger.in_memory()
    ledger.record([make_edition_draft()], [], DUE)
    story(ledger)
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_bytes(BODY.sub(b"<content:encoded/>", body_of(ledger)))
    ledger.close()


if __name__ == "__main__":
    renew_golden()
