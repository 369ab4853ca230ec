"""Publications for the acceptance tests; whatever they started is ended."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.publication import Publication, make_sample


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Publication]:
    """Two languages, no roadmap, no announcement yet."""
    publication = Publication(tmp_path / "bare")
    yield publication
    publication.close()


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Publication]:
    """The shipped config.toml and announcements."""
    publication = make_sample(tmp_path / "sample")
    yield publication
    publication.close()
