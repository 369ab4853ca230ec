"""The archives by month: every entry in its month, and links that lead to months that have entries."""

import re
from posixpath import dirname, join, normpath

from publisher.ledger.ledger import Ledger
from publisher.releases.release import Draft
from tests.builders import on_day
from tests.pages import amend, announce, print_drafts, print_releases, print_sample, print_site, record


def on(slug: str, day: str) -> Draft:
    return announce(slug, on_day(day), f"Meeting {slug}")


def test_a_month_lists_its_entries_in_the_order_of_their_dates() -> None:
    page = print_sample()["en/archive/2017-10.html"]
    slugs = ["first-reading", "bureau", "forum", "additional"]
    places = [page.index(f"entries/{slug}.html") for slug in slugs]
    assert places == sorted(places)
    assert "inputs.html" not in page


def test_a_month_leads_to_the_nearest_months_that_have_entries() -> None:
    site = print_drafts([on("one", "2017-08-01"), on("two", "2017-12-01"), on("three", "2018-02-01")])
    middle = site["en/archive/2017-12.html"]
    assert 'rel="prev" href="../../en/archive/2017-08.html">August 2017' in middle
    assert 'rel="next" href="../../en/archive/2018-02.html">February 2018' in middle
    assert 'rel="prev"' not in site["en/archive/2017-08.html"]
    assert 'rel="next"' not in site["en/archive/2018-02.html"]


def test_a_new_month_between_two_is_linked_from_both() -> None:
    ledger = Ledger.in_memory()
    record(ledger, [on("one", "2017-08-01"), on("two", "2017-12-01")])
    sequence = ledger.newest_sequence()
    record(ledger, [on("between", "2017-10-02")])
    printed = {one.path: one.body.decode() for one in print_releases(ledger, ledger.since(sequence))}
    assert 'rel="next" href="../../en/archive/2017-10.html"' in printed["en/archive/2017-08.html"]
    assert 'rel="prev" href="../../en/archive/2017-10.html"' in printed["en/archive/2017-12.html"]


def test_an_entry_that_moves_to_another_month_leaves_the_old_one() -> None:
    ledger = Ledger.in_memory()
    moving = on("moving", "2017-10-31")
    record(ledger, [on("before", "2017-09-25"), moving, on("after", "2017-12-01")])
    sequence = ledger.newest_sequence()
    record(ledger, [amend(moving, when=on_day("2017-11-16"))])
    printed = {one.path: one.body.decode() for one in print_releases(ledger, ledger.since(sequence))}
    assert "moving.html" in printed["en/archive/2017-11.html"]
    assert "No entries any more" in printed["en/archive/2017-10.html"]
    assert 'href="../../en/archive/2017-11.html">November' in printed["en/archive/2017-09.html"]
    assert "2017-10" not in printed["en/archive/index.html"]


def test_what_was_printed_step_by_step_is_what_a_reprint_prints() -> None:
    """Otherwise a reader's page would depend on when the site was last printed whole."""
    ledger = Ledger.in_memory()
    moving = on("moving", "2017-10-31")
    drafts = [
        moving,
        on("late", "2018-03-01"),
        amend(moving, when=on_day("2017-12-05")),
        on("x", "2017-11-01"),
    ]
    printed: dict[str, str] = {}
    for draft in drafts:
        sequence = ledger.newest_sequence()
        record(ledger, [draft])
        printed |= {one.path: one.body.decode() for one in print_releases(ledger, ledger.since(sequence))}
    again = print_site(ledger)
    assert [path for path in sorted(again) if again[path] != printed[path]] == []


def test_the_index_names_each_month_organ_and_kind_with_how_many_stand_there() -> None:
    page = print_sample()["en/archive/index.html"]
    for words, count in (
        ("October 2017", 4),
        ("General Assembly", 4),
        ("Economic and Social Council", 1),
        ("Closed meetings", 1),
        ("Deadline", 1),
    ):
        assert f'>{words}</a> <span class="count">{count}</span>' in page


def test_every_link_within_the_site_leads_to_a_document() -> None:
    site = print_sample()
    dead = {
        (path, link)
        for path, text in site.items()
        if path.endswith(".html") and path != "404.html"
        for link in re.findall(r'(?:href|src)="([^"#:]+)"', text)
        if normpath(join(dirname(path), link)) not in site
    }
    assert dead == set()
