"""Records what is due: one transaction, and where it is refused, all but the culprit."""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

import msgspec

from publisher.errors import LedgerError, PublisherError
from publisher.ledger.database import OvertakenError, RefusedError
from publisher.ledger.facts import REFUSED
from publisher.ledger.ledger import Ledger
from publisher.releases.release import Draft, Release

T = TypeVar("T")

Refused = Mapping[tuple[str, str], str]
"""Why the ledger does not take a release, by its subject and name."""

log = logging.getLogger("publisher")


class Recorded(msgspec.Struct, frozen=True):
    """What was recorded, in order, and what was refused through a fault of ours."""

    released: tuple[Release, ...] = ()
    refused: Refused = {}


def record_apart(record: Callable[[Sequence[Draft]], Sequence[Release]], drafts: Sequence[Draft]) -> Recorded:
    """Records all that the ledger takes, where it can be in one transaction.

    A batch that is refused is recorded in halves, down to the one that is at fault: one culprit among n costs
    some 2 log n transactions. What another process recorded first is left out without a word. Raises
    LedgerError where the ledger itself fails.
    """
    released: list[Release] = []
    refused: dict[tuple[str, str], str] = {}
    if drafts:
        waiting = [drafts]
    else:
        waiting = []
    while waiting:
        some = waiting.pop()
        outcome = attempt(partial(record, some))
        if not isinstance(outcome, Exception):
            released += outcome
        elif len(some) > 1:
            middle = len(some) // 2
            waiting += [some[middle:], some[:middle]]
        elif not isinstance(outcome, OvertakenError) or _holds(released, some[0]):
            refused[some[0].subject, some[0].name] = describe_fault(outcome)
    return Recorded(tuple(released), refused)


def attempt(act: Callable[[], T]) -> T | Exception:
    """What `act` returns, or what is wrong with its subject. Raises LedgerError where the ledger fails."""
    try:
        return act()
    except RefusedError as error:
        return error
    except LedgerError:
        raise
    except Exception as error:  # whatever it is, the other subjects are recorded
        log.debug("the fault in full", exc_info=True)
        return error


def _holds(released: Sequence[Release], draft: Draft) -> bool:
    """Whether we recorded it ourselves a moment ago: then nobody was quicker, it was there twice."""
    return any((one.subject, one.name) == (draft.subject, draft.name) for one in released)


def describe_fault(fault: Exception) -> str:
    if isinstance(fault, PublisherError):
        return str(fault)
    return f"{type(fault).__name__}: {fault}"


def read_refused(ledger: Ledger) -> Refused:
    """What the last pass could not record, whichever process made it."""
    return {(subject, name): why for subject, name, why in ledger.fact(REFUSED)}


def note_refused(ledger: Ledger, refused: Refused) -> bool:
    """Keeps it for whoever looks; whether it is another than before."""
    if refused == read_refused(ledger):
        return False
    ledger.set_fact(REFUSED, [(subject, name, why) for (subject, name), why in refused.items()])
    return True
