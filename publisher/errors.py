"""What can go wrong with the machinery; faults in content are problems, never exceptions."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import ClassVar, Self

from publisher.problem import Code, Fault, Problem


class PublisherError(Exception):
    """Anything the program raises on purpose; its text is one line fit for a person.

    `what` is wrong and how to `mend` it are told apart here, once: nobody cuts the line asunder. `mend` is
    empty where nobody knows.
    """

    code: ClassVar[Code] = "machinery"

    def __init__(self, what: str, mend: str = "") -> None:
        super().__init__(what, mend)
        self.what = what
        self.mend = mend

    def __str__(self) -> str:
        return str(self.fault)

    @property
    def fault(self) -> Fault:
        return Fault(self.code, self.what, self.mend)


class ConfigError(PublisherError):
    """`config.toml` cannot be used; its text is a line `path:line: what; how to mend it` for each problem.

    There are no `problems` where no line of a file is at fault.
    """

    code = "config"

    def __init__(self, what: str, mend: str = "", *, problems: Iterable[Problem] = ()) -> None:
        super().__init__(what, mend)
        self.problems = tuple(problems)

    @classmethod
    def at(cls, path: Path, line: int, what: str, mend: str) -> Self:
        """The error of one line."""
        return cls(what, mend, problems=(Problem(str(path), line, what, mend, rule="config"),))

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems)) or super().__str__()


class SettingError(ValueError):
    """A key in a table of config.toml has a value that it cannot have.

    A ValueError: msgspec makes an error of its own of it while it reads the file, with this as the cause.
    """

    def __init__(self, key: str, wanted: str) -> None:
        super().__init__(f"`{key}` has to {wanted}")
        self.key = key


class LocalTimeError(PublisherError):
    """A local wall time that does not exist, or exists twice, on the night the clocks change."""

    code = "time"


class LedgerError(PublisherError):
    """The ledger cannot be read or written, or another process recorded the same revision first."""

    code = "ledger"


class DeliveryError(PublisherError):
    """A document or message did not reach its outlet.

    `permanent` means that trying again cannot help and a person has to act. `retry_after` is how long the
    other side asked to be left in peace. `done` names the parts that did arrive and must not be sent again.

    Where all parts were tried and only some of them refused, `waiting` and `refused` name those refused for
    now and for good, each with one line that says why: then the outlet itself is well.
    """

    code = "delivery"

    def __init__(
        self,
        what: str,
        mend: str = "",
        *,
        permanent: bool = False,
        retry_after: timedelta | None = None,
        done: Iterable[str] = (),
        waiting: Mapping[str, str] | None = None,
        refused: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(what, mend)
        self.permanent = permanent
        self.retry_after = retry_after
        self.done = tuple(done)
        self.waiting = dict(waiting or {})
        self.refused = dict(refused or {})


def what_of(error: Exception) -> str:
    """What an error says is wrong, without how to mend it; of one that is not ours, all it says."""
    if isinstance(error, PublisherError):
        return error.what
    return str(error)
