"""The style sheets, the icon and the script of the filter, printed again with every edition."""

from collections.abc import Iterator
from pathlib import Path

from publisher.releases.document import Turn
from publisher.releases.keys import Key, Prints
from publisher.releases.records import Records
from publisher.releases.release import Release

STYLESHEET = Key("asset", name="journal", format="css")
PAPER = Key("asset", name="paper", format="css")
"""The style sheet of the printed Journal, in a browser and as PDF."""
TIMELINE_STYLE = Key("asset", name="timeline", format="css")
ICON = Key("asset", name="icon", format="svg")
FILTER = Key("asset", name="filter", format="js")

TURN = Turn.ASSET
PRINTS: Prints = (("asset", "css"), ("asset", "svg"), ("asset", "js"))

SOURCES = Path(__file__).parent.parent / "static"


def touched_by(release: Release, languages: tuple[str, ...], records: Records) -> Iterator[Key]:
    if release.subject == "edition":
        yield from (STYLESHEET, PAPER, TIMELINE_STYLE, ICON, FILTER)


def print_document(key: Key, records: Records) -> bytes:
    return (SOURCES / f"{key.name}.{key.format}").read_bytes()
