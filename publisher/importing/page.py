"""What a page seems to say of a meeting: each finding with the words in which it was found."""

import html
import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from publisher.dates.when import When, read_when, write_when
from publisher.errors import PublisherError
from publisher.importing.event import find_event
from publisher.importing.letter import MAX_BYTES, decode_text
from publisher.importing.letter_html import DROPPED, find_main_part
from publisher.importing.to_markdown import BLOCKS, DEEPEST, to_markdown
from publisher.languages.terms import find_sessions, find_terms
from publisher.markup.symbols import find_symbols

if TYPE_CHECKING:
    from bs4.element import Tag

MOST_LINES, LONGEST_LINE, LONGEST_TITLE = 400, 500, 300
# "Posted on", "Letter dated": days of the page and of papers, not of the meeting.
_OTHER_DATES = re.compile(
    r"\b(?:posted|published|updated|modified|accessed|dated|deadline|press release|©)", re.IGNORECASE
)
_ROOMS = re.compile(
    r"Conference Room (?:[A-Z]|\d{1,2})\b|(?:Trusteeship Council|Economic and Social Council|ECOSOC|Security "
    r"Council) Chamber|General Assembly Hall|Dag Hammarskjöld Library Auditorium|Press Briefing Room"
)
_LABELLED = re.compile(r"(?P<name>venue|room|place|location|where)\s*:\s*(?P<value>.{3,80})", re.IGNORECASE)
_CONVENED = re.compile(
    r"\b(?:convened|organi[sz]ed|(?:co-?)?hosted|co-?facilitated) by (?P<names>[^.;()\n]{3,160})", re.I
)
_CONTACT = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,20}")
_CLOSED = re.compile(r"\bclosed (?:meeting|session|consultations)|\(closed\)", re.IGNORECASE)
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
LINES = BLOCKS | {"li", "td", "th", "title"}
_ORGAN = re.compile(r"(?:Assembly|Council|Committee|Commission|Court)\b")


class Finding(msgspec.Struct, frozen=True):
    """A field as the page seems to have it, and the words of the page that say so."""

    name: str
    value: str | tuple[str, ...]
    where: str


class ImportedPage(msgspec.Struct, frozen=True):
    """What was read: `findings` in the order of the fields, at most one a field, and the text as Markdown."""

    title: str
    findings: tuple[Finding, ...]
    when: When | None
    other_dates: tuple[str, ...]
    body: str


def read_page(data: bytes, address: str, media_type: str = "") -> ImportedPage:
    """What the page in `data` says. Raises PublisherError for what is no page: a PDF file, a picture."""
    from bs4 import BeautifulSoup

    if len(data) > MAX_BYTES:
        raise PublisherError(f"{address}: larger than {MAX_BYTES:,} bytes", "save the part that matters")
    if data[:1024].lstrip().startswith((b"%PDF-", b"PK\x03\x04", b"\xd0\xcf", b"\x89PNG", b"\xff\xd8\xff")):
        raise PublisherError(
            f"{address}: no page of text", "open it, and save what you see as HTML or as text"
        )
    soup = BeautifulSoup(_as_html(decode_text(data, media_type)), "lxml")
    event = find_event(soup)
    title = _find_title(soup, event)
    for tag in soup.find_all([one for one in DROPPED if one != "head"]):
        tag.extract()
    main = find_main_part(soup)
    if main is soup and soup.body:
        part = soup.body
    else:
        part = main
    body = _REFUSED.sub("", to_markdown(part, address))
    lines = [line for line in _list_lines(part) if line]
    whens = list(_find_whens(event, lines))
    findings = [*_find_when(whens), *_find_rest(event, lines, soup)]
    others = tuple(dict.fromkeys(write_when(when) for when, _ in whens[1:]))
    when = None
    if whens:
        when = whens[0][0]
    first = tuple({finding.name: finding for finding in reversed(findings)}.values())[::-1]
    return ImportedPage(
        title, first, when, tuple(other for other in others if when and other != write_when(when)), body
    )


def _as_html(text: str) -> str:
    """Plain text has its paragraphs marked; a page stays as it is."""
    text = re.sub(r"\A\s*<\?xml[^>]*>", "", text.replace("\0", "")).encode("utf-8", "replace").decode()
    if re.search(r"<(?:html|body|p|div|h[1-6]|table|main|article)\b", text[:20_000], re.IGNORECASE):
        return text
    paragraphs = (f"<p>{html.escape(one)}</p>" for one in re.split(r"\n\s*\n", text.replace("\r\n", "\n")))
    return "".join(paragraphs)


