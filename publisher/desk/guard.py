"""Looks before releasing: a lost or copied ledger and a wrong clock are noticed before readers notice."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from publisher.errors import DeliveryError
from publisher.ledger.ledger import EVERYTHING, Ledger
from publisher.outlets.directory import Directory
from publisher.outlets.outlet import Outlet, Printing, Shelf

CLOCK_TOLERANCE = timedelta(days=1)


def check_clock(ledger: Ledger, now: datetime) -> str | None:
    """Why nothing may be released: the clock stands a day or more before what is recorded (DESIGN 10)."""
    newest = ledger.newest_instant()
    if newest is None or now > newest - CLOCK_TOLERANCE:
        return None
    return (
        f"the clock says {now:%Y-%m-%d %H:%M} UTC, but the ledger holds a release of {newest:%Y-%m-%d %H:%M}"
    )


def check_shelves(ledger: Ledger, outlets: Iterable[Outlet], now: datetime) -> str | None:
    """Holds everything when an outlet holds what this ledger does not know; returns the reason."""
    for outlet in outlets:
        if isinstance(outlet, Shelf) and not _rests(ledger, outlet, now):
            try:
                why = _why_strange(ledger, outlet)
            except DeliveryError:
                # An outlet that cannot be reached stops no other; it is looked at again before it is filled.
                continue
            if why is not None:
                if EVERYTHING not in ledger.brakes():
                    ledger.hold(EVERYTHING, why, now)
                return why
    return None


def _rests(ledger: Ledger, shelf: Shelf, now: datetime) -> bool:
    """One that failed is not filled before its next try, so nothing is lost by not asking it before."""
    state = ledger.deliveries.shelf(shelf.name)
    return bool(state and state.next_try and state.next_try > now)


def _why_strange(ledger: Ledger, shelf: Shelf) -> str | None:
    there = shelf.printing()
    if there is None:
        unmarked = isinstance(shelf, Directory) and shelf.holds_pages() and ledger.newest_sequence() == 0
        if ledger.fact(_adopted_key(shelf.name)) is not None:
            return None
        return f"the ledger is empty, but {shelf.name} already holds pages" if unmarked else None
    if adopted(ledger, shelf.name) == there:
        return None
    if there.ledger != ledger.id:
        if ledger.newest_sequence() == 0:
            return f"the ledger is empty, but {shelf.name} already holds pages of another ledger"
        return f"{shelf.name} was printed from another ledger"
    if there.sequence > ledger.newest_sequence():
        return f"{shelf.name} is ahead of the ledger, which seems to be an older copy"
    return None


def adopted(ledger: Ledger, outlet: str) -> Printing | None:
    """The strange printing that a person told us to replace, if any."""
    text = ledger.fact(_adopted_key(outlet))
    return msgspec.json.decode(text, type=Printing | None) if text else None


def adopt(ledger: Ledger, outlets: Iterable[Outlet]) -> None:
    """A person said that this ledger is the one: what outlets hold now may be replaced."""
    for outlet in outlets:
        if isinstance(outlet, Shelf) and _why_strange(ledger, outlet) is not None:
            there = msgspec.json.encode(outlet.printing()).decode()
            ledger.set_fact(_adopted_key(outlet.name), there)
            # The pages there say what another ledger knew, so all of them are printed again from this one.
            ledger.deliveries.reprint_shelf(outlet.name)


def _adopted_key(outlet: str) -> str:
    return f"adopted {outlet}"
