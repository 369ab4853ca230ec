"""Names and kinds that are proposed for a roadmap and its lines."""

import subprocess
import sys
from pathlib import Path

import pytest

from publisher.importing.letter import LetterLine, propose_id, propose_kind, propose_milestone_ids
from tests.importing.real_letter import SIX, TITLE


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (TITLE, "modalities"),
        ("Roadmap for the modalities resolution", "modalities"),
        ("Global compact for safe, orderly and regular migration", "global-compact"),
        ("Pact for the future", "pact"),
        ("Declaration of Gómez Camacho", "declaration"),
        ("Draft resolution", "draft-resolution"),
        ("مؤتمر", "roadmap"),
        ("", "roadmap"),
        ("Unbreakable" * 20, "unbreakable" * 3 + "unbreak"),
    ],
)
def test_a_roadmap_gets_a_short_name_from_its_title(title: str, name: str) -> None:
    assert propose_id(title) == name


def test_the_letters_lines_get_short_names() -> None:
    assert propose_milestone_ids(LetterLine(*pair) for pair in SIX) == (
        "note-organization-work",
        "zero-draft",
        "first-reading",
        "informal-consultations",
        "additional-informal-consultations",
        "conclusion",
    )


def test_like_lines_get_names_that_differ() -> None:
    whats = [
        "2nd reading",
        "2nd reading",
        "Informal consultations on finance",
        "Informal consultations on rules",
    ]
    assert propose_milestone_ids(LetterLine("1 May", what) for what in [*whats, "会议", "会议"]) == (
        "second-reading",
        "second-reading-2",
        "informal-consultations",
        "informal-consultations-rules",
        "milestone-5",
        "milestone-6",
    )


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        (SIX[0][1], "text"),
        (SIX[1][1], "text"),
        (SIX[2][1], "meeting"),
        (SIX[3][1], "meeting"),
        (SIX[4][1], "meeting"),
        (SIX[5][1], "deadline"),
        ("Draft placed under silence procedure", "silence"),
        ("Deadline for submission of inputs", "deadline"),
        ("Presentation of the zero draft", "text"),
        ("Adoption of the resolution at a plenary meeting", "deadline"),
        ("Opening session", "meeting"),
        ("Stocktaking", "meeting"),
        ("Something else", "meeting"),
    ],
)
def test_the_first_word_that_tells_gives_the_kind(what: str, kind: str) -> None:
    assert propose_kind(what) == kind


def test_reading_a_letter_imports_no_slow_package_at_import_time() -> None:
    code = (
        "import sys, publisher.importing.letter, publisher.importing.letter_html, "
        "publisher.importing.letter_pdf, publisher.fetch.fetch; "
        "print([name for name in ('bs4', 'lxml', 'pypdf', 'requests', 'urllib3') "
        "if name in sys.modules])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "[]"
