"""PDF files read into the lines of a roadmap: columns, scans, locks, and files that ask for too much."""

import sys
import time
import zlib
from collections.abc import Callable
from datetime import date

import pytest

from publisher.importing import letter_pdf
from publisher.importing.letter import LetterError, read_letter, read_letter_pdf
from publisher.importing.letter_pdf import PdfText, read_pdf
from tests.importing.real_letter import SIX, pairs
from tests.obedient import end, leave, sleep, tell_limit


def write_pdf(*pages: str, compress: bool = False, extra: str = "") -> bytes:
    """A small PDF file of content streams, without a cross-reference table that is worth the name."""
    kids = " ".join(f"{10 + 2 * n} 0 R" for n in range(len(pages)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    }
    for n, content in enumerate(pages):
        data = content.encode("cp1252")
        packed = zlib.compress(data) if compress else data
        flag = " /Filter /FlateDecode" if compress else ""
        objects[10 + 2 * n] = (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {11 + 2 * n} 0 R >>"
        ).encode()
        objects[11 + 2 * n] = (
            f"<< /Length {len(packed)}{flag} >>\nstream\n".encode() + packed + b"\nendstream"
        )
    out = bytearray(b"%PDF-1.4\n")
    places: dict[int, int] = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n"
    for number, place in places.items():
        out += f"{number} 1\n{place:010d} 00000 n \n".encode()
    out += f"trailer << /Size {max(places) + 1} /Root 1 0 R {extra} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def draw_lines(lines: list[tuple[int, int, str]]) -> str:
    """A content stream with each text at its place (x, y in points from the lower left)."""
    parts = ["BT /F1 10 Tf"]
    for x, y, text in lines:
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        parts.append(f"1 0 0 1 {x} {y} Tm ({escaped}) Tj")
    return "\n".join([*parts, "ET"])


def draw_letter() -> str:
    rows = [
        (60, 540, "New York, 13 September 2017"),
        (60, 510, "Pact for the future"),
        (60, 480, "Proposed roadmap"),
    ]
    for n, (when, what) in enumerate(SIX):
        rows += [(60, 440 - 20 * n, when), (240, 440 - 20 * n, what)]
    return draw_lines(rows)


@pytest.mark.parametrize("compress", [False, True])
def test_a_pdf_with_two_columns_is_read(compress: bool) -> None:
    letter = read_letter_pdf(write_pdf(draw_letter(), compress=compress))
    assert pairs(letter) == SIX
    assert letter.dated == date(2017, 9, 13)
    assert letter.title == "Pact for the future"


def test_a_pdf_with_dashes_is_read() -> None:
    rows = [(60, 500 - 20 * n, f"{when} – {what}") for n, (when, what) in enumerate(SIX)]
    assert pairs(read_letter_pdf(write_pdf(draw_lines(rows)))) == SIX


def test_a_pdfs_broken_cells_are_put_together() -> None:
    rows = [
        (60, 500, "2 October"), (240, 500, "1st reading"),
        (60, 480, "31 October"), (240, 480, "Conclusion of the negotiations and submission"),
        (240, 468, "of the resolution to ACABQ and Fifth Committee"),
    ]  # fmt: skip
    assert pairs(read_letter_pdf(write_pdf(draw_lines(rows))))[1] == SIX[5]


def test_of_the_two_ways_to_read_a_pdf_the_one_that_finds_more_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flow = "\n".join("\t".join(pair) for pair in SIX)
    monkeypatch.setattr("publisher.importing.letter_pdf.read_pdf", lambda data: PdfText("", flow, pages=1))
    assert pairs(read_letter_pdf(b"")) == SIX


def test_a_page_without_text_beside_others_is_told() -> None:
    letter = read_letter_pdf(write_pdf("", draw_letter()))
    assert pairs(letter) == SIX
    assert any("no text on page 1: perhaps a scan" in note for note in letter.notes)


def test_only_fifty_pages_are_read_and_that_is_told() -> None:
    letter = read_letter_pdf(write_pdf(draw_letter(), *["BT ET"] * 59))
    assert pairs(letter) == SIX
    assert any("only the first 50 of 60 pages" in note for note in letter.notes)


LOCK = (
    "/Encrypt << /Filter /Standard /V 1 /R 2 /O (" + "o" * 32 + ") /U (" + "u" * 32 + ") /P -4 >> "
    "/ID [<00> <00>]"
)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (write_pdf("1 0 0 rg 0 0 100 100 re f"), "is a scan without text"),
        (write_pdf(draw_letter(), extra=LOCK), "protected by a password"),
        (b"%PDF-1.4\nnothing", "damaged"),
        (b"not a PDF", "damaged"),
        (b"", "damaged"),
        (write_pdf(draw_letter())[:300], "damaged"),
    ],
    ids=["scan", "locked", "broken", "none", "empty", "cut"],
)
def test_a_pdf_that_cannot_be_read_is_refused_in_one_line(data: bytes, words: str) -> None:
    with pytest.raises(LetterError, match=words) as caught:
        read_letter_pdf(data)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (sleep, "takes too long or too much memory"),
        (end, "takes too long or too much memory"),
        (leave, "damaged"),
    ],
    ids=["sleeps", "is ended", "fails"],
)
def test_whatever_becomes_of_the_reading_process_is_told_in_a_line(
    monkeypatch: pytest.MonkeyPatch, work: Callable[..., None], words: str
) -> None:
    """Files have kept it busy for minutes and filled its memory; here it does as it is told."""
    monkeypatch.setattr(letter_pdf, "extract_text", work)
    began = time.monotonic()
    with pytest.raises(LetterError, match=words):
        read_pdf(write_pdf(draw_letter()), seconds=1 if work is sleep else 60)
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("fault", [MemoryError, RecursionError])
def test_a_pdf_that_needs_more_than_the_process_may_have_is_told(
    monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    def ask_for_more(*_: object) -> None:
        raise fault

    monkeypatch.setattr("pypdf.PdfReader", ask_for_more)
    assert letter_pdf.extract_text(write_pdf(draw_letter())).fault == letter_pdf.TOO_SLOW


@pytest.mark.skipif(sys.platform != "linux", reason="other systems may refuse a limit on memory")
def test_the_reading_process_limits_its_own_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letter_pdf, "extract_text", tell_limit)
    assert read_pdf(write_pdf(draw_letter())).pages == letter_pdf.MEMORY


@pytest.mark.parametrize(
    ("data", "name", "media_type", "words"),
    [
        (b"PK\x03\x04rest", "letter.docx", None, "a Word or other Office file; save it as PDF"),
        (b"\x89PNG\r\n\x1a\n", "scan.pdf", "application/pdf", "a picture"),
        (b"plain words", "letter.pdf", None, "no PDF file inside"),
        (bytes(5000), "letter.txt", None, "no text"),
        (b"x" * 5_000_001, "letter.txt", None, "larger than 5,000,000 bytes"),
        (b"%PDF-1.4", "le\ntter\x1b[1m", None, "damaged"),
    ],
)
def test_any_other_file_is_refused_by_name_in_one_line(
    data: bytes, name: str, media_type: str | None, words: str
) -> None:
    with pytest.raises(LetterError, match=words) as caught:
        read_letter(data, name=name, media_type=media_type)
    assert str(caught.value).isprintable()
    assert str(caught.value).startswith(name[:2])


def test_a_pdf_is_known_by_its_beginning_whatever_it_is_called() -> None:
    assert pairs(read_letter(write_pdf(draw_letter()), name="letter.txt", media_type="text/html")) == SIX
