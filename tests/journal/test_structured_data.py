"""What a page says to machines: canonical and alternate addresses, Open Graph, and schema.org's Event."""

import json
import re
from datetime import time
from typing import Any

import pytest

from publisher.dates.when import Occasion, Times
from publisher.releases.keys import SUBSCRIPTIONS
from publisher.releases.release import Draft
from tests.builders import at_hour, in_week, make_wording, on_day
from tests.pages import SIX, amend, announce, print_drafts, print_sample

MEETING = announce(
    "bureau", at_hour("2017-10-06", "10:00", "13:00"), "Bureau", room="Conference Room 5", roadmap=None
)
PAGES = (
    "index entries/first-reading roadmaps/modalities roadmaps all subscribe archive/index archive/2017-10 "
    "listings/kind-meeting listings/access-closed listings/organ-general-assembly"
).split()


def read_event(*drafts: Draft, lang: str = "en") -> Any:
    page = print_drafts(drafts)[f"{lang}/entries/bureau.html"]
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(found[1]) if found else None


def test_a_meeting_is_an_event_with_local_hours_and_their_offset() -> None:
    event = read_event(MEETING)
    assert event == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Bureau",
        "description": "Friday, 6 October 2017 · 10:00 to 13:00 · Conference Room 5",
        "url": "https://example.org/journal/en/entries/bureau.html",
        "inLanguage": "en",
        "startDate": "2017-10-06T10:00:00-04:00",
        "endDate": "2017-10-06T13:00:00-04:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {"@type": "Place", "name": "Conference Room 5", "address": "Conference Room 5"},
        "organizer": [{"@type": "Organization", "name": "General Assembly"}],
    }


def test_after_the_clocks_went_back_the_offset_is_another() -> None:
    event = read_event(announce("bureau", at_hour("2017-11-06", "10:00"), "Bureau"))
    assert event["startDate"] == "2017-11-06T10:00:00-05:00"


def test_a_moved_meeting_says_from_where() -> None:
    event = read_event(MEETING, amend(MEETING, when=at_hour("2017-10-09", "15:00", "18:00")))
    assert event["eventStatus"] == "https://schema.org/EventRescheduled"
    assert event["previousStartDate"] == "2017-10-06T10:00:00-04:00"
    assert event["startDate"] == "2017-10-09T15:00:00-04:00"


def test_new_hours_are_a_move_too() -> None:
    event = read_event(MEETING, amend(MEETING, hours=Times(time(11))))
    assert event["previousStartDate"] == "2017-10-06T10:00:00-04:00"


def test_a_cancelled_meeting_keeps_its_date() -> None:
    event = read_event(MEETING, amend(MEETING, status="cancelled", reason="No quorum"))
    assert event["eventStatus"] == "https://schema.org/EventCancelled"
    assert event["startDate"] == "2017-10-06T10:00:00-04:00"


def test_a_move_to_a_vague_date_is_a_postponement() -> None:
    event = read_event(MEETING, amend(MEETING, when=in_week("2017-10-23")))
    assert event["eventStatus"] == "https://schema.org/EventPostponed"
    assert event["startDate"] == "2017-10-23"
    assert event["endDate"] == "2017-10-27"


def test_a_meeting_that_lost_its_date_keeps_the_one_it_had() -> None:
    undated = on_day("2017-10-06", first=None, last=None, exact=False, occasions=(), precision="tbd", days=())
    event = read_event(MEETING, amend(MEETING, when=undated))
    assert event["eventStatus"] == "https://schema.org/EventPostponed"
    assert event["startDate"] == "2017-10-06T10:00:00-04:00"


def test_a_vague_date_that_became_exact_was_not_moved() -> None:
    vague = amend(MEETING, when=in_week("2017-10-02"))
    first = announce("bureau", in_week("2017-10-02"), "Bureau", roadmap=None)
    event = read_event(first, amend(first, when=at_hour("2017-10-06", "10:00")))
    assert vague.kind == "postponed"
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert "previousStartDate" not in event


