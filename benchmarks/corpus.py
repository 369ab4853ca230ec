"""The corpus of the benchmarks: the same announcements at every run, in each peer's dialect."""

import os
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

FIRST_DAY = date(2017, 1, 2)
DAYS = 3285
SEED = 20170913
ORGANS = ("General Assembly", "Economic and Social Council", "Second Committee", "Third Committee")
MATTERS = ("draft resolution", "zero draft", "revised draft", "note by the Secretariat", "programme of work")
SENTENCES = (
    "The co-facilitators will convene an informal meeting on the {matter} in the {half} of {day}.",
    "Delegations are invited to send **written proposals** to the Secretariat two days before the meeting.",
    "The {matter} was circulated under paragraph 13 of resolution 71/280, and is before the {organ}.",
    "Focal points are encouraged to inform their capitals; further details will follow in the *Journal*.",
    "See the [programme of the {organ}](https://example.org/programme/{number}) for the week.",
    "Observers who wish to speak are asked to inscribe on the list by noon of the day before.",
    "The meeting will be held in all official languages and will be webcast from the room.",
)


def write_ours(folder: Path, count: int) -> None:
    """A publication in one language: config.toml and `count` announcements, all due at once."""
    _write(folder / "config.toml", CONFIG)
    for number, day, title, body in make_texts(count):
        organ = ORGANS[number % len(ORGANS)]
        front = f"title: {title}\nwhen: {day.day} {day:%B %Y}, afternoon\norgan: {organ}\npublish: at once"
        _write(folder / "announcements" / f"{slug_of(number)}.md", f"---\n{front}\n---\n\n{body}")


def add_one(folder: Path, slug: str, due: datetime) -> None:
    """One more announcement, to be released at `due` (UTC); its meeting is three days later."""
    _, _, title, body = next(make_texts(1))
    day = due.date() + timedelta(days=3)
    front = f"title: {title}, {slug}\nwhen: {day.day} {day:%B %Y}, afternoon\norgan: {ORGANS[0]}"
    front += f"\npublish: {due.isoformat(timespec='seconds')}"
    path = folder / "announcements" / f"{slug}.md"
    _write(path, f"---\n{front}\n---\n\n{body}")
    _age(path)


def add_one_at_once(folder: Path) -> None:
    """One more, due at once; its meeting is in half a year."""
    number = sum(1 for _ in folder.glob("announcements/due-*.md"))
    _, _, title, body = next(make_texts(1))
    day = date.today() + timedelta(days=180)
    front = f"title: {title}, again {number}\nwhen: {day.day} {day:%B %Y}, afternoon\npublish: at once"
    path = folder / "announcements" / f"due-{number}.md"
    _write(path, f"---\n{front}\n---\n\n{body}")
    _age(path)


def age_everything(folder: Path) -> None:
    """Sets all sources an hour back: what was saved just now waits two minutes, as for a second save."""
    for path in folder.glob("announcements/*.md"):
        _age(path)


def _age(path: Path) -> None:
    long_ago = path.stat().st_mtime - 3600
    os.utime(path, (long_ago, long_ago))


def write_hugo(folder: Path, count: int) -> None:
    """A site with a page each, an index and an RSS feed of 50."""
    _write(folder / "hugo.toml", HUGO)
    for name, text in HUGO_LAYOUTS.items():
        _write(folder / "layouts" / "_default" / name, text)
    for number, day, title, body in make_texts(count):
        front = f'title: "{title}"\ndate: {day.isoformat()}'
        _write(folder / "content" / "entries" / f"{slug_of(number)}.md", f"---\n{front}\n---\n\n{body}")


def write_pelican(folder: Path, count: int) -> None:
    """The same for Pelican: articles, an index, a feed."""
    _write(folder / "pelicanconf.py", PELICAN)
    for number, day, title, body in make_texts(count):
        head = f"Title: {title}\nDate: {day.isoformat()}\nSlug: {slug_of(number)}"
        _write(folder / "content" / f"{slug_of(number)}.md", f"{head}\n\n{body}")


def make_texts(count: int) -> Iterator[tuple[int, date, str, str]]:
    """Number, local day, title and about 1,300 characters of Markdown of each announcement."""
    for number in range(count):
        chance = random.Random(SEED + number)
        day = FIRST_DAY + timedelta(days=number * 7919 % DAYS)
        matter = chance.choice(MATTERS)
        words = {
            "matter": matter,
            "half": "afternoon",
            "day": f"{day.day} {day:%B %Y}",
            "number": str(number),
        }
        words["organ"] = ORGANS[number % len(ORGANS)]
        yield (
            number,
            day,
            f"Informal consultations on the {matter}, meeting {number + 1}",
            _body(chance, words),
        )


def slug_of(number: int) -> str:
    return f"consultation-{number + 1:06d}"


def _body(chance: random.Random, words: dict[str, str]) -> str:
    paragraphs = [" ".join(chance.choices(SENTENCES, k=3)) for _ in range(3)]
    points = "\n".join(f"- {chance.choice(SENTENCES)}" for _ in range(4))
    text = "\n\n".join([paragraphs[0], "## Programme", points, *paragraphs[1:]])
    return text.format(**words)[:1300].rsplit(" ", 1)[0] + ".\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


CONFIG = """\
[publication]
id = "example.org,2026:benchmark"
title = "Journal of the benchmark"
base_url = "http://localhost:8000/"
timezone = "America/New_York"
languages = ["en"]

[outlets.site]
kind = "directory"
path = "public"
serves = true
"""

HUGO = """\
baseURL = "http://localhost:8000/"
title = "Journal of the benchmark"
disableKinds = ["taxonomy", "term"]
[services.rss]
limit = 50
[outputs]
home = ["html", "rss"]
section = ["html"]
"""

_PAGE = """\
<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<link rel="alternate" type="application/rss+xml" href="/index.xml"></head><body><main><article>
"""
HUGO_LAYOUTS = {
    "single.html": _PAGE
    + '<h1>{{ .Title }}</h1><p>{{ .Date.Format "2 January 2006" }}</p>{{ .Content }}'
    + "</article></main></body></html>\n",
    "list.html": _PAGE
    + '{{ range first 50 .Site.RegularPages }}<p><a href="{{ .RelPermalink }}">{{ .Title }}</a></p>{{ end }}'
    + "</article></main></body></html>\n",
}

PELICAN = """\
SITENAME = "Journal of the benchmark"
SITEURL = "http://localhost:8000"
PATH = "content"
OUTPUT_PATH = "public"
TIMEZONE = "America/New_York"
DEFAULT_LANG = "en"
FEED_DOMAIN = SITEURL
FEED_RSS = "feeds/all.rss.xml"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
RSS_FEED_SUMMARY_ONLY = False
FEED_MAX_ITEMS = 50
DIRECT_TEMPLATES = ["index"]
DEFAULT_PAGINATION = 50
"""
