"""Letters, pages and PDF files read into the lines of a roadmap; real layouts and hostile ones."""

import time
from datetime import date

import pytest

from publisher.importing.letter import (
    MAX_LINES,
    MAX_TEXT,
    Letter,
    LetterError,
    decode_text,
    read_letter,
    read_letter_text,
)
from tests.importing.real_letter import LETTERS, REAL, SIX, TITLE, pairs


def read_sample(name: str) -> Letter:
    return read_letter((LETTERS / name).read_bytes(), name=name)


# --- The real letter. ---


def test_the_real_letter_yields_its_six_lines_title_and_date_with_no_help() -> None:
    letter = read_sample(REAL.name)
    assert pairs(letter) == SIX
    assert letter.title == TITLE
    assert letter.dated == date(2017, 9, 13)


def test_the_covering_letters_own_date_is_told_as_a_doubt() -> None:
    assert read_sample(REAL.name).notes == (
        "2 letter dates found: 14 September 2017 and 13 September 2017; "
        "took 13 September 2017, the one nearest above the roadmap",
    )


def test_dates_in_the_prose_and_in_the_letterhead_are_no_milestones() -> None:
    text = REAL.read_text(encoding="utf-8")
    prose = text[: text.index("25 August\t")]
    letter = read_letter_text(prose)
    assert letter.lines == ()
    assert any("no roadmap was found" in note for note in letter.notes)


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\u2028"])
def test_any_kind_of_line_break_will_do(newline: str) -> None:
    text = REAL.read_text(encoding="utf-8")
    assert pairs(read_letter_text(text.replace("\n", newline))) == SIX


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_common_encoding_will_do(encoding: str) -> None:
    text = REAL.read_text(encoding="utf-8")
    letter = read_letter(text.encode(encoding), name="letter.txt")
    assert (pairs(letter), letter.title) == (SIX, TITLE)


# --- Pasted lines. ---


@pytest.mark.parametrize("divider", ["\t", "\t\t", " – ", " - ", " — ", ": ", "    ", "  ", " | "], ids=repr)
def test_the_letters_lines_are_read_whatever_divides_them(divider: str) -> None:
    assert pairs(read_letter_text("\n".join(divider.join(pair) for pair in SIX))) == SIX


@pytest.mark.parametrize("bullet", ["• ", "- ", "* ", "\t• ", "1. ", "(a) ", "iv) ", "•\t"], ids=repr)
def test_bullets_and_numbers_before_a_line_are_left_out(bullet: str) -> None:
    text = "\n".join(f"{bullet}{when} – {what}" for when, what in SIX)
    assert pairs(read_letter_text(text)) == SIX


def test_blank_lines_between_the_lines_do_not_matter() -> None:
    assert pairs(read_letter_text("\n\n".join("\t".join(pair) for pair in SIX))) == SIX


def test_a_markdown_table_is_read() -> None:
    rows = ["| Date | Activity |", "|---|---|", *(f"| {when} | {what} |" for when, what in SIX)]
    assert pairs(read_letter_text("\n".join(rows))) == SIX


def test_the_lettered_lines_of_2014_are_read() -> None:
    letter = read_sample("2014-12-post-2015-lettered-lines.txt")
    assert pairs(letter) == (
        ("19-21 January 2015 [3 days]", "Stocktaking"),
        ("17-20 February 2015 [4 days]", "Declaration"),
        ("23-27 March 2015 [5 days]", "Sustainable development goals and targets"),
    )
    assert letter.dated == date(2014, 12, 16)


def test_lines_without_any_divider_count_when_three_stand_together() -> None:
    text = "27-29 Jan 1st drafting session\n13-17 Apr 2nd drafting session\n15-19 Jun 3rd drafting session\n"
    assert pairs(read_letter_text(text)) == (
        ("27-29 Jan", "1st drafting session"),
        ("13-17 Apr", "2nd drafting session"),
        ("15-19 Jun", "3rd drafting session"),
    )


def test_a_date_may_stand_at_the_end_behind_a_divider() -> None:
    text = "Zero draft: 25 September\nFirst reading: 2 October (afternoon)\n"
    assert pairs(read_letter_text(text)) == (
        ("25 September", "Zero draft"),
        ("2 October (afternoon)", "First reading"),
    )


def test_sentences_that_end_with_a_date_are_prose() -> None:
    text = "• We shall meet again on 25 September\n• We shall conclude on 2 October\nand also on 5 October\n"
    assert read_letter_text(text).lines == ()


