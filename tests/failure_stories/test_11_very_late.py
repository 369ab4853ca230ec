"""Story 11: sent however late, when nobody wants it any more."""

import pytest

from tests.failure_stories.story import Story, folder_in_memory, released

LATE = {
    "until the meeting begins": ("2017-10-02 14:59", "2017-10-02 15:00"),
    "until the meeting ends": ("2017-10-02 17:59", "2017-10-02 18:00"),
}


@pytest.mark.parametrize("limit", LATE)
def test_after_the_limit_it_goes_to_the_archives_and_before_it_to_readers(limit: str) -> None:
    """listmonk #1801; politics-rewired/Spoke #1293: what had waited for weeks was sent all the same.

    Lateness has a limit, and what lies beyond it is not lost but archived.
    """
    for moment, expected in zip(LATE[limit], ("announced", "archived"), strict=True):
        with folder_in_memory() as path:
            story = Story(path, settings=f'[schedule]\nlate = "{limit}"')
            story.save()
            story.wait("2017-09-20 12:00")
            assert released(story.wait(moment)) == [f"first-reading {expected}"]
            assert ("archived" in story.page().lower()) == (expected == "archived")
            story.folder.close()
