"""`publisher import`: what a page says is proposed; what nobody takes stays a comment; it passes `check`."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from publisher.announcements.front_matter import split_source
from publisher.cli import asking
from publisher.cli.main import publisher
from tests.folders import Folder

INVITATION = Path(__file__).parents[1] / "importing" / "invitation.html"
EVERYTHING = {
    "title": "First reading of the draft modalities resolution",
    "when": "2 October 2017 at 15:00 to 18:00",
    "kind": "meeting",
    "organ": "General Assembly",
    "session": "Seventy-first session",
    "room": "Conference Room 4",
    "convened_by": ("Mexico", "Switzerland"),
    "documents": ("A/RES/71/280",),
    "contact": "gcmigration@un.org",
    "draft": "true",
}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def address() -> Iterator[str]:
    """The invitation on a loopback server."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(INVITATION.parent))

        def log_message(self, format: str, *arguments: Any) -> None:
            return

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/invitation.html"
        server.shutdown()
        thread.join()


def call(folder: Folder, *arguments: str, text: str = "") -> Result:
    return CliRunner().invoke(publisher, ["--config", str(folder.config), *arguments], input=text)


def fields(folder: Folder, name: str = "first-reading.md") -> dict[str, Any]:
    text = (folder.announcements / name).read_text(encoding="utf-8")
    return {name: field.value for name, field in split_source(name, text).fields.items()}


def test_with_nobody_to_ask_what_was_found_stays_a_comment(folder: Folder) -> None:
    said = call(folder, "import", str(INVITATION)).output
    assert "found room: Conference Room 4  (Venue: Conference Room 4, UNHQ)" in said
    assert fields(folder) == {
        "title": EVERYTHING["title"], "when": "to be confirmed", "kind": "meeting", "draft": "true",
    }  # fmt: skip
    text = " ".join((folder.announcements / "first-reading.md").read_text(encoding="utf-8").split())
    assert "# room: Conference Room 4 # found in “Venue: Conference Room 4, UNHQ”" in text
    assert "# milestone: modalities/first-reading " in text
    assert "# when: 5 October 2017 # also found" in text
    assert "invite you to the **first reading**" in text
    assert call(folder, "check").output == "1 announcement, no problem\n"


def test_yes_takes_all_of_it_as_a_draft(folder: Folder) -> None:
    call(folder, "import", str(INVITATION), "--yes", "--name", "reading")
    assert fields(folder, "reading.md") == EVERYTHING
    assert call(folder, "check").output == "1 announcement, no problem\n"


def test_somebody_at_the_terminal_takes_each_or_leaves_it(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "is_terminal", lambda: True)
    said = call(folder, "import", str(INVITATION), text="reading\ny\ny\nn\nn\nn\nn\nn\n").output
    assert "“Date: Monday, 2 October 2017, from 3 p.m. to 6 p.m.”\nwhen: 2 October 2017" in said
    found = fields(folder, "reading.md")
    assert (found["when"], found.get("room")) == (EVERYTHING["when"], None)


def test_a_page_on_the_web_is_read_a_private_one_only_when_told(folder: Folder, address: str) -> None:
    refused = call(folder, "import", address)
    assert "no public address" in str(refused.exception)
    assert call(folder, "import", address, "--private", "--yes").exit_code == 0
    assert fields(folder) == EVERYTHING


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("no-such.html",), "no-such.html cannot be read"),
        (("/dev/null",), "no words were found in it"),
        ((str(INVITATION), "--name", "../escape"), "is not a short name"),
        ((str(INVITATION), "--name", "taken"), "taken.md is there already"),
    ],
)
def test_what_cannot_be_imported_is_told(folder: Folder, arguments: tuple[str, ...], words: str) -> None:
    folder.announce("taken")
    result = call(folder, "import", *arguments)
    assert result.exit_code != 0
    assert words in result.output + str(result.exception)
    assert [path.name for path in folder.announcements.iterdir()] == ["taken.md"]
