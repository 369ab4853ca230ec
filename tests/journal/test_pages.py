"""The pages as readers see them: the print order of the Journal, whole and well-formed, nothing that runs."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from publisher.dates.when import Times
from publisher.journal.pages import entry_page, home_page, roadmap_page
from publisher.ledger.ledger import Ledger
from publisher.press import print_documents, touched_by
from publisher.releases.document import Turn
from publisher.releases.keys import Key
from publisher.releases.release import Change, Draft, Snapshot
from publisher.roadmap.roadmap import Milestone
from tests.builders import (
    DUE,
    at_hour,
    changed,
    in_week,
    make_draft,
    make_edition_draft,
    make_line,
    make_roadmap,
    make_snapshot,
    make_wording,
    on_day,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

FULL = make_snapshot(
    wordings={
        "en": make_wording(
            "First reading of the draft",
            html="<p>The text of the entry.</p>",
            room="Conference Room 1",
            convened_by=("Mexico", "Switzerland"),
            contact="gcmigration@un.org",
        ),
        "ar": make_wording("القراءة الأولى", html="<p>النص</p>"),
    },
    organ="General Assembly",
    session="Seventy-second session",
    access="closed",
    documents=("A/RES/71/280", "see annex"),
)


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    ledger = Ledger.in_memory()
    ledger.record([make_edition_draft()], [], DUE)
    yield ledger
    ledger.close()


def record(ledger: Ledger, *snapshots: Snapshot, at: timedelta = timedelta(0)) -> None:
    ledger.record([make_draft(one.slug, content=one) for one in snapshots], [], DUE + at)


def revise(ledger: Ledger, kind: str, snapshot: Snapshot, *fields: str, reason: str | None = None) -> None:
    revision = len(ledger.records.history(snapshot.slug))
    draft = make_draft(
        snapshot.slug, kind=kind, content=snapshot, replaces=revision, change=Change(fields, reason)
    )
    ledger.record([draft], [], DUE + revision * HOUR)


def soup_of(ledger: Ledger, slug: str = "first-reading", language: str = "en") -> BeautifulSoup:
    body = entry_page.print_document(Key("entry", language, slug), ledger.records)
    return BeautifulSoup(body, "html.parser")


def words_of(soup: BeautifulSoup) -> str:
    """The words of the page's matter, as a reader of the screen hears them."""
    main = soup.find("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def page_words(ledger: Ledger, slug: str = "first-reading", language: str = "en") -> str:
    return words_of(soup_of(ledger, slug, language))


def home_words(ledger: Ledger, language: str = "en") -> str:
    body = home_page.print_document(Key("home", language), ledger.records)
    return words_of(BeautifulSoup(body, "html.parser"))


def assert_in_order(text: str, *words: str) -> None:
    place = 0
    for word in words:
        found = text.find(word, place)
        assert found >= 0, f"{word!r} does not follow in: {text}"
        place = found + len(word)


def test_an_entry_is_printed_in_the_order_of_the_journal(ledger: Ledger) -> None:
    """Body, session, time, name and status, room; then who convened it, the text, the documents (1.2)."""
    record(ledger, FULL)
    assert_in_order(
        page_words(ledger),
        "General Assembly",
        "Seventy-second session",
        "Monday, 2 October 2017",
        "afternoon",
        "First reading of the draft",
        "[closed]",
        "Conference Room 1",
        "convened by Mexico and Switzerland",
        "The text of the entry.",
        "A/RES/71/280",
        "gcmigration@un.org",
    )


def test_open_is_unmarked_and_a_missing_room_is_to_be_announced(ledger: Ledger) -> None:
    record(ledger, make_snapshot())
    words = page_words(ledger)
    assert "open" not in words
    assert "closed" not in words
    assert "venue to be announced" in words.lower()
    assert "convened by" not in words


def test_only_a_meeting_has_a_room(ledger: Ledger) -> None:
    record(ledger, make_snapshot(kind="deadline"))
    assert "venue" not in page_words(ledger).lower()


def test_hours_of_its_own_are_printed_in_the_24_hour_clock(ledger: Ledger) -> None:
    hours = at_hour("2017-10-02", "09:30", "13:00").times[0]
    record(ledger, make_snapshot(hours=hours))
    assert "9:30 to 13:00" in page_words(ledger).replace("09:30", "9:30")
    assert isinstance(hours, Times)


def test_a_vague_date_stays_vague_and_keeps_the_letter_s_words(ledger: Ledger) -> None:
    record(ledger, make_snapshot(when=in_week("2017-10-23", text="Week of 23 October")))
    assert_in_order(page_words(ledger).lower(), "week of 23 october 2017", "“week of 23 october”")


def test_a_symbol_is_a_link_and_anything_else_is_not(ledger: Ledger) -> None:
    record(ledger, FULL)
    links = {link.get_text(): link["href"] for link in soup_of(ledger).select("main a[href]")}
    assert str(links["A/RES/71/280"]).startswith("https://docs.un.org/en/A/RES/71/280")
    assert "see annex" not in links
    assert links["gcmigration@un.org"] == "mailto:gcmigration@un.org"


def test_a_change_stands_on_top_with_was_is_and_why_and_in_the_history(ledger: Ledger) -> None:
    record(ledger, FULL)
    revise(ledger, "rescheduled", changed(FULL, when=on_day("2017-10-06", "morning")), "when", reason="Snow.")
    change = "was Monday, 2 October 2017, afternoon, is now Friday, 6 October 2017, morning"
    words = page_words(ledger)
    assert_in_order(words, "Friday, 6 October 2017", "Rescheduled", change, "Snow.", "The text of the entry.")
    assert words.count(change) == 2


def test_a_silent_correction_leaves_no_trace(ledger: Ledger) -> None:
    record(ledger, make_snapshot())
    before = soup_of(ledger)
    mended = changed(make_snapshot(), wordings={"en": make_wording(html="<p>Mended.</p>")})
    revise(ledger, "amended", mended)
    after = str(soup_of(ledger))
    assert after == str(before).replace("<p>Words.</p>", "<p>Mended.</p>")


def test_cancelled_it_stays_and_says_so_with_the_reason(ledger: Ledger) -> None:
    record(ledger, FULL)
    revise(ledger, "cancelled", changed(FULL, status="cancelled"), "status", reason="Snow.")
    words = page_words(ledger)
    assert_in_order(words, "First reading of the draft", "Cancelled", "Snow.")
    assert "The text of the entry." in words


def test_a_change_without_a_reason_says_so(ledger: Ledger) -> None:
    record(ledger, FULL)
    revise(ledger, "cancelled", changed(FULL, status="cancelled"), "status")
    assert "reason not given" in page_words(ledger)


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("venue-changed", "room"),
        ("access-changed", "access"),
        ("document-added", "documents"),
        ("corrected", "correction"),
    ],
)
def test_of_a_change_that_needs_no_reason_none_is_missed(ledger: Ledger, kind: str, field: str) -> None:
    """Another room explains itself: readers were told that its reason was not given."""
    record(ledger, FULL)
    after = changed(
        FULL,
        wordings={"en": make_wording(room="Conference Room 4")},
        access="closed",
        documents=("A/RES/71/280", "A/RES/71/1"),
        correction="The room was misprinted.",
    )
    revise(ledger, kind, after, field)
    assert "reason not given" not in page_words(ledger)


