"""Work that does what it is told in a worker: sleep, end it, ask for memory.

The guards around Markdown, letters and sheets are tried with these, on texts that do no other harm.
"""

import os
import signal
import time

from publisher.markup import render, worker

SLEEP, END, ASK_FOR_MEMORY, GO_TOO_DEEP = "Sleep now.", "End now.", "Ask for a gigabyte.", "Go too deep."
DEEPEST, LARGEST = 5, 1000
"""Elements within one another, and characters of HTML, that these workers allow."""

typeset, render_text = render.render, worker.render_text


def obey(source: str, *, lang: str) -> str:
    word = source.strip()
    if word == SLEEP:
        sleep()
    if word == END:
        end()
    if word == ASK_FOR_MEMORY:
        bytearray(2**30)
    if word == GO_TOO_DEEP:
        raise RecursionError
    return typeset(source, lang=lang)


def render_obediently(source: str, lang: str) -> str:
    """In the place of `publisher.markup.worker.render_text`."""
    render.render = obey
    worker.DEEPEST, worker.LARGEST_HTML = DEEPEST, LARGEST
    return render_text(source, lang)


def sleep(*_: object, **__: object) -> None:
    time.sleep(600)


def end(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGABRT)


def leave(*_: object) -> None:
    os._exit(1)


PROGRAM = """
from publisher.markup import worker
from tests.obedient import render_obediently
worker.render_text = render_obediently
from publisher.cli.main import main
main()
"""
"""The whole program with such workers; for `python -c`."""
