"""The rules of the W3C feed validator, as our own checks over every feed that was printed."""

import re
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import feedparser
import pytest
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
RFC_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d:\d\d (\+\d{4}|GMT)"
)
TAG_URI = re.compile(r"tag:[\w.@-]+,\d{4}(-\d\d){0,2}:[\w.~:/-]+")


def feeds(site: Path, suffix: str) -> list[Path]:
    found = sorted(site.rglob(f"*{suffix}"))
    assert len(found) >= 2 * len(LANGUAGES)
    return found


def channel(path: Path) -> etree._Element:
    found = etree.fromstring(path.read_bytes()).find("channel")
    assert found is not None
    return found


def text(element: etree._Element, name: str) -> str:
    return element.findtext(name) or ""


def test_feedparser_finds_every_feed_well_formed(site: Path) -> None:
    for path in (*feeds(site, ".rss"), *feeds(site, ".atom")):
        parsed = feedparser.parse(path.read_bytes())
        assert not parsed.bozo, (path, parsed.get("bozo_exception"))
        assert parsed.feed.title
        assert parsed.feed.link


def test_each_feed_names_itself_once_and_its_page(site: Path) -> None:
    """MissingAtomSelfLink, SelfDoesntMatchLocation; the channel's link is the page for people."""
    for path in feeds(site, ".rss"):
        found = channel(path)
        selves = [link for link in found.findall(f"{ATOM}link") if link.get("rel") == "self"]
        assert [link.get("href") for link in selves] == [f"http://localhost:8000/{path.relative_to(site)}"]
        assert text(found, "link").endswith(".html")


def test_each_guid_is_a_tag_that_says_it_is_no_address_and_stands_once(site: Path) -> None:
    for path in feeds(site, ".rss"):
        guids = [item.find("guid") for item in channel(path).findall("item")]
        assert all(guid is not None and guid.get("isPermaLink") == "false" for guid in guids)
        names = [guid.text or "" for guid in guids if guid is not None]
        assert [name for name, count in Counter(names).items() if count > 1] == []
        assert all(TAG_URI.fullmatch(name) for name in names), names


def test_titles_are_plain_text_and_the_summary_comes_before_the_content(site: Path) -> None:
    """ContainsHTML; NeedDescriptionBeforeContent."""
    for path in feeds(site, ".rss"):
        for item in channel(path).findall("item"):
            assert not re.search(r"<|&lt;|&amp;", text(item, "title"))
            names = [child.tag for child in item]
            assert names.index("description") < names.index(CONTENT)


def test_content_has_whole_addresses_and_nothing_that_runs(site: Path) -> None:
    """ContainsRelRef; SecurityRisk; DangerousStyleAttr."""
    for path in feeds(site, ".rss"):
        for item in channel(path).findall("item"):
            content = text(item, CONTENT)
            assert all(
                re.match(r"https?://|mailto:", one) for one in re.findall(r'(?:href|src)="([^"]*)"', content)
            )
            assert not re.search(r"<script|<iframe|\sstyle=|\son\w+=|javascript:", content, re.IGNORECASE)


def test_dates_are_those_of_the_standard_and_none_lies_ahead(site: Path) -> None:
    """InvalidRFC2822Date; ImplausibleDate; the weekday has to be right."""
    end = datetime(2017, 12, 1, tzinfo=UTC)
    for path in feeds(site, ".rss"):
        found = channel(path)
        dates = [text(found, "lastBuildDate"), *(text(item, "pubDate") for item in found.findall("item"))]
        for written in dates:
            assert RFC_822.fullmatch(written), written
            moment = parsedate_to_datetime(written)
            assert moment < end
            assert moment.strftime("%a") == written[:3]


def test_items_stand_newest_first(site: Path) -> None:
    for path in feeds(site, ".rss"):
        dates = [parsedate_to_datetime(text(item, "pubDate")) for item in channel(path).findall("item")]
        assert dates == sorted(dates, reverse=True)


def test_languages_are_named_as_the_standard_names_them(site: Path) -> None:
    for path in feeds(site, ".rss"):
        assert text(channel(path), "language") == path.relative_to(site).parts[0]
    for path in feeds(site, ".atom"):
        root = etree.fromstring(path.read_bytes())
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == path.relative_to(site).parts[0]


def test_atom_has_what_the_standard_asks_for(site: Path) -> None:
    """RFC 4287: one id, title and updated a feed and an entry, an author, no media type as a type of text."""
    for path in feeds(site, ".atom"):
        root = etree.fromstring(path.read_bytes())
        assert root.findtext(f"{ATOM}author/{ATOM}name")
        for element in (root, *root.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(element.findall(f"{ATOM}{name}")) == 1
        kinds = {content.get("type") for content in root.iter(f"{ATOM}content")}
        assert kinds <= {"html"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_three_formats_hold_the_same_items(site: Path, lang: str) -> None:
    import json

    rss = [item.findtext("guid") for item in channel(site / lang / "journal.rss").findall("item")]
    atom = [
        entry.findtext(f"{ATOM}id")
        for entry in etree.parse(site / lang / "journal.atom").iter(f"{ATOM}entry")
    ]
    items = json.loads((site / lang / "journal.json").read_bytes())["items"]
    assert rss == atom == [item["id"] for item in items]
    assert len(rss) == 8
