"""Stories 3 and 4: an outlet fails and is not tried again, or the second try does nothing."""

from datetime import timedelta

from tests.failure_stories.story import Story, released
from tests.folders import Fragile, Listener


def test_only_what_failed_is_tried_again_and_the_second_try_is_no_empty_one(story: Story) -> None:
    """whitehall #4432: the state said "published" before the outlet had it, so that a retry found nothing.

    A release is one thing, its delivery to each outlet another, each with a receipt of its own.
    """
    site = Fragile("site", story.folder.public, serves=True)
    mirror = Fragile("mirror", story.folder.path / "mirror")
    hook, deaf = Listener("hook"), Listener("deaf")
    story.outlets = [site, mirror, hook, deaf]
    story.save()
    story.wait("2017-09-27 17:00")
    mirror.broken, deaf.broken = "no space left", "connection refused"
    tries = site.tries
    done = story.wait("2017-09-27 18:00")
    assert released(done) == ["first-reading announced"]
    assert [line.partition(":")[0] for line in done.delivered.failed] == ["mirror", "deaf"]
    assert (done.exit_code, site.tries, hook.told) == (3, tries + 1, ["first-reading/1"])
    assert not (mirror.path / "en/entries/first-reading.html").exists()
    mirror.broken = deaf.broken = None
    assert done.next_wakeup is not None
    # Each comes back at its own moment, a little apart.
    again = story.wait(done.next_wakeup + timedelta(minutes=1))
    assert (again.exit_code, released(again)) == (0, [])
    assert (site.tries, hook.told, deaf.told) == (tries + 1, ["first-reading/1"], ["first-reading/1"])
    assert (mirror.path / "en/entries/first-reading.html").read_text() == story.page()


def test_a_release_made_while_a_shelf_was_away_is_there_when_it_comes_back(story: Story) -> None:
    """whitehall #4432 again: two releases missed are one printing, and neither is lost."""
    site = Fragile("site", story.folder.public, serves=True)
    story.outlets = [site]
    story.save()
    story.save("other")
    site.broken = "not mounted"
    story.wait("2017-09-27 18:00")
    story.move(when="6 October (morning)", reason="Room not available")
    story.wait("2017-09-28 10:00")
    story.wait("2017-09-28 10:05")
    site.broken = None
    tries = site.tries
    story.wait(timedelta(hours=2))
    assert site.tries == tries + 1
    assert len(story.guids()) == 4
    assert "Rescheduled" in story.page("other")
