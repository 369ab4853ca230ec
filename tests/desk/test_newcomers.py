"""What claims the slug of something released is held; that keeps its slug, and its edits go on."""

from datetime import timedelta
from pathlib import Path

from publisher.desk.desk import Desk, Pass
from tests.builders import DUE
from tests.folders import Folder

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def released(done: Pass) -> list[str]:
    return [f"{one.name}/{one.revision}" for one in done.released if one.subject == "announcement"]


def title_of(desk: Desk, slug: str = "first-reading") -> str:
    return desk.ledger.heads()["announcement", slug].snapshot.original.title


def problems(done: Pass) -> list[str]:
    return [str(problem).partition(": ")[2] for problem in done.survey.problems]


def test_a_copy_with_the_slug_of_something_released_is_held_and_the_edits_of_that_go_on(
    folder: Folder,
) -> None:
    """Both were held: a copy made to begin from kept every edit of the good one back."""
    desk = folder.open()
    desk.run_pass(DUE)
    write_copy(folder, "copy")
    folder.announce(saved=DUE, access="closed", title="Edited")
    done = desk.run_pass(DUE + HOUR)
    assert released(done) == ["first-reading/2"]
    assert title_of(desk) == "Edited"
    assert [problem.path for problem in done.survey.problems] == ["announcements/copy.md"]
    assert problems(done) == [
        "the slug `first-reading` is that of announcements/first-reading.md, which was released under it; "
        "give this one another `slug:` or file name"
    ]
    row = next(item for item in done.survey.plan.announcements if item.name == "copy")
    assert row.state == "held"


def write_copy(folder: Folder, name: str, title: str = "A copy") -> Path:
    text = f"---\ntitle: {title}\nmilestone: first-reading\nslug: first-reading\n---\n\nOther words.\n"
    return folder.write(f"{name}.md", text, DUE)


def test_a_renamed_file_keeps_its_slug_and_what_comes_under_its_old_name_is_the_newcomer(
    folder: Folder,
) -> None:
    desk = folder.open()
    desk.run_pass(DUE)
    (folder.announcements / "first-reading.md").unlink()
    write_copy(folder, "renamed", "Meeting first-reading")
    desk.run_pass(DUE + HOUR)
    folder.announce(saved=DUE + HOUR, title="Another meeting altogether")
    done = desk.run_pass(DUE + DAY)
    assert title_of(desk) == "Meeting first-reading"
    assert [problem.path for problem in done.survey.problems] == ["announcements/first-reading.md"]
    assert "is that of announcements/renamed.md" in problems(done)[0]


def test_a_newcomer_is_held_while_the_released_one_cannot_be_read(folder: Folder) -> None:
    """Saved half, the good one would have been replaced by the words of the copy."""
    desk = folder.open()
    desk.run_pass(DUE)
    folder.announce(saved=DUE, rooom="misspelt")
    write_copy(folder, "copy")
    done = desk.run_pass(DUE + HOUR)
    assert released(done) == []
    assert {problem.path for problem in done.survey.problems} == {
        "announcements/copy.md",
        "announcements/first-reading.md",
    }
    folder.announce(saved=DUE, room="Conference Room 1")
    assert released(desk.run_pass(DUE + DAY)) == ["first-reading/2"]
    assert title_of(desk) == "Meeting first-reading"


def test_another_process_knows_the_newcomer_too_and_so_does_the_next(folder: Folder) -> None:
    folder.open().run_pass(DUE)
    folder.close()
    write_copy(folder, "copy")
    folder.announce(saved=DUE, title="Edited")
    survey = folder.open().survey(DUE + HOUR, keep=False)
    assert [problem.path for problem in survey.problems] == ["announcements/copy.md"]
    assert [draft.name for draft in survey.plan.due] == ["first-reading"]


def test_of_two_that_were_never_released_nobody_knows_which_is_meant(folder: Folder) -> None:
    write_copy(folder, "copy")
    done = folder.open().run_pass(DUE)
    assert released(done) == []
    assert {problem.path for problem in done.survey.problems} == {
        "announcements/copy.md",
        "announcements/first-reading.md",
    }


def test_once_the_released_one_is_gone_the_file_with_its_slug_goes_on_as_it(folder: Folder) -> None:
    desk = folder.open()
    desk.run_pass(DUE)
    write_copy(folder, "copy")
    desk.run_pass(DUE + MINUTE)
    (folder.announcements / "first-reading.md").unlink()
    assert released(desk.run_pass(DUE + HOUR)) == ["first-reading/2"]
    assert title_of(desk) == "A copy"


def test_a_newcomer_that_other_machines_take_for_the_same_file_does_not_hold_what_was_released(
    folder: Folder,
) -> None:
    """Capitals alone tell them apart: on macOS and Windows they are one."""
    desk = folder.open()
    desk.run_pass(DUE)
    text = "---\ntitle: Capitals\nmilestone: first-reading\nslug: capitals\n---\n\nWords.\n"
    folder.write("First-Reading.md", text, DUE)
    folder.announce(saved=DUE, title="Edited")
    done = desk.run_pass(DUE + HOUR)
    assert released(done) == ["first-reading/2"]
    assert [problem.path for problem in done.survey.problems] == ["announcements/First-Reading.md"]
