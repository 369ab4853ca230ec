"""Puts a release into words for the messengers, from the ledger's records alone."""

from collections.abc import Sequence

from publisher.feeds import calendar, feed
from publisher.journal.entry import typeset_entry
from publisher.journal.entry_text import list_notice, write_entry
from publisher.ledger.ledger import Ledger
from publisher.outlets.message import Message, MessageWords
from publisher.publication import Publication
from publisher.releases.release import TRANSLATED, Release


def compose_message(
    ledger: Ledger, release: Release, done: tuple[str, ...] = (), withheld: tuple[str, ...] = ()
) -> Message:
    """What a messenger says of a release: as it stood then, so that every attempt says the same."""
    publication = ledger.records.edition().publication
    history = ledger.records.history(release.snapshot.slug)
    until_then = [one for one in history if one.sequence <= release.sequence]
    words = {
        lang: put_into_words(release, until_then, lang, publication) for lang in told_in(release, publication)
    }
    return Message(ledger.id, release, publication, words, done, withheld)


def told_in(release: Release, publication: Publication) -> tuple[str, ...]:
    """The languages whose readers are told: all, as in the feeds; of a later translation only its own."""
    if release.kind == TRANSLATED:
        return tuple(lang for lang in publication.languages if lang in release.told)
    return publication.languages


def put_into_words(
    release: Release, history: Sequence[Release], lang: str, publication: Publication
) -> MessageWords:
    """`history` has every revision of the announcement up to the release."""
    item = feed.write_item(release, history, publication, lang)
    entry = typeset_entry(history, lang, publication.zone)
    notice = feed.find_notice(entry, release)
    invitation, method = calendar.write_invitation(history, lang, publication)
    return MessageWords(
        language=item.language,
        title=item.title,
        page=item.address,
        summary=item.summary,
        changes=tuple(list_notice(notice)) if notice else (),
        text=write_entry(entry, notice or entry.notice),
        html=item.content,
        feeds=tuple(publication.address_of(key.path) for key in feed.list_feeds(release, lang)),
        calendar=invitation or None,
        method="CANCEL" if method == "CANCEL" else "PUBLISH",
    )
