"""Story 28: in the hour that happens twice a job runs twice; in the one that does not, it hangs."""

from datetime import timedelta

import pytest

from tests.failure_stories.story import Story, errors, folder_in_memory, local, released, warnings

AUTUMN_2017 = ("5 November 2017", "1:30", "happens twice")
AUTUMN_2026 = ("1 November 2026", "1:30", "happens twice")
SPRING_2027 = ("14 March 2027", "2:30", "does not exist")
MOMENTS = {
    AUTUMN_2017: "2017-11-05T06:30",  # the later of the two half past ones
    AUTUMN_2026: "2026-11-01T06:30",
    SPRING_2027: "2027-03-14T07:00",  # as the clocks go from two to three
}


@pytest.mark.parametrize(("day", "hour", "what"), MOMENTS)
def test_a_rule_in_such_an_hour_goes_on_and_is_never_early(
    story: Story, day: str, hour: str, what: str
) -> None:
    """A job of such an hour ran twice, never or without end (apscheduler #1021, #980, #606, #529, #1059).

    It was held once, until the author chose another hour. But a rule often stands in config.toml for a
    hundred announcements, and its author thought of no particular night: so it goes on, at the first
    instant after a gap and at the later of two, and only `check` asks whether that is meant.
    """
    due = MOMENTS[day, hour, what]
    story.save(milestone="", when=f"{day}, 10:00", publish=f"on the day at {hour}")
    done = story.wait("2017-09-20 12:00")
    assert errors(done) == []
    (note,) = (line for line in warnings(done) if "on the day at" in line)
    assert f"{hour} on {day} {what} in New York" in note
    assert ("it becomes" in note) == (what == "does not exist")
    assert done.next_wakeup is not None
    assert done.next_wakeup.isoformat() == f"{due}:00+00:00"
    story.tick_along(done.next_wakeup)
    assert released(story.wait(done.next_wakeup - timedelta(seconds=1))) == []
    assert released(story.wait(done.next_wakeup)) == ["first-reading announced"]
    assert released(story.wait(done.next_wakeup + timedelta(hours=1))) == [], "not a second time"


@pytest.mark.parametrize(("day", "hour", "what"), MOMENTS)
def test_a_moment_that_somebody_wrote_out_is_held_and_says_why(
    story: Story, day: str, hour: str, what: str
) -> None:
    """apscheduler #606: nobody can know which of two half past ones is meant, so nobody guesses."""
    story.save("spelt-out", milestone="", when=f"{day}, 10:00", publish=f"{day} at {hour}")
    story.save("other", milestone="", when=f"{day}, 10:00", publish="2017-09-20 12:00")
    passes = story.live("2017-09-20 12:00")
    assert released(passes) == ["other announced"]
    (line,) = errors(passes[-1])
    assert f"{hour} on {day} {what} in New York" in line
    assert passes[-1].next_wakeup is None
    story.save("spelt-out", milestone="", when=f"{day}, 10:00", publish="2017-09-20 13:00")
    assert released(story.live("2017-09-20 13:00")) == ["spelt-out announced"], "mended, it follows"


def test_a_reminder_in_the_hour_that_is_skipped_is_sent_right_after_it(story: Story) -> None:
    """It was held, which only the plan said, and the meeting came without it."""
    story.now = local("2018-03-01 12:00")
    rule = "[1 day before at 2:30]"
    story.save(milestone="", when="12 March 2018, 10:00", publish="at once", remind=rule)
    passes = story.live("2018-03-12 11:00")
    assert released(passes) == ["first-reading announced", "first-reading reminder"]
    (reminder,) = (one for done in passes for one in done.released if one.subject == "reminder")
    assert reminder.released.isoformat() == "2018-03-11T07:00:00+00:00"
    note = next(line for line in warnings(passes[1]) if "1 day before" in line)
    assert "2:30 on 11 March 2018 does not exist in New York (clocks go forward at 2:00)" in note
    assert "it becomes Sun 11 Mar 2018 03:00 New York" in note


def test_issues_go_on_where_the_clocks_skip_the_hour_of_closing() -> None:
    """From the night of 25 April 2024 on every pass failed, and nothing more was released."""
    with folder_in_memory() as path:
        story = Story(path, zone="Africa/Cairo", settings='[issue]\nclose = "00:30"\n')
        story.now = local("2024-04-22 12:00", story.zone)
        publish = "2024-04-26 12:00"
        story.save(milestone="", when="30 April 2024, 10:00", publish=publish)
        passes = story.live("2024-04-30 12:00")
        closed = {
            release.name: release.released.isoformat()
            for done in passes
            for release in done.released
            if release.subject == "issue"
        }
        assert closed["2024-04-26"] == "2024-04-24T22:30:00+00:00"
        assert closed["2024-04-29"] == "2024-04-25T22:00:00+00:00", "half past midnight is skipped"
        assert closed["2024-04-30"] == "2024-04-28T21:30:00+00:00"
        assert released(passes) == ["first-reading announced"]
        story.folder.close()


