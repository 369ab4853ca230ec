"""The process that typesets one sheet: a page on standard input, its PDF on standard output."""

import os
import signal
import sys

from publisher.journal.paper import make_pdf

LATER = 5.0
"""Seconds after which it ends by itself, should whoever asked for the sheet be gone by its limit."""

WAITS = 10
"""How far it stands back (nice(2)): nobody waits for paper, and somebody may wait for a release."""


def serve(identifier: str, seconds: float) -> None:
    """Exits with 1 where there is no PDF, and says in one line why."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the desk
    signal.setitimer(signal.ITIMER_REAL, seconds + LATER)
    os.nice(WAITS)
    replies = os.fdopen(os.dup(1), "wb")
    # What the libraries print must not stand in the PDF.
    os.dup2(2, 1)
    try:
        reply, code = make_pdf(sys.stdin.buffer.read().decode(), identifier=identifier), 0
    except Exception as fault:  # whatever it meets in an author's text, it costs this sheet only
        reply, code = " ".join(f"{type(fault).__name__}: {fault}".split()).encode(), 1
    replies.write(reply)
    replies.close()
    sys.exit(code)
