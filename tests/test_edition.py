"""The edition's digest covers whatever shapes a document."""

import json
import subprocess
import sys
from pathlib import Path

from publisher.edition import PRINTING

IMPORTED = """
import importlib, json, pkgutil, sys
import publisher.feeds, publisher.journal, publisher.press

for room in (publisher.feeds, publisher.journal):
    for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
        importlib.import_module(module.name)
print(json.dumps([name for name in sys.modules if name.startswith("publisher.")]))
"""


def test_a_change_of_any_module_that_printing_imports_prints_everything_anew() -> None:
    """The order of an entry's facts came to stand in `announcements/`, which the digest left out."""
    code = [sys.executable, "-c", IMPORTED]
    done = subprocess.run(code, capture_output=True, check=True, cwd=Path(__file__).parents[1])
    imported = {name.split(".")[1] for name in json.loads(done.stdout)}
    assert imported == {name.removesuffix(".py") for name in PRINTING}
