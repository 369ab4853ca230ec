"""Story 45: the alarm clock belongs to someone else, and comes late or not at all."""

from datetime import timedelta

from tests.failure_stories.story import Story, folder_in_memory, local, released

LATE_BY = [0, 12 * 60, 1, 3, 95, 0, 7 * 60, 2]


def test_a_cron_job_that_comes_when_it_pleases_loses_nothing_and_repeats_nothing(story: Story) -> None:
    """open-multi-agent #557 ran 12 hours late, then never; flow-library #143, mobile-nixos-website #7.

    `publisher publish` is one pass, and any pass does all that is due, late, twice or after days.
    """
    for day in range(20, 28):
        story.save(f"meeting-{day}", publish=f"2017-09-{day} 09:00")
    told = []
    for day, late in enumerate(LATE_BY, start=20):
        moment = local(f"2017-09-{day} 09:00") + timedelta(minutes=late)
        if day in (23, 24):
            continue  # the service was switched off for a weekend
        for _ in range(2):
            story.restart()
            told += released(story.wait(max(moment, story.now)))
    assert told == [f"meeting-{day} announced" for day in range(20, 28)]
    assert len(set(story.guids())) == 8


def test_beside_a_daemon_a_cron_job_finds_nothing_left_to_do(story: Story) -> None:
    """open-multi-agent #557: whoever has both for safety must not publish twice."""
    story.save()
    story.wait("2017-09-27 18:00")
    cron = story.folder.open()
    assert cron.run_pass(story.now).released == ()
    assert released(story.wait("2017-09-27 18:01")) == []


def test_woken_at_every_moment_or_only_once_the_same_is_public_in_the_end() -> None:
    """flow-library #143: how often it is woken decides when, never what."""
    texts = []
    for often in (True, False):
        with folder_in_memory() as path:
            story = Story(path)
            story.save()
            story.save("other", publish="1 working day before at 18:00")
            if often:
                story.live("2017-09-29 18:00")
            story.wait("2017-09-29 18:00")
            texts.append((sorted(story.guids()), story.event()["DTSTART"].dt))
            story.folder.close()
    assert texts[0] == texts[1]