def test_on_a_day_that_a_place_left_out_rules_go_on_and_meetings_are_asked_about() -> None:
    """Samoa had no 30 December 2011: a rule has the next day, a meeting there has an author to ask."""
    with folder_in_memory() as path:
        story = Story(path, zone="Pacific/Apia", letter="2011-12-01", settings="[issue]\n")
        story.now = local("2011-12-26 12:00", story.zone)
        story.save("rule", milestone="", when="31 December 2011, 10:00", publish="1 day before at 9:00")
        story.save("over", milestone="", when="29 December 2011 to 3 January 2012", publish="at once")
        story.save("day", milestone="", when="30 December 2011", publish="at once")
        story.save("hour", milestone="", when="30 December 2011, 10:00", publish="at once")
        story.save("morning", milestone="", when="29 to 31 December 2011, 10:00", publish="at once")
        story.move(when="2 January 2012 (morning)")
        passes = story.live("2012-01-03 12:00")
        assert released(passes) == ["over announced", "rule announced"]
        (rule,) = story.history("rule")
        assert rule.released == local("2011-12-31 00:00", story.zone)
        assert {line.partition(".md")[0].rpartition("/")[2] for line in errors(passes[0])} == {
            "day",
            "hour",
            "morning",
        }
        assert any("Friday 30 December 2011 is left out in Apia" in line for line in errors(passes[0]))
        story.folder.close()


@pytest.mark.parametrize(("day", "hour", "what"), MOMENTS)
def test_a_meeting_in_such_an_hour_is_held_too(story: Story, day: str, hour: str, what: str) -> None:
    """apscheduler #606: the rule may be sound and the meeting's own hour not."""
    story.save(milestone="", when=f"{day}, {hour} a.m.", publish="2017-09-20 12:00")
    story.save("field", milestone="", when=day, time=f"{hour} to 5:00", publish="2017-09-20 12:00")
    passes = story.live("2017-09-20 12:00")
    assert released(passes) == []
    assert len(errors(passes[-1])) == 2
    assert all(what in line for line in errors(passes[-1]))


def test_every_sitting_of_a_list_is_looked_at(story: Story) -> None:
    """Only the first hour and the last were: the sitting between them was printed as a whole day."""
    story.save(milestone="", when="4, 5 and 6 November 2017, 1:30 a.m.", publish="2017-09-20 12:00")
    passes = story.live("2017-09-20 12:00")
    assert released(passes) == []
    assert "1:30 on 5 November 2017 happens twice" in errors(passes[-1])[0]


def test_a_line_of_a_roadmap_in_such_an_hour_is_told_before_anything_hangs_on_it(story: Story) -> None:
    """The roadmap's page showed its day without an hour, and nobody was told."""
    story.move(when="5 November, 1:30 a.m.")
    done = story.wait("2017-09-20 12:00")
    (line,) = errors(done)
    assert line.startswith("config.toml:")
    assert "1:30 on 5 November 2017 happens twice in New York (clocks go back at 2:00)" in line


def test_moved_into_such_an_hour_what_was_released_stands_and_says_why(story: Story) -> None:
    """apscheduler #606: the fault comes with an edit just as well."""
    story.save()
    story.wait("2017-09-27 18:00")
    page = story.page()
    story.move(when="5 November, 1:30 a.m.", reason="Nobody sleeps")
    passes = story.live("2017-09-28 18:00")
    assert released(passes) == []
    announcement, line = errors(passes[-1])
    assert "happens twice" in announcement
    assert "happens twice" in line
    assert story.page() == page


@pytest.mark.parametrize("day", ["2017-11-04", "2026-10-31", "2027-03-13"])
def test_a_day_of_passes_every_half_hour_across_the_change_releases_once(story: Story, day: str) -> None:
    """apscheduler #1036 did not come to an end on such a night."""
    story.save(milestone="", when="1 June 2027 (morning)", publish=f"{day} 23:59")
    begin = local(f"{day} 22:00")
    passes = [story.wait(begin + number * timedelta(minutes=30)) for number in range(17)]
    assert released(passes) == ["first-reading announced"]
