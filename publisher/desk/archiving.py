"""The word of `publisher resume --archive`, kept in the ledger until all that it covers is archived."""

import msgspec

from publisher.ledger.ledger import Ledger
from publisher.schedule.archiving import Archiving

FACT = "archiving"


def read_archiving(ledger: Ledger) -> Archiving | None:
    """The word that was given, if any of what it covers is still to be archived."""
    text = ledger.fact(FACT)
    archiving = msgspec.json.decode(text, type=Archiving) if text else None
    return archiving if archiving and archiving.covered else None


def keep_archiving(ledger: Ledger, archiving: Archiving) -> None:
    ledger.set_fact(FACT, msgspec.json.encode(archiving).decode())
