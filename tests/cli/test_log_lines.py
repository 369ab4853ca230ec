"""`run --log json`: each line an object, with what programs look for beside the words."""

import json
import logging
from io import StringIO

import pytest

from publisher.cli.log_lines import JsonLines


@pytest.fixture
def lines() -> StringIO:
    return StringIO()


def write(lines: StringIO) -> logging.Logger:
    handler = logging.StreamHandler(lines)
    handler.setFormatter(JsonLines())
    logger = logging.Logger("test")
    logger.addHandler(handler)
    return logger


def test_a_line_is_an_object_with_its_instant_and_what_it_is_of(lines: StringIO) -> None:
    write(lines).warning("not delivered: %s", "“site”\nis full", extra={"release": 7})
    [text] = lines.getvalue().splitlines()
    line = json.loads(text)
    assert (line["level"], line["message"], line["release"]) == (
        "warning", "not delivered: “site”\nis full", 7,
    )  # fmt: skip
    assert line["at"].endswith("Z")
    assert set(line) == {"at", "level", "message", "release"}


def test_a_fault_in_full_stays_on_one_line(lines: StringIO) -> None:
    try:
        raise ValueError("no")
    except ValueError:
        write(lines).error("it failed", exc_info=True)
    [text] = lines.getvalue().splitlines()
    assert "ValueError: no" in json.loads(text)["fault"]
