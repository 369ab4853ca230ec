"""The process of a further press: prints the portions that come through its pipe, until that closes."""

import signal
from multiprocessing.connection import Connection

import msgspec

from publisher.desk.presses import Job, Portion, Printed
from publisher.ledger.database import Database
from publisher.ledger.ledger import Ledger
from publisher.ledger.printing import PrintingRecords
from publisher.press import print_apart
from publisher.releases.document import Document, Misprint


def serve(handle: int) -> None:
    """Answers each portion with its documents; ends at once where the ledger is not as the desk sees it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe = Connection(handle)
    job = msgspec.msgpack.decode(pipe.recv_bytes(), type=Job)
    ledger = Ledger(Database.look_into(job.ledger))
    with ledger.printing() as records:
        if records.newest_sequence() == job.newest:
            _print_portions(pipe, records)


def _print_portions(pipe: Connection, records: PrintingRecords) -> None:
    while True:
        try:
            portion = msgspec.msgpack.decode(pipe.recv_bytes(), type=Portion)
        except EOFError:
            return
        records.expect(portion.expected)
        made = list(print_apart(portion.keys, records))
        documents = [one for one in made if isinstance(one, Document)]
        misprints = [one for one in made if isinstance(one, Misprint)]
        pipe.send_bytes(msgspec.msgpack.encode(Printed(documents, misprints)))
