"""Story 9: the queue is lost, and its rebuilding skips what is overdue."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.failure_stories.story import Story, errors, released

DERIVED = ("standing", "shelf", "messenger", "seen", "rendering")


def forget(story: Story, *tables: str) -> None:
    """Empties tables of the ledger, with nobody at work, and opens it again."""
    with story.desk.ledger.database.transaction(write=True) as connection:
        for table in tables:
            connection.execute(text(f"DELETE FROM {table}"))
    story.restart()


@pytest.mark.parametrize("tables", [*((one,) for one in DERIVED), DERIVED], ids=" and ".join)
def test_what_is_derived_may_be_deleted_and_nothing_is_lost_or_told_twice(
    story: Story, tables: tuple[str, ...]
) -> None:
    """whitehall #1638: the queue was filled again without what was overdue; content-publisher #2072.

    There is no queue of what is to come, and what the ledger derives from its record it can derive again.
    """
    story.save()
    story.save("overdue", publish="2 working days before at 18:00")
    story.wait("2017-09-27 18:00")
    story.save(room="Conference Room 4")
    story.wait("2017-09-28 12:00")
    before = story.folder.files()
    forget(story, *tables)
    again = story.wait(story.now)
    assert (released(again), errors(again)) == ([], [])
    assert story.folder.files() == before
    late = story.wait("2017-09-29 09:00")
    assert released(late) == ["overdue announced"]
    assert len(story.guids()) == len(set(story.guids())) == 3


def test_a_change_seen_before_the_loss_waits_anew_and_is_told(story: Story) -> None:
    """content-publisher #2072: filling up again has to be idempotent; ours costs five minutes at most."""
    story.save()
    story.wait("2017-09-27 18:00")
    story.move(when="6 October (morning)", reason="Room not available")
    story.wait(timedelta(minutes=4))
    forget(story, *DERIVED)
    assert released(story.wait(timedelta(minutes=1))) == []
    assert released(story.wait(timedelta(minutes=5))) == ["first-reading rescheduled"]


def test_an_index_that_points_to_older_revisions_is_put_right_by_a_reprint(story: Story) -> None:
    """whitehall #1638: a person can have derived state made again without the program's noticing the loss."""
    story.save()
    story.wait("2017-09-27 18:00")
    story.save(room="Conference Room 4")
    story.wait("2017-09-28 12:00")
    with story.desk.ledger.database.transaction(write=True) as connection:
        first = story.history()[0].sequence
        connection.execute(text(f"UPDATE standing SET sequence = {first} WHERE name = 'first-reading'"))
    story.desk.ledger.rebuild_standing()
    assert story.desk.ledger.heads()[("announcement", "first-reading")] == story.history()[-1]
    assert released(story.wait(timedelta(minutes=1))) == []
