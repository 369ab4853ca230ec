"""The shipped example as it was shipped: what a person made of config.toml and announcements/ is theirs."""

from pathlib import Path
from shutil import copy, copytree

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "docs" / "rehearsals" / "autumn-2017"
SAMPLE_CONFIG = SAMPLE / "config.toml"
SAMPLE_ANNOUNCEMENTS = SAMPLE / "announcements"


def copy_sample(folder: Path) -> Path:
    """The example in a folder of its own, to be edited and published; returns its config.toml."""
    copytree(SAMPLE_ANNOUNCEMENTS, folder / "announcements", dirs_exist_ok=True)
    return Path(copy(SAMPLE_CONFIG, folder / "config.toml"))


def is_edited(path: str) -> bool:
    """Whether this is what `publisher run`, or whoever writes announcements, changes in the project's folder.

    No test may read it (conftest.py).
    """
    name = path.removeprefix(f"{ROOT}/").partition("/")[0]
    return name in ("config.toml", "announcements", "public") or name.startswith("ledger.sqlite")
