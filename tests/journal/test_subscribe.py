"""How to subscribe: every address there is, in six languages, and in a file that feed readers take."""

import xml.etree.ElementTree as ET

import pytest

from tests.pages import SIX, make_sample, print_drafts, print_sample

FEEDS = ("journal", "roadmaps/modalities")


@pytest.mark.parametrize("lang", SIX.languages)
def test_the_page_gives_every_address_of_its_language(lang: str) -> None:
    page = print_sample()[f"{lang}/subscribe.html"]
    for feed in FEEDS:
        for suffix in (".rss", ".atom", ".json", ".ics"):
            assert f">https://example.org/journal/{lang}/{feed}{suffix}</bdi>" in page
        assert f'href="webcal://example.org/journal/{lang}/{feed}.ics"' in page


@pytest.mark.parametrize("lang", SIX.languages)
def test_the_page_says_what_each_program_does(lang: str) -> None:
    page = print_sample()[f"{lang}/subscribe.html"]
    for program in ("iPhone", "Mac", "Outlook", "Google", "RSS", "Atom", "JSON Feed"):
        assert program in page
    assert page.count("<h2") == 4


def test_every_address_that_is_given_out_leads_to_a_document() -> None:
    site = print_sample()
    for lang in SIX.languages:
        for feed in FEEDS:
            assert all(f"{lang}/{feed}{suffix}" in site for suffix in (".rss", ".atom", ".json", ".ics"))


def test_the_outline_holds_each_feed_once_in_each_language() -> None:
    site = print_sample()
    root = ET.fromstring(site["feeds.opml"])
    found = [one.attrib for one in root.iter("outline") if "xmlUrl" in one.attrib]
    assert root.attrib == {"version": "2.0"}
    assert len(found) == len({one["xmlUrl"] for one in found}) == len(SIX.languages) * len(FEEDS)
    for one in found:
        assert one["type"] == "rss"
        assert one["xmlUrl"].removeprefix("https://example.org/journal/") in site
        assert one["htmlUrl"].removeprefix("https://example.org/journal/") in site


def test_a_roadmap_can_be_subscribed_to_before_anything_of_it_is_announced() -> None:
    site = print_drafts(make_sample()[:1])
    assert "en/roadmaps/modalities.rss" in site
    assert "roadmaps/modalities.atom" in site["en/subscribe.html"]
