"""Keys and paths: one table leads from one to the other and back."""

from typing import get_args

import pytest

from publisher.ledger.ledger import Ledger
from publisher.press import PRINTER_OF, PRINTERS, find_printer, touched_by
from publisher.releases.keys import FORMATS, PLACES, Format, Key, Kind, find_format, read_path
from tests.pages import SIX, make_sample, record


def test_every_kind_has_a_place_of_its_own() -> None:
    assert PLACES.keys() == set(get_args(Kind))
    assert len(set(PLACES.values())) == len(PLACES)
    assert FORMATS.keys() == set(get_args(Format))


@pytest.mark.parametrize(("kind", "form"), sorted(PRINTER_OF))
def test_what_is_printed_at_a_path_is_read_from_it(kind: Kind, form: Format) -> None:
    has_name = "{name}" in PLACES[kind]
    key = Key(kind, "fr" if "{language}" in PLACES[kind] else "", "2017-10" if has_name else "", form)
    assert read_path(key.path) == key


@pytest.mark.parametrize(
    "path",
    [
        "",
        "en",
        "en/",
        "en/index",
        "en/index.exe",
        "en/index.html.gz",
        "english/index.html",
        "en/entries/a/b.html",
        "en/entries/.html",
        "../en/index.html",
        ".printing.json",
    ],
)
def test_no_document_lies_at_any_other_path(path: str) -> None:
    assert read_path(path) is None


def test_a_kind_that_is_printed_in_some_formats_has_a_printer_for_those_alone() -> None:
    assert find_printer(Key("roadmap", "en", "modalities", "svg")) is not None
    assert find_printer(Key("home", "en", format="pdf")) is None


def test_no_two_printers_print_the_same() -> None:
    assert sum(len(printer.PRINTS) for printer in PRINTERS) == len(PRINTER_OF)


def test_whatever_a_release_touches_is_printed_by_the_one_who_named_it() -> None:
    ledger = Ledger.in_memory()
    record(ledger, make_sample(), SIX)
    releases = ledger.since(0)
    for printer in PRINTERS:
        for release in releases:
            for key in printer.touched_by(release, SIX.languages, ledger.records):
                assert find_printer(key) is printer, key
    touched = touched_by(releases, SIX.languages, ledger.records)
    assert {read_path(key.path) for key in touched} == touched
    ledger.close()


def test_a_format_is_known_by_the_ending_alone() -> None:
    assert find_format("en/entries/feed.rss.html") == "html"
    assert find_format("index.HTML") is None
    assert find_format("html") is None
