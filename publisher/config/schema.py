"""JSON Schemas for editors: of config.toml, of an announcement's fields and of a translation's."""

from collections.abc import Mapping
from typing import Any

import msgspec

from publisher.announcements.fields import FIELDS, TRANSLATED_FIELDS, Field
from publisher.config.notes import NOTES
from publisher.config.shapes import FileShape
from publisher.languages.languages import LANGUAGES
from publisher.roadmap.roadmap import KINDS, STATUSES
from publisher.schedule.settings import LATE_CHOICES

# Both Taplo, which Even Better TOML asks, and Ajv, which remark asks, know this one.
DRAFT = "http://json-schema.org/draft-07/schema#"
CHOICES = {
    ("MilestoneShape", "kind"): KINDS,
    ("MilestoneShape", "status"): STATUSES,
    ("PublicationShape", "languages"): LANGUAGES,
    ("ScheduleShape", "late"): LATE_CHOICES,
}
_LEFT_OUT = ("discriminator", "title")

Schema = dict[str, Any]


def make_schemas() -> dict[str, Schema]:
    """The schemas by name, each a file `docs/schema/NAME.json`."""
    return {
        "config": make_config_schema(),
        "front-matter": make_fields_schema("An announcement", tuple(FIELDS), dated=True),
        "translation": make_fields_schema("A translation of an announcement", TRANSLATED_FIELDS, dated=False),
    }


def write_schema(schema: Schema) -> str:
    """The schema as it stands in its file."""
    return msgspec.json.format(msgspec.json.encode(schema), indent=2).decode() + "\n"


def make_config_schema() -> Schema:
    """From the shapes that config.toml is read into; nothing refers to another part of it.

    Taplo shows no help for what stands behind a `$ref`. TOML has no null, so no key may be null either.
    """
    made = msgspec.json.schema(FileShape)
    parts = made["$defs"]
    for name, part in parts.items():
        for key, value in part["properties"].items():
            _describe(name, key, value)
    schema = _inline({"$ref": made["$ref"]}, parts)
    return {"$schema": DRAFT, "title": "config.toml of a publication", **schema}


def _describe(shape: str, key: str, value: Schema) -> None:
    note = NOTES.get(shape, {}).get(key)
    if note:
        value["description"] = note
    choices = CHOICES.get((shape, key))
    if choices:
        value.get("items", value)["enum"] = list(choices)


def _inline(value: Any, parts: Mapping[str, Schema]) -> Any:
    """Every reference replaced by what it refers to, every `or null` left out."""
    if isinstance(value, list):
        return [_inline(one, parts) for one in value if one != {"type": "null"}]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        value = {**parts[value["$ref"].rpartition("/")[2]], **value}
    kept = {
        key: {name: _inline(one, parts) for name, one in inner.items()}
        if key == "properties"
        else _inline(inner, parts)
        for key, inner in value.items()
        if key not in ("$ref", *_LEFT_OUT) and not (key == "default" and inner in (None, {}))
    }
    if "anyOf" in kept:
        return {**_merge(list(kept.pop("anyOf"))), **kept}
    return kept


def _merge(choices: list[Schema]) -> Schema:
    """Choices of different types as one of several types: of `anyOf` Taplo says only that none is met."""
    types = [choice.get("type") for choice in choices]
    if len(set(types)) < len(types):
        return {"anyOf": choices}
    if len(types) == 1:
        kind = types[0]
    else:
        kind = types
    return {key: value for choice in choices for key, value in choice.items()} | {"type": kind}


def make_fields_schema(title: str, names: tuple[str, ...], *, dated: bool) -> Schema:
    """The front matter between the two `---`; unknown fields are faults, as they are to the program."""
    schema: Schema = {
        "$schema": DRAFT,
        "title": title,
        "type": "object",
        "properties": {name: {"description": FIELDS[name].about, **_field(FIELDS[name])} for name in names},
        "required": ["title"],
        "additionalProperties": False,
    }
    if dated:
        schema["oneOf"] = [{"required": ["milestone"]}, {"required": ["when"]}]
    return schema


def _field(field: Field) -> Schema:
    """What YAML makes of it: the program reads every scalar as text, an editor may see a number in it."""
    text: Schema = {"type": ["string", "number"]}
    if field.takes == "choice":
        return {"enum": list(field.choices), "default": field.choices[0]}
    if field.takes == "flag":
        return {"enum": [True, False, "true", "false", "yes", "no"], "default": False}
    if field.takes == "time":
        clock = r"([01]?\d|2[0-3])[:.][0-5]\d"
        return {"type": "string", "pattern": rf"^(from )?{clock}(\s*(to|until|-|–)\s*{clock})?$"}
    if field.takes == "list":
        return {"anyOf": [text, {"type": "array", "items": text}]}
    return text
