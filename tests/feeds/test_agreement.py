"""Pages, feeds and calendars in six languages say the same: all are read back and compared."""

import re
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import feedparser
import icalendar
import pytest
from bs4 import BeautifulSoup

from publisher.journal.language import word

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
EXPECTED: dict[str, tuple[datetime | date, int, str]] = {
    "zero-draft": (date(2017, 9, 25), 0, "CONFIRMED"),
    "first-reading": (datetime(2017, 10, 2, 19, 0, tzinfo=UTC), 0, "CONFIRMED"),
    "informal-consultations": (datetime(2017, 10, 9, 19, 0, tzinfo=UTC), 2, "CONFIRMED"),
    "additional-consultations": (datetime(2017, 10, 25, 14, 0, tzinfo=UTC), 0, "CONFIRMED"),
    "conclusion": (date(2017, 10, 31), 1, "CANCELLED"),
}
"""Each announcement's start, SEQUENCE and STATUS after the slips and the cancellation."""

ISOLATES = re.compile("[\u2066-\u2069]")


def events(path: Path) -> dict[str, Any]:
    """The events of a calendar by the slug in their UID."""
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    return {str(event["UID"]).split("/", 1)[1]: event for event in calendar.walk("VEVENT")}


def page(site: Path, lang: str, slug: str) -> BeautifulSoup:
    return BeautifulSoup((site / lang / "entries" / f"{slug}.html").read_bytes(), "html.parser")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_calendar_has_each_event_once_as_it_stands(site: Path, lang: str) -> None:
    found = events(site / lang / "journal.ics")
    assert {
        slug: (event["DTSTART"].dt, event["SEQUENCE"], str(event["STATUS"])) for slug, event in found.items()
    } == EXPECTED


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_calendars_of_entry_and_roadmap_agree_with_that_of_everything(site: Path, lang: str) -> None:
    everything, roadmap = (
        events(site / lang / "journal.ics"),
        events(site / lang / "roadmaps" / "modalities.ics"),
    )
    for slug in EXPECTED:
        alone = events(site / lang / "entries" / f"{slug}.ics")[slug]
        assert everything[slug].to_ical() == roadmap[slug].to_ical() == alone.to_ical()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_calendar_page_and_feed_have_the_same_title(site: Path, lang: str) -> None:
    """In every language, also where the words had to be taken from another."""
    calendar = events(site / lang / "journal.ics")
    items = {
        entry.id.rsplit(":", 1)[1]: entry
        for entry in feedparser.parse((site / lang / "journal.rss").read_bytes()).entries
    }
    for slug in EXPECTED:
        heading = page(site, lang, slug).find("h1")
        assert heading is not None
        title = heading.get_text(strip=True)
        assert ISOLATES.sub("", str(calendar[slug]["SUMMARY"])).endswith(title)
        assert ISOLATES.sub("", items[f"modalities/{slug}/{lang}"].title).endswith(title)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_cancelled_meeting_says_so_everywhere(site: Path, lang: str) -> None:
    cancelled = word("cancelled", lang)
    assert cancelled in page(site, lang, "conclusion").get_text()
    assert cancelled in str(events(site / lang / "journal.ics")["conclusion"]["SUMMARY"])
    titles = [entry.title for entry in feedparser.parse((site / lang / "journal.atom").read_bytes()).entries]
    assert len([title for title in titles if cancelled in title]) == 2  # its own item, and that of the change


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_slip_is_an_item_of_its_own_and_the_page_tells_both(site: Path, lang: str) -> None:
    parsed = feedparser.parse((site / lang / "journal.rss").read_bytes())
    ids = [entry.id for entry in parsed.entries if "informal-consultations" in entry.id]
    assert [one.split(f"/{lang}")[-1] for one in ids] == ["/3", "/2", ""]
    history = page(site, lang, "informal-consultations").select(".history .notice")
    assert len(history) == 2
    assert all(word("rescheduled", lang) in notice.get_text() for notice in history)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_entry_without_a_translation_says_in_which_language_it_is(site: Path, lang: str) -> None:
    for slug in EXPECTED:
        found = page(site, lang, slug)
        heading = found.find("h1")
        assert heading is not None
        shown = heading.get("lang")
        translated = (site.parents[1] / "announcements" / f"{slug}.{lang}.md").exists() or lang == "en"
        assert shown == (lang if translated else "en")
        assert bool(found.select(".untranslated")) is not translated


@pytest.mark.reader
def test_khal_sees_a_moved_event_as_one(site: Path, tmp_path: Path) -> None:
    """khal, from its own package, imports the calendar before and after the slips."""
    khal = shutil.which("khal")
    if khal is None:
        pytest.skip("khal is not installed; `make test-tools` installs it")
    calendars = tmp_path / "calendars"
    calendars.mkdir()
    config = tmp_path / "config"
    config.write_text(
        f"[calendars]\n[[journal]]\npath = {calendars}\n[locale]\nlocal_timezone = America/New_York\n"
        "default_timezone = America/New_York\ndateformat = %d.%m.%Y\nlongdateformat = %d.%m.%Y\n"
        "timeformat = %H:%M\ndatetimeformat = %d.%m.%Y %H:%M\nlongdatetimeformat = %d.%m.%Y %H:%M\n"
        f"[sqlite]\npath = {tmp_path / 'khal.db'}\n"
    )
    whole = (site / "en" / "journal.ics").read_bytes()
    before = whole.replace(b"20171009T190000Z", b"20171005T140000Z").replace(
        b"20171009T220000Z", b"20171005T170000Z"
    )
    for number, data in enumerate((before.replace(b"SEQUENCE:2", b"SEQUENCE:0"), whole)):
        path = tmp_path / f"{number}.ics"
        path.write_bytes(data)
        run([khal, "-c", str(config), "import", "--batch", str(path)], tmp_path)
    listed = run(
        [khal, "-c", str(config), "list", "01.10.2017", "31d", "--format", "{start-date} {title}"], tmp_path
    )
    moved = [
        line
        for line in listed.splitlines()
        if "Informal consultations on the draft" in line and "dditional" not in line
    ]
    assert moved == ["09.10.2017 Informal consultations on the draft modalities resolution"]
    assert "Cancelled: Conclusion of the negotiations" in listed


def run(command: list[str], home: Path) -> str:
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=60,
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
