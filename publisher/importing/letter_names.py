"""Proposes names and kinds for a roadmap read from a letter; a person may change every one of them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from publisher.importing.letter_lines import LetterLine

MAX_ID = 40  # characters: it stands in addresses and file names

ORDINALS = dict(
    zip(
        "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th".split(),
        "first second third fourth fifth sixth seventh eighth ninth tenth".split(),
        strict=True,
    )
)
SMALL = frozenset({
    "a", "an", "the", "of", "on", "for", "to", "in", "at", "by", "with", "from", "and", "or", "as", "its",
    "their", "this", "that", "be", "under", "into", "upon", "between",
})  # fmt: skip
# What a title says of every negotiation, and so nothing of this one.
COMMON = frozenset({
    "proposed", "tentative", "draft", "roadmap", "timeline", "calendar", "schedule", "resolution",
    "intergovernmental", "negotiations", "consultations", "informal", "process", "letter",
    "co-facilitators", "general", "assembly", "united", "nations",
})  # fmt: skip
# "Circulation of a zero draft" is about the zero draft.
HANDLING = re.compile(
    r"(?:circulation|submission|issuance|presentation|distribution|release|publication|introduction|sharing"
    r"|transmission|finalization|preparation)\s+(?:and\s+\w+\s+)?of\s+(?:(?:the|a|an)\s+)?",
    re.IGNORECASE,
)
BREAK = re.compile(
    r"[,;:(\[–—]|\s-\s|\s+(?:of|on|for|by|to|in|at|with|from|and|before|after|under)\s", re.IGNORECASE
)
VAGUE = frozenset({
    "note", "draft", "text", "letter", "report", "document", "paper", "meeting", "session", "inputs",
    "statement", "list",
})  # fmt: skip

KINDS: tuple[tuple[str, str], ...] = (
    (
        "deadline",
        r"conclu\w*|adopt\w*|deadlines?|closing date|close of|finali[sz]\w*|end of|expir\w*|decision",
    ),
    (
        "text",
        r"circulat\w*|submi\w+|issu(?:e|ed|ance|ing)|present(?:ation|ed)|distribut\w*|releas\w*|publi(?:sh\w*|cation)"
        r"|transmi\w+|tabl(?:ed|ing)|shar(?:e|ed|ing)",
    ),
    (
        "meeting",
        r"readings?|consultations?|meetings?|sessions?|hearings?|briefings?|negotiations?|rounds?|debate"
        r"|dialogues?|workshops?|plenary|conference|forum|exchanges?|stocktaking|retreat|panel|event",
    ),
)
KIND = re.compile("|".join(rf"(?P<{kind}>\b(?:{words})\b)" for kind, words in KINDS), re.IGNORECASE)


def propose_id(title: str) -> str:
    """A short name for a roadmap: "modalities" from "Modalities resolution for the …"."""
    for part in BREAK.split(title):
        words = [word for word in _words(part) if word not in SMALL | COMMON]
        if words:
            return _cut("-".join(words[:3]))
    return _cut("-".join(word for word in _words(title) if word not in SMALL)) or "roadmap"


def propose_milestone_ids(lines: Iterable[LetterLine]) -> tuple[str, ...]:
    """A short name for each line, no two alike: "first-reading", "zero-draft", "conclusion"."""
    taken: dict[str, None] = {}
    for number, line in enumerate(lines, start=1):
        name = next(name for name in _candidates(line.what, number) if name not in taken)
        taken[name] = None
    return tuple(taken)


def propose_kind(what: str) -> str:
    """`meeting`, `text`, `deadline` or `silence`, by the first word that tells."""
    if re.search(r"\bsilence\b", what, re.IGNORECASE):
        return "silence"
    found = KIND.search(what)
    if found:
        return found.lastgroup or "meeting"
    return "meeting"


def _candidates(what: str, number: int) -> Iterator[str]:
    """Names from short to long, then numbered, without end."""
    if HANDLING.match(what):
        subject = HANDLING.sub("", what, count=1)
    else:
        subject = what
    head = [word for word in _words(BREAK.split(subject)[0]) if word not in SMALL]
    whole = [word for word in _words(subject) if word not in SMALL]
    if len(head) == 1 and head[0] in VAGUE:
        head = whole[:3]
    short = _cut("-".join(head[:4])) or f"milestone-{number}"
    yield short
    for length in range(len(head[:4]) + 1, 7):
        yield _cut("-".join(whole[:length])) or short
    for count in range(2, 100_000):
        yield f"{short}-{count}"


def _words(text: str) -> list[str]:
    """Words in plain small letters; "1st" and "0-draft" written out, "Gómez" without its accent."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    plain = re.sub(r"\b(?:0|zero)[ -]draft", "zero draft", plain)
    plain = re.sub(r"\b(\d{1,3}) (st|nd|rd|th)\b", r"\1\2", plain)
    return [ORDINALS.get(word, word) for word in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", plain)]


def _cut(name: str) -> str:
    """At most 40 characters, ending at a word."""
    if len(name) <= MAX_ID:
        return name
    return name[: MAX_ID + 1].rpartition("-")[0] or name[:MAX_ID]
