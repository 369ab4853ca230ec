"""The daemon is killed at any moment, again and again: nothing is lost, doubled or left half written."""

import random
import time

import pytest

from tests.acceptance.publication import (
    Publication,
    Running,
    assert_once,
    assert_whole,
    files_of,
    in_seconds,
    wait_until,
    z,
)

pytestmark = pytest.mark.prove


def announce_over(publication: Publication, count: int, seconds: float) -> list[str]:
    """`count` announcements with hours of their own, spread over the next so many seconds."""
    slugs = [f"meeting-{number:02}" for number in range(count)]
    for number, slug in enumerate(slugs):
        publication.announce(slug, z(in_seconds(2 + number * seconds / count)))
        publication.write(f"{slug}.fr.md", f"---\ntitle: Réunion {slug}\n---\n\nTexte de {slug}.\n")
    return slugs


def kill_at(publication: Publication, delay: float) -> Running:
    """Starts the daemon and kills it after so long, wherever it may be then."""
    daemon = publication.start("run", "--port", "0")
    begun = time.monotonic()
    wait_until(lambda: time.monotonic() - begun >= delay, delay + 5, "the moment to kill")
    daemon.kill()
    return daemon


def storm(publication: Publication, slugs: list[str], delays: list[float]) -> None:
    for delay in delays:
        daemon = kill_at(publication, delay)
        # At every moment, not only in the end: readers come while the machine is down.
        assert_whole(publication.public)
        assert "Traceback" not in daemon.output
    daemon = publication.serve()
    wait_until(lambda: set(publication.slugs()) == set(slugs), 60, "every release in the feed")
    assert daemon.end() == 0
    for killed in publication.started:
        wait_until(lambda killed=killed: not killed.left_behind(), 10, "the end of what a kill left behind")  # type: ignore[misc]


def assert_nothing_lost_or_doubled(publication: Publication, slugs: list[str]) -> None:
    releases = publication.releases()
    assert_once([one.name for one in releases])
    assert {one.name for one in releases} == set(slugs)
    assert all(one.released >= one.due for one in releases)
    for language in ("en", "fr"):
        assert_once([entry.id for entry in publication.feed(language).entries])
        assert set(publication.slugs(language)) == set(slugs)
    assert [path for path in files_of(publication.folder) if ".new-" in path] == []
    assert_whole(publication.public)
    publication.run("reprint", "--into", str(publication.folder / "again"))
    assert files_of(publication.public) == files_of(publication.folder / "again")


def test_three_kills_lose_nothing_and_double_nothing(bare: Publication) -> None:
    slugs = announce_over(bare, 8, 5)
    storm(bare, slugs, [0.7, 1.3, 1.9])
    assert_nothing_lost_or_doubled(bare, slugs)


def test_a_kill_in_the_middle_of_a_printing_is_finished_by_the_next_pass(bare: Publication) -> None:
    """Killed as soon as the first of many pages is there: the mark that ends a printing is missing."""
    slugs = [f"meeting-{number:02}" for number in range(12)]
    for slug in slugs:
        bare.announce(slug)
    daemon = bare.start("run", "--port", "0")
    wait_until(lambda: any(bare.public.glob("*/entries/*.html")), 20, "the first page")
    daemon.kill()
    assert_whole(bare.public)
    assert bare.run("publish").code == 0
    assert_nothing_lost_or_doubled(bare, slugs)


@pytest.mark.prove
@pytest.mark.parametrize("seed", [20170927])
def test_fifty_kills_at_seeded_moments(bare: Publication, seed: int) -> None:
    chance = random.Random(seed)
    delays = [chance.uniform(0.2, 1.9) for _ in range(50)]
    slugs = announce_over(bare, 40, sum(delays))
    storm(bare, slugs, delays)
    assert_nothing_lost_or_doubled(bare, slugs)
    assert len(bare.started) == 51


@pytest.mark.prove
def test_forty_kills_while_something_is_recorded_and_printed(bare: Publication) -> None:
    """Short delays after the start of `publish`, when each time something new is due."""
    chance = random.Random(2)
    slugs: list[str] = []
    for number in range(40):
        slugs.append(f"meeting-{number:02}")
        bare.announce(slugs[-1])
        command = bare.start("publish")
        begun = time.monotonic()
        delay = chance.uniform(0.25, 0.6)
        wait_until(lambda begun=begun, delay=delay: time.monotonic() - begun >= delay, 5, "the moment")  # type: ignore[misc]
        command.kill()
        assert_whole(bare.public)
    assert bare.run("publish").code == 0
    assert_nothing_lost_or_doubled(bare, slugs)
