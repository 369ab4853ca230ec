"""kill -9 at every named step of release, print, deliver and settle: the next start completes each outlet."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.acceptance.publication import Publication, environment, files_of, refuse_traceback
from tests.outlets.bucket_server import KEY, SECRET, open_bucket, serving_buckets
from tests.outlets.post_office import PostOffice, open_post_office
from tests.outlets.receiver import Receiver, receiving

pytestmark = [pytest.mark.prove, pytest.mark.server]

DRIVER = """
import importlib, os, signal, sys
module, name, side, count = os.environ["KILL_AT"].split(":")
owner = importlib.import_module(module)
*classes, function = name.split(".")
for each in classes:
    owner = getattr(owner, each)
whole, calls = getattr(owner, function), []
def kill(*args, **how):
    calls.append(1)
    if len(calls) < int(count):
        return whole(*args, **how)
    if side == "after":
        whole(*args, **how)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(owner, function, kill)
from publisher.cli.main import main
main()
"""
LEDGER, PRESS = "publisher.ledger.ledger", "publisher.press"
DELIVERIES, OUTLETS = "publisher.ledger.deliveries", "publisher.outlets"
STEPS = {
    "before it is recorded": f"{LEDGER}:Ledger.record:before:1",
    "after it is recorded": f"{LEDGER}:Ledger.record:after:1",
    "before it is printed": f"{PRESS}:order_keys:before:1",
    "before the folder is filled": f"{OUTLETS}.directory:Directory.put:before:1",
    "in the middle of the folder": f"{OUTLETS}.directory:Directory._give_name:before:10",
    "after the folder is filled": f"{OUTLETS}.directory:Directory.put:after:1",
    "before the folder's receipt": f"{DELIVERIES}:Deliveries.settle_shelf:before:1",
    "after the folder's receipt": f"{DELIVERIES}:Deliveries.settle_shelf:after:1",
    "in the middle of the bucket": f"{OUTLETS}.s3:Bucket._write:after:10",
    "before the bucket's mark": f"{OUTLETS}.s3:Bucket._put_mark:before:1",
    "after the bucket is filled": f"{OUTLETS}.s3:Bucket.put:after:1",
    "after the bucket's receipt": f"{DELIVERIES}:Deliveries.settle_shelf:after:2",
    "after the webhook's claim": f"{DELIVERIES}:Deliveries.claim:after:1",
    "before the webhook is told": f"{OUTLETS}.webhook:Webhook.tell:before:1",
    "after the webhook is told": f"{OUTLETS}.webhook:Webhook.tell:after:1",
    "before the webhook's receipt": f"{DELIVERIES}:Deliveries.settle:before:1",
    "after the webhook's receipt": f"{DELIVERIES}:Deliveries.settle:after:1",
    "before the hub is told": f"{OUTLETS}.websub:WebSub.tell:before:1",
    "after the hub is told": f"{OUTLETS}.websub:WebSub.tell:after:1",
    "before a mail is sent": f"{OUTLETS}.email:Email.tell:before:1",
    "after the first language's mail": f"{OUTLETS}.smtp:Conversation.send:after:1",
    "after every mail": f"{OUTLETS}.email:Email.tell:after:1",
    "after the last receipt": f"{DELIVERIES}:Deliveries.settle:after:3",
}
TOLD_AND_NOT_NOTED = (
    "after the webhook is told",
    "before the webhook's receipt",
    "after the hub is told",
    "after the first language's mail",
    "after every mail",
)
TABLES = """
[outlets.bucket]
kind = "s3"
bucket = "ready"
prefix = "{prefix}"
endpoint = "{s3}"
access_key = "env:BUCKET_KEY"
secret_key = "env:BUCKET_SECRET"
live = true

[outlets.hook]
kind = "webhook"
url = "{hook}"
live = true

[outlets.hub]
kind = "websub"
hub = "{hub}"
live = true

[outlets.mail]
kind = "email"
host = "127.0.0.1"
port = {smtp}
security = "none"
sender = "journal@example.org"
to = ["missions@lists.example.org"]
languages = ["en", "fr"]
live = true
"""


class World(NamedTuple):
    """The other ends of every outlet."""

    s3: str
    hook: Receiver
    hub: Receiver
    office: PostOffice


@pytest.fixture(scope="module")
def buckets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving_buckets(tmp_path_factory.mktemp("weed")) as address:
        yield address


@pytest.fixture
def world(buckets: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setenv("BUCKET_KEY", KEY)
    monkeypatch.setenv("BUCKET_SECRET", SECRET)
    with ExitStack() as stack:
        hook, hub = (stack.enter_context(receiving()) for _ in range(2))
        yield World(buckets, hook, hub, stack.enter_context(open_post_office()))


def run_until_killed(publication: Publication, step: str) -> None:
    command = (sys.executable, "-c", DRIVER, "--config", str(publication.config), "publish")
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, cwd=publication.folder,
        env=environment() | {"KILL_AT": step},
    )  # fmt: skip
    refuse_traceback(done.stdout, done.stderr)
    assert done.returncode == -signal.SIGKILL, f"{step} was never reached: {done}"


def let_leases_end(ledger: Path) -> None:
    """Two minutes pass: what a killed process had claimed is free again."""
    with closing(sqlite3.connect(ledger, timeout=20)) as connection, connection:
        connection.execute("UPDATE delivery SET leased_until = '2000-01-01 00:00:00'")


def read_bucket(address: str, prefix: str) -> dict[str, bytes]:
    store = open_bucket(address, "ready")
    paths = [meta["path"] for batch in store.list(prefix) for meta in batch]
    return {path.removeprefix(f"{prefix}/"): bytes(store.get(path).bytes()) for path in paths}


def documents(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: body for path, body in files.items() if not os.path.basename(path).startswith(".")}


@pytest.mark.parametrize("step", STEPS)
def test_killed_there_the_next_start_completes_every_outlet(
    bare: Publication, world: World, step: str
) -> None:
    """Each messenger has it once, or twice under one key where it was told and could not be noted."""
    prefix = step.replace(" ", "-").replace("'", "")
    bare.configure(
        TABLES.format(
            prefix=prefix, s3=world.s3, hook=world.hook.address, hub=world.hub.address, smtp=world.office.port
        )
    )
    bare.announce("meeting")
    bare.write("meeting.fr.md", "---\ntitle: Réunion\n---\n\nTexte.\n")
    run_until_killed(bare, STEPS[step])
    if bare.ledger.exists():
        let_leases_end(bare.ledger)
    done = bare.run("publish")
    assert done.code == 0, done
    bare.run("reprint", "--into", str(bare.folder / "again"))
    whole = documents(files_of(bare.folder / "again"))
    assert documents(files_of(bare.public)) == whole
    assert documents(read_bucket(world.s3, prefix)) == whole
    assert bare.released() == ["meeting"]
    told = {
        "hook": [one.headers["webhook-id"] for one in world.hook.requests],
        "hub": [one.headers["idempotency-key"] for one in world.hub.requests],
        "en": [one for one in world.office.ids() if ".en@" in one],
        "fr": [one for one in world.office.ids() if ".fr@" in one],
    }
    assert {name: len(set(keys)) for name, keys in told.items()} == dict.fromkeys(told, 1)
    twice = {name for name, keys in told.items() if len(keys) > 1}
    assert sum(map(len, told.values())) - len(told) == len(twice)
    assert not twice or step in TOLD_AND_NOT_NOTED
    assert bare.run("deliveries", "--failed").code == 0
