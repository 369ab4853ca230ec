"""Takes the text layer out of a PDF file, in a worker that ends when it takes too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from publisher.importing.letter_lines import LetterError

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MAX_PAGES = 50
MAX_TEXT = 1_000_000  # characters
SECONDS = 30.0
MEMORY = 2**30  # bytes of address space; small files have asked for more than a machine has

SCAN = (
    "the file is a scan without text; copy the roadmap's lines into a text file, or have it recognized first"
)
LOCKED = "the file is protected by a password; save a copy without one"
BROKEN = "the file is damaged or no PDF; save it again, or copy the roadmap's lines into a text file"
TOO_SLOW = "the file takes too long or too much memory to read; give only the pages with the roadmap"


class PdfText(msgspec.Struct, frozen=True):
    """A file's text read twice: `columns` keeps the places on the page with spaces, `flow` the file's order.

    `pages` counts all of the file's, `empty` those (from 1) that were read and hold no text.
    """

    columns: str = ""
    flow: str = ""
    pages: int = 0
    empty: tuple[int, ...] = ()
    fault: str | None = None


def read_pdf(data: bytes, *, seconds: float = SECONDS) -> PdfText:
    """The text of the first 50 pages; raises LetterError for a scan, a locked, a broken or a hostile file."""
    if not data.lstrip()[:1024].count(b"%PDF-"):
        raise LetterError(BROKEN)
    from publisher.workers import EndedError, StartError, Worker

    worker = Worker(memory=MEMORY)
    try:
        text = worker.run(seconds, extract_text, data)
    except StartError as error:
        raise LetterError(BROKEN) from error
    except EndedError as ended:
        raise LetterError(TOO_SLOW if ended.status < 0 else BROKEN) from ended
    finally:
        worker.end()
    if text.fault:
        raise LetterError(text.fault)
    return text


def extract_text(data: bytes) -> PdfText:
    """The work of the worker: every way in which a file can be bad comes back as a `fault`."""
    import io

    import pypdf
    from pypdf.errors import DependencyError, FileNotDecryptedError

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return PdfText(fault=LOCKED)
        return _extract_pages(reader)
    except (DependencyError, FileNotDecryptedError):  # AES needs a package that we do not ask for
        return PdfText(fault=LOCKED)
    except (MemoryError, RecursionError):
        return PdfText(fault=TOO_SLOW)
    except Exception:  # noqa: BLE001 - pypdf raises what it comes across: KeyError, TypeError, zlib.error, ...
        return PdfText(fault=BROKEN)


def _extract_pages(reader: PdfReader) -> PdfText:
    total = len(reader.pages)
    columns: list[str] = []
    flow: list[str] = []
    for page in reader.pages[:MAX_PAGES]:
        flow.append(page.extract_text())
        columns.append(_extract_columns(page) if flow[-1].strip() else "")
        if sum(map(len, columns)) + sum(map(len, flow)) > 2 * MAX_TEXT:
            break
    if not any(text.strip() for text in flow):
        return PdfText(fault=SCAN if total else BROKEN)
    empty = tuple(number for number, text in enumerate(flow, start=1) if not text.strip())
    return PdfText("\n\n".join(columns)[:MAX_TEXT], "\n\n".join(flow)[:MAX_TEXT], total, empty)


def _extract_columns(page: PageObject) -> str:
    try:
        return page.extract_text(extraction_mode="layout")
    except Exception:  # noqa: BLE001 - the places on the page only help; without them the flow has to do
        return ""
