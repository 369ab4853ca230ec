"""The shape of the package: short functions, short files, empty `__init__.py`, a caption for every module."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "publisher"
SOURCES = sorted(PACKAGE.rglob("*.py"))
MODULES = [path for path in SOURCES if path.name != "__init__.py"]

# Names that say nothing, behind which anything can gather.
FORBIDDEN = {"base", "common", "helper", "helpers", "manager", "service", "util", "utils"}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE.parent).as_posix()


def words_of(name: str) -> set[str]:
    """The words of a snake_case or CamelCase name, in small letters."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def functions_of(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def faults_of(name: str, text: str) -> list[str]:
    """What is wrong with one module's shape, a line each; `name` is its path from the top."""
    tree = ast.parse(text)
    faults = [f"{name}: {len(text.splitlines())} lines; at most 400"] if text.count("\n") > 400 else []
    if not is_captioned(tree):
        faults.append(f"{name}: does not open with a one-line docstring on its first line")
    for function in functions_of(tree):
        if lines_of(function) > 50:
            faults.append(
                f"{name}:{function.lineno}: {function.name}: {lines_of(function)} lines; at most 50"
            )
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    faults += [
        f"{name}:{node.lineno}: a name that says nothing: {node.name}"
        for node in classes
        if is_empty(node.name)
    ]
    return faults


def is_captioned(tree: ast.Module) -> bool:
    """One line that could caption the file in a listing; more may follow below an empty line."""
    first = tree.body[0] if tree.body else None
    caption, _, rest = (ast.get_docstring(tree) or "").partition("\n")
    return first is not None and first.lineno == 1 and bool(caption) and (not rest or rest.startswith("\n"))


def is_empty(name: str) -> bool:
    return bool(words_of(name) & FORBIDDEN)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_has_a_caption_and_nothing_too_long(path: Path) -> None:
    assert faults_of(name_of(path), path.read_text(encoding="utf-8")) == []


def test_every_init_is_empty() -> None:
    full = [name_of(path) for path in SOURCES if path.name == "__init__.py" and path.read_bytes().strip()]
    assert full == []


def test_every_folder_with_code_is_a_package() -> None:
    """Without it the folder would be left out of type checking and of the import contracts without a word."""
    bare = {name_of(path.parent) for path in MODULES if not (path.parent / "__init__.py").exists()}
    assert bare == set()


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    assert [name_of(path) for path in PACKAGE.rglob("*") if is_empty(path.stem)] == []


def test_tests_are_not_packages() -> None:
    """With importmode=importlib, an `__init__.py` would make two files of one name hide each other."""
    assert [path.as_posix() for path in Path(__file__).parent.rglob("__init__.py")] == []


def test_every_room_that_prints_is_kept_from_drafts() -> None:
    """import-linter refuses a module that does not exist, so `press` joins once it is written."""
    settings = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}
    printing = {
        f"publisher.{path.stem}" for path in PACKAGE.iterdir() if path.stem in ("feeds", "journal", "press")
    }
    assert set(contracts["released-only"]["source_modules"]) == printing


def test_a_badly_shaped_module_is_told_off() -> None:
    long_function = "def f() -> None:\n" + "    x = 1\n" * 50
    text = "import os\n\n\nclass FeedManager:\n    pass\n\n\n" + long_function + "#\n" * 350
    assert faults_of("publisher/bad.py", text) == [
        "publisher/bad.py: 408 lines; at most 400",
        "publisher/bad.py: does not open with a one-line docstring on its first line",
        "publisher/bad.py:8: f: 51 lines; at most 50",
        "publisher/bad.py:4: a name that says nothing: FeedManager",
    ]


@pytest.mark.parametrize("name", ["utils", "feed_helpers", "BaseOutlet", "HTTPService", "LedgerManager"])
def test_a_name_that_says_nothing_is_known(name: str) -> None:
    assert is_empty(name)


@pytest.mark.parametrize("name", ["baseline", "servicing", "BasementRoom", "outlet", "HTTPOutlet"])
def test_a_name_that_only_looks_like_one_is_let_be(name: str) -> None:
    assert not is_empty(name)
