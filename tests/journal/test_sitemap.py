"""The sitemap: every entry once, in shards that only its first release prints, and robots.txt."""

import re
import xml.etree.ElementTree as ET

import pytest

from publisher.journal.pages import sitemap
from publisher.ledger.ledger import Ledger
from tests.builders import on_day
from tests.pages import (
    SIX,
    amend,
    announce,
    make_sample,
    print_drafts,
    print_releases,
    print_sample,
    print_site,
    record,
)

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
ADDRESS = "https://example.org/journal/"


def read_places(text: str) -> dict[str, dict[str, str]]:
    """Each address of a shard with its alternates by language."""
    return {
        url.findtext("s:loc", "", NS): {
            link.attrib["hreflang"]: link.attrib["href"] for link in url.findall("x:link", NS)
        }
        for url in ET.fromstring(text).findall("s:url", NS)
    }


def test_the_index_names_every_shard_and_no_other() -> None:
    site = print_sample()
    shards = [one.text or "" for one in ET.fromstring(site["sitemap.xml"]).iter(f"{{{NS['s']}}}loc")]
    assert shards == [f"{ADDRESS}sitemaps/0.xml", f"{ADDRESS}sitemaps/1.xml"]
    assert all(one.removeprefix(ADDRESS) in site for one in shards)


def test_every_entry_is_there_in_every_language_with_all_the_others() -> None:
    site = print_sample()
    places = read_places(site["sitemaps/1.xml"])
    entries = {path for path in site if "/entries/" in path and path.endswith(".html")}
    assert {one.removeprefix(ADDRESS) for one in places} == entries
    for alternates in places.values():
        assert set(alternates) == {*SIX.languages, "x-default"}
        assert alternates["x-default"] == alternates["en"]


def test_every_address_leads_to_a_document() -> None:
    site = print_sample()
    for shard in ("sitemaps/0.xml", "sitemaps/1.xml"):
        assert [one for one in read_places(site[shard]) if one.removeprefix(ADDRESS) not in site] == []


def test_an_amendment_prints_no_sitemap_again() -> None:
    ledger = Ledger.in_memory()
    meeting = announce("bureau", on_day("2017-10-06"), "Bureau")
    record(ledger, [meeting])
    sequence = ledger.newest_sequence()
    record(ledger, [amend(meeting, access="closed")])
    assert [one.path for one in print_releases(ledger, ledger.since(sequence)) if "sitemap" in one.path] == []


def test_a_stretch_without_a_first_release_makes_no_shard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "SHARD", 3)
    ledger = Ledger.in_memory()
    meeting = announce("near", on_day("2017-10-06"), "Near")
    record(ledger, [meeting])
    for access in ("closed", "open", "closed", "open"):
        meeting = amend(meeting, access=access)
        record(ledger, [meeting])
    record(ledger, [announce("far", on_day("2017-10-09"), "Far")])
    site = print_site(ledger)
    assert re.findall(r"sitemaps/(\d)", site["sitemap.xml"]) == ["0", "1", "3"]
    assert "near.html" in site["sitemaps/1.xml"]
    assert "sitemaps/2.xml" not in site
    assert "far.html" in site["sitemaps/3.xml"]


def test_robots_may_read_everything_and_are_told_of_the_sitemap() -> None:
    assert print_sample()["robots.txt"].endswith(f"\nSitemap: {ADDRESS}sitemap.xml\n")


def test_the_first_sample_release_is_the_roadmap_which_has_no_entry_of_its_own() -> None:
    site = print_drafts(make_sample()[:1])
    assert "sitemaps/1.xml" not in site
    assert f"{ADDRESS}fr/roadmaps/modalities.html" in read_places(site["sitemaps/0.xml"])
