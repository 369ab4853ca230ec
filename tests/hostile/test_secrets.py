"""Secrets come from the environment only, and stand in no log, ledger, document, message or file."""

from pathlib import Path

import pytest

from publisher.config.config import load_config
from publisher.errors import ConfigError
from tests.acceptance.publication import CONFIG, Publication
from tests.folders import CONFIG as SETTINGS

PLANTED = "planted-6f2b91"
ADDRESS = "postgresql+psycopg://someone@127.0.0.1:1/ledger"


def search(folder: Path) -> list[str]:
    """The files under a folder, the ledger too, that hold what was planted."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return [str(path) for path in found if PLANTED.encode() in path.read_bytes()]


@pytest.mark.prove
def test_a_planted_secret_turns_up_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the environment of every command, with a database that refuses and with one that works."""
    for name in ("PGPASSWORD", "WEBHOOK_SECRET", "AWS_SECRET_ACCESS_KEY", "SMTP_PASSWORD"):
        monkeypatch.setenv(name, PLANTED)
    publication = Publication(tmp_path / "bare")
    publication.announce("first")
    said = []
    for command in (["publish"], ["plan"], ["status", "--json"], ["check"], ["reprint"], ["issue"]):
        done = publication.run(*command)
        said += [done.out, done.err]
    daemon = publication.serve()
    said.append(daemon.get("/").body.decode())
    daemon.end()
    publication.config.write_text(f'ledger = "{ADDRESS}"\n{CONFIG}')
    for command in (["publish"], ["run", "--port", "0"], ["status"]):
        done = publication.run(*command)
        assert done.code == 1
        said += [done.out, done.err]
    assert PLANTED not in "".join(said)
    assert search(publication.folder) == []


@pytest.mark.parametrize("address", [ADDRESS.replace("@", f":{PLANTED}@"), f"{ADDRESS}?password={PLANTED}"])
def test_a_password_in_the_ledger_s_address_is_refused_and_not_repeated(tmp_path: Path, address: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'ledger = "{address}"\n{SETTINGS}')
    with pytest.raises(
        ConfigError, match=r":1: the ledger's address holds a password; .*PGPASSWORD"
    ) as refused:
        load_config(path)
    assert PLANTED not in str(refused.value)
