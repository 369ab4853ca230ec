"""From the text of a TOML file to its tables; an unknown key is told with the one that was meant."""

import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from publisher.config import limits
from publisher.config.operating import AlarmMailShape, AlarmsShape, OperatingShape
from publisher.config.shapes import (
    CalendarShape,
    IssueShape,
    MilestoneShape,
    PublicationShape,
    RoadmapShape,
    ScheduleShape,
    Shape,
)
from publisher.config.texts import fit_texts
from publisher.config.written import Place, WrittenToml, shorten
from publisher.errors import ConfigError, SettingError
from publisher.outlets.kinds import KINDS
from publisher.problem import Problem

ShapeT = TypeVar("ShapeT", bound=Shape)
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<key>[^`]*)`(?: - at `\$(?P<path>[^`]*)`)?")
_AT = re.compile(r"^(?P<what>.*?)(?: - at `(?:key in )?\$(?P<path>[^`]*)`)?$", re.DOTALL)


def read_written(path: Path, shown: str) -> WrittenToml:
    """The file; raises ConfigError where it cannot be read. `shown` is its path in problems."""
    try:
        limits.refuse_large_file(path)
        return WrittenToml(path, path.read_text(encoding="utf-8-sig"), shown)
    except FileNotFoundError:
        mend = "name it with --config, or make one with `publisher init DIR`"
        raise ConfigError.at(path, 1, "there is no such file", mend) from None
    except UnicodeDecodeError as error:
        raise ConfigError.at(
            path, 1, f"it cannot be read ({error})", "save it as plain UTF-8 text"
        ) from error
    except OSError as error:
        what = f"it cannot be read: {error.strerror}"
        raise ConfigError.at(path, 1, what, "see who may read it") from error


def decode(file: WrittenToml, shape: type[ShapeT]) -> tuple[ShapeT, list[Problem]]:
    """The tables of a file, and what had to be mended in its texts. Raises ConfigError."""
    try:
        values, problems = fit_texts(file, limits.read_toml(file))
        return msgspec.convert(values, shape), problems
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        if found:
            line = int(found[1])
        else:
            line = file.text.count("\n") + 1
        what = re.sub(r" \(at .*\)", "", str(error))
        raise ConfigError.at(file.path, line, f"it is not TOML: {what}", "mend that line") from error
    except msgspec.ValidationError as error:
        key = None
        if isinstance(error.__cause__, SettingError):
            key = error.__cause__.key
        raise _explain(file, str(error), key, shape) from error


def _explain(file: WrittenToml, message: str, key: str | None, shape: type[Shape]) -> ConfigError:
    """What msgspec says in words alone; `key` is named where a table says it of one of its own keys."""
    unknown = _UNKNOWN.match(message)
    if unknown:
        place = _split_place(unknown["path"] or "")
        known = _keys_at(shape, place)
        close = difflib.get_close_matches(unknown["key"], known, n=1)
        if close:
            mend = f"did you mean `{close[0]}`?"
        else:
            mend = "the keys here are " + ", ".join(known)
        return file.fault((*place, unknown["key"]), f"unknown key `{shorten(unknown['key'])}`", mend)
    found = _AT.match(message)
    place = _split_place((found and found["path"]) or "")
    what = (found["what"] if found else message).replace("Object missing required field", "missing key")
    if key:
        place = (*place, key)
    where = ".".join(map(str, place)) or "it"
    return file.fault(place, what[0].lower() + what[1:], f"mend `{where}`")


def _split_place(place: str) -> Place:
    """`.roadmaps[...].milestones[0]` as a path of keys; `[...]` is some key of a table."""
    parts = re.findall(r"\.([\w-]+)|\[(\d+|\.\.\.)\]", place)
    return tuple(name or (int(index) if index.isdigit() else index) for name, index in parts)


def _keys_at(shape: type[Shape], place: Place) -> list[str]:
    """The keys that the table at `place` may have."""
    shapes: Mapping[str, type[Any]] = {
        "publication": PublicationShape, "calendar": CalendarShape, "schedule": ScheduleShape,
        "issue": IssueShape, "operating": OperatingShape, "alarms": AlarmsShape, "email": AlarmMailShape,
        "roadmaps": RoadmapShape, "milestones": MilestoneShape,
    }  # fmt: skip
    names = [part for part in place if isinstance(part, str) and part != "..."]
    if names and names[0] == "outlets":
        return [
            "kind",
            *(field for kind in KINDS.values() for field in kind.settings.__struct_encode_fields__),
        ]
    found = next((shapes[name] for name in reversed(names) if name in shapes), shape)
    return list(found.__struct_encode_fields__)
