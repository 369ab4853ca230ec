"""Story 33: thirty days down, and everything missed comes at once, again and again."""

from datetime import timedelta

from tests.failure_stories.story import Story, local, released
from tests.folders import Fragile, Listener

MISSED = 40


def test_thirty_days_down_are_one_pass_in_order_with_one_printing(story: Story) -> None:
    """directus #25592; apscheduler #526, #1066: each missed run was made up for, one by one.

    One pass releases what readers can still use, in the order in which it was due, archives the rest, and
    prints every page once.
    """
    site, hook = Fragile("site", story.folder.public, serves=True), Listener()
    story.outlets = [site, hook]
    story.move("later", when="20 November (morning)", what="Later")
    for number in range(MISSED):
        day = local("2017-10-16 09:00") + timedelta(hours=17 * (MISSED - number))
        milestone = "later" if number % 2 else "first-reading"
        rule = day if number % 2 else local("2017-09-20 09:00") + timedelta(hours=number)
        story.save(f"meeting-{number:02}", milestone=milestone, publish=rule.isoformat())
    story.wait("2017-09-15 12:00")
    story.restart()
    tries = site.tries
    done = story.wait("2017-11-16 12:00")
    assert site.tries == tries + 1
    dues = [one.due for one in done.released if one.subject == "announcement"]
    assert len(dues) == MISSED
    assert dues == sorted(dues)
    assert released(done).count("meeting-01 announced") == 1
    assert len([line for line in released(done) if line.endswith("archived")]) == MISSED // 2
    assert len(hook.told) == len(set(hook.told)) == MISSED // 2
    assert story.wait(timedelta(seconds=30)).released == ()
    assert site.tries == tries + 1
    assert len(story.guids()) == len(set(story.guids())) == MISSED
