"""Taking no page's word: a written list of what may stand in a page, and nothing else."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, partial
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    import nh3

# Names, so that an author's element cannot shadow a page's own (`<a id="body">`, "DOM clobbering").
PREFIX = "user-"

# One tag as the cleaner writes it: lower case, every value in double quotes with `&` and `"` escaped.
TAG = re.compile(r'<(?P<close>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?: [a-z-]+="[^"]*")*)(?P<void> /)?>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')

_TAGS = frozenset(
    re.findall(
        r"\w+",
        "a abbr b bdi blockquote br caption cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 h4"
        " h5 h6 hr i img ins kbd li ol p pre q s samp small span strong sub sup table tbody td tfoot th thead"
        " time tr u ul var",
    )
)
# The words inside these are not for readers either.
_DROPPED_WITH_CONTENT = frozenset(
    re.findall(
        r"\w+",
        "script style template noscript noembed noframes iframe object svg math textarea select title xmp",
    )
)
_ATTRIBUTES: dict[str, frozenset[str]] = {
    "*": frozenset({"id", "lang", "title"}),
    "a": frozenset({"href", "data-relative"}),
    "span": frozenset({"data-relative"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"align", "colspan", "rowspan"}),
    "th": frozenset({"align", "colspan", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
}
_CLASSES = {
    "a": frozenset({"footnote-ref", "footnote-backref"}),
    "div": frozenset({"footnote"}),
}
_VOID = frozenset({"br", "hr", "img"})
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_ABSOLUTE = re.compile(r"https?://[^/\s]|mailto:[^\s]", re.IGNORECASE)
_WEB = re.compile(r"https?:", re.IGNORECASE)

# Tab and line feed are layout. The bidirectional overrides can make a text read as what it is not
# (CVE-2021-42574); `<bdi>` and `dir` do the honest part of their work.
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A character that may not stand in a text; line and column count from 1, in code points."""

    line: int
    column: int
    what: str


def find_control_characters(text: str) -> tuple[Found, ...]:
    """Controls, lone surrogates, noncharacters and bidirectional overrides, each with its place and name.

    Feeds cannot hold most of them (XML 1.0, section 2.2), and one bad file must not end a feed. The first
    twenty: to count the lines before each of a million took longer than anybody waits. A carriage
    return before a line feed is a line's end and allowed.
    """
    text = text.replace("\r\n", "\n")
    return tuple(_place(text, found.start()) for found in islice(_REFUSED.finditer(text), MOST_FOUND))


def without_refused(text: str) -> str:
    """The text without the characters that `find_control_characters` finds."""
    return _REFUSED.sub("", text.replace("\r\n", "\n"))


def clean(html: str, *, prefix: str = PREFIX) -> str:
    """HTML with only what is allowed: no script, no style, http, https and mailto links, https images.

    Names get the prefix, in `id` and in the links to them alike, so footnotes keep working. The fragment
    is well-formed XML. A relative link loses its `href` (a feed's reader has nothing to resolve it
    against) and keeps its address in `data-relative`, which `find_relative_links` reads; an image that
    may not be shown becomes its alternative text. Refused characters are left out. Run it on strangers'
    HTML only in a process that can be killed: some take seconds.
    """
    safe = _cleaner().clean(without_refused(html))
    finished = TAG.sub(partial(_finish, prefix), safe)
    # `&nbsp;` is not known to XML; and `&#x202e;` is a character only now.
    return _REFUSED.sub("", finished.replace("&nbsp;", "\u00a0"))


def find_relative_links(html: str) -> tuple[str, ...]:
    """The addresses of links and images, in HTML cleaned or not, that were dropped for being relative."""
    found = (dict(read_attributes(tag)).get("data-relative") for tag in TAG.finditer(clean(html)))
    return tuple(address for address in found if address)


def measure_depth(html: str) -> int:
    """How many elements lie within one another at the deepest place of cleaned HTML."""
    depth = deepest = 0
    for tag in TAG.finditer(html):
        if not tag["void"]:
            depth += -1 if tag["close"] else 1
            deepest = max(deepest, depth)
    return deepest


def escape(text: str) -> str:
    """The text fit to stand between tags or in double quotes, in HTML and XML alike."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def read_attributes(tag: re.Match[str]) -> list[tuple[str, str]]:
    """The names and plain values of a cleaned tag's attributes, in their order."""
    return [(name, unescape(value)) for name, value in _ATTRIBUTE.findall(tag["attributes"])]


@cache
def _cleaner() -> "nh3.Cleaner":
    import nh3

    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        tag_attribute_values={tag: {"dir": {"ltr", "rtl", "auto"}} for tag in _TAGS},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def _finish(prefix: str, tag: re.Match[str]) -> str:
    """The tag with its names prefixed, its addresses judged, and closed as XML wants it."""
    if tag["close"]:
        return tag[0]
    attributes = read_attributes(tag)
    if tag["name"] == "img" and not _may_be_shown(dict(attributes)):
        return _say_instead(dict(attributes))
    judged = dict(pair for name, value in attributes for pair in _judge(prefix, name, value))
    written = "".join(f' {name}="{escape(value)}"' for name, value in judged.items())
    return f"<{tag['name']}{written}{' /' if tag['name'] in _VOID else ''}>"


def _judge(prefix: str, name: str, value: str) -> list[tuple[str, str]]:
    """What becomes of one attribute: none, one or two in its place."""
    if name == "id":
        return [("id", _name(prefix, value))]
    if name != "href":
        # The cleaner leaves `class=""` where it took the last class away.
        if value or name != "class":
            return [(name, value)]
        return []
    address = value.strip()
    if address.startswith("#") and len(address) > 1:
        return [("href", "#" + _name(prefix, unquote(address[1:])))]
    if _ABSOLUTE.match(address):
        if _WEB.match(address):
            rel = [("rel", "noopener noreferrer")]
        else:
            rel = []
        return [("href", address), *rel]
    return _keep_for_report(address)


def _name(prefix: str, value: str) -> str:
    if value.startswith(prefix):
        return value
    return prefix + re.sub(r"[^\w.-]+", "-", value)


def _keep_for_report(address: str) -> list[tuple[str, str]]:
    plain = _REFUSED.sub("", address)
    if plain in {"", "#"} or _SCHEME.match(plain):
        return []
    return [("data-relative", plain)]


def _may_be_shown(attributes: dict[str, str]) -> bool:
    """Only over https, since pages and mail are, and only with words for those who cannot see it."""
    return attributes.get("src", "").lower().startswith("https://") and bool(
        attributes.get("alt", "").strip()
    )


def _say_instead(attributes: dict[str, str]) -> str:
    address = attributes.get("src", "").strip()
    if _ABSOLUTE.match(address):
        kept = ""
    else:
        kept = "".join(f' {n}="{escape(v)}"' for n, v in _keep_for_report(address))
    words = escape(attributes.get("alt", ""))
    if kept:
        return f"<span{kept}>{words}</span>"
    return words


def _place(text: str, at: int) -> Found:
    start = text.rfind("\n", 0, at) + 1
    return Found(text.count("\n", 0, at) + 1, at - start + 1, _describe(text[at]))


def _describe(character: str) -> str:
    point = ord(character)
    if 0xD800 <= point <= 0xDFFF:
        return f"lone surrogate U+{point:04X}"
    name = unicodedata.name(character, "noncharacter" if point >= 0xFFFE else "control character")
    return f"{name} U+{point:04X}"
