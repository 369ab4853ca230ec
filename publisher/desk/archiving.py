"""The word of `publisher resume --archive`, kept in the ledger until all that it covers is archived."""

from publisher.ledger.facts import StoredFact
from publisher.ledger.ledger import Ledger
from publisher.schedule.archiving import Archiving

ARCHIVING = StoredFact[Archiving | None]("archiving", Archiving, None)


def read_archiving(ledger: Ledger) -> Archiving | None:
    """The word that was given, if any of what it covers is still to be archived."""
    archiving = ledger.fact(ARCHIVING)
    if archiving and archiving.covered:
        return archiving
    return None


def keep_archiving(ledger: Ledger, archiving: Archiving) -> None:
    ledger.set_fact(ARCHIVING, archiving)
