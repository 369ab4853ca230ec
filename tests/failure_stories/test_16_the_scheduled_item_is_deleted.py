"""Story 16: the scheduled item is deleted, and the scheduler stumbles over it for ever."""

from datetime import timedelta

from tests.failure_stories.story import Story, errors, released


def test_deleted_before_its_time_it_is_skipped_and_nobody_waits_for_it(story: Story) -> None:
    """Ghost #29306 answered 404 and was called again and again; Drupal #2011692 failed with an error."""
    story.save()
    story.save("other", publish="2 working days before at 18:00")
    story.wait("2017-09-26 12:00")
    story.delete("first-reading.md")
    passes = story.live("2017-10-05 12:00")
    assert released(passes) == ["other announced"]
    assert [errors(done) for done in passes] == [[]] * len(passes)
    assert len(passes) <= 4
    assert passes[-1].next_wakeup is None


def test_deleted_after_its_release_it_stays_public_and_the_plan_says_that_its_file_is_gone(
    story: Story,
) -> None:
    """Drupal #2011692: a file that vanishes is a fault of the disk more often than a wish to withdraw."""
    story.save()
    story.save("other")
    story.wait("2017-09-27 18:00")
    files = story.folder.files()
    story.delete("first-reading.md")
    done = story.wait(timedelta(hours=1))
    assert (released(done), errors(done)) == ([], [])
    assert story.folder.files() == files
    assert "its file is gone" in story.plan("2017-09-28 12:00")["first-reading"].reason
    story.save()
    assert released(story.live("2017-09-28 12:00")) == [], "brought back, it is the same as before"
