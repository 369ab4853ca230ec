"""Paper beside a running daemon: it comes by itself, and a sheet that never ends keeps nobody."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from publisher.journal import paper
from publisher.ledger.facts import FIRST_START
from publisher.ledger.ledger import Ledger, sqlite_url
from tests.acceptance.publication import CONFIG, Publication, Running, now, wait_until

pytestmark = pytest.mark.prove

ISSUE = '\n[issue]\nclose = "00:01"\npdf = true\n'
LINK = 'type="application/pdf"'
SLEEPING = """
import sys
from publisher.desk import typesetting
from tests.obedient import sleep
typesetting.make_sheet = sleep
from publisher.cli.main import publisher
publisher(sys.argv[1:])
"""


@pytest.fixture
def publication(tmp_path: Path) -> Iterator[Publication]:
    """It began a week ago: the issues of that time close in the first pass."""
    missing = paper.find_missing()
    if missing:
        pytest.skip(f"no PDF can be made here: {missing}")
    publication = Publication(tmp_path / "publication", CONFIG + ISSUE)
    ledger = Ledger.open_to_write(sqlite_url(publication.folder / "ledger.sqlite"))
    ledger.set_fact(FIRST_START, now() - timedelta(days=7))
    ledger.close()
    yield publication
    publication.close()


def sheets(publication: Publication) -> list[Path]:
    # Not `rglob`: the folder in which documents are written may be taken away while we look.
    return sorted(publication.public.glob("*/issues/*.pdf"))


def test_each_issue_has_its_sheet_and_its_link_by_itself(publication: Publication) -> None:
    daemon = publication.serve()
    pages = wait_until(lambda: sorted(publication.public.glob("*/issues/*.html")), 20, "the issues")
    wait_until(lambda: len(sheets(publication)) == len(pages), 60, "their sheets")
    assert all(path.read_bytes().startswith(b"%PDF-1.7") for path in sheets(publication))
    wait_until(lambda: all(LINK in page.read_text(encoding="utf-8") for page in pages), 20, "their links")
    assert daemon.end(5) == 0
    assert "Traceback" not in daemon.output


def typesetters(daemon: Running) -> list[int]:
    """Its workers that typeset a sheet: only they stand back."""
    standing_back = []
    for pid in daemon.workers():
        with suppress(ProcessLookupError):
            if os.getpriority(os.PRIO_PROCESS, pid) > os.nice(0):
                standing_back.append(pid)
    return standing_back


def start_sleeping(publication: Publication) -> Running:
    """A daemon whose sheets never end, once it is at one and the page of an announcement is there."""
    publication.announce("beside")
    command = (sys.executable, "-c", SLEEPING, "--config", str(publication.config), "run", "--port", "0")
    daemon = Running(command, publication.folder / "sleeping.log")
    publication.started.append(daemon)
    wait_until(lambda: typesetters(daemon), 60, "a process that typesets")
    wait_until(lambda: (publication.public / "en/entries/beside.html").exists(), 20, "a page")
    return daemon


def test_a_daemon_ends_at_once_though_a_sheet_never_does_and_the_next_prints_it(
    publication: Publication,
) -> None:
    daemon = start_sleeping(publication)
    assert daemon.end(5) == 0
    wait_until(lambda: not daemon.left_behind(), 5, "the end of all its processes")
    assert sheets(publication) == []
    publication.serve()
    wait_until(lambda: sheets(publication), 60, "a sheet")


def test_a_killed_daemon_leaves_no_process_that_typesets(publication: Publication) -> None:
    daemon = start_sleeping(publication)
    daemon.kill()
    wait_until(lambda: not daemon.left_behind(), 5, "its end")
