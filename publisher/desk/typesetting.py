"""Has a sheet typeset in a process of its own, which is ended at its limit: some texts take hours."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from publisher.errors import PublisherError

_ROOT = Path(__file__).parents[2]
CODE = """
import sys
sys.path.append(sys.argv[1])
from publisher.desk.sheet_process import serve
serve(sys.argv[2], float(sys.argv[3]))
"""


class SheetError(PublisherError):
    """A sheet that did not come; one line says why. It may come another time."""


class StoppedError(PublisherError):
    """The program ends: no sheet is at fault."""


class Typesetter:
    """Starts a process for each sheet, one at a time; `close` ends it from another thread, for good.

    It takes about a second to start, for which nobody waits, and what it leaks ends with it.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def make(self, html: str, identifier: str, seconds: float) -> bytes:
        """The PDF of a page, as `paper.make_pdf` gives it. Raises SheetError and StoppedError."""
        with self._start(identifier, seconds) as process:
            self._process = process
            if self._closed:
                process.kill()
            try:
                reply, _ = process.communicate(html.encode(), timeout=seconds)
            except subprocess.TimeoutExpired as late:
                raise SheetError(f"it took longer than {seconds:g} seconds") from late
            finally:
                process.kill()
        if self._closed:
            raise StoppedError("the program ends")
        if process.returncode > 0:
            raise SheetError(reply.decode(errors="replace") or "the process that typesets failed")
        if process.returncode < 0:
            name = signal.Signals(-process.returncode).name
            raise SheetError(f"the process that typesets was ended by {name}")
        return reply

    def close(self) -> None:
        """Nothing is typeset any more; what is under way is broken off."""
        self._closed = True
        if self._process is not None:
            self._process.kill()

    def _start(self, identifier: str, seconds: float) -> "subprocess.Popen[bytes]":
        try:
            # -P: a module in the folder the program was started in must not be taken for a library's.
            # A process group of its own: Ctrl-C is for the desk.
            return subprocess.Popen(
                [sys.executable, "-P", "-c", CODE, str(_ROOT), identifier, str(seconds)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=os.sep,
                process_group=0,
            )
        except OSError as error:
            raise SheetError(f"the process that typesets did not start: {error.strerror}") from error
