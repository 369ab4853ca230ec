"""Story 5: new code renames a function, and the schedules that named it are deleted."""

import ast
import sqlite3
from pathlib import Path

import publisher.errors
from tests.failure_stories.story import Story

SOURCE = Path(publisher.errors.__file__).parent
UNREADABLE = {"pickle", "shelve", "marshal", "dill", "cloudpickle"}
TABLES = set(
    "approval release standing delivery shelf messenger proof brake seen rendering resting fact sheet"
    " blob".split()
)


def test_the_ledger_holds_no_job_and_nothing_that_only_this_version_can_read(story: Story) -> None:
    """apscheduler #341, #99; AutoGPT #14218: 268 stored jobs were deleted in 8 s because a name had changed.

    What is to come is worked out anew at every pass; what is kept is text and JSON.
    """
    story.save()
    story.wait("2017-09-27 18:00")
    story.save(room="Conference Room 4")
    story.wait("2017-09-28 18:00")
    story.folder.close()
    database = sqlite3.connect(story.folder.path / "ledger.sqlite")
    names = {name for (name,) in database.execute("select name from sqlite_master where type = 'table'")}
    assert {name for name in names if not name.startswith(("sqlite_", "alembic_"))} == TABLES
    blobs = [
        value
        for name in TABLES
        for row in database.execute(f"select * from {name}")
        for value in row
        if isinstance(value, bytes)
    ]
    database.close()
    assert blobs
    for value in blobs:
        assert value[:1] == b"{", value[:40]


def test_no_room_of_the_program_can_write_what_only_itself_can_read() -> None:
    """AutoGPT #14218: a stored reference to code dies with the code."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not UNREADABLE & {name.partition(".")[0] for name in names}, path
            assert "sqlalchemyjobstore" not in "".join(names).lower(), path