def test_one_line_pasted_alone_is_taken() -> None:
    assert pairs(read_letter_text("2 October (afternoon)\t1 st reading\n")) == (SIX[2],)


def test_one_line_among_prose_is_not_taken() -> None:
    text = "Excellency,\n\n2 October – the day on which we met.\n\nPlease accept our regards.\n"
    assert read_letter_text(text).lines == ()


def test_a_line_broken_in_two_goes_on() -> None:
    text = (
        "2 October – 1st reading of the draft resolution, which has been circulated to\n"
        "all delegations in due time\n"
        "5 October – Informal consultations\n"
    )
    assert pairs(read_letter_text(text)) == (
        (
            "2 October",
            "1st reading of the draft resolution, which has been circulated to all delegations in due time",
        ),
        ("5 October", "Informal consultations"),
    )


def test_columns_of_spaces_with_broken_cells_are_put_together() -> None:
    text = (
        "2 October            1st reading\n"
        "(afternoon)\n"
        "Week of 23           Additional informal consultations,\n"
        "October              as needed\n"
        "31 October           Conclusion of the negotiations and submission to\n"
        "                     ACABQ and Fifth Committee\n"
    )
    assert pairs(read_letter_text(text)) == (
        ("2 October (afternoon)", "1st reading"),
        ("Week of 23 October", "Additional informal consultations, as needed"),
        ("31 October", "Conclusion of the negotiations and submission to ACABQ and Fifth Committee"),
    )


def test_a_column_of_dates_need_not_be_the_first() -> None:
    text = "No.\tActivity\tDate\n1\t1st reading\t2 October\n2\tInformal consultations\t5 October\n"
    assert pairs(read_letter_text(text)) == (
        ("2 October", "1st reading"),
        ("5 October", "Informal consultations"),
    )


def test_a_column_of_hours_belongs_to_the_date() -> None:
    text = "2 October\t3 p.m. to 6 p.m.\t1st reading\n5 October\t10 a.m.\tInformal consultations\n"
    assert pairs(read_letter_text(text)) == (
        ("2 October, 3 p.m. to 6 p.m.", "1st reading"),
        ("5 October, 10 a.m.", "Informal consultations"),
    )


def test_a_second_event_below_one_date_has_that_date() -> None:
    text = "2 October\tOpening\n\tStatements by delegations\n5 October\tInformal consultations\n"
    assert pairs(read_letter_text(text)) == (
        ("2 October", "Opening"),
        ("2 October", "Statements by delegations"),
        ("5 October", "Informal consultations"),
    )


def test_a_row_whose_date_cannot_be_read_is_kept_and_told() -> None:
    text = "2 October\t1st reading\nSee below\tSecond reading\n5 October\tInformal consultations\n"
    letter = read_letter_text(text)
    assert pairs(letter)[1] == ("See below", "Second reading")
    assert any("“See below” cannot be read as a date" in note for note in letter.notes)


def test_a_memorandums_head_is_no_roadmap() -> None:
    text = "Date:\t13 September 2017\nTo:\tAll Missions\nSubject:\tRoadmap\n"
    letter = read_letter_text(text)
    assert letter.lines == ()
    assert letter.dated == date(2017, 9, 13)


def test_two_dates_in_a_memorandums_head_are_no_roadmap_either() -> None:
    assert read_letter_text("Date:\t13 September 2017\nRef.:\t12 September 2017\n").lines == ()


def test_two_tables_are_both_taken_and_told() -> None:
    one = "\n".join("\t".join(pair) for pair in SIX[:3])
    two = "\n".join("\t".join(pair) for pair in SIX[3:])
    prose = "The second part of the negotiations will take place as set out in the following table, in full."
    letter = read_letter_text(f"{one}\n\n{prose}\n\n{two}\n")
    assert pairs(letter) == SIX
    assert any("dates stand in 2 places (lines 1 to 3, 7 to 9)" in note for note in letter.notes)


# --- Title and date. ---


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("New York, 13 September 2017", date(2017, 9, 13)),
        ("            14 September 2017", date(2017, 9, 14)),
        ("Date: 1st of March 2018", date(2018, 3, 1)),
        ("Wednesday, 13 September 2017", date(2017, 9, 13)),
        ("September 13, 2017", date(2017, 9, 13)),
        ("2017-09-13", date(2017, 9, 13)),
        ("**13 September 2017**", date(2017, 9, 13)),
        ("13 September", None),
        ("31 September 2017", None),
        ("as decided on 13 September 2017", None),
    ],
)
def test_a_line_that_is_only_a_date_dates_the_letter(line: str, day: date | None) -> None:
    text = f"{line}\n\nExcellency,\n\n" + "\n".join("\t".join(pair) for pair in SIX)
    assert read_letter_text(text).dated == day


