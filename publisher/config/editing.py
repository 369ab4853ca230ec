"""Edits of config.toml that keep its comments and its order."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from publisher.errors import ConfigError
from publisher.lines import one_line


class NewLine(msgspec.Struct, frozen=True):
    """A milestone about to be written, in the letter's own words."""

    id: str
    when: str
    what: str
    kind: str = "meeting"


def set_milestone(text: str, roadmap: str, milestone: str, keys: Mapping[str, str]) -> str:
    """The file's text with these keys of one milestone set. Raises ConfigError when it stands elsewhere."""
    import tomlkit

    document: Any = tomlkit.parse(text)
    if isinstance(document.get("roadmaps"), Mapping):
        table = document.get("roadmaps", {}).get(roadmap)
    else:
        table = document
    if table is not None:
        lines = table.get("milestones", [])
    else:
        lines = []
    line = next((one for one in lines if one.get("id") == milestone), None)
    if line is None:
        raise ConfigError(f"{roadmap}/{milestone} does not stand in this file", "edit it by hand")
    for key, value in keys.items():
        line[key] = value
    return tomlkit.dumps(document)


def add_roadmap(text: str, roadmap: str, title: str, letter: date, lines: Sequence[NewLine]) -> str:
    """The file's text with a new roadmap at its end. Raises ConfigError when there is one of that name."""
    import tomlkit

    document: Any = tomlkit.parse(text)
    roadmaps: Any = document.setdefault("roadmaps", tomlkit.table(is_super_table=True))
    if isinstance(roadmaps, str):
        raise ConfigError(f"roadmaps stand in files of their own ({roadmaps})", "write the new one there")
    if roadmap in roadmaps:
        raise ConfigError(f"there is a roadmap `{roadmap}` already", "choose another name with --id")
    table = tomlkit.table()
    table.add("title", one_line(title))
    table.add("letter", letter)
    milestones = tomlkit.aot()
    for line in lines:
        milestones.append(_line_table(line))
    table.add("milestones", milestones)
    roadmaps.add(roadmap, table)
    return tomlkit.dumps(document)


def _line_table(line: NewLine) -> Any:
    import tomlkit

    table = tomlkit.table()
    for key, value in msgspec.to_builtins(line).items():
        if (key, value) != ("kind", "meeting"):
            table.add(key, one_line(value))
    return table


def save_text(path: Path, text: str) -> None:
    """Replaces the file whole: the daemon may read it at any moment."""
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_text(text, encoding="utf-8")
    temporary.chmod(path.stat().st_mode)
    temporary.replace(path)
