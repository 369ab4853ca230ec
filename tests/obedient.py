"""Typesetting processes that do what a text tells them: sleep, end themselves, ask for memory.

The guards around Markdown are tried with these, on texts that do no harm to anything else.
"""

SLEEP, END, ASK_FOR_MEMORY, GO_TOO_DEEP = "Sleep now.", "End now.", "Ask for a gigabyte.", "Go too deep."
DEEPEST, LARGEST = 5, 1000
"""Elements within one another, and characters of HTML, that these processes allow."""

CODE = f"""
import os, signal, sys, time
sys.path.append(sys.argv[1])
from publisher.markup import render, serve

typeset = render.render

def obey(source, *, lang):
    word = source.strip()
    if word == {SLEEP!r}:
        time.sleep(600)
    if word == {END!r}:
        os.kill(os.getpid(), signal.SIGABRT)
    if word == {ASK_FOR_MEMORY!r}:
        bytearray(2**30)
    if word == {GO_TOO_DEEP!r}:
        raise RecursionError
    return typeset(source, lang=lang)

render.render = obey
serve.DEEPEST, serve.LARGEST_HTML = {DEEPEST}, {LARGEST}
serve.serve(float(sys.argv[2]))
"""
"""In the place of `publisher.markup.worker.CODE`."""

PROGRAM = f"""
from publisher.markup import worker
worker.CODE = {CODE!r}
from publisher.cli.main import main
main()
"""
"""The whole program with such processes; for `python -c`."""
