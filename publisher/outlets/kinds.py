"""The table of outlets: what `kind` may stand in config.toml, with its settings and how it is made."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from publisher.outlets.directory import Directory
from publisher.outlets.outlet import Outlet


class DirectorySettings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="directory", tag_field="kind"
):
    """`path` is relative to config.toml; `serves` marks the outlet that readers see at base_url."""

    path: str = "public"
    serves: bool = False


Settings = DirectorySettings


class Kind(msgspec.Struct, frozen=True):
    settings: type[Settings]
    make: Callable[[str, Settings, Path], Outlet]


def _make_directory(name: str, settings: DirectorySettings, folder: Path) -> Outlet:
    return Directory(name, folder / settings.path, serves=settings.serves)


KINDS: dict[str, Kind] = {"directory": Kind(DirectorySettings, _make_directory)}
