"""Problems as people, programs and GitHub read them."""

import posixpath
from collections.abc import Iterable, Sequence

import msgspec

from publisher.problem import Problem

FORMATS = ("text", "json", "github")


class ProblemLine(msgspec.Struct, frozen=True):
    """A problem as `--format json` shows it; `severity` is "error" or "warning"."""

    path: str
    line: int
    rule: str
    severity: str
    message: str
    mend: str


class ProblemReport(msgspec.Struct, frozen=True):
    """All that a check found; `mended` are the paths that `--fix` wrote."""

    announcements: int
    errors: int
    warnings: int
    problems: tuple[ProblemLine, ...]
    mended: tuple[str, ...] = ()


def make_report(problems: Sequence[Problem], announcements: int, mended: Iterable[str]) -> ProblemReport:
    warnings = sum(problem.warning for problem in problems)
    lines = tuple(list_problem(problem) for problem in problems)
    return ProblemReport(announcements, len(problems) - warnings, warnings, lines, tuple(mended))


def list_problem(problem: Problem) -> ProblemLine:
    return ProblemLine(
        problem.path, problem.line, problem.rule, _severity(problem), problem.what, problem.mend
    )


def describe_problem(problem: Problem) -> str:
    """`path:line: warning: what; mend [rule]`, the form that editors and compilers' readers know."""
    if problem.rule:
        return f"{problem} [{problem.rule}]"
    return str(problem)


def annotate_problem(problem: Problem, folder: str) -> str:
    """A workflow command of GitHub Actions; `folder` leads from the repository to the publication."""
    path = posixpath.normpath(posixpath.join(folder, problem.path))
    place = f"file={_escape_property(path)},line={problem.line},title={_escape_property(problem.rule)}"
    return f"::{_severity(problem)} {place}::{_escape(f'{problem.what}; {problem.mend}')}"


def _severity(problem: Problem) -> str:
    if problem.warning:
        return "warning"
    return "error"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
