"""A ledger that lies elsewhere than it did, copied or restored, stays on hold until a person resumes it."""

import shutil
from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner, Result

from publisher.cli.main import publisher
from publisher.ledger.ledger import Ledger
from publisher.releases.release import EVERYTHING
from tests.builders import DUE
from tests.folders import CONFIG, Folder, Fragile, Listener

HOUR = timedelta(hours=1)


def call(folder: Folder, *arguments: str) -> Result:
    result = CliRunner().invoke(publisher, ["--config", str(folder.config), *arguments])
    assert result.exit_code == 0, (result.output, result.exception)
    return result


def test_restored_on_an_empty_machine_the_site_is_the_same_to_the_last_byte(
    folder: Folder, tmp_path: Path
) -> None:
    folder.open().run_pass(DUE)
    folder.announce(saved=DUE + HOUR, access="closed")
    folder.open().run_pass(DUE + 2 * HOUR)
    folder.close()
    call(folder, "export", str(tmp_path / "ledger.jsonl"))
    empty = Folder(tmp_path / "empty")
    said = call(empty, "restore", str(tmp_path / "ledger.jsonl")).output
    assert empty.files() == folder.files()
    assert (empty.public / ".printing.json").read_bytes() == (folder.public / ".printing.json").read_bytes()
    assert "was restored from an export; `publisher resume` says that it is the one" in said
    call(empty, "export", str(tmp_path / "again.jsonl"))
    again = (tmp_path / "again.jsonl").read_text().splitlines()
    held = [line for line in again if line.startswith('{"brake"')]
    assert len(held) == 1
    assert set(again) - set((tmp_path / "ledger.jsonl").read_text().splitlines()) == {held[0], again[-1]}


def test_an_export_goes_to_standard_output_and_comes_back_from_standard_input(
    folder: Folder, tmp_path: Path
) -> None:
    folder.open().run_pass(DUE)
    folder.close()
    lines = call(folder, "export").stdout_bytes
    empty = Folder(tmp_path / "empty")
    result = CliRunner().invoke(publisher, ["--config", str(empty.config), "restore", "-"], input=lines)
    assert result.exit_code == 0, result.output
    assert empty.files() == folder.files()


def test_a_copy_beside_the_living_one_is_held_and_tells_nobody(folder: Folder, tmp_path: Path) -> None:
    """Everything was copied: the ledger, the sources and the site itself."""
    hook = Listener()
    folder.open([Fragile("site", folder.public, serves=True), hook]).run_pass(DUE)
    folder.announce("second")
    folder.close()
    shutil.copytree(folder.path, tmp_path / "copy")
    copy = Folder.__new__(Folder)
    copy.__dict__ |= {**folder.__dict__, "path": tmp_path / "copy", "opened": []}
    copy.config = copy.path / "config.toml"
    shelf = Fragile("site", copy.path / "public", serves=True)
    desk = copy.open([shelf, hook])
    done = desk.run_pass(DUE + HOUR)
    assert done.alarm == (
        "this ledger was copied or moved from elsewhere; `publisher resume` says that it is the one"
    )
    assert ([*done.released], hook.told, shelf.tries) == ([], ["first-reading/1"], 0)
    assert list(desk.ledger.brakes()) == [EVERYTHING]
    living = folder.open([Fragile("site", folder.public, serves=True), hook])
    assert [one.name for one in living.run_pass(DUE + HOUR).released] == ["second"]
    copy.close()


def test_resumed_it_goes_on_and_the_record_says_who_resumed_it(folder: Folder, tmp_path: Path) -> None:
    folder.open().run_pass(DUE)
    folder.close()
    call(folder, "export", str(tmp_path / "ledger.jsonl"))
    empty = Folder(tmp_path / "empty", CONFIG)
    call(empty, "restore", str(tmp_path / "ledger.jsonl"))
    assert empty.open().run_pass(DUE + HOUR).alarm is not None
    empty.close()
    call(empty, "resume")
    empty.announce()
    empty.announce("second")
    done = empty.open().run_pass(DUE + HOUR)
    assert (done.alarm, [one.name for one in done.released]) == (None, ["second"])
    assert "resumed everything (by " in call(empty, "log").output
    empty.close()


def test_a_ledger_in_memory_is_no_copy_of_anything(folder: Folder) -> None:
    desk = folder.open()
    desk.ledger = Ledger.in_memory()
    assert desk.ledger.database.find_place() is None
