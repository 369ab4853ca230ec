"""`publisher approve`: a login name behind exactly what stands, or a line that says why not."""

from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result

from publisher.cli.approve import find_name
from publisher.cli.main import publisher
from publisher.errors import PublisherError
from tests.builders import WRITTEN
from tests.folders import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path)
    folder.set_config("[outlets.site]", "[schedule]\napprove = 2\n\n[outlets.site]")
    folder.announce()
    return folder


def call(folder: Folder, *arguments: str, name: str = "anna") -> Result:
    with time_machine.travel("2017-09-20 12:00 +0000", tick=False):
        command = ["--config", str(folder.config), *arguments]
        return CliRunner(env={"LOGNAME": name}).invoke(publisher, command)


def test_two_colleagues_let_it_go(folder: Folder) -> None:
    assert call(folder, "approve", "first-reading").output.splitlines()[2:] == [
        "  anna approves: 1 of 2 (anna)",
        "  it waits for another name",
    ]
    again = call(folder, "approve", "first-reading").output
    assert "anna approved this already: 1 of 2 (anna)" in again
    assert "waits for approval: 1 of 2 (anna)" in call(folder, "approve").output
    last = call(folder, "approve", "first-reading", name="ben").output
    assert last.startswith("Meeting first-reading\n  Monday 2 October 2017, afternoon; in en; digest ")
    assert "ben approves: 2 of 2 (anna, ben)" in last
    assert "to be released Wed 27 Sep 2017 18:00 New York; an edit or a slip voids this" in last
    assert call(folder, "approve").output == "nothing waits for approval\n"


def test_what_was_edited_since_it_was_looked_at_is_not_approved(folder: Folder) -> None:
    shown = call(folder, "explain", "first-reading").output
    digest = shown.partition("for digest ")[2][:12]
    folder.announce(title="Another title")
    result = call(folder, "approve", "first-reading", "--digest", digest)
    assert result.exit_code == 2
    assert "first-reading was edited or moved" in result.output
    assert "0 of 2" in call(folder, "approve").output


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"draft": "true"}, "it is a draft"), ({"milestone": "", "when": "as needed"}, "nothing to approve")],
)
def test_what_cannot_be_released_cannot_be_approved(
    folder: Folder, fields: dict[str, str], words: str
) -> None:
    folder.announce("first-reading", WRITTEN, **fields)
    result = call(folder, "approve", "first-reading")
    assert result.exit_code == 2
    assert words in result.output


def test_a_name_that_is_misspelt_is_told(folder: Folder) -> None:
    assert (
        "there is no announcement frist; there are first-reading" in call(folder, "approve", "frist").output
    )


def test_where_no_approval_is_asked_for_it_says_how_to_ask(tmp_path: Path) -> None:
    result = call(Folder(tmp_path), "approve", "first-reading")
    assert result.exit_code == 2
    assert "`approve = 2` under [schedule]" in result.output


def test_a_login_name_that_nobody_knows_is_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> str:
        raise KeyError

    monkeypatch.setattr("getpass.getuser", unknown)
    with pytest.raises(PublisherError, match="set LOGNAME"):
        find_name()