def _find_title(soup: "Tag", event: dict[str, Any]) -> str:
    heading, title = soup.find("h1"), soup.find("title")
    for found in (heading and heading.get_text(" "), event.get("name"), title and title.get_text(" ")):
        words = _REFUSED.sub("", " ".join(str(found or "").split()))
        if words:
            return words[:LONGEST_TITLE]
    return next((line[:LONGEST_TITLE] for line in _list_lines(soup) if line), "")


def _list_lines(part: "Tag") -> Iterator[str]:
    """The text a block a line, as far as anybody reads."""
    from bs4.element import NavigableString, PreformattedString

    count, block, words = 0, None, ""
    for node in part.descendants:
        if not isinstance(node, NavigableString) or isinstance(node, PreformattedString):
            continue
        around = next((parent for parent in islice(node.parents, DEEPEST) if parent.name in LINES), None)
        if around is not block:
            yield _clean(words)
            count, block, words = count + 1, around, ""
        if count > MOST_LINES:
            return
        words += str(node)
    yield _clean(words)


def _clean(words: str) -> str:
    return _REFUSED.sub("", " ".join(words[: LONGEST_LINE * 2].split()))[:LONGEST_LINE]


def _find_whens(event: dict[str, Any], lines: list[str]) -> Iterator[tuple[When, str]]:
    """Every exact date with its year, those that the page marks as an event's first."""
    for words in filter(None, [event.get("when")]):
        yield read_when(words, letter=None), "what the page tells search engines"
    marked = [line for line in lines if re.match(r"(?:date|when|time)\b", line, re.IGNORECASE)]
    for line in (*marked, *(one for one in lines if one not in marked)):
        for sentence in re.split(r"(?<=[.;])\s+(?=[A-Z])", line):
            if not re.search(r"\d", sentence) or _OTHER_DATES.search(sentence):
                continue
            when = read_when(sentence, letter=None)
            if when.exact and when.first and not when.faults:
                yield when, sentence


def _find_when(whens: list[tuple[When, str]]) -> Iterator[Finding]:
    if whens:
        when, where = whens[0]
        yield Finding("when", write_when(when), where)


def _find_rest(event: dict[str, Any], lines: list[str], soup: "Tag") -> Iterator[Finding]:
    text = "\n".join(lines)
    yield from _find_organ(lines)
    if event.get("room"):
        yield Finding("room", str(event["room"]), "what the page tells search engines")
    for line in lines:
        found = _ROOMS.search(line) or _LABELLED.search(line)
        if found:
            yield Finding("room", found["value"] if "value" in found.groupdict() else found[0], line)
    for line in lines:
        if _CLOSED.search(line):
            yield Finding("access", "closed", line)
        if names := _CONVENED.search(line):
            yield Finding("convened_by", _split_names(names["names"]), line)
    symbols = tuple(dict.fromkeys(symbol.symbol for symbol in find_symbols(text[:100_000])))
    if symbols:
        yield Finding("documents", symbols[:20], "the text")
    mail = soup.find("a", href=re.compile(r"^mailto:"))
    contact = _CONTACT.search(str(mail["href"]) if mail else "") or _CONTACT.search(text)
    if contact:
        yield Finding("contact", contact[0], "a link" if mail else "the text")


def _find_organ(lines: list[str]) -> Iterator[Finding]:
    """The longest name wins: the "seventy-first session" is not the first session."""
    organs = [name for name in find_terms() if _ORGAN.search(name) and "Chamber" not in name]
    names = [("organ", organ) for organ in organs] + [("session", session) for session in find_sessions()]
    names.sort(key=lambda one: -len(one[1]))
    for line in lines:
        lowered = line.lower()
        for field, name in names:
            whole = rf"(?<![\w-]){re.escape(name)}(?! Hall| Chamber)\b"
            if name.lower() in lowered and re.search(whole, line, re.IGNORECASE):
                yield Finding(field, name, line)


def _split_names(text: str) -> tuple[str, ...]:
    titles = r"^(?:the )?(?:(?:delegations?|permanent missions?|governments?) of )?(?:the )?"
    names = (re.sub(titles, "", one.strip(), flags=re.I) for one in re.split(r",|\band\b", text))
    return tuple(name for name in names if name)[:10] or (text.strip(),)
