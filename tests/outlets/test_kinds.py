"""What reaches people does so only where it is live, and no secret stands in config.toml."""

import socket
from pathlib import Path

import pytest

from publisher.config.config import load_config
from publisher.errors import ConfigError
from publisher.outlets.log import Log
from publisher.outlets.webhook import Webhook
from tests.folders import CONFIG
from tests.outlets.messages import make_message

HOOK = '[outlets.hook]\nkind = "webhook"\nurl = "https://example.org/hook"\n'


def write_config(folder: Path, more: str) -> Path:
    path = folder / "config.toml"
    path.write_text(CONFIG.replace("[roadmaps.", more + "\n[roadmaps.", 1), encoding="utf-8")
    return path


def test_an_outlet_that_is_not_live_writes_to_the_log_and_says_so(tmp_path: Path) -> None:
    """A developer's copy of the configuration once published for real (cagov/covid19 #2214)."""
    config = load_config(write_config(tmp_path, HOOK))
    assert [type(one) for one in config.make_outlets()][1:] == [Log]
    (problem,) = config.problems
    assert problem.warning
    assert str(problem).startswith("config.toml:13: warning: the outlet `hook` is not live here")


@pytest.mark.parametrize("live", ["true", f'"{socket.gethostname()}"'])
def test_live_is_true_or_the_name_of_this_machine(tmp_path: Path, live: str) -> None:
    config = load_config(write_config(tmp_path, HOOK + f"live = {live}"))
    assert [type(one) for one in config.make_outlets()][1:] == [Webhook]
    assert config.problems == ()


def test_live_on_another_machine_is_not_live_here(tmp_path: Path) -> None:
    config = load_config(write_config(tmp_path, HOOK + 'live = "press.example.org"'))
    assert [type(one) for one in config.make_outlets()][1:] == [Log]


def test_a_secret_written_out_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        load_config(write_config(tmp_path, HOOK + 'secret = "hunter2"'))
    assert "config.toml:16: `secret` has to name an environment variable" in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_the_log_shows_what_would_be_told_and_keeps_it_in_a_file(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    log = Log("hook", tmp_path / "told.txt")
    log.tell(make_message(), "key")
    log.tell(make_message(), "key")
    assert "hook would tell [fr] Première lecture" in caplog.text
    text = (tmp_path / "told.txt").read_text(encoding="utf-8")
    assert text.count("https://example.org/journal/en/entries/first-reading.html") == 2
    assert "Words on it (https://example.org/)." in text
