"""docs/reliability.md names tests that are there, and every file of tests/hostile keeps some promise."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)


def test_every_named_test_exists() -> None:
    missing = [
        f"{path}::{name}"
        for path, name in NAMED
        if not (ROOT / path).is_file()
        or not re.search(rf"^\s*def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert missing == []
    assert len(NAMED) > 25


def test_every_promise_names_a_test() -> None:
    promises = PAGE.partition("## The figures")[0]
    rows = [line for line in promises.splitlines() if line.startswith("| ") and "| kept by |" not in line]
    assert [row for row in rows if "::test_" not in row] == []


def test_every_hostile_test_file_is_named() -> None:
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests" / "hostile").glob("test_*.py")}
    assert files == {path for path, _ in NAMED if path.startswith("tests/hostile/")}


def test_the_policy_names_files_that_are_there() -> None:
    policy = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = re.findall(r"`(publisher/[\w/]+\.py)`|\]\((docs/[\w./-]+)\)", policy)
    assert named
    for path in named:
        assert (ROOT / "".join(path)).is_file(), path


def test_no_text_of_thousands_of_signs_is_made_here() -> None:
    """Such texts hang and end other people's software; our guards are tried with limits set low."""
    made = re.compile(r"""["'][^A-Za-z0-9"'\n]{1,9}["'] ?\* ?\(?[0-9][0-9_]{3,}""")
    rooms = ("publisher", "tests", "benchmarks", "scripts", "docs")
    files = [path for room in rooms for path in (ROOT / room).rglob("*") if path.suffix in ("", ".py", ".md")]
    assert len(files) > 300
    found = [
        f"{path.relative_to(ROOT)}: {run[0]}"
        for path in files
        if path.is_file()
        for run in made.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
