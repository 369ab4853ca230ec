"""Tries what is due before it is recorded: what cannot be typeset would spoil every list that names it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from publisher.desk.recording import Refused, attempt, describe_fault
from publisher.ledger.ledger import Ledger
from publisher.publication import Publication
from publisher.releases.release import Draft, Edition, Release, as_recorded

MOST_TRIED_WHOLE = 50
"""Of more that are due at once only the entry is typeset, in its own language: thousands would take longer to
try than to print."""

SUBJECTS = ("announcement", "reminder")


def find_unfit(ledger: Ledger, drafts: Sequence[Draft], now: datetime) -> Refused:
    """What readers could not be shown if it were recorded at `now` (UTC), and why, by subject and name.

    Nothing that was recorded is ever taken back, so this is asked before (decision 0012).
    """
    tried = [draft for draft in drafts if draft.subject in SUBJECTS]
    if not tried:
        return {}
    publication = _find_publication(ledger, drafts)
    sequence, is_whole = ledger.newest_sequence() + 1, len(tried) <= MOST_TRIED_WHOLE
    unfit: dict[tuple[str, str], str] = {}
    for draft in tried:
        release = as_recorded(draft, sequence, now)
        outcome = attempt(partial(_try, ledger, release, publication, is_whole=is_whole))
        if isinstance(outcome, Exception):
            unfit[draft.subject, draft.name] = f"it cannot be typeset: {describe_fault(outcome)}"
    return unfit


def _find_publication(ledger: Ledger, drafts: Sequence[Draft]) -> Publication:
    """As it will be printed: that of the edition which is recorded with them, if there is one."""
    fresh: Iterator[Edition] = (draft.content for draft in drafts if isinstance(draft.content, Edition))
    edition = next(fresh, None) or ledger.records.edition()
    return edition.publication


def _try(ledger: Ledger, release: Release, publication: Publication, *, is_whole: bool) -> None:
    """Raises whatever printing it, or telling of it, would raise."""
    # What prints takes a sixth of a second to import, and mostly nothing is due.
    from publisher.desk.composing import put_into_words
    from publisher.journal.entry import typeset_entry
    from publisher.press import touched_by

    touched_by([release], publication.languages, ledger.records)
    own = release.snapshot.original_language
    if not is_whole:
        typeset_entry([release], own, publication.zone)
        return
    history = ledger.records.history(release.snapshot.slug)
    if release.subject == "announcement":
        history = [*history, release]
    for language in publication.languages:
        typeset_entry(history, language, publication.zone)
    put_into_words(release, history, own, publication)
