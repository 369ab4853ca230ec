"""Story 47: somebody tries things out on a copy of the live publication, and it publishes."""

import shutil
from datetime import timedelta
from pathlib import Path

from tests.failure_stories.story import Story, released
from tests.failure_stories.test_10_a_restored_snapshot_sends_again import of_the_same_story
from tests.folders import Fragile, Listener


def test_a_copy_with_everything_in_it_reaches_nobody(story: Story, tmp_path: Path) -> None:
    """cagov/covid19 #2214: the copy had the live settings, the live ledger and the live addresses."""
    heard = Listener()
    shared = Fragile("site", story.folder.public, serves=True)
    story.save()
    story.outlets = [shared, heard]
    story.wait("2017-09-27 18:00")
    before, printed = story.folder.stamps(), shared.tries
    story.restart()
    shutil.copytree(story.folder.path, tmp_path / "publication")
    laptop = of_the_same_story(story, tmp_path)
    laptop.outlets = story.outlets
    laptop.save("trying-things-out", publish="at once")
    for _ in range(3):
        assert released(laptop.wait(timedelta(minutes=10))) == []
    assert (heard.told, story.folder.stamps(), shared.tries) == (["first-reading/1"], before, printed)
    laptop.folder.close()


def test_a_clone_without_the_ledger_does_not_print_over_the_living_site(story: Story, tmp_path: Path) -> None:
    """The sources alone, as git has them, with a new ledger, and the path of the living folder."""
    heard = Listener()
    story.save()
    story.outlets = [Fragile("site", story.folder.public, serves=True), heard]
    story.wait("2017-09-27 18:00")
    before = story.folder.stamps()
    laptop = Story(tmp_path)
    laptop.now = story.now
    laptop.save()
    laptop.outlets = story.outlets
    done = laptop.wait("2017-09-28 12:00")
    assert done.alarm is not None
    assert done.alarm.startswith("the ledger is empty, but site already holds pages of another ledger; ")
    assert released(done) == []
    assert (heard.told, story.folder.stamps()) == (["first-reading/1"], before)
    laptop.folder.close()
