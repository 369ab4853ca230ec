"""Story 22: something nobody approved is published, because an approval of something else was near."""

import pytest

from tests.failure_stories.story import Story, released

APPROVED = ("anna", "ben")


@pytest.fixture
def careful(story: Story) -> Story:
    """The publication of the story, with two pairs of eyes."""
    story.head = story.head.replace("[outlets.site]", "[schedule]\napprove = 2\n\n[outlets.site]")
    story.move()
    return story


def approve(story: Story, moment: str, *names: str, slug: str = "first-reading") -> None:
    """Colleagues approve what stands in the plan at a local time."""
    item = story.plan(moment)[slug]
    assert item.approval is not None, item
    for name in names:
        story.desk.ledger.approvals.approve(slug, item.approval.digest, name, story.now)


def stands(story: Story, moment: str) -> tuple[str, str]:
    item = story.plan(moment)["first-reading"]
    return item.state, item.reason.partition(";")[0]


def test_one_name_is_not_two_and_the_same_name_twice_is_one(careful: Story) -> None:
    careful.save()
    assert stands(careful, "2017-09-20 12:00") == ("held", "waits for approval: 0 of 2")
    approve(careful, "2017-09-20 12:00", "anna", "anna")
    assert released(careful.live("2017-09-28 12:00")) == []
    assert stands(careful, "2017-09-28 12:00") == ("held", "waits for approval: 1 of 2 (anna)")
    approve(careful, "2017-09-28 12:00", "ben")
    assert released(careful.wait("2017-09-28 12:05")) == ["first-reading announced"]


def test_with_both_names_it_is_released_at_its_own_hour(careful: Story) -> None:
    careful.save()
    approve(careful, "2017-09-20 12:00", *APPROVED)
    assert released(careful.wait("2017-09-27 17:59")) == []
    assert released(careful.wait("2017-09-27 18:00")) == ["first-reading announced"]


@pytest.mark.parametrize("edit", [{"text": "Other words."}, {"title": "Meetings"}, {"publish": "at once"}])
def test_an_edit_after_the_approval_voids_it(careful: Story, edit: dict[str, str]) -> None:
    """ONS dis-wagtail PR #262: a page that nobody had approved was published with an approved bundle."""
    careful.save()
    approve(careful, "2017-09-20 12:00", *APPROVED)
    careful.now = careful.wait("2017-09-21 12:00").at
    careful.save(**edit)
    assert released(careful.live("2017-09-28 12:00")) == []
    assert stands(careful, "2017-09-28 12:00") == ("held", "waits for approval: 0 of 2")


def test_a_translation_that_joins_voids_it_and_a_draft_of_one_does_not(careful: Story) -> None:
    careful.save()
    approve(careful, "2017-09-20 12:00", *APPROVED)
    careful.translate("first-reading", "fr", title="Première lecture", draft="true")
    assert stands(careful, "2017-09-21 12:00")[0] == "planned"
    careful.translate("first-reading", "fr", title="Première lecture")
    assert stands(careful, "2017-09-21 12:00") == ("held", "waits for approval: 0 of 2")


def test_a_slip_before_the_release_voids_it(careful: Story) -> None:
    careful.save()
    approve(careful, "2017-09-20 12:00", *APPROVED)
    careful.move(when="6 October (morning)", reason="The room was taken")
    assert released(careful.live("2017-10-04 12:00")) == []
    assert stands(careful, "2017-10-04 12:00") == ("held", "waits for approval: 0 of 2")
    approve(careful, "2017-10-04 12:00", *APPROVED)
    assert released(careful.wait("2017-10-04 12:05")) == ["first-reading announced"]


def test_an_edit_of_what_was_released_waits_and_what_stands_stays(careful: Story) -> None:
    careful.save()
    approve(careful, "2017-09-20 12:00", *APPROVED)
    careful.wait("2017-09-27 18:00")
    careful.save(text="Words that nobody approved.", room="Conference Room 4")
    assert released(careful.live("2017-09-28 12:00")) == []
    assert "nobody approved" not in careful.text()
    assert stands(careful, "2017-09-28 12:00")[0] == "held"
    approve(careful, "2017-09-28 12:00", *APPROVED)
    assert released(careful.live("2017-09-28 12:10")) == ["first-reading venue-announced"]


def test_an_approval_of_an_earlier_text_does_not_bring_it_back(careful: Story) -> None:
    careful.save(room="Conference Room 3")
    approve(careful, "2017-09-20 12:00", *APPROVED)
    careful.wait("2017-09-27 18:00")
    careful.save(room="Conference Room 4")
    approve(careful, "2017-09-28 12:00", *APPROVED)
    assert released(careful.live("2017-09-28 12:10")) == ["first-reading venue-changed"]
    careful.save(room="Conference Room 3")
    assert released(careful.live("2017-09-29 12:10")) == []
    assert stands(careful, "2017-09-29 12:10") == ("held", "waits for approval: 0 of 2")


@pytest.mark.parametrize(
    ("keys", "kind"),
    [({"when": "6 October (morning)"}, "rescheduled"), ({"status": "cancelled"}, "cancelled")],
)
def test_what_the_roadmap_changed_after_the_release_waits_for_nobody(
    careful: Story, keys: dict[str, str], kind: str
) -> None:
    """Readers hold a wrong date: a person decided on the move, and saw what follows from it."""
    careful.save()
    approve(careful, "2017-09-20 12:00", *APPROVED)
    careful.wait("2017-09-27 18:00")
    careful.save(text="Words that nobody approved.")
    careful.move(**keys, reason="The room was taken")
    assert released(careful.live("2017-09-28 12:00")) == [f"first-reading {kind}"]
    assert "nobody approved" not in careful.text()
    assert stands(careful, "2017-09-28 12:00") == ("held", "waits for approval: 0 of 2")
    change = careful.history()[-1].change
    assert change is not None
    assert change.reason == "The room was taken"


def test_a_line_that_takes_place_after_all_is_reinstated_without_approval(careful: Story) -> None:
    careful.save()
    approve(careful, "2017-09-20 12:00", *APPROVED)
    careful.wait("2017-09-27 18:00")
    careful.move(status="cancelled", reason="No agreement")
    careful.live("2017-09-28 12:00")
    careful.move(status="", reason="Agreement was found")
    assert released(careful.live("2017-09-28 13:00")) == ["first-reading reinstated"]


def test_what_lapsed_unapproved_is_not_archived_by_itself(careful: Story) -> None:
    careful.save()
    assert released(careful.live("2017-10-03 12:00")) == []
    assert stands(careful, "2017-10-03 12:00") == ("lapsed", "waits for approval: 0 of 2")
    approve(careful, "2017-10-03 12:00", *APPROVED)
    assert released(careful.wait("2017-10-03 12:05")) == ["first-reading archived"]


def test_where_approvals_are_not_asked_for_none_is_needed(story: Story) -> None:
    story.save()
    assert released(story.wait("2017-09-27 18:00")) == ["first-reading announced"]


def test_asking_for_approvals_later_leaves_what_was_released_alone(story: Story) -> None:
    story.save()
    story.wait("2017-09-27 18:00")
    files = story.folder.files()
    story.head = story.head.replace("[outlets.site]", "[schedule]\napprove = 2\n\n[outlets.site]")
    story.move()
    assert released(story.live("2017-09-29 12:00")) == []
    assert (story.folder.files(), stands(story, "2017-09-29 12:00")[0]) == (files, "released")
