"""Records held in memory answer the printers as the ledger does: the same site, byte for byte."""

import pytest

from publisher.ledger.ledger import Ledger
from publisher.press import print_documents, touched_by
from publisher.releases.records_in_memory import MemoryRecords
from tests.builders import PUBLICATION
from tests.pages import make_sample, print_site, record


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    ledger = Ledger.in_memory()
    record(ledger, make_sample(), PUBLICATION)
    return ledger


def test_a_site_printed_from_memory_is_the_ledger_s_byte_for_byte(ledger: Ledger) -> None:
    releases = ledger.since(0)
    records = MemoryRecords(releases)
    printed = print_documents(touched_by(releases, PUBLICATION.languages, records), records)
    assert {one.path: one.body.decode() for one in printed} == print_site(ledger)


def test_every_bounded_question_has_the_ledger_s_answer(ledger: Ledger) -> None:
    sql, memory = ledger.records, MemoryRecords(ledger.since(0))
    day = sql.listed(4)[-1].snapshot.when.first
    assert day is not None
    for limit in (1, 3, 100):
        assert memory.newest(limit) == sql.newest(limit)
        assert memory.news("fr", limit) == sql.news("fr", limit)
        assert memory.news("en", limit, roadmap="modalities") == sql.news("en", limit, roadmap="modalities")
        assert memory.forthcoming(day, limit) == sql.forthcoming(day, limit)
        assert memory.earlier(day, limit) == sql.earlier(day, limit)
        assert memory.listed(limit, "access", ("closed",)) == sql.listed(limit, "access", ("closed",))
    for number in range(1, sql.newest_sequence() + 1):
        assert memory.first_between(number, number + 2) == sql.first_between(number, number + 2)
        assert memory.next_first(number) == sql.next_first(number)
        assert memory.news_between("en", number, number + 2) == sql.news_between("en", number, number + 2)
        assert memory.announced_since(number) == sql.announced_since(number)
