"""What errors hold back, and since when: one fault for a file, one for each fault of config.toml."""

from datetime import timedelta

import msgspec
import pytest

from publisher.desk.faults import SourceFault
from publisher.monitoring.status import keep_status, read_status
from tests.builders import DUE
from tests.folders import MINUTE, Folder


def errors_at(folder: Folder, minutes: int) -> tuple[SourceFault, ...]:
    """What a new process finds so long after the hour."""
    desk = folder.open()
    status = keep_status(desk.ledger, desk.run_pass(DUE + minutes * MINUTE))
    folder.close()
    return status.errors


def test_a_file_with_errors_is_one_fault_since_it_was_first_seen(folder: Folder) -> None:
    assert errors_at(folder, 0) == ()
    folder.announce("broken", access="secret", kind="party")
    (fault,) = errors_at(folder, 1)
    assert fault == SourceFault(
        "announcements/broken.md",
        "announcements/broken.md:5: `kind: party` is not known; write one of meeting, text, deadline, silence"
        " (and 1 more)",
        "2017-09-27T22:01:00Z",
    )
    folder.announce("broken", access="secret")
    (later,) = errors_at(folder, 9)
    assert (later.key, later.since) == (fault.key, fault.since)
    assert later.text != fault.text
    folder.announce("broken")
    assert errors_at(folder, 10) == ()
    folder.announce("broken", access="secret")
    assert errors_at(folder, 11)[0].since == "2017-09-27T22:11:00Z"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("first-reading.fr.md", "---\ntitle: Lecture\npublish: at once\n---\n"),
        ("lost.fr.md", "---\ntitle: Lecture\n---\n"),
        ("nowhere.md", "---\ntitle: Nowhere\nmilestone: no-such-line\n---\n"),
    ],
    ids=["a translation", "a translation of nothing", "a plan that cannot be made"],
)
def test_each_kind_of_error_is_one(folder: Folder, name: str, text: str) -> None:
    folder.write(name, text)
    assert [fault.key for fault in errors_at(folder, 0)] == [f"announcements/{name}"]


def test_a_draft_with_an_error_is_none_and_neither_is_a_warning(folder: Folder) -> None:
    folder.announce("broken", draft="true", access="secret")
    folder.announce("lost", draft="true", milestone="no-such-line")
    folder.announce("odd", documents="[see annex]")
    assert errors_at(folder, 0) == ()


def test_faults_of_config_toml_are_one_each_wherever_their_lines_move(folder: Folder) -> None:
    folder.set_config('when = "2 October (afternoon)"', 'when = "31 November"')
    (fault,) = errors_at(folder, 0)
    assert fault.key.startswith('config.toml: "31 November"')
    text = folder.config.read_text(encoding="utf-8")
    folder.config.write_text(f"# a remark\n{text}", encoding="utf-8")
    (moved,) = errors_at(folder, 5)
    assert (moved.key, moved.since) == (fault.key, fault.since)
    assert moved.text != fault.text


def test_a_clock_that_is_put_back_leaves_no_fault_in_the_future(folder: Folder) -> None:
    folder.announce("broken", access="secret")
    errors_at(folder, 60)
    assert errors_at(folder, 0)[0].since == "2017-09-27T22:00:00Z"


def test_a_machine_whose_sources_are_behind_says_nothing_of_them(folder: Folder) -> None:
    """Each pass of it would have ended an alarm that the newest sources raise, or begun one that is over."""
    folder.announce("broken", access="secret")
    desk = folder.open()
    seen = keep_status(desk.ledger, desk.run_pass(DUE)).errors
    folder.announce("broken")
    behind = msgspec.structs.replace(desk.run_pass(DUE + MINUTE), is_behind=True)
    assert keep_status(desk.ledger, behind).errors == seen
    assert keep_status(desk.ledger, desk.run_pass(DUE + timedelta(minutes=2))).errors == ()
    assert read_status(desk.ledger).errors == ()
