"""HTML made into a tagged PDF by WeasyPrint, which is an extra; nothing is fetched from anywhere."""

import hashlib
import importlib
import importlib.metadata
import io
import logging
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"
STYLE_SHEET = "paper.css"
EXTRA = ("segno", "weasyprint")
MISSING = "the PDF of an issue needs an extra that is not installed"
MEND = "install it with: pip install 'publisher[pdf]' (and Pango: on Debian, apt install libpango-1.0-0 \
libpangoft2-1.0-0 libharfbuzz-subset0)"


@cache
def find_missing() -> str | None:
    """What keeps a PDF from being made here, in words; None when it can be made. Takes about a second."""
    try:
        for name in EXTRA:
            importlib.import_module(name)
    except (ImportError, OSError) as error:
        # OSError: the package is there and Pango, a library of the system, is not.
        return f"{MISSING} ({str(error).splitlines()[0]})"
    return None


def make_pdf(html: str, *, identifier: str) -> bytes:
    """A PDF/UA-1 of a whole page; the same HTML, fonts and WeasyPrint give the same bytes.

    `identifier` names the document whatever its revision (ISO 32000-1, 14.4). Title, language, author
    and dates are those of the page's head: no moment of printing stands in it. An author's picture is
    left out, wherever it lies: it would be fetched anew at each printing.
    """
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    # It warns of every rule meant for browsers, and of every picture it was not allowed to fetch.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    closed = URLFetcher(allowed_protocols=())
    style = CSS(string=(STATIC / STYLE_SHEET).read_text(encoding="utf-8"), url_fetcher=closed)
    page = HTML(string=html, url_fetcher=closed)
    pdf = page.write_pdf(
        stylesheets=[style], pdf_variant="pdf/ua-1", pdf_identifier=identifier.encode(), pdf_tags=True
    )
    assert isinstance(pdf, bytes)
    return pdf


def digest_page(html: str, identifier: str) -> str:
    """The SHA-256 of all that a PDF is made of but the fonts: what has the same is not made again."""
    style = (STATIC / STYLE_SHEET).read_bytes()
    parts = (html.encode(), identifier.encode(), style, importlib.metadata.version("weasyprint").encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def draw_code(address: str, words: str) -> str:
    """A QR code of the address as SVG, with `words` as its text alternative."""
    import segno

    drawn = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(drawn, kind="svg", xmldecl=False, nl=False, omitsize=True, border=2, title=words)
    return drawn.getvalue().decode()
