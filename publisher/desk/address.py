"""Where readers find the site: at `base_url`, or, tried out on one machine, at the port that `run` serves."""

from publisher.ledger.facts import SERVED_PORT
from publisher.ledger.ledger import Ledger
from publisher.publication import Publication


def note_port(ledger: Ledger, port: int | None) -> None:
    """`run` serves at `port` now; None where that is not to be told to readers."""
    if ledger.fact(SERVED_PORT) != port:
        ledger.set_fact(SERVED_PORT, port)


def find_publication(ledger: Ledger, publication: Publication) -> Publication:
    """The publication under the address that its readers use (decision 0009)."""
    if publication.local_port is None:
        return publication
    port = ledger.fact(SERVED_PORT)
    if port:
        return publication.at_port(port)
    return publication
