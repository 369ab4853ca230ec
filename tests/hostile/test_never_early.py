"""Never early: of what is not released, no byte stands in any document, calendar, feed or line of the log."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from publisher.daemon import Daemon
from publisher.releases.release import Release, encode_content
from tests.builders import WRITTEN
from tests.failure_stories.story import folder_in_memory
from tests.folders import CONFIG, Folder, PlainRenderer

RULES = ("3 working days before at 18:00", "1 day before at 9:00", "on the day at 08:00", "2017-10-20 09:00",
         "at once", "when confirmed")  # fmt: skip
DATES = ("milestone: first-reading", "when: 3 October 2017 (morning)", "when: 20 October 2017, 10:00",
         "when: 1 November 2017", "milestone: second-reading")  # fmt: skip
SETTINGS = (
    CONFIG
    + """
[[roadmaps.modalities.milestones]]
id = "second-reading"
when = "Week of 23 October, as needed"
what = "2nd reading"

[issue]
"""
)


class Source(NamedTuple):
    """What an author wrote; the parts are named so that each can be known wherever it turns up."""

    number: int
    dated: str
    rule: str
    draft: bool
    french: str | None
    broken: bool
    saved: timedelta

    def words(self) -> list[str]:
        return [
            f"Tit{self.number:03}q",
            f"Bod{self.number:03}q",
            f"Roo{self.number:03}q",
            *self.french_words(),
        ]

    def french_words(self) -> list[str]:
        return [f"Fra{self.number:03}q", f"Mot{self.number:03}q"] if self.french else []

    def write(self, folder: Folder) -> None:
        title, body, room, *_ = self.words()
        extra = ("draft: true\n" if self.draft else "") + ("status: [\n" if self.broken else "")
        text = (
            f"---\ntitle: {title}\n{self.dated}\npublish: {self.rule}\nroom: {room}\n{extra}---\n\n{body}\n"
        )
        folder.write(f"a-{self.number:03}.md", text, WRITTEN + self.saved)
        if self.french:
            head, words = self.french_words()
            french = f"---\ntitle: {head}\n{self.french}---\n\n{words}\n"
            folder.write(f"a-{self.number:03}.fr.md", french, WRITTEN + self.saved)


FRENCH = st.none() | st.sampled_from(["", "draft: true\n", "publish: at once\n"])
SOURCES = st.lists(
    st.tuples(
        st.sampled_from(DATES), st.sampled_from(RULES), st.booleans(), FRENCH,
        st.sampled_from([False, False, False, True]),
        st.integers(0, 20 * 24).map(lambda hours: timedelta(hours=hours)),
    ),
    min_size=4, max_size=9,
).map(lambda drawn: [Source(number, *one) for number, one in enumerate(drawn)])  # fmt: skip
INSTANTS = st.lists(st.integers(13 * 24 * 60, 60 * 24 * 60), min_size=2, max_size=3).map(
    lambda minutes: [WRITTEN + timedelta(minutes=each) for each in sorted(minutes)]
)


class Ear(logging.Handler):
    """Keeps what the program says at INFO."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@pytest.fixture
def ear() -> Iterator[Ear]:
    ear = Ear()
    logger = logging.getLogger("publisher")
    before = logger.level
    logger.addHandler(ear)
    logger.setLevel(logging.INFO)
    yield ear
    logger.removeHandler(ear)
    logger.setLevel(before)


def live(path: Path, sources: list[Source], instants: list[datetime], ear: Ear) -> None:
    folder = Folder(path / "publication", SETTINGS)
    desk = folder.open()
    clock: list[datetime] = []
    daemon = Daemon(desk.config, desk.ledger, clock=lambda: clock[-1])
    daemon.desk.surveyor.renderings.worker = PlainRenderer()  # type: ignore[assignment]
    try:
        for now in instants:
            clock.append(now)
            for source in sources:
                if WRITTEN + source.saved <= now:
                    source.write(folder)
            daemon.make_pass()
            daemon.list_problems()
            released = desk.ledger.since(0)
            judge(sources, released, folder.files(), ear.lines)
            for one in released:
                assert one.due <= now, f"{one.name} is early"
    finally:
        daemon.stop()
        folder.close()


def judge(sources: list[Source], released: list[Release], files: dict[str, bytes], lines: list[str]) -> None:
    known = b"".join(encode_content(one.content) for one in released)
    for source in sources:
        for word in source.words():
            if word.encode() not in known:
                leaks = [path for path, body in files.items() if word.encode() in body]
                assert leaks == [], f"{word} was not released"
                assert not [line for line in lines if word in line]
        if source.draft or source.broken:
            assert f"a-{source.number:03}" not in {one.name for one in released}
        if source.french in ("draft: true\n", "publish: at once\n"):
            assert not any(word.encode() in known for word in source.french_words()), (
                "a translation held back"
            )


# Without shrinking, which takes an hour for lives as long as these.
QUIET = settings(
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@settings(QUIET, max_examples=4)
@given(SOURCES, INSTANTS)
def test_of_what_is_not_released_no_byte_leaks(
    ear: Ear, sources: list[Source], instants: list[datetime]
) -> None:
    with folder_in_memory() as path:
        live(path, sources, instants, ear)


@pytest.mark.prove
@settings(QUIET, max_examples=200)
@given(SOURCES, INSTANTS)
def test_of_what_is_not_released_no_byte_leaks_in_two_hundred_lives(
    ear: Ear, sources: list[Source], instants: list[datetime]
) -> None:
    with folder_in_memory() as path:
        live(path, sources, instants, ear)
