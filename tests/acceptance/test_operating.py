"""docs/operating.md alone: every command in it is run, in its order, on SQLite and on PostgreSQL."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from publisher.config.config import load_config
from tests.acceptance.publication import PROGRAM, ROOT, Publication, files_of, make_sample, refuse_traceback
from tests.ledger.postgresql import serve_postgresql

PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
NewLedger = Callable[[str], str]


def blocks(section: str, kind: str = "sh") -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", SECTIONS[section], re.MULTILINE | re.DOTALL)


class Operator:
    """Types what the page says, in the folder of a publication, and keeps what was typed."""

    def __init__(self, folder: Path) -> None:
        self.publication = make_sample(folder)
        self.typed: list[str] = []

    def type(self, block: str) -> str:
        self.typed.append(block)
        path = f"{Path(PROGRAM[0]).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ("sh", "-e", "-c", block), cwd=self.publication.folder, env={**os.environ, "PATH": path},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        refuse_traceback(done.stdout, done.stderr)
        assert done.returncode == 0, (block, done.stdout, done.stderr)
        return done.stdout

    def keep_ledger_in(self, address: str) -> None:
        """Names the ledger in config.toml, as the page shows it."""
        config = self.publication.config
        text = re.sub(r"^ledger = .*\n", "", config.read_text(encoding="utf-8"), flags=re.MULTILINE)
        config.write_text(f'ledger = "{address}"\n{text}', encoding="utf-8")

    def publish(self) -> None:
        assert self.publication.run("publish").code == 0

    def site(self) -> dict[str, bytes]:
        return files_of(self.publication.public)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def new_ledger(request: pytest.FixtureRequest) -> Iterator[NewLedger]:
    """The address of an empty ledger, by a name for it."""
    if request.param == "sqlite":
        yield lambda name: f"{name}.sqlite"
        return
    with serve_postgresql() as server:
        yield lambda name: server.make_schema()


@pytest.mark.prove
def test_every_command_of_the_page_does_what_the_page_says(new_ledger: NewLedger, tmp_path: Path) -> None:
    operator, first = Operator(tmp_path / "first"), new_ledger("first")
    operator.keep_ledger_in(first)
    operator.publish()
    site = operator.site()
    for block in blocks("Seeing how it is doing"):
        operator.type(block)
    [log] = blocks("Who did what")
    assert "archived first-reading" in operator.type(log)
    [export] = blocks("Backing up")
    operator.type(export)

    second = Operator(tmp_path / "second")
    second.keep_ledger_in(new_ledger("second"))
    shutil.copy(operator.publication.folder / "backup.jsonl", second.publication.folder)
    restore, resume = blocks("Restoring")
    second.type(restore)
    assert second.site() == site
    held = second.publication.run("publish")
    assert (held.code, "`publisher resume` says that it is the one" in held.err) == (1, True)
    second.type(resume)
    second.publish()
    assert second.site() == site

    grow(operator, new_ledger("shared"), site)
    upgrade_and_roll_back(operator, new_ledger("before"), site)
    assert sorted(operator.typed + second.typed) == sorted(
        re.findall(r"^```sh\n(.*?)^```", PAGE, re.M | re.S)
    )


def grow(operator: Operator, shared: str, site: dict[str, bytes]) -> None:
    """To another ledger; then a second machine has the same config.toml and a folder of its own."""
    export, carry = blocks("From one machine to many")
    operator.type(export)
    [line] = blocks("From one machine to many", "toml")
    assert re.fullmatch(r'ledger = "postgresql\+psycopg://[^"]*"\n', line)
    operator.keep_ledger_in(shared)
    operator.type(carry)
    operator.publish()
    assert operator.site() == site
    if "://" in shared:
        neighbour = Publication(operator.publication.folder.parent / "neighbour")
        shutil.copy(operator.publication.config, neighbour.config)
        shutil.copytree(operator.publication.announcements, neighbour.announcements, dirs_exist_ok=True)
        assert neighbour.run("publish").code == 0
        assert files_of(neighbour.public) == site


def upgrade_and_roll_back(operator: Operator, before: str, site: dict[str, bytes]) -> None:
    look, back = blocks("Upgrading and rolling back")
    operator.type(look)
    operator.publication.announce("announced-since")
    operator.publish()
    assert operator.site() != site
    operator.publication.announcements.joinpath("announced-since.md").unlink()
    operator.keep_ledger_in(before)
    operator.type(back)
    operator.publish()
    assert set(operator.site()) >= set(site)


def test_the_page_s_settings_are_settings(tmp_path: Path) -> None:
    publication = Publication(tmp_path / "bare")
    [alarms] = blocks("Being told", "toml")
    publication.configure(alarms)
    config = load_config(publication.config)
    assert config.alarms.webhook == "env:ALARM_WEBHOOK"
    assert config.alarms.email is not None


def test_the_page_names_every_metric_and_every_alarm() -> None:
    from publisher.monitoring.health import Health
    from publisher.monitoring.metrics import write_metrics
    from tests.monitoring.test_status_page import WELL

    named = set(re.findall(r"publisher_[a-z_]+", PAGE)) - {"publisher_deliveries"}
    assert named == set(re.findall(r"^# TYPE (publisher_\w+)", write_metrics(Health(WELL)), re.MULTILINE))
