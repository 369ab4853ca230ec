"""What can go wrong with the machinery; faults in content are problems, never exceptions."""

from collections.abc import Iterable, Mapping
from datetime import timedelta


class PublisherError(Exception):
    """Anything the program raises on purpose; its text is one line fit for a person."""


class ConfigError(PublisherError):
    """`config.toml` cannot be used; the text is `path:line: what; how to mend it`."""


class LocalTimeError(PublisherError):
    """A local wall time that does not exist, or exists twice, on the night the clocks change."""


class LedgerError(PublisherError):
    """The ledger cannot be read or written, or another process recorded the same revision first."""


class DeliveryError(PublisherError):
    """A document or message did not reach its outlet.

    `permanent` means that trying again cannot help and a person has to act. `retry_after` is how long the
    other side asked to be left in peace. `done` names the parts that did arrive and must not be sent again.

    Where all parts were tried and only some of them refused, `waiting` and `refused` name those refused for
    now and for good, each with one line that says why: then the outlet itself is well.
    """

    def __init__(
        self,
        message: str,
        *,
        permanent: bool = False,
        retry_after: timedelta | None = None,
        done: Iterable[str] = (),
        waiting: Mapping[str, str] | None = None,
        refused: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.retry_after = retry_after
        self.done = tuple(done)
        self.waiting = dict(waiting or {})
        self.refused = dict(refused or {})
