"""Work that does what it is told in a worker: sleep, end it, ask for memory.

The guards around Markdown, letters and sheets are tried with these, on texts that do no other harm.
"""

import hashlib
import os
import resource
import signal
import time

from publisher.desk.typesetting import SheetError, make_sheet
from publisher.importing.letter_pdf import PdfText
from publisher.journal import paper
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


def tell_limit(_data: bytes) -> PdfText:
    return PdfText(pages=resource.getrlimit(resource.RLIMIT_AS)[0])


def echo(html: str, *, identifier: str) -> bytes:
    print("a library that talks")
    return f"{html}{identifier} {os.nice(0)}".encode()


def refuse(html: str, *, identifier: str) -> bytes:
    raise ValueError(f"no such word\nin {html}{identifier}")


def make_sheet_by_echo(html: str, identifier: str) -> bytes:
    paper.make_pdf = echo
    return make_sheet(html, identifier)


def make_sheet_in_vain(html: str, identifier: str) -> bytes:
    paper.make_pdf = refuse
    return make_sheet(html, identifier)


def make_quick_sheet(html: str, _identifier: str) -> bytes:
    return b"%PDF-1.7 " + hashlib.sha256(html.encode()).hexdigest().encode()


def make_no_sheet(*_: object) -> bytes:
    raise SheetError("RecursionError: too deep")


PROGRAM = """
from publisher.markup import worker
from tests.obedient import render_obediently
worker.render_text = render_obediently
from publisher.cli.main import main
main()
"""
"""The whole program with such workers; for `python -c`."""
