"""Who writes a feed in each format: `write_feed` of the file of this folder that has the format's name."""

import importlib
from collections.abc import Callable

from publisher.feeds.feed import Feed
from publisher.releases.keys import FEEDS, Format

WRITERS: dict[Format, Callable[[Feed], bytes]] = {
    form: importlib.import_module(f"publisher.feeds.{form}").write_feed for form in FEEDS
}
