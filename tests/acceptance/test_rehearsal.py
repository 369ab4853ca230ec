"""What `rehearse` promises: the same desk under a simulated clock, touching nothing real."""

import json
import re
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.publication import Publication, files_of, make_sample, read_feed, wait_until

pytestmark = pytest.mark.prove

AUTUMN = ("rehearse", "--from", "2017-08-20", "--to", "2017-11-30")
INSTANTS = [
    ("zero-draft", "2017-09-20T22:00:00Z"),
    ("first-reading", "2017-09-27T22:00:00Z"),
    ("informal-consultations", "2017-10-02T22:00:00Z"),
    ("conclusion", "2017-10-26T22:00:00Z"),
]


def printed_in(folder: Path) -> dict[str, bytes]:
    """Every file but the ledger and the journals SQLite keeps beside it."""
    return {path: body for path, body in files_of(folder).items() if not path.startswith("ledger.sqlite")}


class Autumn:
    """The autumn of 2017 played twice, into two folders."""

    def __init__(self, folder: Path) -> None:
        self.sample = make_sample(folder / "sample")
        self.before = files_of(self.sample.folder)
        self.folders = [folder / "one", folder / "two"]
        self.told = [self.sample.json(*AUTUMN, "--into", str(into)) for into in self.folders]


@pytest.fixture(scope="module")
def autumn(tmp_path_factory: pytest.TempPathFactory) -> Autumn:
    return Autumn(tmp_path_factory.mktemp("autumn"))


def test_two_rehearsals_give_the_same_bytes_in_every_file_but_the_ledger(autumn: Autumn) -> None:
    one, two = map(printed_in, autumn.folders)
    assert one.keys() == two.keys()
    assert [path for path in one if one[path] != two[path]] == []
    assert len([path for path in one if path.endswith(".html")]) >= 1 + 6 * 6


def test_each_release_comes_three_working_days_before_at_18_00_new_york_time(autumn: Autumn) -> None:
    assert [(item["announcement"], item["at"]) for item in autumn.told[0]] == INSTANTS
    assert autumn.told[0] == autumn.told[1]
    assert {item["kind"] for item in autumn.told[0]} == {"announced"}


def test_the_feed_dates_each_item_at_its_release(autumn: Autumn) -> None:
    feed = read_feed((autumn.folders[0] / "public/en/journal.rss").read_bytes())
    dated = [tuple(entry.published_parsed[:5]) for entry in feed.entries]
    assert dated == [(2017, 10, 26, 22, 0), (2017, 10, 2, 22, 0), (2017, 9, 27, 22, 0), (2017, 9, 20, 22, 0)]


def test_nothing_real_is_touched(autumn: Autumn) -> None:
    assert files_of(autumn.sample.folder) == autumn.before


def test_no_document_says_that_it_was_rehearsed(autumn: Autumn) -> None:
    printed = printed_in(autumn.folders[0] / "public")
    assert len(printed) > 50
    for path, body in printed.items():
        assert b"ehears" not in body or path == ".printing.json", path


def test_a_person_reads_each_release_with_its_moment(sample: Publication, tmp_path: Path) -> None:
    done = sample.run(*AUTUMN, "--into", str(tmp_path / "out"))
    assert done.code == 0
    assert re.search("^Wed 27 Sep 2017 18:00 New York .*first-reading.* announced", done.out, re.MULTILINE)


def test_a_folder_that_is_not_empty_is_refused(sample: Publication, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep me")
    done = sample.run(*AUTUMN, "--into", str(tmp_path))
    assert done.code != 0
    assert "not empty" in done.err


def test_the_stage_shows_the_moment_beside_the_site_and_entries_appear_at_their_hours(
    sample: Publication, tmp_path: Path
) -> None:
    into = tmp_path / "stage"
    play = sample.start(*AUTUMN, "--into", str(into), "--serve", "--pace", "0.8", "--port", "0")
    stage = play.get("/")
    assert stage.status == 200
    assert b'id="moment"' in stage.body
    assert b"/journal/index.html" in stage.body

    def wait_for_note(note: str) -> Any:
        moment = wait_until(
            lambda: (found := json.loads(play.get("/moment").body)) and note in found["note"] and found,
            20,
            f"{note} on the stage",
        )
        return moment, play.get("/journal/en/index.html").body

    moment, page = wait_for_note("zero-draft")
    assert moment["moment"] == "Wed 20 Sep 2017 18:00 New York"
    assert b"entries/zero-draft.html" in page
    assert b"entries/first-reading.html" not in page
    moment, page = wait_for_note("first-reading")
    assert moment["moment"] == "Wed 27 Sep 2017 18:00 New York"
    assert b"entries/first-reading.html" in page
    assert b"entries/conclusion.html" not in page
    play.wait_for("The rehearsal is over")
    assert read_feed(play.get("/journal/en/journal.rss").body).entries[0].link.endswith("conclusion.html")
    assert all(b"18:00 New York" not in body for body in printed_in(into / "public").values())
    play.send(signal.SIGINT)
    assert play.process.wait(5) == 0
    assert "Traceback" not in play.output


def test_the_stage_may_frame_the_site_and_run_its_own_script(sample: Publication, tmp_path: Path) -> None:
    play = sample.start(*AUTUMN, "--into", str(tmp_path / "stage"), "--serve", "--port", "0")
    framed = play.get("/journal/index.html").headers["content-security-policy"]
    assert "frame-ancestors 'self'" in framed
    assert "default-src 'none'" not in play.get("/").headers.get("content-security-policy", "")