def test_withdrawn_prints_title_date_and_reason_only(ledger: Ledger) -> None:
    record(ledger, FULL)
    revise(ledger, "withdrawn", changed(FULL, status="withdrawn"), "status", reason="Published in error.")
    words = page_words(ledger)
    assert_in_order(words, "Monday, 2 October 2017", "First reading of the draft", "Published in error.")
    for hidden in (
        "The text of the entry.", "A/RES/71/280", "Conference Room 1", "convened by", "gcmigration@un.org"
    ):  # fmt: skip
        assert hidden not in words, hidden


def test_a_language_without_a_translation_shows_the_original_and_says_so(ledger: Ledger) -> None:
    record(ledger, FULL)
    soup = soup_of(ledger, language="fr")
    heading = soup.find("h1")
    assert heading is not None
    assert (heading["lang"], heading.get_text()) == ("en", "First reading of the draft")
    assert soup.select(".untranslated")
    assert soup.find("html")["lang"] == "fr"  # type: ignore[index]


def test_what_is_archived_says_so(ledger: Ledger) -> None:
    ledger.record([make_draft(archived=True, told=())], [], DUE + 30 * DAY)
    assert "archived" in page_words(ledger).lower()
    assert "27 September 2017" in page_words(ledger)


HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "</title><b>&amp;"]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_words_on_every_page(ledger: Ledger, words: str) -> None:
    line = make_line(what=words, translations={"fr": words})
    roadmap = make_draft("modalities", subject="roadmap", kind="roadmap", told=(),
                         content=make_roadmap(line, title=words))  # fmt: skip
    wording = make_wording(words, room=words, contact=words, convened_by=(words,), reason=words)
    hostile = make_snapshot(
        wordings={"en": wording}, organ=words, session=words, documents=(words,), correction=words
    )
    ledger.record([roadmap], [], DUE)
    record(ledger, make_snapshot())
    revise(ledger, "corrected", hostile, "correction", "room", "documents")
    clean = Ledger.in_memory()
    touched = touched_by(ledger.since(0), ("en", "fr"), ledger.records)
    for document in print_documents(touched, ledger.records):
        if document.path.endswith(".html"):
            soup = BeautifulSoup(document.body, "html.parser")
            scripts = [tag for tag in soup.find_all("script") if tag.get("type") != "application/ld+json"]
            assert all(tag.get("src") and not tag.get_text() for tag in scripts), document.path
            assert not soup.find_all("img"), document.path
            assert not soup.find_all(onerror=True), document.path
            # The timeline is full of coordinates, some of which are 49.
            written = re.sub(rb"<svg.*?</svg>|\d{5,}", b"", document.body, flags=re.DOTALL)
            assert b"49" not in written or "7 * 7" not in words, document.path
    heading = soup_of(ledger).find("h1")
    assert heading is not None
    assert heading.get_text() == words
    assert html.escape(words, quote=False) in str(heading).replace("&gt;", "&gt;")
    clean.close()


