"""RSS 2.0: an item for each announcement, each change of substance and each reminder."""

from publisher.feeds.feed import Feed
from publisher.feeds.generator import make_generator
from publisher.releases.keys import FORMATS


def write_feed(feed: Feed) -> bytes:
    body: bytes = make_generator(feed, FORMATS["rss"].media_type, "CDATA").rss_str(pretty=True)
    return body