def test_two_sittings_are_two_events() -> None:
    when = on_day("2017-10-06")
    days = tuple(Occasion(when.days[0], when.days[0], None, *hours) for hours in two_sittings())
    events = read_event(announce("bureau", on_day("2017-10-06", occasions=days), "Bureau"))
    assert [one["startDate"][11:16] for one in events] == ["10:00", "15:00"]


def two_sittings() -> list[tuple[time, time]]:
    return [(time(10), time(13)), (time(15), time(18))]


def test_a_text_is_no_event() -> None:
    assert read_event(announce("bureau", on_day("2017-10-06"), "Text", kind="text")) is None


def test_a_title_cannot_end_the_script() -> None:
    title = "</script><script>alert(1)</script> & <!--"
    assert read_event(announce("bureau", on_day("2017-10-06"), title))["name"] == title


def test_those_who_convene_it_are_named_as_its_organizers() -> None:
    wordings = {"en": make_wording("Bureau", convened_by=("Mexico", "Switzerland"))}
    event = read_event(announce("bureau", on_day("2017-10-06"), "", wordings=wordings))
    assert [one["name"] for one in event["organizer"]] == ["Mexico", "Switzerland"]


@pytest.mark.parametrize("lang", ["en", "ar", "zh"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_what_it_is_and_where_else_it_is(page: str, lang: str) -> None:
    site = print_sample()
    text = site[f"{lang}/{page}.html"]
    address = f"https://example.org/journal/{lang}/{page}.html"
    assert f'<link rel="canonical" href="{address}">' in text
    for other in SIX.languages:
        assert f'hreflang="{other}" href="https://example.org/journal/{other}/{page}.html">' in text
        assert f"{other}/{page}.html" in site
    assert f'hreflang="x-default" href="https://example.org/journal/en/{page}.html">' in text
    for name in ("title", "type", "url", "locale", "site_name", "description"):
        assert re.search(f'<meta property="og:{name}" content="[^"]+">', text)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_roadmap_announces_its_own_feeds_first_and_those_of_its_language_next(lang: str) -> None:
    text = print_sample()[f"{lang}/roadmaps/modalities.html"]
    feeds = re.findall(r'<link rel="alternate" type="([^"]+)"[^>]* href="\.\./\.\./([^"]+)"', text)
    paths = [path for _, path in feeds]
    own = [f"{lang}/roadmaps/modalities.{form}" for form in SUBSCRIPTIONS]
    whole = [f"{lang}/journal.{form}" for form in SUBSCRIPTIONS]
    assert paths[: len(own + whole)] == own + whole
    assert {path.split("/")[0] for path in paths[len(own + whole) :]} == set(SIX.languages) - {lang}


def test_an_entry_shows_its_permanent_address_and_its_calendar() -> None:
    text = print_sample()["en/entries/first-reading.html"]
    assert '<bdi dir="ltr">https://example.org/journal/en/entries/first-reading.html</bdi>' in text
    assert 'href="../../en/entries/first-reading.ics"' in text


def test_the_page_for_lost_addresses_is_not_to_be_found_and_links_from_the_root() -> None:
    text = print_sample()["404.html"]
    assert '<meta name="robots" content="noindex">' in text
    assert 'rel="canonical"' not in text
    assert set(re.findall(r'(?:href|src)="(?!/journal/|#)([^"]*)"', text)) == set()


def test_no_page_is_heavier_than_sixty_kilobytes() -> None:
    sizes = {path: len(text.encode()) for path, text in print_sample().items() if path.endswith(".html")}
    assert max(sizes.values()) < 60_000


def test_no_page_has_a_script_or_a_style_of_its_own() -> None:
    """The Content-Security-Policy would refuse it."""
    for path, text in print_sample().items():
        if path.endswith(".html"):
            assert re.findall(r"<script(?! type=\"application/ld\+json\"| src=)", text) == []
            assert not re.search(r"<style|\sstyle=|\son\w+=", text)
