"""Where each document lies below the publication's address; permalinks never move."""

ROOT = "index.html"
"""The publication's bare address shows the default language."""

STYLESHEET = "assets/journal.css"
FEED_TYPES = {
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".json": "application/feed+json",
    ".ics": "text/calendar",
}


def home_path(lang: str) -> str:
    return f"{lang}/index.html"


def entry_path(lang: str, slug: str) -> str:
    return f"{lang}/entries/{slug}.html"


def roadmap_path(lang: str, roadmap: str) -> str:
    return f"{lang}/roadmaps/{roadmap}.html"


def feed_path(lang: str, suffix: str) -> str:
    return f"{lang}/journal{suffix}"


def roadmap_feed_path(lang: str, roadmap: str, suffix: str) -> str:
    return f"{lang}/roadmaps/{roadmap}{suffix}"


def archive_path(lang: str, number: int, suffix: str) -> str:
    return f"{lang}/archive/{number}{suffix}"
