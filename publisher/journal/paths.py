"""Where each document lies below the publication's address; permalinks never move."""

import re
from datetime import date

ROOT = "index.html"
"""The publication's bare address shows the default language."""

STYLESHEET = "assets/journal.css"
PAPER = "assets/paper.css"
"""The style sheet of the printed Journal, in a browser and as PDF."""
ICON = "assets/icon.svg"
FILTER = "assets/filter.js"
TIMELINE_STYLE = "assets/timeline.css"
NOT_FOUND = "404.html"
OUTLINE = "feeds.opml"
ROBOTS = "robots.txt"
SITEMAP = "sitemap.xml"

FEED_TYPES = {
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".json": "application/feed+json",
    ".ics": "text/calendar",
}
FEED_NAMES = {".rss": "RSS", ".atom": "Atom", ".json": "JSON Feed", ".ics": "iCalendar"}


def home_path(lang: str) -> str:
    return f"{lang}/index.html"


def all_path(lang: str) -> str:
    return f"{lang}/all.html"


def subscribe_path(lang: str) -> str:
    return f"{lang}/subscribe.html"


def entry_path(lang: str, slug: str) -> str:
    return f"{lang}/entries/{slug}.html"


def find_entry(path: str) -> str | None:
    """The slug whose page lies at `path`; None for any other document."""
    match = re.fullmatch(r"[a-z]{2}/entries/([a-z0-9-]+)\.html", path)
    return match[1] if match else None


def entry_calendar_path(lang: str, slug: str) -> str:
    return f"{lang}/entries/{slug}.ics"


def roadmaps_path(lang: str) -> str:
    """Beside the folder of the roadmaps, not in it: a roadmap may have any name there."""
    return f"{lang}/roadmaps.html"


def roadmap_path(lang: str, roadmap: str) -> str:
    return f"{lang}/roadmaps/{roadmap}.html"


def timeline_path(lang: str, roadmap: str) -> str:
    """The timeline picture of a roadmap, to be shown elsewhere."""
    return f"{lang}/roadmaps/{roadmap}.svg"


def archive_index_path(lang: str) -> str:
    return f"{lang}/archive/index.html"


def month_path(lang: str, month: str) -> str:
    """`month` as "2017-10"."""
    return f"{lang}/archive/{month}.html"


def listing_path(lang: str, facet: str, value: str) -> str:
    return f"{lang}/listings/{facet}-{value}.html"


def issue_path(lang: str, day: date) -> str:
    return f"{lang}/issues/{day.isoformat()}.html"


def issue_paper_path(lang: str, day: date) -> str:
    return f"{lang}/issues/{day.isoformat()}.pdf"


def issues_path(lang: str) -> str:
    return f"{lang}/issues.html"


def issues_feed_path(lang: str, suffix: str) -> str:
    return f"{lang}/issues{suffix}"


def today_calendar_path(lang: str) -> str:
    """The calendar of the day of the newest issue."""
    return f"{lang}/today.ics"


def feed_path(lang: str, suffix: str) -> str:
    return f"{lang}/journal{suffix}"


def roadmap_feed_path(lang: str, roadmap: str, suffix: str) -> str:
    return f"{lang}/roadmaps/{roadmap}{suffix}"


def archive_path(lang: str, number: int, suffix: str) -> str:
    """A closed part of a feed (RFC 5005)."""
    return f"{lang}/journal/{number}{suffix}"


def sitemap_path(shard: int) -> str:
    return f"sitemaps/{shard}.xml"
