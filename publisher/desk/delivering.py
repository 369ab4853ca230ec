"""Carries what is owed to each outlet, and settles it; one outlet down delays no other."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from urllib.parse import quote

import msgspec

from publisher.desk import guard
from publisher.desk.misprints import (
    MOST_APART,
    NO_MISPRINTS,
    describe_misprints,
    find_keys,
    find_unprinted,
    note_misprints,
    read_misprints,
)
from publisher.errors import DeliveryError
from publisher.ledger.deliveries import Claim
from publisher.ledger.ledger import Ledger
from publisher.ledger.printing import PrintingRecords
from publisher.outlets.outlet import Messenger, Outlet, Printing, Shelf
from publisher.releases.document import Document, Misprint
from publisher.releases.keys import Key
from publisher.releases.receipt import Receipt, still_waits

AS_WRITTEN = " !#$&'()*+,/:;<=>?@[]^`{|}"
"""Of the name of an outlet in a key, besides letters and digits."""


class Delivered(msgspec.Struct, frozen=True):
    """What one pass delivered: documents written, messages sent, failures in words; `next_try` in UTC.

    `failed` is what this pass tried in vain, `undelivered` all that has failed and stands.
    """

    documents: int = 0
    messages: int = 0
    failed: tuple[str, ...] = ()
    next_try: datetime | None = None
    undelivered: tuple[str, ...] = ()


def find_urgent(outlets: Sequence[Outlet]) -> list[Outlet]:
    """The shelves that readers see, which wait for no other outlet."""
    shelves = [outlet for outlet in outlets if isinstance(outlet, Shelf)]
    return list[Outlet](find_serving(outlets) or shelves)


def find_serving(outlets: Sequence[Outlet]) -> list[Shelf]:
    """The shelves behind base_url; without one, nobody here knows what readers see."""
    return [outlet for outlet in outlets if isinstance(outlet, Shelf) and outlet.serves]


def deliver(
    ledger: Ledger, outlets: Sequence[Outlet], now: datetime, *, only: Sequence[Outlet] | None = None
) -> Delivered:
    """Shelves first, then messengers: nobody is told of a page that is not there yet.

    With `only`, the other outlets are left for another time.
    """
    shelves = [outlet for outlet in outlets if isinstance(outlet, Shelf)]
    if only is None:
        wanted = outlets
    else:
        wanted = only
    documents, failed = 0, []
    for shelf in [shelf for shelf in shelves if shelf in wanted]:
        written, faults = fill_shelf(ledger, shelf, now)
        documents += written
        failed += [f"{shelf.name}: {fault}" for fault in faults]
    serving = [shelf.name for shelf in shelves if shelf.serves]
    served = [ledger.deliveries.printed_through(name) for name in serving]
    through = min(served, default=ledger.newest_sequence())
    unprinted = find_unprinted(ledger, serving)
    messages = 0
    for outlet in wanted:
        if isinstance(outlet, Messenger):
            sent, errors = tell_messenger(ledger, outlet, through, now, without=unprinted)
            messages += sent
            failed += errors
    next_try = find_next_try(ledger, outlets, now)
    return Delivered(documents, messages, tuple(failed), next_try, find_undelivered(ledger, outlets))


def find_undelivered(ledger: Ledger, outlets: Sequence[Outlet]) -> tuple[str, ...]:
    """What failed and has not been mended since, each fault of an outlet once."""
    names = [outlet.name for outlet in outlets]
    given_up: dict[str, list[str]] = {}
    for standing in (*ledger.deliveries.shelves(), *ledger.deliveries.unsettled(names)):
        if standing.error and standing.outlet in names:
            releases = given_up.setdefault(f"{standing.outlet}: {standing.error}", [])
            if standing.state == "failed":
                releases.append(standing.release)
    lines = [fault + describe_given_up(releases) for fault, releases in given_up.items()]
    for shelf, misprints in read_misprints(ledger).items():
        if shelf in names:
            lines += [f"{shelf}: {fault}" for fault in describe_misprints(misprints.documents)]
    return tuple(lines)


def describe_given_up(releases: Sequence[str]) -> str:
    """The first of the releases, and how many more: an address that is no more refuses each of them alike."""
    if not releases:
        return ""
    more = ""
    if len(releases) > 1:
        more = f" and {len(releases) - 1} more"
    return f" (given up: {releases[0]}{more})"


def fill_shelf(ledger: Ledger, shelf: Shelf, now: datetime) -> tuple[int, list[str]]:
    """Prints on a shelf all that later releases touch: documents written, and what went wrong.

    A document that cannot be printed holds back no other: it is noted and tried again (decision 0012).
    """
    state = ledger.deliveries.shelf(shelf.name)
    if state and still_waits(state.next_try, now):
        return 0, [state.error] if state.error else []
    printed = 0
    if state:
        printed = state.sequence
    newest = ledger.newest_sequence()
    before = read_misprints(ledger).get(shelf.name, NO_MISPRINTS)
    try:
        # The ledger knows of the fullest of several machines' folders, and of none that was emptied since.
        printed = min(printed, guard.printed_there(ledger, shelf))
        if printed == newest and not before.are_due(now):
            put = Put(0, before.documents)
        else:
            put = put_documents(ledger, shelf, printed, newest, again=before.documents)
            note_misprints(ledger, shelf.name, put.misprints, now)
    except DeliveryError as error:
        ledger.deliveries.settle_shelf(Receipt(shelf.name, newest, now, str(error), error.permanent))
        return 0, [str(error)]
    if printed < newest or (state and state.error):
        ledger.deliveries.settle_shelf(Receipt(shelf.name, newest, now))
    return put.written, list(describe_misprints(put.misprints))


def print_directories(ledger: Ledger, outlets: Sequence[Outlet], now: datetime) -> dict[str, int]:
    """Prints everything on each shelf of this machine that does not hold another printing.

    Returns the documents written, by the shelf's name. For a ledger that was restored, which may go no
    further than this machine until it is resumed.
    """
    newest = ledger.newest_sequence()
    written: dict[str, int] = {}
    for shelf in outlets:
        if isinstance(shelf, Shelf) and shelf.local and newest and not guard.is_strange(ledger, shelf):
            put = put_documents(ledger, shelf, 0, newest)
            written[shelf.name] = put.written
            note_misprints(ledger, shelf.name, put.misprints, now)
            ledger.deliveries.settle_shelf(Receipt(shelf.name, newest, now))
    return written


class Put(msgspec.Struct, frozen=True):
    """What one printing put on a shelf: documents written, and those that could not be printed."""

    written: int
    misprints: tuple[Misprint, ...] = ()


def put_documents(
    ledger: Ledger, shelf: Shelf, since: int, newest: int, *, again: Iterable[Misprint] = ()
) -> Put:
    """Prints on a shelf all that releases after the sequence `since` touch, and what failed before.

    Raises DeliveryError; a document that cannot be printed holds back no other.
    """
    # What prints takes a sixth of a second to import, and mostly nothing is pending.
    from publisher.desk.presses import print_on_presses
    from publisher.press import closed_between, order_keys

    printing, replacing = Printing(ledger.id, newest), guard.adopted(ledger, shelf.name)
    with ledger.printing() as records:
        since, touched, slugs = _find_touched(records, since)
        records.expected = sorted(slugs)
        # Feeds lead to what is closed as these records stand; what came since `newest` counts in them too.
        touched |= closed_between(since, records.newest_sequence(), records.edition().publication.languages)
        touched |= find_keys(again)
        printed = print_on_presses(ledger, order_keys(touched), slugs, records)
        misprints: list[Misprint] = []
        written = shelf.put(_sort_out(printed, misprints), printing, replacing=replacing)
    if len(misprints) > MOST_APART:
        # That is no single thing: whoever is told of these releases would find next to nothing.
        more = f"{len(misprints) - 1} more documents cannot be printed"
        raise DeliveryError(next(describe_misprints(misprints)), f"{more}")
    return Put(written, tuple(misprints))


def _sort_out(printed: Iterable[Document | Misprint], misprints: list[Misprint]) -> Iterator[Document]:
    """The documents as they are printed; what could not be printed is added to `misprints`."""
    for one in printed:
        if isinstance(one, Misprint):
            misprints.append(one)
        else:
            yield one


def rehearse_printing(ledger: Ledger) -> None:
    """Prints what the newest announcement touches and throws it away.

    The first release in a process's life then finds at hand what the others do: templates, lists, events.
    """
    from publisher.press import print_documents, touched_by

    newest = ledger.records.newest(1)
    with ledger.printing(one.name for one in newest) as records:
        if newest:
            touched = touched_by(newest, records.edition().publication.languages, records)
        else:
            touched = set()
        for _ in print_documents(touched, records):
            pass


def _find_touched(records: PrintingRecords, since: int) -> tuple[int, set[Key], set[str]]:
    """The sequence after which to print, 0 for everything; the documents; the slugs of entries among them."""
    from publisher.press import touched_by

    languages = records.edition().publication.languages
    touched: set[Key] = set()
    slugs: set[str] = set()
    for some in records.portions_since(since):
        if since and any(release.subject == "edition" for release in some):
            # A new edition touches every page there is.
            return _find_touched(records, 0)
        touched |= touched_by(some, languages, records)
        slugs |= {release.name for release in some if release.subject == "announcement"}
    return since, touched, slugs


def tell_messenger(
    ledger: Ledger, outlet: Messenger, through: int, now: datetime, *, without: Collection[str] = ()
) -> tuple[int, list[str]]:
    """Tells one messenger what is owed and already served; after a failure it is left in peace.

    Of the announcements `without` a page it is told when they have one.
    """
    sent, errors = 0, []
    while claim := ledger.deliveries.claim(outlet.name, now, through=through, without=without):
        receipt = try_to_tell(ledger, outlet, claim, now)
        ledger.deliveries.settle(receipt, claim.token)
        if receipt.error is None:
            sent += 1
        else:
            errors.append(f"{outlet.name}: {receipt.error}")
    return sent, errors


def make_key(ledger: Ledger, sequence: int, outlet: str) -> str:
    """The idempotency key of a release at an outlet.

    It stands in headers, where a letter of another alphabet or a quotation mark stands as in an address.
    """
    return f"{ledger.id}/{sequence}/{quote(outlet, safe=AS_WRITTEN)}"


def try_to_tell(ledger: Ledger, outlet: Messenger, claim: Claim, now: datetime) -> Receipt:
    """One attempt, whatever comes of it."""
    from publisher.desk.composing import compose_message

    release = claim.release
    key = make_key(ledger, release.sequence, outlet.name)
    receipt = Receipt(outlet.name, release.sequence, now)
    try:
        message = compose_message(ledger, release, claim.done, claim.withheld)
    except Exception as fault:  # noqa: BLE001 - a fault of ours: the outlet is well, and is told of the others
        error = f"{release.name} cannot be put into words: {type(fault).__name__}: {fault}"
        return msgspec.structs.replace(receipt, error=error, unasked=True)
    try:
        outlet.tell(message, key)
    except DeliveryError as fault:
        return msgspec.structs.replace(
            receipt,
            error=str(fault),
            permanent=fault.permanent,
            retry_after=fault.retry_after,
            done=fault.done,
            waiting=fault.waiting,
            refused=fault.refused,
        )
    except Exception as fault:  # noqa: BLE001 - whatever an outlet does, the others are not to wait for it
        return msgspec.structs.replace(receipt, error=f"{type(fault).__name__}: {fault}")
    return receipt


def find_next_try(ledger: Ledger, outlets: Sequence[Outlet], now: datetime) -> datetime | None:
    """The earliest UTC instant after `now` at which something that failed is to be tried again.

    What is due already waits for something else, such as the page it speaks of: the tick sees to it.
    """
    moments = []
    for outlet in outlets:
        if isinstance(outlet, Shelf):
            state = ledger.deliveries.shelf(outlet.name)
            moments.append(state.next_try if state else None)
        else:
            moments.append(ledger.deliveries.next_try(outlet.name, now))
    return min((moment for moment in moments if moment and moment > now), default=None)
