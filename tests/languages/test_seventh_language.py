"""A language is a folder: one that is laid beside the others is offered, read and printed."""

import ast
import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

import publisher
from tests.sample import copy_sample

PACKAGE = Path(publisher.__file__).parent

# The catalogue and the page are lent by Spanish: here only what joins a language to the program is tried.
PORTUGUESE = r"""
name = "Portuguese"
native = "Português"
locale = "pt_PT"
quotes = ["“", "”"]
footnote = "Voltar ao texto, nota {}"
subscribe_seen = false

[dates]
weekdays = [
    "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo",
]
months = [
    "janeiro", "fevereiro", "março", "abril", "maio", "junho",
    "julho", "agosto", "setembro", "outubro", "novembro", "dezembro",
]
weekday_by_day = true
written = ['{weekday},?\s+{day}\s+de\s+{month}\s+de\s+{year}']

[resolutions]
joint = '\s+e\s+'
noun = '[Rr]esoluç(?:ão|ões)'

[ordinals]
meeting = { other = "{number}ª" }
words = "primeira, segunda, terceira"
"""
TRANSLATION = """---
title: Primeira leitura
---
A leitura terá lugar na segunda-feira, 2 de outubro de 2017.[^1] "Um texto", resoluções 71/280 e 72/1.

[^1]: Uma nota.
"""
FAULTY = """---
title: Anteprojeto
---
O anteprojeto será distribuído na terça-feira, 2 de outubro de 2017.
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with Portuguese laid beside its languages, and the sample in English and Portuguese."""
    home = tmp_path_factory.mktemp("home")
    copytree(PACKAGE, home / "publisher", ignore=ignore_patterns("__pycache__"))
    folder = home / "publisher" / "languages" / "pt"
    copytree(home / "publisher" / "languages" / "es", folder, dirs_exist_ok=True)
    catalogue = folder / "catalogue.po"
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(text.replace('"Language: es', '"Language: pt'), encoding="utf-8")
    (folder / "language.toml").write_text(PORTUGUESE, encoding="utf-8")
    config = copy_sample(home)
    lines = config.read_text(encoding="utf-8").splitlines()
    lines = ['languages = ["en", "pt"]' if line.startswith("languages = ") else line for line in lines]
    config.write_text("\n".join(lines), encoding="utf-8")
    for translation in (home / "announcements").glob("*.??.md"):
        translation.unlink()
    (home / "announcements" / "first-reading.pt.md").write_text(TRANSLATION, encoding="utf-8")
    (home / "announcements" / "zero-draft.pt.md").write_text(FAULTY, encoding="utf-8")
    return home


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of the program in that folder, not of the one under test."""
    command = [sys.executable, "-m", "publisher", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(home)}
    return subprocess.run(
        command, cwd=home, env=environment, capture_output=True, text=True, timeout=100, check=False
    )


@pytest.fixture(scope="module")
def site(home: Path) -> Path:
    """The site as published."""
    done = run(home, "publish")
    assert (home / "public" / "pt" / "index.html").exists(), done.stdout + done.stderr
    return home / "public"


def test_a_new_language_prints_every_page_and_feed(site: Path) -> None:
    english = {path.relative_to(site / "en") for path in (site / "en").rglob("*")}
    portuguese = {path.relative_to(site / "pt") for path in (site / "pt").rglob("*")}
    assert len(english) > 30
    assert portuguese == english


def test_a_new_language_brings_its_own_dates_marks_and_names(site: Path) -> None:
    page = (site / "pt" / "entries" / "first-reading.html").read_text(encoding="utf-8")
    assert "segunda-feira 2 de outubro de 2017" in page
    assert "“Um texto”" in page
    assert 'href="https://docs.un.org/en/A/RES/71/280"' in page
    assert 'href="https://docs.un.org/en/A/RES/72/1"' in page
    assert 'title="Voltar ao texto, nota 1"' in page
    assert 'content="pt_PT"' in page
    english = (site / "en" / "entries" / "first-reading.html").read_text(encoding="utf-8")
    assert 'lang="pt" dir="ltr">Português</a>' in english


def test_what_nobody_translated_is_said_in_a_new_language_too(site: Path) -> None:
    """No catalogue names a language that came later; then CLDR does."""
    page = (site / "pt" / "entries" / "conclusion.html").read_text(encoding="utf-8")
    assert "português" in page


def test_a_new_language_s_weekdays_are_compared_with_their_dates(home: Path) -> None:
    said = run(home, "check").stdout
    assert '"terça-feira, 2 de outubro de 2017": 2 October 2017 is a Monday, not a Tuesday' in said
    assert "segunda-feira" not in said


def test_a_new_language_is_offered_where_a_publication_begins(home: Path) -> None:
    begun = run(home, "init", "begun", "--languages", "pt, en", "--yes")
    assert begun.returncode == 0, begun.stderr
    config = (home / "begun" / "config.toml").read_text(encoding="utf-8")
    assert "any of ar, zh, en, fr, pt, ru, es;" in config


def test_no_file_of_the_program_names_a_language_but_english() -> None:
    """English is the key of the catalogues; any other would be one more place to look for."""
    codes = {"ar", "zh", "fr", "ru", "es"}
    named = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in codes
    ]
    assert named == []
