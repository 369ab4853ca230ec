"""Story 18: one bad item stops the rest."""

import pytest

from tests.failure_stories.story import Story, errors, released

BAD = {
    "no front matter": "Just words.",
    "a field twice": "---\ntitle: A\ntitle: B\nmilestone: first-reading\n---\n\nWords.\n",
    "an unknown field": "---\ntitle: A\nmilestone: first-reading\nmilstone: x\n---\n\nWords.\n",
    "a control character": "---\ntitle: A\nmilestone: first-reading\n---\n\nWords\x0b.\n",
    "an hour that is not on the clock": "---\ntitle: A\nwhen: 5 November 2017 (morning)\n"
    "publish: 2017-11-05 01:30\n---\n\nWords.\n",
    "a rule nobody can read": "---\ntitle: A\nmilestone: first-reading\npublish: soon\n---\n\nWords.\n",
}


@pytest.mark.parametrize("fault", BAD)
def test_the_nine_good_ones_are_released_and_the_tenth_is_named(story: Story, fault: str) -> None:
    """Wagtail publishes in one loop without a `try`: the first that fails is the last that is looked at."""
    for number in range(9):
        story.save(f"meeting-{number}")
    story.folder.write("a-bad-one.md", BAD[fault], story.now)
    done = story.wait("2017-09-27 18:00")
    assert released(done) == [f"meeting-{number} announced" for number in range(9)]
    assert len(story.guids()) == 9
    assert errors(done)
    assert all(line.startswith("announcements/a-bad-one.md:") for line in errors(done))
    assert done.exit_code == 1
    story.save("a-bad-one", publish="at once")
    assert released(story.live("2017-09-27 18:30")) == ["a-bad-one announced"], "mended, it follows"
