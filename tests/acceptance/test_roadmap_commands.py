"""What the `roadmap` commands promise: the letter in, each reading shown, consequences before the edit."""

from pathlib import Path

import pytest

from tests.acceptance.publication import ROOT, Publication
from tests.importing.real_letter import REAL, SIX


def test_the_letter_yields_its_six_lines_with_no_help(bare: Publication) -> None:
    read = bare.json("roadmap", "import", str(REAL), "--dry-run")
    assert [(line["when"], line["what"]) for line in read["milestones"]] == list(SIX)
    assert read["letter"] == "2017-09-13"
    assert read["id"] == "modalities"
    assert read["title"].startswith("Modalities resolution for the intergovernmental conference to adopt")


def test_a_dry_run_writes_nothing(bare: Publication) -> None:
    before = bare.config.read_bytes()
    bare.run("roadmap", "import", str(REAL), "--dry-run")
    assert bare.config.read_bytes() == before


def test_an_imported_roadmap_can_be_announced_from_and_comments_stay(bare: Publication) -> None:
    bare.configure("# a comment that stays")
    done = bare.run("roadmap", "import", str(REAL), text="y\n")
    assert done.code == 0
    assert "2 October (afternoon)  ->  Monday 2 October 2017, afternoon" in done.out
    assert '"as needed": what hangs on it waits until a person confirms it' in done.out
    assert "# a comment that stays" in bare.config.read_text()
    assert bare.run("new", "first-reading").code == 0
    assert bare.run("check").code == 0
    shown = bare.json("roadmap")
    assert [line["when"]["text"] for line in shown] == [when for when, _ in SIX]


def test_a_no_writes_nothing(bare: Publication) -> None:
    before = bare.config.read_bytes()
    assert bare.run("roadmap", "import", str(REAL), text="n\n").code == 0
    assert bare.config.read_bytes() == before


def test_pasted_lines_are_read_when_told_the_letters_date(bare: Publication) -> None:
    pasted = "\n".join(f"{when}\t{what}" for when, what in SIX)
    done = bare.run("roadmap", "import", "-", "--id", "modalities", "--title", "Modalities",
                    "--letter", "2017-09-13", "--yes", text=pasted)  # fmt: skip
    assert done.code == 0, done.err
    assert [line["when"]["text"] for line in bare.json("roadmap")] == [when for when, _ in SIX]


def test_a_private_address_is_refused_unless_told(bare: Publication) -> None:
    done = bare.run("roadmap", "import", "http://127.0.0.1:9/letter.html")
    assert done.code != 0
    assert "no public address" in done.err
    assert len(done.err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"Nothing of the kind.\n", "no roadmap"),
        (b"%PDF-1.4\n%broken", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
    ],
)
def test_what_is_no_letter_is_named_as_what_it_is(bare: Publication, content: bytes, says: str) -> None:
    path = bare.folder / "letter.bin"
    path.write_bytes(content)
    done = bare.run("roadmap", "import", str(path), "--dry-run")
    assert done.code != 0
    assert says in done.out + done.err


def test_a_line_is_read_with_all_its_sittings(bare: Publication) -> None:
    line = "from Monday, 23 to Friday, 27 March 2015, at 10:00 and 15:00"
    read = bare.json("roadmap", "read", line, "--letter", "2015-03-10")
    assert list(read) == (
        "text first last part times precision condition exact days occasions problems".split()
    )  # fmt: skip
    assert (read["first"], read["last"], read["exact"]) == ("2015-03-23", "2015-03-27", True)
    assert len(read["occasions"]) == 10
    assert read["occasions"][1] == {
        "first": "2015-03-23", "last": "2015-03-23", "part": None, "start": "15:00", "end": None,
    }  # fmt: skip


def test_what_cannot_be_read_is_said_and_not_guessed(bare: Publication) -> None:
    read = bare.json("roadmap", "read", "the moon is blue", "--letter", "2017-09-13")
    assert read["first"] is None
    assert read["exact"] is False
    assert read["problems"]


def future(bare: Publication) -> None:
    """A roadmap of 2030 with one announcement planned on it."""
    bare.configure(
        '[roadmaps.r]\ntitle = "R"\nletter = 2026-01-05\n\n'
        '[[roadmaps.r.milestones]]\nid = "reading"\nwhen = "3 June 2030 (afternoon)" # as the letter has it\n'
        'what = "Reading"\n'
    )
    bare.write("reading.md", "---\ntitle: Reading\nmilestone: reading\n---\n\nText.\n")


