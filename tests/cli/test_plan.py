"""`publisher plan` on a terminal: a table where there is room, else the reason below each line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from publisher.cli.main import publisher
from tests.folders import Folder

HOUR = "Wed 27 Sep 2017 18:00 New York"
REASON = "3 working days before 1st reading (Monday 2 October 2017, afternoon)"


def plan(folder: Folder, columns: int) -> list[str]:
    command = ["--config", str(folder.config), "plan", "--at", "2017-09-20"]
    done = CliRunner(env={"COLUMNS": str(columns)}).invoke(publisher, command)
    assert done.exit_code == 0
    return [line.rstrip() for line in done.output.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path)
    folder.announce()
    return folder


def test_where_there_is_room_each_stands_in_a_row_with_its_reason(folder: Folder) -> None:
    lines = plan(folder, 160)
    assert lines[0].split() == ["what", "state", "when", "why"]
    assert any(line.startswith("first-reading") and HOUR in line and REASON in line for line in lines)


def test_on_a_narrow_terminal_the_reason_stands_below_and_words_stay_whole(folder: Folder) -> None:
    lines = plan(folder, 80)
    place = lines.index(f"first-reading  planned  {HOUR}")
    assert lines[place + 1] == f"    {REASON}"
    assert max(map(len, lines)) <= 80


def test_what_cannot_be_read_is_a_row_that_says_where_and_what(folder: Folder) -> None:
    folder.announce("broken", access="secret")
    lines = plan(folder, 200)
    (row,) = [line for line in lines if line.startswith("broken")]
    assert row.split()[1:4] == ["held", "-", "announcements/broken.md:4:"]


def test_a_program_reads_the_problems_of_each_row(folder: Folder) -> None:
    folder.announce("broken", access="secret")
    command = ["--config", str(folder.config), "plan", "--json"]
    rows = {row["announcement"]: row for row in json.loads(CliRunner().invoke(publisher, command).stdout)}
    assert rows["broken"]["state"] == "held"
    assert rows["broken"]["problems"] == [
        {
            "path": "announcements/broken.md",
            "line": 4,
            "rule": "field",
            "severity": "error",
            "message": "`access: secret` is not known",
            "mend": "write one of open, closed",
        }
    ]
