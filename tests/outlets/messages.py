"""Messages as the desk makes them, from a ledger in memory."""

from typing import Any

from publisher.desk.composing import compose_message
from publisher.ledger.ledger import Ledger
from publisher.outlets.message import Message
from publisher.releases.release import Change, Draft
from tests.builders import changed, fill_ledger, make_draft, make_snapshot, make_wording, on_day

FIRST = make_snapshot(
    wordings={
        "en": make_wording("First reading", html="<p>Words on <a href='https://example.org/'>it</a>.</p>"),
        "fr": make_wording("Première lecture", html="<p>Mots.</p>"),
    }
)


def make_message(*more: Draft, done: tuple[str, ...] = (), **fields: Any) -> Message:
    """What is said of the newest release: of the first reading, or of the last of `more`."""
    ledger = Ledger.in_memory()
    try:
        fill_ledger(ledger, make_draft(content=changed(FIRST, **fields), told=("en", "fr")), *more)
        return compose_message(ledger, ledger.since(0)[-1], done)
    finally:
        ledger.close()


def make_move() -> Draft:
    """The first reading moves to 6 October."""
    moved = changed(FIRST, when=on_day("2017-10-06", "morning"))
    change = Change(("when",), "The room is not available.")
    return make_draft(content=moved, replaces=1, kind="rescheduled", change=change, told=("en", "fr"))


def make_cancellation(**fields: Any) -> Draft:
    cancelled = changed(FIRST, status="cancelled", reason="Agreement was reached.", **fields)
    change = Change(("status",), "Agreement was reached.")
    return make_draft(content=cancelled, replaces=1, kind="cancelled", change=change, told=("en", "fr"))
