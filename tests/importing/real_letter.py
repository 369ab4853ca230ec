"""The letter of 13 September 2017, and what is to be read out of it: six lines under one title."""

from pathlib import Path

from publisher.importing.letter import Letter

LETTERS = Path(__file__).parent / "letters"
REAL = LETTERS / "2017-09-14-pga-modalities-roadmap.txt"
TITLE = (
    "Modalities resolution for the intergovernmental conference to adopt a global compact "
    "for safe, orderly and regular migration"
)
SIX = (
    ("25 August", "Submission of the Note on the organization of work, prepared by the Secretariat"),
    (
        "25 September",
        "Circulation of a 0-draft of the modalities resolution, prepared by the co-facilitators",
    ),
    ("2 October (afternoon)", "1st reading"),
    ("5 October (morning)", "Informal consultations on the draft"),
    ("Week of 23 October", "Additional informal consultations, as needed"),
    (
        "31 October",
        "Conclusion of the negotiations and submission of the resolution to ACABQ and Fifth Committee",
    ),
)


def pairs(letter: Letter) -> tuple[tuple[str, str], ...]:
    return tuple((line.when, line.what) for line in letter.lines)
