"""What all pages share, and the digests by which a change of the program itself is noticed."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from publisher.publication import Publication
from publisher.releases.release import Edition

ROOMS = "announcements calendars dates feeds journal languages markup releases roadmap".split()
MODULES = "errors.py lines.py press.py problem.py publication.py years.py".split()
PRINTING = (*ROOMS, *MODULES)
"""The rooms and modules that printing imports, whole: a test holds this to what it does import."""


def make_edition(publication: Publication, *, pdf: bool = False) -> Edition:
    """What all pages share now; when it differs from the released one, everything is printed again."""
    return Edition(publication, _digest_of_printing(), pdf)


@cache
def _digest_of_printing() -> str:
    """A digest of all that shapes a document: code, templates, catalogues and the style sheet."""
    return _digest_rooms(PRINTING)


@cache
def digest_markup() -> str:
    """A digest of all that makes HTML of an author's text, for what is kept of it."""
    return _digest_rooms(("markup", "languages"))


@cache
def digest_program() -> str:
    """A digest of the whole program, for whatever is remembered of what it decided."""
    return _digest_rooms((".",))


def _digest_rooms(rooms: Iterable[str]) -> str:
    home = Path(__file__).parent
    digest = hashlib.sha256()
    for room in rooms:
        for path in sorted([home / room, *(home / room).rglob("*")]):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(home)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
