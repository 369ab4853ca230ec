"""What `plan` promises: what is due, planned, held and released, and why, at any moment."""

from typing import Any

from tests.acceptance.publication import SAMPLE, Publication, files_of

KEYS = {"announcement", "kind", "state", "at", "reason"}


def plan_at(publication: Publication, moment: str) -> dict[str, Any]:
    return {item["announcement"]: item for item in publication.json("plan", "--at", moment)}


def test_in_september_2017_the_first_reading_is_planned_and_says_why(sample: Publication) -> None:
    item = plan_at(sample, "2017-09-20T12:00-04:00")["first-reading"]
    assert (item["state"], item["at"]) == ("planned", "2017-09-27T22:00:00Z")
    assert "3 working days before 1st reading (Monday 2 October 2017, afternoon)" in item["reason"]


def test_what_the_letter_calls_as_needed_is_held_with_the_letter_s_words(sample: Publication) -> None:
    item = plan_at(sample, "2017-09-20T12:00-04:00")["additional-consultations"]
    assert (item["state"], item["at"]) == ("held", None)
    assert "as needed" in item["reason"]


def test_a_program_gets_the_promised_keys(sample: Publication) -> None:
    items = sample.json("plan", "--at", "2017-09-20T12:00-04:00")
    assert len(items) == 5
    assert all(set(item) >= KEYS for item in items)


def test_the_offset_may_be_left_out_and_means_new_york(sample: Publication) -> None:
    assert plan_at(sample, "2017-09-27 17:59")["first-reading"]["state"] == "planned"
    assert plan_at(sample, "2017-09-27 18:00")["first-reading"]["state"] == "due"


def test_releases_recorded_later_than_the_moment_are_left_out(sample: Publication) -> None:
    before = plan_at(sample, "2017-09-20T12:00-04:00")
    assert sample.run("publish").code == 0
    assert plan_at(sample, "2017-09-20T12:00-04:00") == before
    assert {item["state"] for item in sample.json("plan") if item["announcement"] in SAMPLE} == {"archived"}


def test_days_leaves_out_what_lies_further_ahead(sample: Publication) -> None:
    items = sample.json("plan", "--at", "2017-09-20T12:00-04:00", "--days", "7")
    assert [item["announcement"] for item in items if item["state"] == "planned"] == ["zero-draft"]


def test_a_person_reads_the_same_in_words(sample: Publication) -> None:
    done = sample.run("plan", "--at", "2017-09-20T12:00-04:00")
    words = " ".join(done.out.split())
    assert done.code == 0
    assert "Wed 27 Sep 2017 18:00 New York" in words
    assert "first-reading" in words


def test_looking_changes_nothing(sample: Publication) -> None:
    before = files_of(sample.folder)
    for command in (["plan"], ["roadmap"], ["check"], ["status"], ["publish", "--dry-run"]):
        sample.run(*command)
    assert files_of(sample.folder) == before


def test_the_roadmap_shows_each_line_in_the_letter_s_words_with_what_it_holds_up(sample: Publication) -> None:
    lines = {line["id"]: line for line in sample.json("roadmap")}
    assert len(lines) == 6
    assert lines["first-reading"]["when"]["text"] == "2 October (afternoon)"
    assert lines["first-reading"]["announcements"] == ["first-reading"]
    assert lines["organization-note"]["announcements"] == []
    words = " ".join(sample.run("roadmap").out.split())
    assert "Week of 23 October" in words
    assert "as needed" in words
