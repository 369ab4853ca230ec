"""The list of problems where authors see it: whole, only when there is one, and over nobody's file."""

import os
from pathlib import Path

import pytest

from publisher.desk import problem_file
from publisher.desk.problem_file import FIRST_LINE, ForeignFileError, ProblemFile, keep_file, write_list
from publisher.problem import Problem

ERROR = Problem("announcements/bureau.md", 4, "`access: secret` is not known", "write open or closed")
WARNING = Problem("announcements/other.md", 3, "it meets `bureau`", "move one", True, "collision")
OPERATORS = Problem("config.toml", 9, "the outlet `mail` is not live", "write live", True, "live")


def test_errors_stand_first_and_what_only_an_operator_can_mend_is_left_out() -> None:
    assert write_list(None, [WARNING, OPERATORS, ERROR]).splitlines() == [
        FIRST_LINE,
        "",
        "Held back until it is mended; what was released stays as it was:",
        "",
        "announcements/bureau.md:4: `access: secret` is not known; write open or closed",
        "",
        "Released all the same, but look at it:",
        "",
        "announcements/other.md:3: warning: it meets `bureau`; move one",
    ]
    assert write_list(None, [OPERATORS]) == ""
    assert "config.toml:3: no (the last good" in write_list("config.toml:3: no", [])


def test_of_very_many_the_first_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problem_file, "MOST_LINES", 2)
    assert write_list(None, [ERROR] * 5).endswith("write open or closed\n\n… and 3 more\n")


def test_it_is_there_while_there_is_a_problem_and_gone_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "PROBLEMS.txt"
    keep_file(path, "")
    assert os.listdir(tmp_path) == []
    keep_file(path, write_list(None, [ERROR]))
    assert ERROR.what in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o644
    keep_file(path, write_list(None, [WARNING]))
    assert ERROR.what not in path.read_text(encoding="utf-8")
    keep_file(path, "")
    assert os.listdir(tmp_path) == []


def test_what_is_unchanged_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "PROBLEMS.txt"
    text = write_list(None, [ERROR])
    keep_file(path, text)
    before = path.stat()
    keep_file(path, text)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("text", [write_list(None, [ERROR]), ""])
def test_a_file_of_somebody_else_is_neither_replaced_nor_deleted(tmp_path: Path, text: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("My notes\n")
    with pytest.raises(ForeignFileError):
        keep_file(path, text)
    assert path.read_text() == "My notes\n"


def test_a_folder_that_is_not_there_is_not_made_and_nothing_is_left_behind(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        keep_file(tmp_path / "share" / "PROBLEMS.txt", write_list(None, [ERROR]))
    assert os.listdir(tmp_path) == []


def test_what_cannot_take_its_name_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*names: object) -> None:
        raise PermissionError("no")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(PermissionError):
        keep_file(tmp_path / "PROBLEMS.txt", write_list(None, [ERROR]))
    assert os.listdir(tmp_path) == []


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "PROBLEMS.txt")
    with pytest.raises(ForeignFileError):
        keep_file(tmp_path / "PROBLEMS.txt", write_list(None, [ERROR]))


def test_a_file_that_is_named_anew_leaves_its_old_place(tmp_path: Path) -> None:
    shown, text = ProblemFile(), write_list(None, [ERROR])
    shown.show(tmp_path / "one.txt", text)
    shown.show(tmp_path / "two.txt", text)
    assert os.listdir(tmp_path) == ["two.txt"]
    shown.show(None, text)
    assert os.listdir(tmp_path) == []


def test_what_cannot_be_written_is_logged_once_and_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shown, text, share = ProblemFile(), write_list(None, [ERROR]), tmp_path / "share"
    for _ in range(3):
        shown.show(share / "PROBLEMS.txt", text)
    assert len(caplog.records) == 1
    share.mkdir()
    shown.show(share / "PROBLEMS.txt", text)
    assert os.listdir(share) == ["PROBLEMS.txt"]
