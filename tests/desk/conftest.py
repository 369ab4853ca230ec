"""A publication on disk with one announcement that is due."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.folders import Folder


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the desk decides does not hang on it; tests/outlets proves that files are written through."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    folder = Folder(tmp_path / "publication")
    folder.announce()
    yield folder
    folder.close()
