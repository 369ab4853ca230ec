"""`publisher log`: a line for each act; as JSON for programs."""

import json
from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner

from publisher.cli.main import publisher
from tests.builders import DUE
from tests.folders import Folder


def call(folder: Folder, *arguments: str) -> str:
    result = CliRunner().invoke(publisher, ["--config", str(folder.config), "log", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_it_tells_when_what_and_by_whom(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "publication")
    folder.announce()
    desk = folder.open()
    desk.run_pass(DUE + timedelta(minutes=5))
    desk.ledger.hold("first-reading", "wait", DUE + timedelta(minutes=6), "ann@desk")
    folder.close()
    machine = desk.origin().machine
    assert call(folder, "first-reading").splitlines() == [
        f"Wed 27 Sep 2017 18:05 New York  released first-reading (revision 1, by {machine}): 5 minutes late",
        "Wed 27 Sep 2017 18:06 New York  held first-reading (by ann@desk): wait",
    ]
    acts = json.loads(call(folder, "--json"))
    assert [act["act"] for act in acts] == ["released", "released", "released", "held"]
    assert {act["subject"] for act in acts} == {"edition", "roadmap", "announcement"}


def test_where_nothing_was_done_it_says_so(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "publication")
    assert call(folder) == "nothing has been done yet\n"
    assert call(folder, "nothing") == "nothing was done with nothing\n"
    assert not (folder.path / "ledger.sqlite").exists()
