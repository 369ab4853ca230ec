"""Story 10: a restored snapshot sends everything again, beside the living one."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from publisher.desk import guard
from publisher.ledger.transfer import restore, write_lines
from publisher.releases.release import EVERYTHING
from tests.failure_stories.story import Story, released
from tests.folders import Listener

HOUR = timedelta(hours=1)


def copy_folder(story: Story, path: Path) -> Story:
    """The whole data directory, with nobody at work, as a snapshot of a machine has it."""
    story.restart()
    shutil.copytree(story.folder.path, path / "publication", dirs_exist_ok=True)
    return of_the_same_story(story, path)


def of_the_same_story(story: Story, path: Path) -> Story:
    copy = Story(path / "new")
    copy.now = story.now
    folder = copy.folder
    folder.path = path / "publication"
    folder.config, folder.announcements = folder.path / "config.toml", folder.path / "announcements"
    folder.public = folder.path / "public"
    return copy


@pytest.fixture
def living(story: Story) -> Story:
    """One meeting was announced; another is to be."""
    story.save()
    story.wait("2017-09-27 18:00")
    story.save("second", publish="1 day before at 9:00")
    story.wait(timedelta(minutes=10))
    return story


def test_a_copied_data_directory_holds_and_the_living_one_goes_on(living: Story, tmp_path: Path) -> None:
    """listmonk #1801: the copy of a database sent a campaign a second time to everybody."""
    copy = copy_folder(living, tmp_path)
    heard = Listener()
    living.outlets = copy.outlets = [heard]
    done = copy.wait("2017-10-01 12:00")
    assert done.alarm is not None
    assert "was copied or moved" in done.alarm
    assert (released(done), heard.told) == ([], [])
    assert released(living.wait("2017-10-01 12:00")) == ["second announced"]
    assert heard.told == ["second/1"]
    assert released(copy.wait(HOUR)) == []
    assert heard.told == ["second/1"]
    copy.folder.close()


def test_a_restored_export_holds_until_a_person_says_that_it_is_the_one(
    living: Story, tmp_path: Path
) -> None:
    copy = Story(tmp_path)
    copy.now = living.now
    copy.lines = living.lines
    restore(copy.desk.ledger.database, write_lines(living.desk.ledger.database))
    copy.save()
    copy.save("second", publish="1 day before at 9:00")
    done = copy.wait("2017-10-01 12:00")
    assert released(done) == []
    assert list(copy.desk.ledger.brakes()) == [EVERYTHING]
    copy.desk.ledger.lift(EVERYTHING, copy.now)
    guard.adopt(copy.desk.ledger, copy.desk.outlets)
    assert released(copy.wait(HOUR)) == ["second announced"]
    assert copy.kinds() == ["announced"]
    copy.folder.close()
