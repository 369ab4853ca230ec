"""Doing it again changes nothing, and everything can be printed again from the ledger alone."""

import shutil

import pytest

from tests.acceptance.publication import Publication, files_of

pytestmark = pytest.mark.prove


def stamps(publication: Publication) -> dict[str, int]:
    """When each document was written, in nanoseconds: a rewrite with the same bytes shows here."""
    public = publication.public
    return {str(path): path.stat().st_mtime_ns for path in public.rglob("*") if path.is_file()}


def test_a_second_publish_writes_no_document_and_records_no_release(sample: Publication) -> None:
    first = sample.run("publish")
    before, releases = stamps(sample), sample.releases()
    second = sample.run("publish")
    assert (first.code, second.code) == (0, 0)
    assert "0 released, 0 documents written" in second.out
    assert stamps(sample) == before
    assert sample.releases() == releases
    assert len(releases) == 4


def test_a_daemon_started_after_it_writes_nothing_either(sample: Publication) -> None:
    sample.run("publish")
    before, releases = stamps(sample), sample.releases()
    daemon = sample.serve()
    assert daemon.end() == 0
    assert (stamps(sample), sample.releases()) == (before, releases)


def test_a_touched_file_is_no_change(sample: Publication) -> None:
    sample.run("publish")
    before = stamps(sample)
    for path in sample.announcements.iterdir():
        path.touch()
    assert "0 released, 0 documents written" in sample.run("publish").out
    assert stamps(sample) == before


def test_with_the_sources_gone_a_reprint_gives_the_same_bytes(sample: Publication) -> None:
    sample.run("publish")
    shutil.move(sample.announcements, sample.folder / "away")
    done = sample.run("reprint", "--into", str(sample.folder / "again"))
    assert done.code == 0
    assert files_of(sample.folder / "again") == files_of(sample.public)


def test_a_reprint_mends_what_somebody_damaged_and_leaves_the_rest_alone(sample: Publication) -> None:
    sample.run("publish")
    before, written = files_of(sample.public), stamps(sample)
    page = sample.public / "en/entries/conclusion.html"
    page.write_text("scribble")
    (sample.public / "fr/index.html").unlink()
    done = sample.run("reprint")
    assert (done.code, done.out) == (0, "site: 2 documents written\n")
    assert files_of(sample.public) == before
    rewritten = {path for path, stamp in stamps(sample).items() if stamp != written[path]}
    assert rewritten == {str(page), str(sample.public / "fr/index.html")}


def test_publishing_gives_the_same_bytes_as_printing_everything_anew(bare: Publication) -> None:
    """What was printed little by little, as releases came, is what one printing of all of them gives."""
    for slug in ("first", "second", "third"):
        bare.announce(slug)
        assert bare.run("publish").code == 0
    bare.run("reprint", "--into", str(bare.folder / "again"))
    assert files_of(bare.folder / "again") == files_of(bare.public)
