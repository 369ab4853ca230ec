"""Looks before releasing: a lost or copied ledger and a wrong clock are noticed before readers notice."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import UNSET, UnsetType

from publisher.errors import DeliveryError
from publisher.ledger.facts import CLOCK_BELIEVED, LAST_PASS, PLACE, RESTORED, StoredFact
from publisher.ledger.ledger import Ledger
from publisher.outlets.outlet import Outlet, Printing, Shelf
from publisher.releases.receipt import Receipt, still_waits
from publisher.releases.release import EVERYTHING

CLOCK_TOLERANCE = timedelta(days=1)

SILENCE = timedelta(days=90)
"""Longer than this nobody leaves a publication off: more often the clock is wrong (decision 0006)."""

NOTED = timedelta(hours=1)
"""How exactly the last pass is known; to note each would be a write to the disk every 30 seconds."""

ADOPTED = StoredFact[Printing | None | UnsetType]("adopted", Printing | None, UNSET)
"""For each shelf, the strange printing that a person told us to replace; None for pages without a mark."""

LOST = "bring the lost one back, or an export with `publisher restore`"


def find_alarm(
    ledger: Ledger, outlets: Iterable[Outlet], now: datetime, *, rehearsed: bool = False
) -> str | None:
    """Why this pass may release nothing, if it may not.

    A rehearsal's clock leaps over the months in which nothing happens, and is right to.
    """
    if rehearsed:
        clock = None
    else:
        clock = check_clock(ledger, now)
    return clock or check_shelves(ledger, outlets, now) or check_place(ledger, now)


def check_clock(ledger: Ledger, now: datetime) -> str | None:
    """Why nothing may be released: the clock is far behind, or ahead of, what is recorded (decision 0006)."""
    return _check_behind(ledger, now) or _check_ahead(ledger, now)


def note_pass(ledger: Ledger, now: datetime) -> str | None:
    """A pass was made at `now` (UTC); what to tell of a clock that was put back since the last one."""
    last = last_pass(ledger)
    if last is None or abs(now - last) >= NOTED:
        ledger.set_fact(LAST_PASS, now)
    if last is None or last - now < NOTED:
        return None
    return (
        f"the clock was put back, or another machine's is ahead: it is {now:%Y-%m-%d %H:%M} UTC, and a pass"
        f" was made at {last:%Y-%m-%d %H:%M}; set it right if it is wrong; nothing is undone or released"
        " again, but what was released by the other clock stands: look at `publisher log`"
    )


def believe_clock(ledger: Ledger, now: datetime) -> bool:
    """A person said that the clock (`now` in UTC) is right; whether it had been doubted."""
    doubted, newest = check_clock(ledger, now) is not None, ledger.newest_instant()
    if newest is not None and newest > now:
        # What was released under a clock that ran ahead must not keep all else back until then.
        ledger.set_fact(CLOCK_BELIEVED, newest)
    note_pass(ledger, now)
    return doubted


def last_pass(ledger: Ledger) -> datetime | None:
    """When (UTC, to the hour) the last pass was made; an older program noted none."""
    return ledger.fact(LAST_PASS) or ledger.newest_instant()


def _check_ahead(ledger: Ledger, now: datetime) -> str | None:
    """What lies behind is archived and cannot be taken back: a clock years ahead would end it all."""
    last = last_pass(ledger)
    if last is None or now - last <= SILENCE:
        return None
    return (
        f"the clock says {now:%Y-%m-%d %H:%M} UTC, {(now - last).days} days after the last pass;"
        " set it right, or say `publisher resume` if it is"
    )


def _check_behind(ledger: Ledger, now: datetime) -> str | None:
    newest = ledger.newest_instant()
    if newest is None or now > newest - CLOCK_TOLERANCE or ledger.fact(CLOCK_BELIEVED) == newest:
        return None
    return (
        f"the clock says {now:%Y-%m-%d %H:%M} UTC, but the ledger holds a release of"
        f" {newest:%Y-%m-%d %H:%M}; set it right, or say `publisher resume` if it is"
    )


def check_place(ledger: Ledger, now: datetime) -> str | None:
    """Holds everything when this ledger is a copy: it lies elsewhere than it did; returns the reason.

    A restored snapshot sent a whole campaign again beside the living one (listmonk #1801).
    """
    here, noted = ledger.database.find_place(), ledger.fact(PLACE)
    if here is None or here == noted:
        return None
    if noted is None:
        ledger.set_default(PLACE, here)
        return None
    if noted == RESTORED:
        what = "was restored from an export"
    else:
        what = "was copied or moved from elsewhere"
    why = f"this ledger {what}; `publisher resume` says that it is the one"
    if EVERYTHING not in ledger.brakes():
        ledger.hold(EVERYTHING, why, now)
    return why


def check_shelves(ledger: Ledger, outlets: Iterable[Outlet], now: datetime) -> str | None:
    """Holds everything when an outlet holds what this ledger does not know; returns the reason."""
    for outlet in outlets:
        if isinstance(outlet, Shelf) and not _rests(ledger, outlet, now):
            try:
                why = _why_strange(ledger, outlet)
            except DeliveryError as error:
                # One that cannot be reached stops no other, and is asked again when its next try is due.
                ledger.deliveries.settle_shelf(Receipt(outlet.name, 0, now, str(error)))
                continue
            if why is not None:
                if EVERYTHING not in ledger.brakes():
                    ledger.hold(EVERYTHING, why, now)
                return why
    return None


def _rests(ledger: Ledger, shelf: Shelf, now: datetime) -> bool:
    """One that failed is not filled before its next try, so nothing is lost by not asking it before."""
    state = ledger.deliveries.shelf(shelf.name)
    return state is not None and still_waits(state.next_try, now)


def printed_there(ledger: Ledger, shelf: Shelf) -> int:
    """Through which release a shelf is printed, by its own mark; 0 where it has none, or another ledger's.

    Raises DeliveryError.
    """
    there = shelf.printing()
    if there and there.ledger == ledger.id:
        return there.sequence
    return 0


def is_strange(ledger: Ledger, shelf: Shelf) -> bool:
    """Whether a shelf holds a printing that this ledger may not replace."""
    return _why_strange(ledger, shelf) is not None


def _why_strange(ledger: Ledger, shelf: Shelf) -> str | None:
    there = shelf.printing()
    if there is None:
        if ledger.newest_sequence() or ledger.fact(ADOPTED.of(shelf.name)) is not UNSET:
            return None
        unmarked = shelf.holds_pages()
        if unmarked:
            return _ask(f"the ledger is empty, but {shelf.name} already holds pages", LOST)
        return None
    if adopted(ledger, shelf.name) == there:
        return None
    if there.ledger != ledger.id:
        if ledger.newest_sequence() == 0:
            return _ask(f"the ledger is empty, but {shelf.name} already holds pages of another ledger", LOST)
        mend = "name that one with `ledger` in config.toml"
        return _ask(f"{shelf.name} was printed from another ledger", mend)
    if there.sequence > ledger.newest_sequence():
        mend = "bring the newest one back"
        return _ask(f"{shelf.name} is ahead of the ledger, which seems to be an older copy", mend)
    return None


def _ask(what: str, mend: str) -> str:
    """Only a person knows which of two ledgers is the one."""
    return f"{what}; {mend}, or say `publisher resume` if this one is right"


def adopted(ledger: Ledger, outlet: str) -> Printing | None:
    """The strange printing that a person told us to replace, if any."""
    return ledger.fact(ADOPTED.of(outlet)) or None


def adopt(ledger: Ledger, outlets: Iterable[Outlet]) -> None:
    """A person said that this ledger is the one: what outlets hold now may be replaced."""
    here = ledger.database.find_place()
    if here is not None:
        ledger.set_fact(PLACE, here)
    for outlet in outlets:
        if isinstance(outlet, Shelf) and _why_strange(ledger, outlet) is not None:
            ledger.set_fact(ADOPTED.of(outlet.name), outlet.printing())
            # The pages there say what another ledger knew, so all of them are printed again from this one.
            ledger.deliveries.reprint_shelf(outlet.name)
