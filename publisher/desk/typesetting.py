"""Has the PDF of an issue made by a worker of its own, which ends at its limit: some texts take hours."""

from publisher.errors import PublisherError
from publisher.journal import paper
from publisher.workers import EndedError, StartError, Worker

WAITS = 10
"""How far it stands back (nice(2)): nobody waits for paper, and somebody may wait for a release."""


class SheetError(PublisherError):
    """A sheet that did not come; one line says why. It may come another time."""


class StoppedError(PublisherError):
    """The program ends: no sheet is at fault."""


class Typesetter:
    """Starts a worker for each sheet, one at a time; `close` ends it from another thread, for good.

    It takes about a second to start, for which nobody waits, and what it leaks ends with it.
    """

    def __init__(self) -> None:
        self._worker: Worker | None = None
        self._closed = False

    def make(self, html: str, identifier: str, seconds: float) -> bytes:
        """The PDF of a page, as `paper.make_pdf` gives it. Raises SheetError and StoppedError."""
        worker = self._worker = Worker(nice=WAITS)
        if self._closed:
            raise StoppedError("the program ends")
        try:
            return worker.run(seconds, make_sheet, html, identifier)
        except StartError as fault:
            raise SheetError(f"the process that typesets did not start: {fault}") from fault
        except EndedError as ended:
            if self._closed:
                raise StoppedError("the program ends") from ended
            if ended.is_late:
                raise SheetError(f"it took longer than {seconds:g} seconds") from ended
            if ended.status < 0:
                raise SheetError(f"the process that typesets was ended by {ended.signal}") from ended
            raise SheetError("the process that typesets failed") from ended
        finally:
            worker.end()

    def close(self) -> None:
        """Nothing is typeset any more; what is under way is broken off."""
        self._closed = True
        if self._worker is not None:
            self._worker.kill()


def make_sheet(html: str, identifier: str) -> bytes:
    """In the worker; raises SheetError."""
    try:
        return paper.make_pdf(html, identifier=identifier)
    except Exception as fault:  # noqa: BLE001 - whatever it meets in an author's text, it costs this sheet only
        raise SheetError(" ".join(f"{type(fault).__name__}: {fault}".split())) from None