def test_the_same_ledger_gives_the_same_bytes(ledger: Ledger) -> None:
    record(ledger, FULL)
    revise(ledger, "access-changed", changed(FULL, access="open"), "access")
    touched = touched_by(ledger.since(0), ("en", "fr"), ledger.records)
    first = {document.path: document.body for document in print_documents(touched, ledger.records)}
    second = {document.path: document.body for document in print_documents(touched, ledger.records)}
    assert first == second


def test_every_link_within_the_site_leads_to_a_document_that_is_printed_no_later(ledger: Ledger) -> None:
    """Pages before listings before feeds: no reader finds a dead link at any moment of the printing."""
    from posixpath import dirname, join, normpath

    record(ledger, FULL)
    touched = touched_by(ledger.since(0), ("en", "fr"), ledger.records)
    documents = list(print_documents(touched, ledger.records))
    turns = {document.path: document.turn for document in documents}
    dead = []
    for document in documents:
        if document.path.endswith(".html") and document.turn == Turn.LISTING:
            for link in BeautifulSoup(document.body, "html.parser").select("main a[href*='entries/']"):
                target = normpath(join(dirname(document.path), str(link["href"])))
                if target not in turns or turns[target] > document.turn:
                    dead.append((document.path, target))
    assert dead == []


def test_home_lists_what_is_to_come_by_date_and_then_what_lies_behind(ledger: Ledger) -> None:
    days = {"past": "2017-09-20", "soon": "2017-10-02", "later": "2017-10-05"}
    record(ledger, *(
        make_snapshot(slug, when=on_day(day), wordings={"en": make_wording(f"Title {slug}")})
        for slug, day in days.items()
    ))  # fmt: skip
    assert_in_order(
        home_words(ledger),
        "Monday, 2 October 2017",
        "Title soon",
        "Thursday, 5 October 2017",
        "Title later",
        "Earlier",
        "Title past",
    )


def test_an_empty_journal_says_so(ledger: Ledger) -> None:
    assert "No entries yet" in home_words(ledger)


def roadmap_words(ledger: Ledger, *lines: Milestone, language: str = "en") -> str:
    draft: Draft = make_draft("modalities", subject="roadmap", kind="roadmap", told=(),
                              content=make_roadmap(*lines))  # fmt: skip
    ledger.record([draft], [], DUE)
    body = roadmap_page.print_document(Key("roadmap", language, "modalities"), ledger.records)
    assert body is not None
    return words_of(BeautifulSoup(body, "html.parser"))


def test_a_roadmap_shows_each_line_in_the_letter_s_words_beside_its_reading(ledger: Ledger) -> None:
    record(ledger, make_snapshot())
    words = roadmap_words(
        ledger,
        make_line("note", on_day("2017-08-25", text="25 August"), what="The note"),
        make_line("first-reading", on_day("2017-10-02", "afternoon", text="2 October (afternoon)")),
        make_line("more", in_week("2017-10-23", text="Week of 23 October"), what="More, as needed"),
    )
    assert_in_order(
        words.lower(),
        "25 august",
        "the note",
        "already past when the letter was written",
        "2 october (afternoon)",
        "monday, 2 october 2017",
        "1st reading",
        "first reading of the draft",
        "week of 23 october",
        "more, as needed",
        "not confirmed",
    )


def test_a_roadmap_that_is_not_public_has_no_page(ledger: Ledger) -> None:
    record(ledger, make_snapshot())
    assert roadmap_page.print_document(Key("roadmap", "en", "modalities"), ledger.records) is None
