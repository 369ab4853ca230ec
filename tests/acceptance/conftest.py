"""Publications for the acceptance tests; whatever they started is ended."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.publication import Publication, make_sample


def is_quick(request: pytest.FixtureRequest) -> bool:
    """What takes long anyway starts the program as people do."""
    return request.node.get_closest_marker("prove") is None


@pytest.fixture
def bare(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Publication]:
    """Two languages, no roadmap, no announcement yet."""
    publication = Publication(tmp_path / "bare")
    publication.is_warm = is_quick(request)
    yield publication
    publication.close()


@pytest.fixture
def sample(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Publication]:
    """The shipped config.toml and announcements."""
    publication = make_sample(tmp_path / "sample")
    publication.is_warm = is_quick(request)
    yield publication
    publication.close()
