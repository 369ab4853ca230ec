"""Story 12: two dates for one release, and it goes out on the earlier one."""

import sqlite3

from tests.failure_stories.story import Story, released

ROADMAP = ("roadmaps/modalities.html", "roadmaps/modalities.svg")
"""Here alone the old date stays in sight, as what was."""


def text_off_the_roadmap(story: Story) -> str:
    files = story.folder.files().items()
    return "\n".join(body.decode() for path, body in files if not path.endswith(ROADMAP))


def test_after_a_slip_nothing_anywhere_remembers_the_old_date(story: Story) -> None:
    """whitehall #1963: statistics went out before their own announced date, from a second copy of it.

    A date stands in the roadmap and nowhere else; what hangs on it is worked out when it is needed.
    """
    story.save(remind="[1 working day before at 18:00]")
    story.wait("2017-09-26 18:00")
    story.move(when="16 October (morning)")
    assert released(story.live("2017-10-11 17:59")) == []
    assert "2 October" not in text_off_the_roadmap(story)
    assert released(story.live("2017-10-16 12:00")) == ["first-reading announced", "first-reading reminder"]
    assert "2 October" not in text_off_the_roadmap(story)
    story.folder.close()
    database = sqlite3.connect(story.folder.path / "ledger.sqlite")
    for table in ("standing", "seen", "fact", "delivery", "shelf", "messenger"):
        assert "2017-10-02" not in str(database.execute(f"select * from {table}").fetchall()), table
    database.close()


def test_after_a_slip_of_something_announced_the_old_date_is_history_and_no_list_shows_it(
    story: Story,
) -> None:
    """whitehall #1963: the page of the date and the page of the release said different things."""
    story.save()
    story.wait("2017-09-27 18:00")
    story.move(when="6 November (morning)", reason="Room not available")
    story.live("2017-09-28 18:00")
    assert "6 November 2017" in story.page()
    assert story.event()["DTSTART"].dt.isoformat() == "2017-11-06T15:00:00+00:00"
    shown = {path: body.decode() for path, body in story.folder.files().items()}
    assert "6 November 2017" in shown["en/roadmaps/modalities.html"]
    moved = "Was Monday, 2 October 2017, afternoon, is now Monday, 6 November 2017, morning"
    page = shown["en/roadmaps/modalities.html"]
    # Each of the two pictures says it in its row's title too.
    assert page.count("2 October 2017") == page.count(moved) == 3
    assert "first-reading" not in shown.get("en/archive/2017-10.html", "")
