"""Carries what is owed to each outlet, and settles it; one outlet down delays no other."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from publisher.desk import guard
from publisher.errors import DeliveryError
from publisher.ledger.ledger import Ledger
from publisher.ledger.receipt import Receipt
from publisher.ledger.release import Release
from publisher.outlets.directory import Directory
from publisher.outlets.outlet import Messenger, Outlet, Printing, Shelf
from publisher.press import print_documents, touched_by


class Delivered(msgspec.Struct, frozen=True):
    """What one pass delivered: documents written, messages sent, failures in words; `next_try` in UTC."""

    documents: int = 0
    messages: int = 0
    failed: tuple[str, ...] = ()
    next_try: datetime | None = None


def deliver(ledger: Ledger, outlets: Sequence[Outlet], now: datetime) -> Delivered:
    """Shelves first, then messengers: nobody is told of a page that is not there yet."""
    shelves = [outlet for outlet in outlets if isinstance(outlet, Shelf)]
    documents, failed = 0, []
    for shelf in shelves:
        written, error = fill_shelf(ledger, shelf, now)
        documents += written
        failed += [f"{shelf.name}: {error}"] if error else []
    served = [ledger.deliveries.printed_through(shelf.name) for shelf in shelves if shelf.serves]
    through = min(served, default=ledger.newest_sequence())
    messages = 0
    for outlet in outlets:
        if isinstance(outlet, Messenger):
            sent, errors = tell_messenger(ledger, outlet, through, now)
            messages += sent
            failed += errors
    return Delivered(documents, messages, tuple(failed), find_next_try(ledger, outlets))


def fill_shelf(ledger: Ledger, shelf: Shelf, now: datetime) -> tuple[int, str | None]:
    """Prints on a shelf all that later releases touch: documents written, and what went wrong."""
    state = ledger.deliveries.shelf(shelf.name)
    if state and state.next_try and state.next_try > now:
        return 0, state.error
    printed = state.sequence if state else 0
    if isinstance(shelf, Directory):
        # Each of several machines has a folder of this name, and the ledger knows of the fullest.
        printed = min(printed, guard.printed_there(ledger, shelf))
    pending = ledger.since(printed)
    if not pending:
        return 0, None
    newest = pending[-1].sequence
    try:
        written = put_documents(ledger, shelf, pending, newest)
    except DeliveryError as error:
        ledger.deliveries.settle_shelf(Receipt(shelf.name, newest, now, str(error), error.permanent))
        return 0, str(error)
    ledger.deliveries.settle_shelf(Receipt(shelf.name, newest, now))
    return written, None


def print_directories(ledger: Ledger, outlets: Sequence[Outlet], now: datetime) -> dict[str, int]:
    """Prints everything in each folder that does not hold another printing; documents written, by name.

    For a ledger that was restored, which may go no further than this machine until it is resumed.
    """
    newest = ledger.newest_sequence()
    written: dict[str, int] = {}
    for shelf in outlets:
        if isinstance(shelf, Directory) and newest and not guard.is_strange(ledger, shelf):
            written[shelf.name] = put_documents(ledger, shelf, ledger.since(0), newest)
            ledger.deliveries.settle_shelf(Receipt(shelf.name, newest, now))
    return written


def put_documents(ledger: Ledger, shelf: Shelf, pending: Sequence[Release], newest: int) -> int:
    if any(release.subject == "edition" for release in pending):
        # A new edition touches every page there is.
        pending = ledger.since(0)
    touched = touched_by(pending, ledger.records.edition().publication.languages)
    printing, replacing = Printing(ledger.id, newest), guard.adopted(ledger, shelf.name)
    with ledger.printing({one.name for one in pending if one.subject == "announcement"}) as records:
        return shelf.put(print_documents(touched, records), printing, replacing=replacing)


def tell_messenger(ledger: Ledger, outlet: Messenger, through: int, now: datetime) -> tuple[int, list[str]]:
    """Tells one messenger all that is owed and already served, each in its own try."""
    sent, errors = 0, []
    while claimed := ledger.deliveries.claim(outlet.name, now, through=through):
        release, token = claimed
        error: str | None = None
        permanent = False
        try:
            outlet.tell(release, f"{ledger.id}/{release.sequence}/{outlet.name}")
            sent += 1
        except DeliveryError as fault:
            error, permanent = str(fault), fault.permanent
        except Exception as fault:  # whatever an outlet does, the others are not to wait for it
            error = f"{type(fault).__name__}: {fault}"
        if error is not None:
            errors.append(f"{outlet.name}: {error}")
        ledger.deliveries.settle(Receipt(outlet.name, release.sequence, now, error, permanent), token)
    return sent, errors


def find_next_try(ledger: Ledger, outlets: Sequence[Outlet]) -> datetime | None:
    """The earliest UTC instant at which something that failed is to be tried again."""
    shelves = [ledger.deliveries.shelf(outlet.name) for outlet in outlets if isinstance(outlet, Shelf)]
    messengers = [outlet.name for outlet in outlets if isinstance(outlet, Messenger)]
    owed = [*filter(None, shelves), *ledger.deliveries.unsettled(messengers)]
    return min((one.next_try for one in owed if one.next_try), default=None)
