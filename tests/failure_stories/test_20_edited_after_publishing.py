"""Story 20: the dates of the first release are not cleared, and no edit is accepted after it."""

from tests.failure_stories.story import Story, errors, released, warnings


def test_after_its_release_it_may_be_edited_and_its_past_rule_is_no_fault(story: Story) -> None:
    """Wagtail #13896: "Invalid schedule", because the go-live date of the first release was still there."""
    story.save(publish="2017-09-27 18:00")
    story.wait("2017-09-27 18:00")
    for hour, edit in enumerate(({"title": "Meeting two"}, {"room": "Conference Room 4"}, {"organ": "X"})):
        story.save(publish="2017-09-27 18:00", **edit)
        passes = story.live(f"2017-09-28 {10 + hour}:00")
        assert len(released(passes)) == 1
        assert [(errors(done), warnings(done)) for done in passes] == [([], [])] * len(passes)


def test_a_rule_changed_after_the_release_neither_repeats_nor_undoes_it(story: Story) -> None:
    """Drupal Scheduler #1198788: editing something published forced its author to choose a new date."""
    story.save()
    story.wait("2017-09-27 18:00")
    files = story.folder.files()
    for rule in ("1 working day before at 18:00", "2017-09-30 09:00", "at once"):
        story.save(publish=rule)
        assert released(story.live("2017-10-03 09:00")) == []
    assert story.folder.files() == files
