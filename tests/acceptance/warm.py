"""Commands in processes of their own that import nothing: copies of one that has the program at hand."""

import array
import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

SERVER = """
import gc, importlib, json, os, pkgutil, socket, sys, time, array
import publisher.cli.main

channel = socket.socket(fileno=int(sys.argv[1]))
for module in pkgutil.walk_packages(publisher.__path__, "publisher."):
    if not module.name.startswith(("publisher.ledger.migrations", "publisher.quiet", "publisher.__main__")):
        importlib.import_module(module.name)
gc.collect()
gc.freeze()
while True:
    body, ancillary, _, _ = channel.recvmsg(1 << 20, socket.CMSG_SPACE(3 * 4))
    if not body:
        sys.exit(0)
    files = array.array("i", ancillary[0][2])
    child = os.fork()
    if child:
        for file in files:
            os.close(file)
        _, status = os.waitpid(child, 0)
        channel.send(str(os.waitstatus_to_exitcode(status)).encode())
        continue
    asked = json.loads(body)
    channel.close()
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    time.tzset()
    sys.argv = asked["argv"]
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        errors = "backslashreplace" if name == "stderr" else "strict"
        setattr(sys, name, open(number, "r" if number == 0 else "w", errors=errors, closefd=False))
    publisher.cli.main.main()
    sys.exit(0)
"""


def run_warm(
    arguments: tuple[str, ...], *, text: str, seconds: float, env: dict[str, str], cwd: Path
) -> subprocess.CompletedProcess[str]:
    """As `subprocess.run` of the program: exit code, standard output and error, `text` typed into it."""
    channel = start_server()
    with tempfile.TemporaryFile() as typed, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        typed.write(text.encode())
        typed.seek(0)
        asked = json.dumps({"argv": ["publisher", *arguments], "cwd": str(cwd), "env": env}).encode()
        files = array.array("i", [file.fileno() for file in (typed, out, err)])
        channel.sendmsg([asked], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, files)])
        channel.settimeout(seconds)
        code = int(channel.recv(100))
        return subprocess.CompletedProcess(arguments, code, _read(out), _read(err))


@cache
def start_server() -> socket.socket:
    """One for all tests of a worker of pytest; it ends when the other end of its socket closes."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    server = subprocess.Popen(
        [sys.executable, "-P", "-c", SERVER, str(theirs.fileno())], pass_fds=[theirs.fileno()], cwd=os.sep
    )
    theirs.close()
    atexit.register(end_server, ours, server)
    return ours


def end_server(channel: socket.socket, server: "subprocess.Popen[bytes]") -> None:
    channel.close()
    server.wait(10)


def _read(file: Any) -> str:
    file.seek(0)
    read: bytes = file.read()
    return read.decode(errors="backslashreplace")
