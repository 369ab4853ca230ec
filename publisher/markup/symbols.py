"""Document symbols such as A/72/L.9: finding them in a text, and their address."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from publisher.languages.languages import LANGUAGES, find_language

# docs.un.org serves the six official languages and no other.
_SERVED = frozenset(lang for lang in LANGUAGES if find_language(lang).un_documents)

# Looks to the side are in ASCII: `\w` matches Han and Arabic letters, which stand right beside symbols.
_ORGANS = "A|S|E|ST|T|CRC|CRPD|CEDAW|CERD|CCPR|CESCR|CAT|CED|CMW|DP|TD|HSP|JIU"
_PART = r"(?:E?S-[0-9]+|[A-Z][A-Za-z]*(?:\.[A-Z0-9]+)?|[0-9]+[A-Z]?)"
_SPACE = "[ \u00a0\n]"
# "A/RES/71/280 A new text": a single letter counts only where nothing but punctuation follows it.
_LETTER = rf"{_SPACE}(?:[A-Z]-[A-Z]|[A-Z](?=[,;:)\]»”]|{_SPACE}?\((?:[IVXLC]+)\)|\Z))(?![A-Za-z0-9_-])"
_CORE = rf"(?:{_ORGANS})(?:/{_PART})+(?:-(?:{_ORGANS})(?:/{_PART})+)?"
_INSIDE = r"[0-9]{4}|[IVXLC]+|Sect\. ?[0-9]+[A-Z]?|Introduction|Resumption ?[0-9]+"
_SYMBOL = re.compile(
    rf"(?<![A-Za-z0-9_/=&#%@.-])(?P<core>{_CORE})(?P<letter>{_LETTER})?(?:{_SPACE}?\((?P<inside>{_INSIDE})\))?"
)
_GLUED = re.compile(r"[A-Za-z0-9_/]")
_NUMBERED = re.compile(r"[0-9]+[A-Z]?")
# Bodies, not documents: A/C.5 is a Committee, A/CONF.231 a conference.
_BODY = re.compile(r"(?:AC|C|CN|CONF|GC|PC|SC|Sub|WG)\.[A-Z0-9]+")

_SESSION = rf"(?:E?S-)?[0-9]{{1,3}}/[0-9]{{1,4}}(?![0-9/])(?:{_LETTER})?"
_OLDER = rf"[0-9]{{1,4}}(?:{_SPACE}[A-Z])?{_SPACE}\((?:(?:19|20)[0-9]{{2}}|[IVXLC]+)\)"
_NUMBER = re.compile(rf"{_SESSION}|{_OLDER}")
_NAMED = tuple(find_language(lang).resolutions for lang in LANGUAGES)


def _any_of(patterns: Iterable[str | None]) -> str:
    """What fits one of some patterns, and never anything where there are none."""
    return "|".join(pattern for pattern in patterns if pattern) or "(?!)"


_AND = rf"(?:\s*[,،、，]\s*|{_any_of(named.joint for named in _NAMED)})"
_LIST = rf"(?P<list>(?:{_NUMBER.pattern})(?:{_AND}(?:{_NUMBER.pattern}))*)"
_NOUN = _any_of(named.noun for named in _NAMED)
_PROSE = re.compile(rf"(?:{_NOUN})\s+{_LIST}")
# Chinese puts the noun last. Searching for the numbers first would go through a long list again from each
# of its numbers (200,000 bytes took 200 seconds), so the noun is found first and the list within its reach.
_NOUN_LAST = re.compile(_any_of(named.noun_last for named in _NAMED))
_LIST_BEFORE = re.compile(rf"(?<![A-Za-z0-9/-]){_LIST}\s?\Z")
_REACH = 100

_OTHER_BEFORE = re.compile(rf"(?:{_any_of(named.other_before for named in _NAMED)})\Z")
_OTHER_AFTER = re.compile(rf"\s+(?:{_any_of(named.other_after for named in _NAMED)})")
# Symbols carry the session since the thirty-first; before it the session stood in Roman numerals.
_FIRST_NUMBERED_SESSION = 31


@dataclass(frozen=True, slots=True)
class Match:
    """One symbol in a text: `text[start:end]` is how it is written, `symbol` how it is looked up.

    For prose ("resolution 71/280") only the number is spanned, and `symbol` is A/RES/71/280.
    """

    start: int
    end: int
    symbol: str


def find_symbols(text: str) -> tuple[Match, ...]:
    """Every document symbol and every numbered resolution in the text, in the order of the text.

    Not found, because they are no documents: press releases (GA/11902), blanks (A/72/[ ]), bodies
    (A/C.5), decisions, symbols inside an address. Of an elided list (A/64/115, 174 and 323) only the
    first is found. A footnote's asterisk (A/RES/69/250*) stays outside the match.
    """
    found = [*_find_written(text), *_find_in_prose(text)]
    return tuple(sorted(found, key=lambda match: match.start))


def is_symbol(text: str) -> bool:
    """Whether the whole text is one well-formed symbol; the asterisk of a reissued document may follow."""
    bare = text.removesuffix("*")
    return any(match.start == 0 and match.end == len(bare) for match in _find_written(bare))


def resolution_symbol(text: str) -> str | None:
    """The symbol of a resolution named in prose: "resolution 71/280" is A/RES/71/280; else None.

    "resolution 2379 (2017)" is the Security Council's, S/RES/2379 (2017).
    """
    found = tuple(_find_in_prose(text))
    named = _PROSE.fullmatch(text.strip())
    if named and len(found) == 1:
        return found[0].symbol
    return None


def symbol_address(symbol: str, lang: str) -> str:
    """Where readers find the document, in their language; in English where the site has no such language."""
    served = lang.split("-")[0].lower()
    path = quote(_flatten(symbol.rstrip("*")), safe="/")
    return f"https://docs.un.org/{served if served in _SERVED else 'en'}/{path}"


def _find_written(text: str) -> Iterator[Match]:
    for found in _SYMBOL.finditer(text):
        glued = _GLUED.match(text, found.end("core"))
        if not glued and _is_document(found["core"]):
            end = _end_of(found)
            yield Match(found.start(), end, _flatten(text[found.start() : end]))


def _is_document(core: str) -> bool:
    """A number must name the document itself: A/B and A/72/INF name none, A/C.5 names a body."""
    last = core.rsplit("/", 1)[-1]
    if "." in last:
        return _BODY.fullmatch(last) is None
    return _NUMBERED.fullmatch(last) is not None


def _end_of(found: re.Match[str]) -> int:
    """Where the symbol ends: a letter or brackets behind it belong to it only for some kinds."""
    core, inside = found["core"], found["inside"]
    if found["letter"] and "/RES/" not in core:
        return found.end("core")
    if inside and _belongs(core, inside):
        return found.end()
    if found["letter"]:
        return found.end("letter")
    return found.end("core")


def _belongs(core: str, inside: str) -> bool:
    """Whether brackets with this inside are part of the symbol: years for S/RES, sessions for older RES."""
    if inside[0].isdigit():
        return core.startswith("S/RES/")
    if inside.startswith("Resumption"):
        return "/PV." in core
    if inside.startswith(("Sect", "Intro")):
        return core.startswith("A/")
    return "/RES/" in core


def _find_in_prose(text: str) -> Iterator[Match]:
    for named in _find_lists(text):
        foreign = _is_of_another_body(text, named.start(), named.end())
        for number in _NUMBER.finditer(text, *named.span("list")):
            symbol = _symbol_of(number[0], foreign=foreign)
            if symbol:
                yield Match(number.start(), number.end(), symbol)


def _find_lists(text: str) -> Iterator[re.Match[str]]:
    yield from _PROSE.finditer(text)
    position = 0
    for noun in _NOUN_LAST.finditer(text):
        found = _LIST_BEFORE.search(text, max(position, noun.start() - _REACH), noun.start())
        if found:
            yield found
        position = noun.end()


def _symbol_of(number: str, *, foreign: bool) -> str | None:
    number = _flatten(number)
    if re.search(r"\([0-9]", number):
        return f"S/RES/{number}"
    session = re.match(r"([0-9]+)/", number)
    if foreign or (session and int(session[1]) < _FIRST_NUMBERED_SESSION):
        return None
    return f"A/RES/{number}"


def _is_of_another_body(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 60) : start]
    return bool(_OTHER_BEFORE.search(before) or _OTHER_AFTER.match(text, end))


def _flatten(symbol: str) -> str:
    return " ".join(symbol.split())
