"""Judges what a reader was given against what the ledger says is public; pure, the fetching is elsewhere."""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import msgspec

from publisher.fetch.fetch import Fetched
from publisher.releases.keys import FORMATS, find_format


class Sighting(msgspec.Struct, frozen=True):
    """What readers of one language have to find of a release, at which absolute addresses.

    `item` is the id of its item in the feeds, None for a silent correction. `words` have to stand on the
    page. `uids` are those of its events, at `revision` (SEQUENCE) and with `status`.
    """

    page: str
    words: tuple[str, ...]
    feeds: tuple[str, ...] = ()
    item: str | None = None
    calendar: str | None = None
    uids: tuple[str, ...] = ()
    revision: int = 0
    status: str = "CONFIRMED"


ATOM = "http://www.w3.org/2005/Atom"
LEADS = ("self", "prev-archive", "next-archive", "current")


class Lead(msgspec.Struct, frozen=True):
    """A link of a feed or an archive to a document around it, at an absolute address."""

    rel: str
    address: str


def judge_headers(found: Fetched, address: str) -> Iterator[str]:
    """The media type that readers need, and something to ask by whether it has changed."""
    path = urlsplit(address).path
    form = find_format(path if not path.endswith("/") else path + "index.html")
    if form is not None:
        wanted = FORMATS[form]
        if found.media_type != wanted.media_type:
            yield f"it comes as {found.media_type}, not {wanted.media_type}"
        elif wanted.charset and found.encoding not in (None, wanted.charset):
            yield f"it says that it is {found.encoding}, but it is {wanted.charset}"
    if not {"etag", "last-modified"} & set(found.headers):
        yield "it carries neither ETag nor Last-Modified"


def judge_page(body: bytes, wanted: Sighting) -> Iterator[str]:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(body, "html.parser")
    canonical = soup.find("link", rel="canonical")
    if canonical is None or canonical.get("href") != wanted.page:
        yield "it is the page of something else"
        return
    text = bare(soup.get_text(" "))
    yield from (f"it does not say “{words}”" for words in wanted.words if bare(words) not in text)


def judge_link(body: bytes, address: str, target: str, home: str) -> Iterator[str]:
    """That the page at an address links to a document of the same site."""
    if target not in find_links(body, address, home):
        yield f"it does not link to {target}"


def judge_sheet(body: bytes, digest: str) -> Iterator[str]:
    """That these are the bytes that were released; of a sheet of before 0007 nobody knows its digest."""
    if digest and hashlib.sha256(body).hexdigest() != digest:
        yield "it is another printing than the one that was released"


def judge_feed(body: bytes, address: str, wanted: Sighting) -> Iterator[str]:
    """Well-formed, its own address as self, and the item with its link, found by id and never by title.

    Whoever matches by title reports a loss when a title is mended (govuk-rfcs #164).
    """
    try:
        if address.endswith(".json"):
            own, items = read_json(body)
        else:
            own, items = read_xml(body)
    except ValueError as error:
        yield f"it is not well-formed: {error}"
        return
    if own != address:
        yield f"it says that it is {own}"
    if wanted.item is None:
        return
    if wanted.item not in items:
        yield f"it lacks {wanted.item}"
    elif items[wanted.item] != wanted.page:
        yield f"{wanted.item} links to {items[wanted.item]}, not to {wanted.page}"


def judge_archive(body: bytes, address: str, feed: str) -> Iterator[str]:
    """Well-formed, its own address as self, and the way back to the feed that led here."""
    try:
        leads = find_leads(body, address)
    except ValueError as error:
        yield f"it is not well-formed: {error}"
        return
    wanted = {"self": address, "current": feed}
    for lead in leads:
        if wanted.get(lead.rel, lead.address) != lead.address:
            yield f"it says of {lead.rel} that it is {lead.address}, not {wanted[lead.rel]}"
    if "self" not in {lead.rel for lead in leads}:
        yield "it does not say that it is a feed"


def find_leads(body: bytes, address: str) -> list[Lead]:
    """What a feed or archive says of its own address and of the documents around it. Raises ValueError.

    JSON Feed's `next_url` leads to what is older, as `prev-archive` does (RFC 5005).
    """
    if address.endswith(".json"):
        feed = _read_object(body)
        pairs = [("self", feed.get("feed_url")), ("prev-archive", feed.get("next_url"))]
    else:
        pairs = _read_links(body)
    return [Lead(rel, str(target)) for rel, target in pairs if rel in LEADS and target]


def _read_links(body: bytes) -> list[tuple[str, str | None]]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(" ".join(str(error).split())) from error
    links = [*root.iterfind(f"{{{ATOM}}}link"), *root.iterfind(f"channel/{{{ATOM}}}link")]
    return [(str(link.get("rel")), link.get("href")) for link in links]


def read_xml(body: bytes) -> tuple[str | None, dict[str, str]]:
    """A feed's own address, and the link of each item by its id. Raises ValueError."""
    import feedparser

    feed = feedparser.parse(body)
    if feed.bozo:
        raise ValueError(" ".join(str(feed.bozo_exception).split()))
    own = next((link.href for link in feed.feed.get("links", ()) if link.rel == "self"), None)
    return own, {entry.id: entry.link for entry in feed.entries}


def read_json(body: bytes) -> tuple[str | None, dict[str, str]]:
    feed = _read_object(body)
    try:
        return feed.get("feed_url"), {item["id"]: item["url"] for item in feed["items"]}
    except (KeyError, TypeError) as error:
        raise ValueError("it is JSON, but no feed") from error


def _read_object(body: bytes) -> dict[str, Any]:
    feed = json.loads(body)
    if not isinstance(feed, dict):
        raise ValueError("it is JSON, but no feed")
    return feed


def judge_calendar(body: bytes, wanted: Sighting) -> Iterator[str]:
    import icalendar

    try:
        events = {str(one["UID"]): one for one in icalendar.Calendar.from_ical(body).walk("VEVENT")}
    except (ValueError, KeyError) as error:
        yield f"it is not well-formed: {error}"
        return
    for uid in wanted.uids:
        event = events.get(uid)
        if event is None:
            yield f"it lacks {uid}"
        elif (int(event.get("SEQUENCE", 0)), str(event.get("STATUS"))) != (wanted.revision, wanted.status):
            yield f"{uid} is as it was before"


def find_links(body: bytes, address: str, home: str) -> list[str]:
    """The addresses below `home` that a page links to or is drawn with, each once."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(body, "html.parser")
    tags = soup.find_all(["a", "link", "img", "script"])
    targets = [str(tag[key]) for tag in tags for key in ("href", "src") if tag.get(key)]
    absolute = (urldefrag(urljoin(address, target)).url for target in targets)
    return [link for link in dict.fromkeys(absolute) if link.startswith(home)]


def bare(text: str) -> str:
    """Letters and figures alone: how a page spaces, isolates or breaks its words is its own affair."""
    return re.sub(r"[\W_]+", "", text)
