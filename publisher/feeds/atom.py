"""Atom (RFC 4287): the same items as RSS, with the instant at which each last changed in substance."""

from publisher.feeds.feed import Feed
from publisher.feeds.generator import make_generator
from publisher.releases.keys import FORMATS


def write_feed(feed: Feed) -> bytes:
    body: bytes = make_generator(feed, FORMATS["atom"].media_type, "html").atom_str(pretty=True)
    return body
