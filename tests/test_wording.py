"""No decision hangs on how a message is worded: an error's text is printed, and never taken apart."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest

PACKAGE = Path(__file__).parent.parent / "publisher"
MODULES = sorted(PACKAGE.rglob("*.py"))

SEARCHES = {
    "partition", "rpartition", "split", "rsplit", "splitlines", "startswith", "endswith",
    "removeprefix", "removesuffix", "replace", "find", "index", "count",
}  # fmt: skip
PATTERNS = {"search", "match", "fullmatch", "findall", "finditer", "sub", "split"}

ALLOWED = {
    ("config/decoding.py", "decode"): "tomllib gives the line in its words alone before Python 3.14",
    ("config/limits.py", "read_toml"): "of a number too long Python's words go on about its own settings",
    ("journal/paper.py", "find_missing"): "a library names what it lacks on its first line; it is only shown",
    (
        "outlets/s3.py",
        "explain",
    ): "obstore has one error for all, with the server's whole answer in its words",
}
"""By module and function: why the words of somebody else's message are all there is to go by."""


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def searches_of(text: str) -> list[tuple[str, int]]:
    """The function and line of each place where the text of an error, or what was made of it, is searched."""
    found = []
    for function in ast.walk(ast.parse(text)):
        if isinstance(function, ast.FunctionDef):
            found += [(function.name, line) for line in _search_function(function)]
    return found


def _search_function(function: ast.FunctionDef) -> Iterator[int]:
    errors = {node.name for node in ast.walk(function) if isinstance(node, ast.ExceptHandler) and node.name}
    errors |= {one.arg for one in function.args.args if one.annotation and _is_error(one.annotation)}
    made: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and (
            _says(node.value, errors | made) or _is_told(node.value, errors)
        ):
            made |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    yield from (node.lineno for node in ast.walk(function) if _is_search(node, errors, made))


def _is_error(annotation: ast.expr) -> bool:
    return ast.unparse(annotation).endswith(("Error", "Exception"))


def _is_told(node: ast.expr, errors: set[str]) -> bool:
    """A call of ours that makes words of an error, as `describe(error)` does."""
    return isinstance(node, ast.Call) and any(
        isinstance(one, ast.Name) and one.id in errors for one in node.args
    )


def _is_search(node: ast.AST, errors: set[str], made: set[str]) -> TypeGuard[ast.expr]:
    if isinstance(node, ast.Compare) and any(isinstance(one, ast.In | ast.NotIn) for one in node.ops):
        return any(_says(one, errors) or _is_one_of(one, made) for one in node.comparators)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    if node.func.attr in SEARCHES and (_says(node.func.value, errors) or _is_one_of(node.func.value, made)):
        return bool(node.args) or node.func.attr == "splitlines"  # `split()` alone tidies white space
    return node.func.attr in PATTERNS and any(
        _says(one, errors) or _is_one_of(one, made) for one in node.args
    )


def _is_one_of(node: ast.AST, names: set[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names


def _says(node: ast.AST, names: set[str]) -> bool:
    """Whether an expression holds the text of an error: `str(error)`, `f"{error}"`, `error.what`."""
    return any(_is_one_of(said, names) for part in ast.walk(node) for said in _list_said(part))


def _list_said(part: ast.AST) -> list[ast.expr]:
    """What an expression makes words of."""
    if isinstance(part, ast.Call) and _is_one_of(part.func, {"str"}):
        return part.args
    if isinstance(part, ast.Attribute) and part.attr in ("args", "what", "mend", "strerror"):
        return [part.value]
    return [part.value] if isinstance(part, ast.FormattedValue) else []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_searches_the_text_of_an_error(path: Path) -> None:
    places = searches_of(path.read_text(encoding="utf-8"))
    assert [f"{name}:{line}" for name, line in places if (name_of(path), name) not in ALLOWED] == []


def test_whatever_is_allowed_is_still_there() -> None:
    there = {(name_of(path), name) for path in MODULES for name, _ in searches_of(path.read_text("utf-8"))}
    assert set(ALLOWED) <= there


@pytest.mark.parametrize(
    "line",
    [
        'what, _, mend = str(error).partition("; ")',
        'x = "is locked" in str(error)',
        'x = "is locked" not in error.args[0]',
        're.search("at line", str(error))',
        'words = str(error)\n        x = words.startswith("no")',
        'words = f"it failed: {error}"\n        x = "no" in words',
        'x = error.what.partition("; ")',
        'x = str(error).split("; ")[0]',
        'words = describe(error)\n        x = "is locked" in words',
    ],
)
def test_a_search_in_the_text_of_an_error_is_seen(line: str) -> None:
    assert searches_of(f"def f():\n    try:\n        g()\n    except E as error:\n        {line}\n")


@pytest.mark.parametrize(
    "line", ["x = f'{error}'", 'x = " ".join(str(error).split())', "x = error.code in CODES"]
)
def test_a_text_that_is_only_printed_is_let_be(line: str) -> None:
    assert not searches_of(f"def f():\n    try:\n        g()\n    except E as error:\n        {line}\n")
