"""Story 30: a rule counted from the moment it is read drifts with every reading."""

from datetime import timedelta

from tests.failure_stories.story import Story, local, released

RULES = {
    "days": "3 working days before at 18:00",
    "weeks": "1 week before at 09:00",
    "eve": "1 day before",
    "hour": "on the day at 08:00",
    "spelt": "29 September 2017 at 12:00",
}


def test_the_same_sources_give_the_same_instants_whenever_they_are_read(story: Story) -> None:
    """Prefect #22455; nikola #2653: the offset was taken from today, not from the date in question."""
    for slug, rule in RULES.items():
        story.save(slug, publish=rule)
    seen = set()
    moment = local("2017-09-14 12:00")
    while moment < local("2017-09-25 09:00"):
        plan = story.desk.survey(moment, keep=False).plan
        seen.add(tuple(sorted((item.name, item.at) for item in plan.announcements)))
        moment += timedelta(hours=7, minutes=13, seconds=5)
    assert len(seen) == 1
    assert dict(*seen) == {
        "days": local("2017-09-27 18:00"),
        "weeks": local("2017-09-25 09:00"),
        "eve": local("2017-10-01 18:00"),
        "hour": local("2017-10-02 08:00"),
        "spelt": local("2017-09-29 12:00"),
    }


def test_the_moment_of_a_release_is_that_of_the_rule_and_not_of_the_pass(story: Story) -> None:
    """nikola #2653: the path of a post had today's date in it, not the rule's."""
    story.save()
    story.wait("2017-09-27 18:00:29")
    assert story.history()[0].due == local("2017-09-27 18:00")


def test_at_once_is_counted_from_the_saving_and_does_not_move(story: Story) -> None:
    """Prefect #22455: what is due from the start stays due from there, pass after pass."""
    story.save(publish="at once")
    dues = {
        draft.due
        for hours in range(5)
        for draft in story.desk.survey(story.now + timedelta(hours=hours), keep=False).plan.due
        if draft.subject == "announcement"
    }
    assert dues == {local("2017-09-14 12:00")}
    assert released(story.wait(story.now)) == ["first-reading announced"]
