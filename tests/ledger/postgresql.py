"""A PostgreSQL server for tests: its own programs, an unprivileged user, a socket in a folder of its own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

USER = "nobody"
DEBIAN = "/usr/lib/postgresql"
UNPRIVILEGED = ("setpriv", f"--reuid={USER}", "--regid=nogroup", "--clear-groups")


def find_programs() -> Path | None:
    """The folder of initdb and pg_ctl: on the PATH, else Debian's newest."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = [path.parent for path in Path(DEBIAN).glob("*/bin/initdb")]
    return max(folders, key=lambda path: float(path.parent.name), default=None)


class Server:
    """Listens on a Unix socket only, for whoever can reach its folder."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self.schemas = 0
        if os.geteuid() == 0:
            shutil.chown(self.folder, USER)

    def run(self, program: str, *arguments: str) -> None:
        # The server refuses to run as root, and rightly so.
        user = UNPRIVILEGED if os.geteuid() == 0 else ()
        command = (*user, str(self.programs / program), "-D", str(self.folder / "data"), *arguments)
        done = subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, f"{program} failed:\n{done.stdout}"

    def start(self) -> None:
        self.run("initdb", "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-k {self.folder} -h '' -F -c lock_timeout=10s"
        self.run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-w", "-m", "immediate", "stop")
        shutil.rmtree(self.folder)

    def make_schema(self) -> str:
        """The address of an empty schema of its own: quicker than a database for each test."""
        import psycopg

        self.schemas += 1
        name = f"ledger_{self.schemas}"
        with psycopg.connect(host=str(self.folder), user="postgres", autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}".encode())
        return f"postgresql+psycopg://postgres@/postgres?host={self.folder}&options=-csearch_path%3D{name}"


@contextmanager
def serve_postgresql() -> Iterator[Server]:
    """A server for as long as it is needed; skips, and says so, where its programs are missing."""
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL's own programs (initdb, pg_ctl) are missing; `make test-tools` installs them")
    pytest.importorskip("psycopg", reason="psycopg is missing; it comes with the extra `postgresql`")
    server = Server(programs)
    server.start()
    try:
        yield server
    finally:
        server.stop()
