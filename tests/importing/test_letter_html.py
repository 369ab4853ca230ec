"""Pages read into the lines of a roadmap: every layout in use, and hostile ones."""

from datetime import date

import pytest

from publisher.importing.letter import LetterError, read_letter, read_letter_html
from tests.importing.real_letter import SIX, TITLE, pairs
from tests.shallow import DEEP, shallow_stack


def page(body: str) -> str:
    return (
        "<!DOCTYPE html><html><head><title>Site</title><style>td{}</style></head><body>"
        "<nav><ul><li>1 May – Menu</li><li>2 May – Menu</li></ul></nav>"
        f"<h1>{TITLE}</h1><p>New York, 13 September 2017</p><p>Proposed roadmap</p>{body}"
        "<footer><p>3 May – Foot</p><p>4 May – Foot</p></footer></body></html>"
    )


TABLE = "".join(f"<tr>\n <td><p>{when}</p></td>\n <td>{what}</td>\n</tr>" for when, what in SIX)
LAYOUTS = {
    "table": f"<table><thead><tr><th>Date</th><th>Activity</th></tr></thead>{TABLE}</table>",
    "nested": f"<table><tr><td><table>{TABLE}</table></td><td>Menu</td></tr></table>",
    "ul": "<ul>" + "".join(f"<li><strong>{when}</strong> – {what}</li>" for when, what in SIX) + "</ul>",
    "ul with paragraphs": "<ul>" + "".join(f"<li>\n<p>{w}: {t}</p>\n</li>" for w, t in SIX) + "</ul>",
    "dl": "<dl>" + "".join(f"<dt>{when}</dt>\n  <dd><p>{what}</p></dd>\n" for when, what in SIX) + "</dl>",
    "pre": "<pre>" + "\n".join("\t".join(pair) for pair in SIX) + "</pre>",
    "br and tabs": "<p>" + "<br>\n".join("\t".join(pair) for pair in SIX) + "</p>",
    "br and spaces": "<p>" + "<br/>".join("&nbsp;&nbsp;&nbsp;&nbsp;".join(pair) for pair in SIX) + "</p>",
    "br and dashes": "<div>" + "<br>".join(" &ndash; ".join(pair) for pair in SIX) + "</div>",
    "stacked": "".join(f"<p><b>{when}</b><br>{what}</p>" for when, what in SIX),
    "form": f'<form id="aspnetForm"><table>{TABLE}</table></form>',
    "unclosed": "<table>" + "".join(f"<tr><td>{when}<td>{what}" for when, what in SIX),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_page_is_read_however_it_lays_out_the_lines(layout: str) -> None:
    letter = read_letter_html(page(LAYOUTS[layout]))
    assert pairs(letter) == SIX
    assert letter.title == TITLE
    assert letter.dated == date(2017, 9, 13)


def test_a_raised_ordinal_stays_with_its_number_and_a_footnote_mark_goes() -> None:
    body = (
        "<table><tr><td>2 October<sup>1</sup></td><td>1<sup>st</sup> reading</td></tr>"
        "<tr><td>5 October</td><td>Informal&nbsp;consultations<br>on the draft<sup>[2]</sup></td></tr>"
        "</table>"
    )
    assert pairs(read_letter_html(page(body))) == (
        ("2 October", "1st reading"),
        ("5 October", "Informal consultations on the draft"),
    )


def test_a_cell_that_spans_rows_dates_each_of_them() -> None:
    body = (
        '<table><tr><td rowspan="2">2 October</td><td>Opening</td></tr><tr><td>Statements</td></tr>'
        "<tr><td>5 October</td><td>Consultations</td></tr></table>"
    )
    assert pairs(read_letter_html(page(body))) == (
        ("2 October", "Opening"),
        ("2 October", "Statements"),
        ("5 October", "Consultations"),
    )


def test_a_table_inside_an_events_cell_stays_with_its_date() -> None:
    body = (
        "<table><tr><td>2 October</td>"
        "<td><table><tr><td>1st reading</td><td>Room 1</td></tr></table></td></tr>"
        "<tr><td>5 October</td><td>Consultations</td></tr></table>"
    )
    assert pairs(read_letter_html(page(body)))[0] == ("2 October", "1st reading Room 1")


def test_a_heading_across_a_table_does_not_end_it() -> None:
    body = (
        "<table><tr><td colspan=2>Phase I</td></tr><tr><td>2 October</td><td>1st reading</td></tr>"
        "<tr><td colspan=2>Phase II</td></tr><tr><td>5 October</td><td>Consultations</td></tr></table>"
    )
    assert pairs(read_letter_html(page(body))) == (
        ("2 October", "1st reading"),
        ("5 October", "Consultations"),
    )


def test_xhtml_is_read_like_any_other_page() -> None:
    declared = (
        '<?xml version="1.0" encoding="utf-16"?>\n<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">'
    )
    html = page(LAYOUTS["table"]).replace("<!DOCTYPE html><html>", declared)
    assert pairs(read_letter(html.encode(), name="letter.xhtml")) == SIX


def test_scripts_and_comments_say_nothing() -> None:
    script = "<script>x='<td>1 May</td><td>Script</td>'</script><!-- 2 May – x\n3 May – y -->"
    assert pairs(read_letter_html(page(script + LAYOUTS["table"]))) == SIX


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("letter.html", None),
        ("letter", "text/html; charset=utf-8"),
        ("letter.txt", None),
        ("letter.htm", "x/y"),
    ],
)
def test_a_page_is_known_by_its_type_its_ending_or_its_beginning(name: str, media_type: str | None) -> None:
    data = page(LAYOUTS["table"]).encode()
    assert pairs(read_letter(data, name=name, media_type=media_type)) == SIX


MANY = 100
"""With a stack and limits as low as this a little has to do."""

HTML_FLOODS = {
    "deep": "<div>" * DEEP,
    "deep tables": "<table><tr><td>" * DEEP,
    "deep dated tables": "<table><tr><td>2 October</td><td>" * DEEP,
    "deep lists": "<ul><li>" * DEEP,
    "deep bold": "<b><i>" * DEEP,
    "preformatted": "<pre>\n2 October\n</pre>" * MANY,
    "wide row": "<table><tr>" + "<td>2 October" * MANY,
    "long table": "<table>" + "<tr><td rowspan=999>2 October<td>x" * MANY,
    "definitions": "<dl>" + "<dd>x" * MANY,
    "nul bytes": "\0<p>\0" * MANY,
    "surrogates": "<p>\ud800\udfff" * 900,
    "declared": '<?xml version="1.0" encoding="utf-16"?><html><p>' + "x" * 900,
}


@pytest.mark.parametrize("flood", HTML_FLOODS)
def test_a_flood_of_html_is_read_or_refused_in_a_line(flood: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publisher.importing.letter_lines.MAX_DATED", MANY // 2)
    message = ""
    read_letter_html("<p>2 October</p>")
    with shallow_stack():
        try:
            read_letter_html(HTML_FLOODS[flood])
        except LetterError as error:
            message = str(error)
    assert message.isprintable()


def test_a_page_that_is_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publisher.importing.letter_html.MAX_HTML", 1000)
    with pytest.raises(LetterError, match="over 1,000 characters; save the part"):
        read_letter_html("<p>" + "Words. " * 200)
