"""Archives of feeds (RFC 5005): whatever is released, each one that a feed leads to lies on the shelf."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from publisher import press
from publisher.desk.delivering import fill_shelf, put_documents
from publisher.feeds import archive, current, feed
from publisher.ledger.ledger import Ledger
from publisher.outlets.directory import Directory
from publisher.outlets.outlet import Printing
from publisher.preview.future_site import is_there
from publisher.releases.document import Document
from publisher.releases.keys import FEEDS, Key
from publisher.releases.records_in_memory import MemoryRecords
from publisher.releases.release import REMINDER, Draft, Edition, Issue, Paper, Subject
from tests.builders import DUE, PUBLICATION, make_draft, make_edition_draft, make_roadmap, make_snapshot

SLICE = 5
MINUTE = timedelta(minutes=1)
LINK = re.compile(rb'<[a-z0-9:]*link\b[^>]*?rel="(?:prev-archive|next-archive|current)"[^>]*>')
ADDRESS = re.compile(rb'href="([^"]*)"')


def make_new(subject: Subject, number: int) -> Draft:
    """A first release of something."""
    return MAKERS[subject](number)


def make_issue_draft(number: int) -> Draft:
    day = date(2017, 10, 1) + timedelta(days=number)
    content = Issue(number, day, day)
    return make_draft(day.isoformat(), subject="issue", kind="issue", content=content, told=())


def make_reminder_draft(number: int) -> Draft:
    content = make_snapshot("m-0")
    return make_draft(f"m-0/{number}", subject="reminder", kind=REMINDER, content=content)


def make_roadmap_draft(number: int) -> Draft:
    content = make_roadmap(id=f"r-{number}")
    return make_draft(f"r-{number}", subject="roadmap", kind="roadmap", content=content, told=())


def make_paper_draft(number: int) -> Draft:
    sheet = Paper(date(2017, 10, 1) + timedelta(days=number), "en", "")
    return make_draft(sheet.name, subject="paper", kind="paper", content=sheet, told=())


MAKERS: dict[Subject, Callable[[int], Draft]] = {
    "announcement": lambda number: make_draft(f"m-{number}"),
    "reminder": make_reminder_draft,
    "roadmap": make_roadmap_draft,
    "issue": make_issue_draft,
    "paper": make_paper_draft,
    "edition": lambda number: make_edition_draft(),
}

Step = Subject | int
"""What is released; or how far the sequence jumps, as after recordings that were refused."""

PRINTINGS = st.lists(
    st.lists(st.sampled_from(list(MAKERS)) | st.integers(1, 3 * SLICE), min_size=1, max_size=8),
    min_size=1,
    max_size=4,
)


class Publishing:
    """A ledger, and folders that are printed from it."""

    def __init__(self, folder: Path) -> None:
        self.shelf = Directory("site", folder)
        self.ledger = Ledger.in_memory()
        self.now = DUE
        self.ledger.record([make_edition_draft(), make_draft("m-0")], [], DUE)

    def take(self, steps: Iterable[Step]) -> None:
        for step in steps:
            if isinstance(step, int):
                self.jump(step)
            else:
                self.record(make_new(step, self.ledger.newest_sequence()))

    def record(self, draft: Draft) -> None:
        self.now += MINUTE
        if draft.subject == "edition":
            newest = self.ledger.heads()["edition", "edition"].revision
            draft = msgspec.structs.replace(draft, replaces=newest)
        self.ledger.record([draft], [], self.now)

    def jump(self, by: int) -> None:
        with self.ledger.database.transaction(write=True) as connection:
            connection.execute(text("UPDATE sqlite_sequence SET seq = seq + :by"), {"by": by})

    def print(self, shelf: Directory | None = None) -> dict[str, bytes]:
        """What lies in the folder afterwards; every link between its feeds leads to something."""
        shelf = shelf or self.shelf
        _, faults = fill_shelf(self.ledger, shelf, self.now)
        assert faults == []
        documents = read_folder(shelf.path)
        missing = [link for link in list_links(documents) if link[1] not in documents]
        assert missing == []
        return documents


def read_folder(folder: Path) -> dict[str, bytes]:
    """All feeds, archives among them."""
    files = [path for form in FEEDS for path in folder.rglob(f"*.{form}")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def list_links(documents: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Every link from a feed or archive to an archive or feed, as two paths."""
    for path, body in documents.items():
        for address in read_links(path, body):
            yield path, address.removeprefix(PUBLICATION.base_url)


def read_links(path: str, body: bytes) -> list[str]:
    if path.endswith(".json"):
        following = json.loads(body).get("next_url")
        return [following] if following else []
    return [address[1].decode() for link in LINK.finditer(body) for address in ADDRESS.finditer(link[0])]


def archives_of(documents: dict[str, bytes]) -> dict[str, bytes]:
    return {path: body for path, body in documents.items() if "/journal/" in path}


@contextmanager
def publishing(folder: Path) -> Iterator[Publishing]:
    made = Publishing(folder)
    yield made
    made.ledger.close()


