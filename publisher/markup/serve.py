"""The process that renders: one request after another from its standard input, until that closes."""

import json
import os
import resource
import signal
import struct
import sys
from contextlib import suppress
from typing import BinaryIO

# Of some small texts Markdown makes gigabytes.
_MEMORY = 512 * 1024 * 1024
LARGEST_HTML = 4_000_000
# Readers of XML stop at some depth, and a page and a feed add their own elements.
DEEPEST = 100
_TOO_DEEP = "it is nested too deeply; look for lists, quotations or emphasis within one another"

LENGTH = struct.Struct(">I")


def pack(message: dict[str, str]) -> bytes:
    """A message as it travels: four bytes of length, most significant first, then JSON in ASCII."""
    body = json.dumps(message).encode("ascii")
    return LENGTH.pack(len(body)) + body


def serve(seconds: float) -> None:
    """Answer `{source, lang}` with `{html}` or `{fault}` until standard input ends.

    Ctrl-C is for the parent, which closes the pipe. A rendering that lasts far longer than the parent
    would wait means that the parent is gone: the alarm then ends this process.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # Whatever prints must not write into the answers.
    os.dup2(2, 1)
    _answer({"source": "", "lang": "en"})
    _write(replies, {"ready": "yes"})
    while request := _read(requests):
        signal.setitimer(signal.ITIMER_REAL, seconds * 2 + 1)
        reply = _answer(request)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _write(replies, reply)


def _answer(request: dict[str, str]) -> dict[str, str]:
    from publisher.markup.clean import measure_depth
    from publisher.markup.render import render

    try:
        html = render(request["source"], lang=request["lang"])
    except RecursionError:
        return {"fault": _TOO_DEEP}
    except MemoryError:
        return {"fault": f"it needs more than {_MEMORY // 1024**2} MB; split the announcement"}
    except Exception as fault:  # whatever a text makes Markdown raise, it may cost that text only
        return {"fault": " ".join(f"Markdown failed on it: {type(fault).__name__}: {fault}".split())}
    if len(html) > LARGEST_HTML:
        return {"fault": f"it becomes {len(html):,} characters of HTML, {LARGEST_HTML:,} are allowed"}
    return {"fault": _TOO_DEEP} if measure_depth(html) > DEEPEST else {"html": html}


def _read(pipe: BinaryIO) -> dict[str, str] | None:
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    message: dict[str, str] = json.loads(pipe.read(LENGTH.unpack(head)[0]))
    return message


def _write(pipe: BinaryIO, message: dict[str, str]) -> None:
    pipe.write(pack(message))
    pipe.flush()


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        serve(float(sys.argv[1]))
