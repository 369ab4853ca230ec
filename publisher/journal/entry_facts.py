"""The facts of an entry beside its head: one list, which pages, feeds, mails and terminals print."""

from collections.abc import Iterator

import msgspec

from publisher.announcements.fields import FIELDS, FactKind, Field
from publisher.journal.language import join_names, translate_term, word
from publisher.markup.symbols import is_symbol, symbol_address
from publisher.releases.release import Snapshot


class Reference(msgspec.Struct, frozen=True):
    """One value of a fact; `address` is None for one that cannot be opened."""

    text: str
    address: str | None = None


class Fact(msgspec.Struct, frozen=True):
    """`text` is all of it in one line of plain text, `value` that without its label or brackets."""

    name: str
    kind: FactKind
    label: str
    value: str
    text: str
    references: tuple[Reference, ...]


def list_facts(snapshot: Snapshot, lang: str) -> Iterator[Fact]:
    """Those that the announcement has, in the order of the fields; none of what was withdrawn."""
    if snapshot.status == "withdrawn":
        return
    for field in FIELDS.values():
        if field.fact:
            values = find_values(snapshot, field, lang)
        else:
            values = ()
        if field.fact and values:
            yield typeset_fact(field, field.fact, values, lang)


def find_values(snapshot: Snapshot, field: Field, lang: str) -> tuple[str, ...]:
    """Those of the translation, else of the original; terms that the house knows are translated."""
    values = snapshot.values_of(field.name)
    if field.takes == "choice":
        return tuple(word(value, lang) for value in values)
    if lang in snapshot.wordings:
        translated = snapshot.wordings[lang].values_of(field.name)
    else:
        translated = ()
    if field.fact == "detail" and not translated:
        return tuple(translate_term(value, lang) for value in values)
    return translated or values


def typeset_fact(field: Field, kind: FactKind, values: tuple[str, ...], lang: str) -> Fact:
    label = ""
    if field.label:
        label = word(field.label, lang)
    text = value = join_names(values, lang)
    references: tuple[Reference, ...] = ()
    if kind == "documents":
        references = tuple(refer_to(symbol, lang) for symbol in values)
        text = value = ", ".join(values)
    elif kind == "conveners":
        value = word("convened by {names}", lang, names=value)
        text = f"({value})"
    elif kind == "contact":
        references = (refer_to_mail(value),)
    else:
        text = word("{label}: {value}", lang, label=label, value=value)
    return Fact(field.name, kind, label, value, text, references)


def refer_to_mail(contact: str) -> Reference:
    is_mail = "@" in contact and " " not in contact
    return Reference(contact, f"mailto:{contact}" if is_mail else None)


def refer_to(symbol: str, lang: str) -> Reference:
    return Reference(symbol, symbol_address(symbol, lang) if is_symbol(symbol) else None)
