"""Answers: a status, a head, and the form, part or line that is their body."""

import asyncio

import msgspec
from starlette.types import Scope, Send

from publisher.journal.timeline.style import style_source
from publisher.releases.keys import FORMATS, find_format
from publisher.web.conditions import Span, accepts_gzip, find_span, judge_copy
from publisher.web.files import read_span
from publisher.web.versions import Form, Version

SECURITY = {
    # The digest admits one style only: that which the timeline brings along where it is shown alone.
    "Content-Security-Policy": f"default-src 'none'; style-src 'self' {style_source()}; "
    "img-src 'self' https:; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
NOT_KEPT = {"Cache-Control": "no-store"}
"""Of what is not there: it may be released a second later."""
LINE = {"Content-Type": FORMATS["txt"].content_type}
UNKNOWN = "application/octet-stream"
PIECE = 256 << 10

Head = dict[str, str]


class SiteResponse(msgspec.Struct, frozen=True):
    """`body` is a span of the open file where the document is too large to be held."""

    status: int
    head: Head
    body: bytes | Span = b""


def say(status: int, line: str, **more: str) -> SiteResponse:
    """A line in place of a document; it is kept by nobody."""
    return SiteResponse(status, LINE | NOT_KEPT | more, line.encode())


def choose_form(version: Version, name: str, asked: Head) -> tuple[Form, Head]:
    """The form that the reader takes, and the head that tells which; a cache is told that there are two."""
    form = find_format(name)
    head = {"Content-Type": FORMATS[form].content_type if form else UNKNOWN}
    if version.packed is None:
        return version.plain, head
    head["Vary"] = "Accept-Encoding"
    if not accepts_gzip(asked.get("accept-encoding", "")):
        return version.plain, head
    return version.packed, head | {"Content-Encoding": "gzip"}


def give(form: Form, head: Head, asked: Head, modified: int | None, *, in_part: bool) -> SiteResponse:
    """What the reader's own copy leaves to be sent: nothing, a part or all.

    `modified` is in seconds of the epoch; `in_part` says that a part may be asked for.
    """
    status = judge_copy(asked, form.tag, modified)
    if status == 304:
        return SiteResponse(
            304, {name: text for name, text in head.items() if not name.startswith("Content-")}
        )
    if status == 412:
        return say(412, "The document has changed.\n")
    head = head | {"Accept-Ranges": "bytes"}
    span = None
    if in_part:
        span = find_span(asked, form.tag, modified, form.size)
    if span is None:
        return SiteResponse(200, head, Span(0, form.size) if form.body is None else form.body)
    if span.start >= span.end:
        return say(416, "The document is shorter.\n", **{"Content-Range": f"bytes */{form.size}"})
    part: bytes | Span = span
    if form.body is not None:
        part = form.body[span.start : span.end]
    return SiteResponse(206, head | {"Content-Range": f"bytes {span.start}-{span.end - 1}/{form.size}"}, part)


def read_headers(scope: Scope) -> Head:
    """By their names in small letters; one that comes several times is a list (RFC 9110, 5.3)."""
    headers: Head = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        if key in headers:
            headers[key] = f"{headers[key]}, {text}"
        else:
            headers[key] = text
    return headers


async def send_answer(scope: Scope, send: Send, answer: SiteResponse, handle: int | None) -> None:
    """Sends it all but for HEAD; `handle` is the open file, if there is one."""
    head = answer.head | SECURITY
    if answer.status != 304:
        if isinstance(answer.body, bytes):
            size = len(answer.body)
        else:
            size = answer.body.end - answer.body.start
        head["Content-Length"] = str(size)
    lines = [(name.lower().encode(), text.encode("latin-1")) for name, text in head.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": lines})
    if isinstance(answer.body, bytes):
        await send({"type": "http.response.body", "body": answer.body})
    elif scope["method"] == "HEAD" or handle is None:
        await send({"type": "http.response.body"})
    else:
        await send_pieces(send, answer.body, handle)


async def send_pieces(send: Send, span: Span, handle: int) -> None:
    """As fast as the reader takes them, in a thread, for the disk may be slow."""
    start = span.start
    while start < span.end:
        piece = await asyncio.to_thread(read_span, handle, start, min(start + PIECE, span.end))
        if not piece:
            return  # cut off on disk: the server closes the connection, and the reader sees that it is short
        start += len(piece)
        await send({"type": "http.response.body", "body": piece, "more_body": start < span.end})
