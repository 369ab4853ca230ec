"""Listings by organ, kind, open or closed, and the list of everything: complete, and left when left."""

import pytest

from publisher.journal.listing import organ_slug
from publisher.ledger.ledger import Ledger
from publisher.releases.release import Change
from publisher.schedule.changes import compare
from tests.builders import DUE, changed, make_snapshot, on_day
from tests.pages import (
    SIX,
    amend,
    announce,
    make_sample,
    print_drafts,
    print_releases,
    print_sample,
    print_site,
    record,
)


@pytest.mark.parametrize("lang", SIX.languages)
def test_an_organ_has_one_listing_in_whichever_language_its_authors_wrote_it(lang: str) -> None:
    site = print_drafts(
        [
            announce("one", on_day("2017-10-02"), "One", organ="General Assembly"),
            announce("two", on_day("2017-10-03"), "Two", organ="Assemblée générale"),
        ],
        SIX,
    )
    page = site[f"{lang}/listings/organ-general-assembly.html"]
    assert "one.html" in page
    assert "two.html" in page


def test_a_listing_has_the_latest_date_first() -> None:
    page = print_sample()["en/listings/kind-meeting.html"]
    assert page.index("additional.html") < page.index("forum.html") < page.index("first-reading.html")
    assert "zero-draft.html" not in page


def test_only_meetings_are_open_or_closed() -> None:
    site = print_sample()
    assert "bureau.html" in site["en/listings/access-closed.html"]
    assert "first-reading.html" in site["en/listings/access-open.html"]
    assert "zero-draft.html" not in site["en/listings/access-open.html"]


def test_a_meeting_that_is_closed_leaves_the_open_ones() -> None:
    ledger = Ledger.in_memory()
    meeting = announce("bureau", on_day("2017-10-06"), "Bureau")
    record(ledger, [meeting])
    sequence = ledger.newest_sequence()
    record(ledger, [amend(meeting, access="closed")])
    printed = {one.path: one.body.decode() for one in print_releases(ledger, ledger.since(sequence))}
    assert "bureau.html" in printed["en/listings/access-closed.html"]
    assert "bureau.html" not in printed["en/listings/access-open.html"]


def test_a_silent_change_of_organ_leaves_the_listing_of_the_old_one() -> None:
    ledger = Ledger.in_memory()
    meeting = announce("bureau", on_day("2017-10-06"), "Bureau", organ="Fifth Committee")
    record(ledger, [meeting])
    record(ledger, [amend(meeting, organ="Third Committee")])
    site = print_site(ledger)
    assert "No entries any more" in site["en/listings/organ-fifth-committee.html"]
    assert "bureau.html" in site["en/listings/organ-third-committee.html"]
    assert "organ-fifth" not in site["en/archive/index.html"]


def test_an_entry_that_moves_to_another_roadmap_leaves_the_page_of_the_old_one() -> None:
    meeting = announce("bureau", on_day("2017-10-06"), "Bureau")
    moved = amend(meeting, roadmap=None, milestone=None)
    site = print_drafts([make_sample()[0], meeting, moved])
    assert "bureau.html" not in site["en/roadmaps/modalities.html"]


def test_what_an_entry_left_is_told_by_the_change_and_only_when_it_left_something() -> None:
    before = make_snapshot(organ="General Assembly")
    closed = compare(before, changed(before, access="closed"))
    assert closed is not None
    assert closed.change.left == before.facets
    assert (before.facets.access, before.facets.month) == ("open", "2017-10")
    added = compare(before, changed(before, documents=("A/RES/71/280",)))
    assert added is not None
    assert added.change == Change(("documents",))


@pytest.mark.parametrize(
    ("organ", "slug"),
    [
        ("General Assembly", "general-assembly"),
        ("الجمعية العامة", "general-assembly"),
        ("Comité de Redacción", "comite-de-redaccion"),
        ("../../etc", "etc"),
    ],
)
def test_the_address_of_an_organ_is_plain(organ: str, slug: str) -> None:
    assert organ_slug(organ) == slug


def test_an_organ_in_an_unknown_script_still_has_an_address_of_its_own() -> None:
    assert organ_slug("起草委员会") != organ_slug("工作组")
    assert organ_slug("起草委员会").isalnum()


def test_the_list_of_everything_says_of_each_entry_what_the_filter_asks() -> None:
    page = print_sample()["en/all.html"]
    assert (
        'data-process="modalities" data-organ="general-assembly" data-kind="meeting" data-access="closed"'
        in page
    )
    assert 'data-process="" data-organ="" data-kind="deadline" data-access=""' in page


def test_the_filter_offers_nothing_in_which_entries_do_not_differ() -> None:
    page = print_drafts([announce("one", on_day("2017-10-02"), "One")])["en/all.html"]
    assert "<select" not in page
    assert 'name="text"' in page


def test_an_entry_that_lost_its_date_is_still_listed() -> None:
    """Nothing that was announced disappears, a date that did included."""
    meeting = announce("bureau", on_day("2017-10-06"), "Bureau")
    undated = on_day("2017-10-06", first=None, last=None, exact=False, occasions=(), precision="tbd", days=())
    site = print_drafts([meeting, amend(meeting, when=undated)])
    for path in ("en/index.html", "en/all.html", "en/listings/kind-meeting.html"):
        assert "bureau.html" in site[path]
    assert "No entries any more" in site["en/archive/2017-10.html"]


def test_what_hung_on_a_line_that_is_gone_stays_on_the_roadmap() -> None:
    site = print_drafts([make_sample()[0], announce("x", on_day("2017-10-06"), "X", milestone="taken-out")])
    assert "Also announced" in site["en/roadmaps/modalities.html"]


def count_printed(behind: int) -> int:
    """The documents of one release with so many behind it, all in months and lists of their own."""
    ledger = Ledger.in_memory()
    record(ledger, make_sample()[:1])
    days = [f"{2010 + number % 7}-{1 + number % 12:02}-{1 + number % 28:02}" for number in range(behind)]
    past = [announce(f"past-{one}", on_day(day), f"Past {one}") for one, day in enumerate(days)]
    ledger.record(past, [], DUE)
    sequence = ledger.newest_sequence()
    record(ledger, [announce("new", on_day("2017-10-02"), "New")])
    return len(print_releases(ledger, ledger.since(sequence)))


@pytest.mark.prove
def test_releasing_one_prints_as_many_documents_whatever_lies_behind_it() -> None:
    """Neither count lies where an archive of the feed is closed, which prints a few more now and then."""
    assert count_printed(10) == count_printed(320)
