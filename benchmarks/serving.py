"""Requests a second for the feed and the home page, 200 and 304: ours, nginx and Caddy, by wrk on loopback.

Run from the top of the project: `python -m benchmarks.serving FOLDER [SECONDS]`, FOLDER being a printed site.
Prints a table in Markdown. Each server has one thread or worker, wrk another; so two cores are enough.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.deploy.servers import Address, find_caddy, find_nginx, run_server, write_caddy, write_nginx

CONNECTIONS = 16
PATHS = {"feed": "/en/journal.rss", "home page": "/en/index.html"}
SERVE = """
import sys, threading
from pathlib import Path
from publisher.web.server import serve_folder
server = serve_folder(Path(sys.argv[1]), "127.0.0.1", int(sys.argv[2]))
server.start()
server.thread.join()
"""


def write_ours(folder: Path, work: Path, port: int) -> list[str]:
    return [sys.executable, "-c", SERVE, str(folder), str(port)]


SERVERS = {"ours": write_ours, "nginx": write_nginx, "Caddy": write_caddy}


def measure(address: Address, path: str, headers: list[str], seconds: int) -> tuple[float, str]:
    """Requests a second, and the time within which 99 of 100 were answered."""
    options = [option for header in headers for option in ("-H", header)]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", *options]
    said = subprocess.run(
        [*command, f"http://127.0.0.1:{address.port}{path}"], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx or 3xx" in said or "Socket errors" in said:
        raise SystemExit(said)
    return float(re.findall(r"Requests/sec:\s+([\d.]+)", said)[0]), re.findall(r"99%\s+(\S+)", said)[0]


def ask_all(address: Address, seconds: int) -> Iterator[tuple[str, float, str]]:
    """What was asked, requests a second, the time of the slowest hundredth."""
    for name, path in PATHS.items():
        for coding in ("identity", "gzip"):
            first = address.ask(path, Accept_Encoding=coding)
            accept = f"Accept-Encoding: {coding}"
            yield (f"{name}, {coding}, 200", *measure(address, path, [accept], seconds))
            if coding == "gzip":
                known = f"If-None-Match: {first.headers['etag']}"
                assert (
                    address.ask(path, Accept_Encoding=coding, If_None_Match=first.headers["etag"]).status
                    == 304
                )
                yield (f"{name}, 304", *measure(address, path, [accept, known], seconds))


@contextmanager
def one_thread() -> Iterator[None]:
    """Caddy would take every core."""
    os.environ["GOMAXPROCS"] = "1"
    yield
    del os.environ["GOMAXPROCS"]


def main(folder: Path, seconds: int) -> None:
    if find_nginx() is None or find_caddy() is None:
        raise SystemExit("nginx and Caddy are needed; scripts/install-test-tools installs them")
    rows: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as work, one_thread():
        for name, write in SERVERS.items():
            with run_server(write, folder, Path(work) / name) as address:
                for asked, rate, slowest in ask_all(address, seconds):
                    rows.setdefault(asked, []).append(f"{rate:,.0f} ({slowest})")
    sizes = ", ".join(
        f"{name} {(folder / path[1:]).stat().st_size / 1000:.1f} kB" for name, path in PATHS.items()
    )
    print(f"Requests a second (99 of 100 within), {CONNECTIONS} connections, {seconds} s each; {sizes}; load "
          f"{os.getloadavg()[0]:.2f} at the end.\n")  # fmt: skip
    print("| |", " | ".join(SERVERS), "|")
    print("|---|" + "---|" * len(SERVERS))
    for asked, cells in rows.items():
        print(f"| {asked} |", " | ".join(cells), "|")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 10)