def test_a_move_shows_what_follows_asks_and_writes_one_line(bare: Publication) -> None:
    future(bare)
    done = bare.run(
        "roadmap", "move", "reading", "6 June 2030 (morning)", "--reason", "The room is taken", text="y\n"
    )
    assert done.code == 0
    assert "reading: moves: release was Wed 29 May 2030 18:00 New York, will be Mon 3 Jun 2030" in done.out
    text = bare.config.read_text()
    assert 'when = "6 June 2030 (morning)" # as the letter has it' in text
    assert 'reason = "The room is taken"' in text


def test_the_consequences_of_a_move_as_json_write_nothing(bare: Publication) -> None:
    future(bare)
    before = bare.config.read_bytes()
    changes = bare.json("roadmap", "move", "reading", "6 June 2030 (morning)")
    assert [(change["name"], change["what"]) for change in changes] == [("reading", "moves")]
    assert bare.config.read_bytes() == before


def test_cancelling_holds_what_was_only_planned(bare: Publication) -> None:
    future(bare)
    done = bare.run("roadmap", "cancel", "reading", "--reason", "No agreement", "--yes")
    assert "reading: held: will be held: its milestone is cancelled" in done.out
    assert [item["state"] for item in bare.json("plan")] == ["held"]


def test_a_condition_is_closed_by_a_confirmation(sample: Publication) -> None:
    done = sample.run("roadmap", "confirm", "additional-consultations", "25 October (morning)", "--yes")
    assert done.code == 0
    item = next(
        one
        for one in sample.json("plan", "--at", "2017-10-01")
        if one["announcement"].startswith("additional")
    )
    assert (item["state"], item["at"]) == ("planned", "2017-10-20T22:00:00Z")


def test_of_two_roadmaps_with_a_first_reading_each_holds_up_its_own(bare: Publication) -> None:
    future(bare)
    bare.configure(
        '[roadmaps.other]\ntitle = "Other"\nletter = 2026-01-05\n\n'
        '[[roadmaps.other.milestones]]\nid = "reading"\nwhen = "7 June 2030"\nwhat = "Reading"\n'
    )
    bare.write("reading.md", "---\ntitle: Reading\nmilestone: r/reading\n---\n\nText.\n")
    held = {line["roadmap"]: line["announcements"] for line in bare.json("roadmap")}
    assert held == {"r": ["reading"], "other": []}
    assert "several roadmaps have a milestone `reading`" in bare.run("roadmap", "cancel", "reading",
                                                                     "--reason", "x").err  # fmt: skip


def test_a_date_that_cannot_be_read_is_not_written(bare: Publication) -> None:
    future(bare)
    before = bare.config.read_bytes()
    done = bare.run("roadmap", "move", "reading", "Tuesday, 6 June 2030", "--yes")
    assert done.code == 2
    assert "is a Thursday, not a Tuesday" in done.err
    assert bare.config.read_bytes() == before


def test_an_unknown_milestone_is_told_with_the_one_that_was_meant(bare: Publication) -> None:
    future(bare)
    done = bare.run("roadmap", "move", "raeding", "6 June 2030")
    assert done.code == 2
    assert "no roadmap has a milestone `raeding`; did you mean `reading`?" in done.err


@pytest.mark.prove
def test_a_rehearsal_plays_a_script_and_names_a_line_it_cannot_read(
    sample: Publication, tmp_path: Path
) -> None:
    script = tmp_path / "script.txt"
    script.write_text(
        "# a slip\n\non 30 October 2017 at 09:00 move conclusion to 16 November because More time\n"
    )
    span = ("rehearse", "--from", "2017-10-01", "--to", "2017-11-30", "--script", str(script))
    stops = sample.json(*span, "--into", str(tmp_path / "out"))
    told = {"announcement": "conclusion", "kind": "extended", "at": "2017-10-30T13:05:00Z"}
    assert told in stops
    script.write_text("on 30 October 2017 at 09:00 more conclusion to 16 November\n")
    done = sample.run(*span, "--into", str(tmp_path / "other"))
    assert done.code == 2
    assert done.err.startswith(f"{script}:1: ")


@pytest.mark.prove
def test_the_readme_tells_the_autumn_of_2017_as_its_script_plays_it(
    sample: Publication, tmp_path: Path
) -> None:
    script = ROOT / "docs" / "rehearsals" / "autumn-2017.txt"
    span = ("rehearse", "--from", "2017-09-12", "--to", "2017-11-17", "--script", str(script))
    stops = sample.json(*span, "--into", str(tmp_path / "out"))
    assert stops[-1] == {"announcement": "conclusion", "kind": "extended", "at": "2017-10-31T14:05:00Z"}
    assert "16 November" in (ROOT / "README.md").read_text()
    page = (tmp_path / "out" / "public" / "en" / "entries" / "conclusion.html").read_text()
    assert "Reason: Agreement is sought by a silence procedure until that day" in page
