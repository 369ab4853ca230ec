"""Where readers find the site: at `base_url`, or, tried out on one machine, at the port that `run` serves."""

from publisher.ledger.ledger import Ledger
from publisher.publication import Publication

SERVED = "served port"
"""The fact that `publisher run` leaves for the other commands, so that none of them takes the port back."""


def note_port(ledger: Ledger, port: int | None) -> None:
    """`run` serves at `port` now; None where that is not to be told to readers."""
    noted = str(port or "")
    if (ledger.fact(SERVED) or "") != noted:
        ledger.set_fact(SERVED, noted)


def find_publication(ledger: Ledger, publication: Publication) -> Publication:
    """The publication under the address that its readers use (decision 0009)."""
    if publication.local_port is None:
        return publication
    port = ledger.fact(SERVED)
    return publication.at_port(int(port)) if port else publication
