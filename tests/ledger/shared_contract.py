"""What a ledger that several processes share promises beside the rest."""

import threading

from publisher.ledger.database import ConflictError
from publisher.ledger.ledger import Ledger
from tests.builders import DUE, fill_ledger, make_draft
from tests.ledger.ledger_contract import LedgerContract


class SharedLedgerContract(LedgerContract):
    """What holds where several processes share one ledger."""

    def test_opened_again_it_is_the_same(self, ledger: Ledger, url: str) -> None:
        fill_ledger(ledger, make_draft("one"))
        again = Ledger.open_to_write(url)
        assert again.id == "ours"
        assert again.since(0) == ledger.since(0)
        again.close()

    def test_of_two_that_record_one_revision_at_once_one_is_refused(self, ledger: Ledger, url: str) -> None:
        other = Ledger.open_to_write(url)
        gate, outcomes = threading.Barrier(2), []

        def record(mine: Ledger) -> None:
            gate.wait(10)
            try:
                outcomes.append(len(mine.record([make_draft("one")], ["hook"], DUE)))
            except ConflictError:
                outcomes.append(0)

        threads = [threading.Thread(target=record, args=(mine,)) for mine in (ledger, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        other.close()
        assert sorted(outcomes) == [0, 1]
        assert len(ledger.since(0)) == 1
        assert ledger.deliveries.count_owed() == 1

    def test_of_two_that_claim_at_once_each_gets_another(self, ledger: Ledger, url: str) -> None:
        other = Ledger.open_to_write(url)
        self.owe(ledger, *(f"m{number}" for number in range(12)))
        gate, claimed = threading.Barrier(2), []

        def work(mine: Ledger) -> None:
            gate.wait(10)
            while found := mine.deliveries.claim("hook", DUE, through=99):
                claimed.append(found[0].name)

        threads = [threading.Thread(target=work, args=(mine,)) for mine in (ledger, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        other.close()
        assert sorted(claimed) == sorted(f"m{number}" for number in range(12))