def test_a_letter_without_a_date_says_so() -> None:
    letter = read_letter_text("2 October\t1st reading\n5 October\tInformal consultations\n")
    assert letter.dated is None
    assert any("no letter date was found" in note for note in letter.notes)


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("# Pact for the future\n\n## Timeline\n", "Pact for the future"),
        ("**Pact for the future**\nProposed roadmap\n", "Pact for the future"),
        ("**Pact for the future**\n\nThe following dates are proposed by us.\n", "Pact for the future"),
        ("Roadmap of the pact for the future\n", "Roadmap of the pact for the future"),
        ("Some words\n\nThe dates that follow are proposed by the President of the Assembly.\n", None),
        ("NEW YORK\n", None),
        ("Please find the dates below:\n", None),
        ("", None),
    ],
)
def test_the_heading_above_the_roadmap_is_its_title(above: str, title: str | None) -> None:
    text = f"13 September 2017\n\n{above}\n2 October\t1st reading\n5 October\tConsultations\n"
    assert read_letter_text(text).title == title


def test_a_title_that_is_only_guessed_is_told() -> None:
    letter = read_letter_text("Pact for the future\n\n2 October\t1st reading\n5 October\tConsultations\n")
    assert any("took “Pact for the future” as the title" in note for note in letter.notes)


# --- Bytes. ---


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        ("Lajčák".encode(), "text/plain; charset=iso-8859-1"),
        ("Lajčák".encode("cp1250"), 'text/html; charset="windows-1250"'),
        ('<meta charset="iso-8859-2">Lajčák'.encode("iso-8859-2"), "text/html"),
        ("Lajčák".encode("utf-16"), ""),
    ],
)
def test_text_is_decoded_by_mark_as_utf_8_or_as_declared(data: bytes, media_type: str) -> None:
    assert decode_text(data, media_type).endswith("Lajčák")


@pytest.mark.parametrize("charset", ["", "zip", "punycode", "no-such", "iso-8859-1"])
def test_text_of_an_unknown_charset_is_read_as_windows_1252(charset: str) -> None:
    assert decode_text(b"Jos\xe9 \x96 \x81", f"text/plain; charset={charset}") == "José – \ufffd"


# --- Hostile input. ---

FLOODS = {
    "lines": "2 October\t1st reading\n",
    "short lines": "a\n",
    "digits": "1",
    "spaces": " ",
    "tabs": "\t",
    "dashes": "– ",
    "rows": "  " + "y" * 50 + "\n",
    "one long date": "2 October, ",
    "bullets": "• 2 October",
    "dated prose": "2 October and 5 October and the week of 23 October in the morning\n",
    "half dates": "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n",
    "nul bytes": "\0",
    "surrogates": "\ud800\udfff",
}
"""What fills a letter to the last character or line that is read, behind one date."""


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_of_text_ends_soon_and_without_a_traceback(flood: str) -> None:
    began = time.process_time()
    message = ""
    piece = FLOODS[flood]
    times = MAX_TEXT // len(piece) - 10
    if "\n" in piece:
        times = min(times, MAX_LINES - 10)
    try:
        read_letter_text("2 October " + piece * times)
    except LetterError as error:
        message = str(error)
    assert message.isprintable()
    assert time.process_time() - began < 10


def test_a_letter_that_is_too_long_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publisher.importing.letter.MAX_TEXT", 1000)
    with pytest.raises(LetterError):
        read_letter_text("Words. " * 200)


def test_a_row_does_not_swallow_all_that_is_indented_below_it() -> None:
    text = "2 October – Reading\n" + ("    " + "y" * 50 + "\n") * 100 + "2 May – Reading\n5 May – Meeting\n"
    assert all(len(line.what) <= 700 for line in read_letter_text(text).lines)


def test_nul_bytes_among_the_lines_do_not_matter() -> None:
    text = REAL.read_text(encoding="utf-8")
    assert pairs(read_letter(text.replace("October", "Octo\0ber").encode(), name="letter.txt")) == SIX
