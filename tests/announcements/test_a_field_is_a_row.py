"""Adding a field is a row and its words: done to a copy of the program, which then publishes it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.folders import CONFIG
from tests.sample_config import write_milestone

PACKAGE = Path(__file__).parents[2] / "publisher"
ROW = """
        Field(
            "refreshments",
            "what is served",
            "[Coffee, Tea]",
            takes="list",
            translated=True,
            shared=True,
            fact="detail",
            label="Refreshments",
            told="refreshments-changed",
        ),
        Field("sign", "a word to look for", "Sixth", translated=True, fact="detail", label="Sign"),
        Field(
            "seats",
            "how seats are taken",
            "free",
            takes="choice",
            choices=("free", "assigned"),
            fact="detail",
            label="Seats",
        ),
"""
NEXT = '        Field(\n            "remind",'
WORDS = {
    "Refreshments": "Served",
    "refreshments-changed": "Other refreshments",
    "Sign": "Look for",
    "Seats": "Seats",
    "assigned": "given out",
}
SOURCE = """---
title: The first reading
milestone: first-reading
publish: at once
refreshments: {}
sign: First reading
seats: assigned
---
Words.
"""
TRANSLATION = """---
title: La lecture
sign: Lecture
---
Paroles.
"""
DRIVER = """
import json, os, sys
from pathlib import Path
import time_machine
from click.testing import CliRunner
from publisher.cli.main import publisher
from publisher.config.config import load_config
from publisher.desk.composing import compose_message
from publisher.ledger.ledger import Ledger

said = {}
def run(name, moment, *arguments):
    with time_machine.travel(moment + " +0000", tick=False):
        result = CliRunner(env={"COLUMNS": "200"}).invoke(publisher, ["--config", "config.toml", *arguments])
    said[name] = result.output if result.exception is None else repr(result)
for day, source in zip((28, 29), json.loads(sys.argv[1])):
    Path("announcements/first-reading.md").write_text(source, encoding="utf-8")
    os.utime("announcements/first-reading.md", (1506000000 + day, 1506000000 + day))
    run("explain", f"2017-09-{day} 12:00", "explain", "first-reading")
    run("publish", f"2017-09-{day} 12:00", "publish")
run("closing", "2017-09-29 22:40", "publish")
run("issue", "2017-09-30 12:00", "issue", "2017-10-02")
run("json", "2017-09-30 12:00", "issue", "2017-10-02", "--json")
run("new", "2017-09-30 12:00", "new", "second-reading", "--yes")
said["draft"] = Path("announcements/second-reading.md").read_text(encoding="utf-8")
said["fr"] = Path("public/fr/entries/first-reading.html").read_text(encoding="utf-8")
for name in ("entries/first-reading.html", "issues/2017-10-02.html", "journal.rss", "journal.ics"):
    said[name] = Path("public/en", name).read_text(encoding="utf-8").replace("\\n ", "")
config = load_config(Path("config.toml"))
ledger = Ledger.open_to_write(config.ledger)
said["mail"] = compose_message(ledger, ledger.records.history("first-reading")[-1]).words["en"].text
print(json.dumps(said))
"""


def copy_program(path: Path) -> None:
    """The package with one field more: a row, and its words in each catalogue."""
    shutil.copytree(PACKAGE, path / "publisher", ignore=shutil.ignore_patterns("__pycache__"))
    table = path / "publisher" / "announcements" / "fields.py"
    text = table.read_text(encoding="utf-8")
    assert text.count(NEXT) == 1
    table.write_text(text.replace(NEXT, ROW.strip("\n") + "\n" + NEXT), encoding="utf-8")
    for catalogue in (path / "publisher").rglob("*.po"):
        words = "".join(f'\nmsgid "{key}"\nmsgstr "{words}"\n' for key, words in WORDS.items())
        catalogue.write_text(catalogue.read_text(encoding="utf-8") + words, encoding="utf-8")


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each command and document says of a meeting with the new field, which is changed once."""
    home = tmp_path_factory.mktemp("field")
    copy_program(home)
    (home / "announcements").mkdir()
    second = write_milestone("second-reading", when="9 October", what="2nd reading")
    issue = '\n[issue]\nclose = "18:30"\n'
    (home / "config.toml").write_text(CONFIG + second + issue, encoding="utf-8")
    (home / "announcements" / "first-reading.fr.md").write_text(TRANSLATION, encoding="utf-8")
    os.utime(home / "announcements" / "first-reading.fr.md", (1506000000, 1506000000))
    sources = json.dumps([SOURCE.format("Coffee"), SOURCE.format("[Coffee, Tea]")])
    done = subprocess.run(
        (sys.executable, "-c", DRIVER, sources),
        cwd=home,
        env=os.environ | {"PYTHONPATH": str(home)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("entries/first-reading.html", "<div><dt>Served</dt><dd>Coffee and Tea</dd></div>"),
        ("issues/2017-10-02.html", '<p class="contact">Served: Coffee and Tea</p>'),
        ("entries/first-reading.html", "<dt>Look for</dt><dd>First reading</dd>"),
        ("entries/first-reading.html", "<dt>Seats</dt><dd>given out</dd>"),
        ("fr", "<dt>Look for</dt><dd>Lecture</dd>"),
        ("fr", "<dt>Seats</dt><dd>given out</dd>"),
        ("journal.rss", "<br>Served: Coffee and Tea<br>Look for: First reading<br>Seats: given out</p>"),
        ("journal.ics", "\\nServed: Coffee and Tea"),
        ("issue", "      Served: Coffee and Tea\n"),
        ("json", '"refreshments": "Coffee and Tea"'),
        ("explain", "  Served: Coffee and Tea\n"),
        ("explain", "access, status, documents or refreshments is told"),
        ("mail", "\nServed: Coffee and Tea\nLook for: First reading\nSeats: given out\n\nWords."),
        ("draft", "\nrefreshments: [Coffee, Tea]                   # as in first-reading\n"),
    ],
)
def test_a_new_field_is_printed_everywhere_and_proposed_again(
    said: dict[str, str], where: str, words: str
) -> None:
    assert words in said[where], said[where]


@pytest.mark.parametrize(
    "where", ["entries/first-reading.html", "issues/2017-10-02.html", "journal.rss", "issue", "mail"]
)
def test_a_change_of_it_is_told_by_its_name(said: dict[str, str], where: str) -> None:
    plain = said[where].replace("<strong>", "").replace("</strong>", "")
    assert "Other refreshments: was Coffee, is now Coffee and Tea" in plain
    assert "released announcement first-reading (refreshments-changed)" in said["publish"]
