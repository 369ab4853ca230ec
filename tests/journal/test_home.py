"""The home page: what is next, what is new, what changed and what lies behind, each where there is some."""

import re

import msgspec

from publisher.ledger.ledger import Ledger
from tests.builders import on_day
from tests.pages import amend, announce, make_sample, print_drafts, print_sample, print_site, record

NEW = announce("bureau", on_day("2017-10-06"), "Bureau", roadmap=None)


def headings(page: str) -> list[str]:
    return re.findall(r'<h2 class="part-name">(.*?)</h2>', page)


def section(page: str, heading: str) -> str:
    found = re.search(f'<h2 class="part-name">{heading}</h2>(.*?)(?=<h2|<footer)', page, re.DOTALL)
    return found[1] if found else ""


def test_all_sections_stand_in_the_order_of_what_readers_ask() -> None:
    page = print_sample()["en/index.html"]
    assert headings(page) == ["Next", "Just announced", "Changed", "Earlier", "Roadmaps"]


def test_a_section_with_nothing_in_it_is_left_out() -> None:
    assert headings(print_drafts([NEW])["en/index.html"]) == ["Next", "Just announced"]
    assert headings(print_drafts([])["en/index.html"]) == []


def test_what_is_new_says_its_kind_and_what_changed_says_how() -> None:
    page = print_sample()["en/index.html"]
    assert "Deadline · Wednesday, 27 September 2017" in section(page, "Just announced")
    assert "Cancelled · Wednesday, 27 September 2017" in section(page, "Changed")
    assert "Cancelled ·" not in section(page, "Just announced")


def test_five_of_each_are_shown_newest_first() -> None:
    drafts = [announce(f"n{one}", on_day("2017-10-06"), f"Number {one}", roadmap=None) for one in range(7)]
    page = print_drafts(drafts)["en/index.html"]
    assert re.findall(r"entries/(n\d)\.html", section(page, "Just announced")) == [
        "n6",
        "n5",
        "n4",
        "n3",
        "n2",
    ]


def test_what_is_over_is_not_just_announced() -> None:
    """On 31 October the first reading of the 2nd would stand there as news, and again under what is over."""
    page = print_drafts([announce("over", on_day("2017-09-20"), "Over", roadmap=None), NEW])["en/index.html"]
    assert "over.html" not in section(page, "Just announced")
    assert "over.html" in section(page, "Earlier")


def test_a_silent_correction_is_no_news() -> None:
    silent = amend(NEW, session="Seventy-second session")
    assert silent.kind == "amended"
    assert "Changed" not in headings(print_drafts([NEW, silent])["en/index.html"])


def test_what_was_archived_was_announced_to_nobody() -> None:
    ledger = Ledger.in_memory()
    record(ledger, [msgspec.structs.replace(NEW, archived=True, told=())])
    assert "Just announced" not in headings(print_site(ledger)["en/index.html"])


def test_the_root_shows_the_default_language_and_says_where_it_belongs() -> None:
    site = print_drafts(make_sample())
    assert '<link rel="canonical" href="https://example.org/journal/en/index.html">' in site["index.html"]
    assert 'href="fr/index.html"' in site["index.html"]
