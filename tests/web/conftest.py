"""Sites with documents: one to be asked, and one behind its server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.served import Reader, Served, write_documents


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """Of a site of its own, whose documents were saved long before its clock."""
    write_documents(tmp_path / "public")
    return Reader(tmp_path / "public")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Shared by a module, for a server takes a moment to stop; a secret lies beside its folder."""
    folder = tmp_path_factory.mktemp("served")
    write_documents(folder / "public")
    (folder / "config.toml").write_text("secret", encoding="utf-8")
    served = Served(folder / "public")
    yield served
    served.stop()
