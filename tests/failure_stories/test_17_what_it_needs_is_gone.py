"""Story 17: what a release needs is gone, and it is tried without end."""

from datetime import timedelta

from tests.failure_stories.story import Story, errors, released
from tests.folders import Fragile


def test_without_its_milestone_it_is_held_with_a_problem_and_wakes_nobody(story: Story) -> None:
    """Ghost #30296: a newsletter that had been archived made an endless loop of a scheduled post."""
    story.save()
    story.wait("2017-09-26 12:00")
    story.lines["second-reading"] = story.lines.pop("first-reading")
    story.move("second-reading")
    passes = story.live("2017-09-27 18:20")
    assert (released(passes), passes[-1].next_wakeup) == ([], None)
    (problem,) = errors(passes[-1])
    assert problem.startswith("announcements/first-reading.md:3: no roadmap has a milestone")
    assert "second-reading" in problem, "the mend names what is there"
    story.save(milestone="second-reading", publish="at once")
    assert released(story.live("2017-09-27 18:30")) == ["first-reading announced"]


def test_without_its_milestone_what_was_released_stands(story: Story) -> None:
    """Ghost #30296: a precondition that goes later takes nothing back."""
    story.save()
    story.wait("2017-09-27 18:00")
    page = story.page()
    story.lines["second-reading"] = story.lines.pop("first-reading")
    story.move("second-reading")
    passes = story.live("2017-09-28 18:00")
    assert (released(passes), len(errors(passes[-1]))) == ([], 1)
    assert story.page() == page


def test_an_outlet_that_is_away_for_a_day_is_tried_some_dozens_of_times_and_not_for_ever(
    story: Story,
) -> None:
    """Ghost #30296: tries are planned further and further apart, and the pass says what is owed."""
    site = Fragile("site", story.folder.public, serves=True)
    story.outlets = [site]
    story.save()
    site.broken = "not mounted"
    passes = story.live("2017-09-15 12:00")
    assert 10 < site.tries < 40
    assert all(done.exit_code == 3 for done in passes)
    last = passes[-1]
    assert last.next_wakeup is not None
    assert timedelta(0) < last.next_wakeup - last.at <= timedelta(hours=1)
