"""A fault in config.toml as a problem like any other, for whoever shows problems at their place."""

import re

from publisher.errors import ConfigError
from publisher.problem import Problem

_FAULT = re.compile(r"(?P<path>[^:\n]+):(?P<line>\d+): (?P<what>.*?)(?:; (?P<mend>[^;]*))?")


def read_faults(error: ConfigError) -> tuple[Problem, ...]:
    """Every line of the error, which is `path:line: what is wrong; how to mend it`."""
    return tuple(_read_fault(line) for line in str(error).split("\n") if line.strip())


def _read_fault(text: str) -> Problem:
    found = _FAULT.fullmatch(text)
    if found is None:
        return Problem("config.toml", 1, text, "mend it", rule="config")
    mend = found["mend"] or "mend that line"
    return Problem(found["path"], int(found["line"]), found["what"], mend, rule="config")
