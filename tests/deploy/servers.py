"""nginx and Caddy with the files of deploy/, started on a loopback port and a folder of a test."""

import http.client
import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import which
from typing import NamedTuple

from tests.acceptance.publication import wait_until

DEPLOY = Path(__file__).parents[2] / "deploy"
NGINX = DEPLOY / "nginx.conf"
CADDY = DEPLOY / "Caddyfile"
FOLDER = "/srv/journal/public"
TRIES = 5


class Reply(NamedTuple):
    """What a server answered; header names are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


class Address(NamedTuple):
    """A server on loopback."""

    port: int

    def ask(self, path: str, method: str = "GET", **headers: str) -> Reply:
        """Asks for `path` exactly as it is written; `if_none_match="…"` is the header If-None-Match."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            named = {name.replace("_", "-"): text for name, text in headers.items()}
            connection.request(method, path, headers={"Accept-Encoding": "identity"} | named)
            answer = connection.getresponse()
            found = {name.lower(): text for name, text in answer.getheaders()}
            return Reply(answer.status, found, answer.read())

    def is_open(self) -> bool:
        with socket.socket() as connection:
            return connection.connect_ex(("127.0.0.1", self.port)) == 0


def find_nginx() -> str | None:
    return which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def find_caddy() -> str | None:
    return which("caddy")


def write_nginx(folder: Path, work: Path, port: int) -> list[str]:
    """The site of deploy/ in a configuration of its own, which needs no folder of the system."""
    site = NGINX.read_text(encoding="utf-8")
    site = replace_once(site, FOLDER, str(folder))
    (work / "site.conf").write_text(replace_once(site, "listen 8080;", f"listen 127.0.0.1:{port};"))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"{kind}_temp_path {work}/{kind};" for kind in kinds)
    # Root gives its rights away to a user who may not read the folders of tests.
    user = "user root;" if os.geteuid() == 0 else ""
    (work / "nginx.conf").write_text(
        f"{user} daemon off; worker_processes 1; pid {work}/pid; error_log stderr;\n"
        f"events {{}}\nhttp {{ access_log off;\n{temporary}\ninclude {work}/site.conf; }}\n"
    )
    return [str(find_nginx()), "-p", str(work), "-e", "stderr", "-c", str(work / "nginx.conf")]


def write_caddy(folder: Path, work: Path, port: int) -> list[str]:
    """The Caddyfile of deploy/ without administration or certificates."""
    site = replace_once(CADDY.read_text(encoding="utf-8"), FOLDER, str(folder))
    site = replace_once(site, "\n:8080 {", f"\nhttp://127.0.0.1:{port} {{")
    (work / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + site)
    return [str(find_caddy()), "run", "--config", str(work / "Caddyfile"), "--adapter", "caddyfile"]


Write = Callable[[Path, Path, int], list[str]]
"""Writes the settings of a server for a folder, a folder to work in and a port; gives its command."""


@contextmanager
def run_server(write: Write, folder: Path, work: Path) -> Iterator[Address]:
    """Until the end of the block. A port that was free a moment ago may be taken: then it tries another."""
    work.mkdir(parents=True)
    for _ in range(TRIES):
        port = find_free_port()
        process = start_server(write(folder, work, port), work)
        if wait_for_server(Address(port), process):
            try:
                yield Address(port)
            finally:
                process.terminate()
                process.wait(30)
            return
    raise AssertionError((work / "log").read_text(errors="replace"))


def start_server(command: list[str], work: Path) -> subprocess.Popen[bytes]:
    # Caddy keeps what it likes to keep in these.
    environment = os.environ | {"HOME": str(work), "XDG_DATA_HOME": str(work), "XDG_CONFIG_HOME": str(work)}
    with (work / "log").open("wb") as log:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, cwd=work
        )


def wait_for_server(address: Address, process: subprocess.Popen[bytes]) -> bool:
    """Whether it serves; if not, it has ended."""
    wait_until(lambda: process.poll() is not None or address.is_open(), 60, "a web server")
    return process.poll() is None


def find_free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def replace_once(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
    return text.replace(old, new)
