"""`publisher preview`: on this machine only, one line for what is in the way, and a clean end."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publisher.cli.main import publisher
from publisher.errors import ConfigError, PublisherError
from tests.folders import Folder

PROGRAM = str(Path(sys.executable).with_name("publisher"))


def call(folder: Folder, *arguments: str) -> Result:
    return CliRunner().invoke(publisher, ["--config", str(folder.config), "preview", *arguments])


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.org"])
def test_an_address_that_others_reach_is_refused(tmp_path: Path, host: str) -> None:
    result = call(Folder(tmp_path), "--host", host)
    assert result.exit_code == 2
    assert f"--host {host} is not this machine" in result.output


def test_a_port_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = call(Folder(tmp_path), "--port", str(port))
    assert isinstance(result.exception, PublisherError)
    assert f"port {port} cannot be used" in str(result.exception)
    assert "choose another with --port" in str(result.exception)


def test_a_config_that_cannot_be_read_is_said_at_its_line(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.set_config('title = "Modalities"', "title = Modalities")
    result = call(folder)
    assert isinstance(result.exception, ConfigError)
    assert "config.toml:14: it is not TOML" in str(result.exception)


def test_ctrl_c_ends_it_cleanly_though_a_page_still_listens(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.announce()
    command = (PROGRAM, "--config", str(folder.config), "preview", "--port", "0")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        port = int(said.split("localhost:")[1].split("/")[0])
        with socket.create_connection(("127.0.0.1", port), 60) as listening:
            listening.sendall(b"GET /-/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            with listening.makefile("rb") as lines:
                assert any(line.startswith(b"data: ") for line in lines)
            process.send_signal(signal.SIGINT)
            left, _ = process.communicate(timeout=60)
        assert (process.returncode, left) == (0, "")
    assert not folder.public.exists()
    assert not list(folder.path.glob("ledger*"))
