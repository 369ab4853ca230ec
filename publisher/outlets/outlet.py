"""What an outlet is: a shelf takes documents, a messenger is told of releases."""

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

import msgspec

from publisher.outlets.message import Message
from publisher.releases.document import Document


class Printing(msgspec.Struct, frozen=True):
    """What a shelf carries beside its documents: whose they are, and through which release.

    An older printing never replaces a newer one, and a copied ledger is recognised by it.
    """

    ledger: str
    sequence: int


@runtime_checkable
class Shelf(Protocol):
    """Takes documents: a directory, a bucket.

    `serves` says that readers see it at the publication's address, `local` that it lies on this machine and
    that nobody elsewhere sees what is put there.
    """

    name: str
    serves: bool
    local: bool

    def printing(self) -> Printing | None:
        """What was put here last; None for an empty shelf. One small question; raises DeliveryError."""

    def holds_pages(self) -> bool:
        """Whether documents lie here, with or without a mark that says whose. Raises DeliveryError."""

    def put(
        self, documents: Iterable[Document], printing: Printing, *, replacing: Printing | None = None
    ) -> int:
        """Puts the documents, which come in the order of their turns; returns how many differed.

        No more than some of them are in memory at a time, and a turn is whole before the next begins.

        A printing newer than `printing` is left alone, unless it is the one `replacing` names.
        Raises DeliveryError; what was put before it stays, and every document is whole.
        """


@runtime_checkable
class Messenger(Protocol):
    """Is told of releases: a webhook, a hub, an e-mail list."""

    name: str

    def tell(self, message: Message, key: str) -> None:
        """Tells of one release; `key` is the same at every attempt. Raises DeliveryError.

        One attempt takes less than a minute, whatever the other side does. What `message.done` names is not
        sent again, what `message.withheld` names not yet: a DeliveryError tells it as `waiting`.
        """


Outlet = Shelf | Messenger
