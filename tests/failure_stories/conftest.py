"""Each failure story gets a publication of its own, and a clock that it sets itself."""

from collections.abc import Iterator

import pytest

from tests.failure_stories.story import Story, folder_in_memory


@pytest.fixture
def story() -> Iterator[Story]:
    with folder_in_memory() as path:
        story = Story(path)
        yield story
        story.folder.close()