@pytest.fixture
def feeds_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pages are printed."""
    monkeypatch.setattr(press, "PRINTERS", (archive, current))


@pytest.fixture
def short_archives(monkeypatch: pytest.MonkeyPatch, feeds_alone: None) -> None:
    """A few dozen releases fill several."""
    monkeypatch.setattr(feed, "SLICE", SLICE)


@pytest.fixture
def begun(tmp_path: Path, short_archives: None) -> Iterator[Publishing]:
    with publishing(tmp_path / "public") as made:
        yield made


def test_every_subject_is_tried_below() -> None:
    assert set(MAKERS) == set(get_args(Subject))


@pytest.mark.usefixtures("short_archives")
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(printings=PRINTINGS)
@example(printings=[["announcement"] * 2, [3 * SLICE, "reminder"]])
@example(printings=[["issue"] * (2 * SLICE), ["roadmap", "announcement"]])
def test_every_archive_that_a_feed_leads_to_is_there_whatever_was_released(
    printings: list[list[Step]],
) -> None:
    """Printed as it goes or all at once, with the same bytes; once printed, an archive never changes."""
    with TemporaryDirectory() as folder, publishing(Path(folder, "site")) as made:
        printed = archives_of(made.print())
        for steps in printings:
            made.take(steps)
            now = archives_of(made.print())
            assert printed.items() <= now.items()
            printed = now
        assert archives_of(made.print(Directory("again", Path(folder, "again")))) == printed


@pytest.mark.usefixtures("feeds_alone")
def test_an_archive_whose_next_releases_are_issues_alone_is_there_when_a_feed_leads_to_it(
    tmp_path: Path,
) -> None:
    """With the real length: sequences 101 to 112 were issues, and 18 feeds led to what was never printed."""
    with publishing(tmp_path / "public") as made:
        drafts = [make_draft(f"m-{number}") for number in range(1, feed.SLICE - 1)]
        made.ledger.record(drafts, [], DUE)
        made.print()
        made.take(["issue"] * 12)
        made.print()
        made.take(["announcement"])
        documents = made.print()
    assert ("en/journal.rss", "en/journal/1.rss") in set(list_links(documents))
    assert len(archives_of(documents)) == len(FEEDS) * len(PUBLICATION.languages)


def test_an_archive_holds_its_slice_and_closes_with_the_release_after_it(begun: Publishing) -> None:
    begun.take(["announcement"] * (SLICE - 2))
    assert (begun.ledger.newest_sequence(), archives_of(begun.print())) == (SLICE, {})
    begun.take(["announcement"])
    documents = begun.print()
    slugs = [item["url"].rsplit("/", 1)[1] for item in json.loads(documents["en/journal/1.json"])["items"]]
    assert slugs == ["m-4.html", "m-3.html", "m-2.html", "m-0.html"]
    begun.take(["announcement"] * SLICE)
    documents = begun.print()
    slugs = [item["url"].rsplit("/", 1)[1] for item in json.loads(documents["en/journal/2.json"])["items"]]
    assert slugs == ["m-9.html", "m-8.html", "m-7.html", "m-6.html", "m-5.html"]


def test_a_shelf_that_an_earlier_program_left_without_an_archive_has_it_after_the_next_printing(
    begun: Publishing,
) -> None:
    """A program that prints otherwise is another edition, so all is printed again."""
    begun.take(["announcement"] * (2 * SLICE))
    before = begun.print()
    for path in begun.shelf.path.glob("*/journal/*"):
        path.unlink()
    edition = Edition(PUBLICATION, "templates of this version")
    begun.record(msgspec.structs.replace(make_edition_draft(), content=edition))
    assert archives_of(begun.print()) == archives_of(before)


def test_what_was_recorded_while_a_printing_began_closes_its_archive_too(begun: Publishing) -> None:
    """Another daemon's release after the newest that this printing knew of: the feeds count it already."""
    begun.take(["announcement"] * (SLICE - 2))
    begun.print()
    known = begun.ledger.newest_sequence()
    begun.take(["announcement"])
    put_documents(begun.ledger, begun.shelf, known, known)
    assert "en/journal/1.rss" in read_folder(begun.shelf.path)


class Watched(Directory):
    """Notes the order in which documents come."""

    def put(
        self, documents: Iterable[Document], printing: Printing, *, replacing: Printing | None = None
    ) -> int:
        self.came = list(documents)
        return super().put(self.came, printing, replacing=replacing)


def test_an_archive_lies_there_before_the_feed_that_leads_to_it(begun: Publishing) -> None:
    begun.take(["announcement"] * (2 * SLICE))
    shelf = Watched("watched", begun.shelf.path)
    begun.print(shelf)
    came = [document.path for document in shelf.came]
    places = [index for index, path in enumerate(came) if "/journal/" in path]
    assert max(places) < came.index("en/journal.rss")


def test_however_much_lies_behind_a_release_closes_one_archive_or_none() -> None:
    assert [key.path for key in archive.closed_between(100_000, 100_001, ("en",))] == [
        "en/journal/1000.rss", "en/journal/1000.atom", "en/journal/1000.json"
    ]  # fmt: skip
    assert list(archive.closed_between(100_001, 100_002, ("en",))) == []


def test_the_preview_shows_an_archive(begun: Publishing) -> None:
    begun.take(["issue"] * SLICE)
    records = MemoryRecords(begun.ledger.since(0))
    assert is_there(Key("closed feed", "en", "1", "rss"), records)
    assert not is_there(Key("closed feed", "en", "2", "rss"), records)
