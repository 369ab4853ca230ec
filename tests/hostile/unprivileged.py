"""A command run by somebody whom permissions bind: root without the power to pass them over."""

import ctypes
import os
import subprocess
import sys

from tests.acceptance.publication import (
    PROGRAM,
    ROOT,
    Done,
    Publication,
    Running,
    environment,
    refuse_traceback,
)

PR_CAPBSET_DROP = 24
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2


def give_up_power() -> None:
    """Root keeps everything but the capabilities (capabilities(7)) by which modes do not count."""
    if os.geteuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    for power in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        if libc.prctl(PR_CAPBSET_DROP, power, 0, 0, 0) != 0:
            os._exit(99)


def run_bound(publication: Publication, *arguments: str) -> Done:
    """As `Publication.run`, with permissions that count."""
    done = subprocess.run(
        (*PROGRAM, "--config", str(publication.config), *arguments),
        capture_output=True, text=True, timeout=60, env=environment(), cwd=publication.folder,
        preexec_fn=give_up_power,
    )  # fmt: skip
    refuse_traceback(done.stdout, done.stderr)
    return Done(done.returncode, done.stdout, done.stderr)


def start_bound(publication: Publication, *arguments: str) -> Running:
    """As `Publication.start`, with permissions that count."""
    begin = (
        f"import os, sys; sys.path.insert(0, {str(ROOT)!r});"
        " from tests.hostile.unprivileged import give_up_power; give_up_power();"
    )
    command = (*PROGRAM, "--config", str(publication.config), *arguments)
    running = Running(
        (sys.executable, "-c", f"{begin} os.execv(sys.argv[1], sys.argv[1:])", *command),
        publication.folder / "bound.log",
    )
    publication.started.append(running)
    return running
