"""JSON Feed 1.1 (jsonfeed.org): the same items for programs."""

from typing import Any

import msgspec

from publisher.calendars.local_time import iso_z
from publisher.feeds.feed import Feed, FeedItem

VERSION = "https://jsonfeed.org/version/1.1"


def write_feed(feed: Feed) -> bytes:
    return msgspec.json.format(msgspec.json.encode(make_object(feed)), indent=2)


def make_object(feed: Feed) -> dict[str, Any]:
    """The feed's object; `next_url` leads to what is older, as the specification pages a feed."""
    values: dict[str, Any] = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "description": feed.description,
        "next_url": feed.previous,
        "language": feed.language,
        "authors": [{"name": feed.publisher}],
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else None,
        "items": [make_item(item) for item in feed.items],
    }
    return {key: value for key, value in values.items() if value is not None}


def make_item(item: FeedItem) -> dict[str, str]:
    return {
        "id": item.id,
        "url": item.address,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.content,
        "date_published": iso_z(item.published),
        "date_modified": iso_z(item.updated),
        "language": item.language,
    }
