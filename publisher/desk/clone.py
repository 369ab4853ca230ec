"""The clone that the sources lie in: at which commit, and whether another machine's is ahead of it."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from publisher.ledger.facts import NEWEST_COMMIT
from publisher.ledger.ledger import Ledger

SECONDS = 20
COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class Clone:
    """Where `folder` lies in the work tree of a clone; elsewhere it knows no commit and stops nothing.

    The commit is read from the files of git, for a pass is made every half minute; git itself is started
    only when it differs from the newest that any machine has noted in the ledger.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.judged: tuple[str, str, str | None] | None = None

    def read_commit(self, folder: Path) -> str | None:
        if _has_git():
            return read_commit(folder)
        return None

    def check(self, folder: Path, commit: str | None) -> str | None:
        """Why nothing may be recorded: a daemon whose clone is behind would take back what others released.

        A clone that is ahead, or has another history, becomes the newest.
        """
        newest = self.ledger.fact(NEWEST_COMMIT)
        if commit is None or commit == newest:
            return None
        if newest is not None and (why := self._judge(folder, commit, newest)):
            return why
        self.ledger.set_fact(NEWEST_COMMIT, commit)
        return None

    def _judge(self, folder: Path, commit: str, newest: str) -> str | None:
        if self.judged is None or self.judged[:2] != (commit, newest):
            behind = is_behind(folder, commit, newest)
            why = f"the sources are at {commit[:10]}, behind {newest[:10]}, which the ledger has seen; "
            why += "pull, or `publisher resume` where going back is meant"
            self.judged = (commit, newest, why if behind else None)
        return self.judged[2]


def accept_commit(ledger: Ledger, folder: Path) -> None:
    """A person said that what lies here is what is meant."""
    commit = Clone(ledger).read_commit(folder)
    if commit is not None:
        ledger.set_fact(NEWEST_COMMIT, commit)


@cache
def _has_git() -> bool:
    return shutil.which("git") is not None


def read_commit(folder: Path) -> str | None:
    """The commit of the clone around `folder` (gitrepository-layout(5)); None where there is none."""
    try:
        git = _find_git_folder(folder)
        if git is None:
            return None
        head = (git / "HEAD").read_text(encoding="ascii").strip()
        commit: str | None = head
        if head.startswith("ref: "):
            commit = _read_reference(git, head.removeprefix("ref: "))
    except (OSError, UnicodeDecodeError):
        return None
    if commit is None or not COMMIT.fullmatch(commit):
        return None
    return commit


def _find_git_folder(folder: Path) -> Path | None:
    for above in (folder, *folder.parents):
        git = above / ".git"
        if git.is_dir():
            return git
        if git.is_file():  # a linked work tree, or a submodule
            return above / git.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
    return None


def _read_reference(git: Path, name: str) -> str | None:
    shared = git / "commondir"
    if shared.is_file():
        home = git / shared.read_text(encoding="utf-8").strip()
    else:
        home = git
    if (home / name).is_file():
        return (home / name).read_text(encoding="ascii").strip()
    packed = home / "packed-refs"
    if packed.is_file():
        lines = packed.read_text(encoding="utf-8").splitlines()
    else:
        lines = []
    return next((line[: -len(name) - 1] for line in lines if line.endswith(f" {name}")), None)


def is_behind(folder: Path, commit: str, newest: str) -> bool:
    """Whether `newest` is a commit that this clone has not got, or has got and not checked out.

    A shallow clone has not got the old ones either, and git may not want to look: then it cannot be said.
    """
    if _ask(folder, "rev-parse", "--is-shallow-repository")[1] != "false":
        return False
    code, _ = _ask(folder, "rev-parse", "--verify", "--quiet", f"{newest}^{{commit}}")
    if code == 1:
        return True
    return code == 0 and _ask(folder, "merge-base", "--is-ancestor", commit, newest)[0] == 0


def _ask(folder: Path, *question: str) -> tuple[int, str]:
    # The clone may belong to somebody else than the daemon's user; nothing in it is run by these questions.
    command = ("git", "-c", "safe.directory=*", "-C", str(folder), *question)
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return 128, ""
    return done.returncode, done.stdout.strip()
