"""Document symbols as they really occur, and what only looks like one."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.markup.symbols import Match, find_symbols, is_symbol, resolution_symbol, symbol_address

REAL = (
    "A/RES/71/280", "A/RES/72/244", "A/RES/73/102 A-B", "A/71/L.58", "A/72/L.9", "A/71/1018", "A/C.5/71/L.26",
    "A/C.3/72/L.1", "A/C.2/67/L.15/Rev.1", "A/INF/72/4/Rev.1", "A/INF/67/3", "A/CONF.231/1", "A/CONF.231/4",
    "A/CONF.231/L.1", "A/AC.121/2009/L.2", "A/AC.287/2017/PC.3/L.2", "A/63/615/Add.1", "A/63/666-S/2008/813",
    "E/2017/L.29-E/HLPF/2017/L.2", "A/72/124-E/2018/3", "S/2017/473", "S/2017/745", "ST/IC/2019/23",
    "ST/CS/67",
    "ST/LIB/SER.B/5/Rev.5", "E/CN.4/Sub.2/AC.2/1987/WP.4/Add.1", "A/HRC/36/60/Add.1", "A/RES/491 (V)",
    "S/RES/1440 (2002)", "A/RES/S-27/2", "A/RES/ES-10/19", "A/HRC/RES/32/31", "A/520/Rev.17", "S/PV.8151",
    "A/RES/217 A (III)", "A/72/6 (Sect. 1)", "S/PV.6216 (Resumption 1)", "CRC/C/GC/21", "A/CN.9/WG.I/WP.108",
)  # fmt: skip

NO_DOCUMENT = (
    "GA/11902", "SG/SM/18000", "A/S", "A/B", "A/72/[ ]", "A/72/", "A/C.5", "A/CONF.231", "A/AC.287/2017/PC.3",
    "A/72/INF", "A/H1N1", "a/72/l.9", "xA/72/L.9", "/A/72/L.9", "A/72/L.9abc",
    "https://docs.un.org/en/A/72/L.9", "https://undocs.org?s=A/72/L.9", "decision 52/468",
    "decisions 69/550 and 69/555", "",
)  # fmt: skip


def written(text: str) -> list[str]:
    return [text[match.start : match.end] for match in find_symbols(text)]


@pytest.mark.parametrize("symbol", REAL)
@pytest.mark.parametrize(
    "sentence", ["{}", "({})", "See {}, and go on", "draft ({}) [item 12]", "«{}»", "见{}，"]
)
def test_a_real_symbol_is_found_whole_in_a_sentence(symbol: str, sentence: str) -> None:
    assert written(sentence.format(symbol)) == [symbol]


@pytest.mark.parametrize("symbol", REAL)
def test_a_real_symbol_is_well_formed(symbol: str) -> None:
    assert is_symbol(symbol)


@pytest.mark.parametrize("text", NO_DOCUMENT)
def test_what_is_no_document_is_not_found(text: str) -> None:
    assert find_symbols(f"see {text} there") == ()
    assert not is_symbol(text)


@pytest.mark.parametrize(
    "text", ["A/72/L.9 and more", "see A/72/L.9", "A/72/L.9, A/72/L.10", "resolution 71/280"]
)
def test_a_symbol_among_other_words_is_not_a_symbol(text: str) -> None:
    assert not is_symbol(text)


def test_the_asterisk_of_a_reissue_is_allowed_in_a_symbol_but_stays_outside_a_match() -> None:
    assert is_symbol("A/RES/69/250*")
    assert find_symbols("A/RES/69/250*") == (Match(0, 12, "A/RES/69/250"),)
    assert symbol_address("A/RES/69/250*", "en") == "https://docs.un.org/en/A/RES/69/250"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A/RES/71/280 A new text", ["A/RES/71/280"]),
        ("A/72/L.9 A, B", ["A/72/L.9"]),
        ("the text (A/72/L.9 (2017))", ["A/72/L.9"]),
        ("A/64/115, 174, 323 and 324", ["A/64/115"]),
        ("A/64/13 and Add.1", ["A/64/13"]),
        ("A/72/L.9.", ["A/72/L.9"]),
        ("A/CONF.231/1 … /4", ["A/CONF.231/1"]),
        ("A/72/L.9; A/72/L.10/Rev.1", ["A/72/L.9", "A/72/L.10/Rev.1"]),
        ("文件A/RES/71/280号", ["A/RES/71/280"]),
        ("الوثيقة A/72/L.9، المعروضة", ["A/72/L.9"]),
        ("والوثيقةA/72/L.9", ["A/72/L.9"]),
        ("S/RES/1440\n(2002)", ["S/RES/1440\n(2002)"]),
    ],
)
def test_a_symbol_ends_where_the_sentence_goes_on(text: str, found: list[str]) -> None:
    assert written(text) == found


def test_a_symbol_broken_over_two_lines_is_looked_up_on_one() -> None:
    assert find_symbols("S/RES/1440\n(2002)")[0].symbol == "S/RES/1440 (2002)"


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("In accordance with paragraph 13 of resolution 71/280, the precise", ["A/RES/71/280"]),
        ("resolution 52/214 A", ["A/RES/52/214 A"]),
        ("resolution 71/280 A new text", ["A/RES/71/280"]),
        ("resolutions 69/313, 70/1 and 71/280", ["A/RES/69/313", "A/RES/70/1", "A/RES/71/280"]),
        ("Security Council resolution 2379 (2017)", ["S/RES/2379 (2017)"]),
        ("resolution 217 A (III)", ["A/RES/217 A (III)"]),
        ("resolution S-27/2", ["A/RES/S-27/2"]),
        ("la résolution 71/280 de l’Assemblée", ["A/RES/71/280"]),
        ("las resoluciones 71/280 y 72/244", ["A/RES/71/280", "A/RES/72/244"]),
        ("в резолюции 71/280", ["A/RES/71/280"]),
        ("وفقا لقرار الجمعية العامة 71/280", ["A/RES/71/280"]),
        ("大会第71/280号决议", ["A/RES/71/280"]),
        ("第71/280和72/244号决议", ["A/RES/71/280", "A/RES/72/244"]),
        ("第71/280号决议和第72/244号决议", ["A/RES/71/280", "A/RES/72/244"]),
        ("第1/71/280号决议", []),
        ("Human Rights Council resolution 32/31", []),
        ("the Council's resolution 32/31", []),
        ("resolution 32/31 of the Human Rights Council", []),
        ("la résolution 32/31 du Conseil des droits de l’homme", []),
        ("人权理事会第32/31号决议", []),
        ("Economic and Social Council resolution 2017/4", []),
        ("resolution 12/10", []),
        ("resolution 12/10/2017", []),
        ("decision 72/501", []),
    ],
)  # fmt: skip
def test_a_resolution_in_prose_has_a_symbol_only_where_it_is_certain(text: str, symbols: list[str]) -> None:
    assert [match.symbol for match in find_symbols(text)] == symbols


def test_of_a_resolution_in_prose_only_the_number_is_spanned() -> None:
    assert find_symbols("resolution 71/280") == (Match(11, 17, "A/RES/71/280"),)


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("resolution 71/280", "A/RES/71/280"),
        ("resolution 1440 (2002)", "S/RES/1440 (2002)"),
        ("decision 52/468", None),
        ("resolutions 71/280 and 72/244", None),
        ("see resolution 71/280", None),
        ("A/RES/71/280", None),
    ],
)
def test_a_resolution_named_in_prose_has_a_symbol(text: str, symbol: str | None) -> None:
    assert resolution_symbol(text) == symbol


@pytest.mark.parametrize(
    ("symbol", "lang", "address"),
    [
        ("A/72/L.9", "fr", "https://docs.un.org/fr/A/72/L.9"),
        ("S/RES/1440 (2002)", "en", "https://docs.un.org/en/S/RES/1440%20%282002%29"),
        ("A/RES/73/102 A-B", "zh", "https://docs.un.org/zh/A/RES/73/102%20A-B"),
        ("A/72/L.9", "zh-Hans", "https://docs.un.org/zh/A/72/L.9"),
        ("A/72/L.9", "de", "https://docs.un.org/en/A/72/L.9"),
    ],
)
def test_an_address_is_in_the_readers_language_and_percent_encoded(
    symbol: str, lang: str, address: str
) -> None:
    assert symbol_address(symbol, lang) == address


@given(st.text(alphabet="AESTCL/.-0123456789 ()[]*RESVI\n决议و"))
def test_matches_are_in_order_apart_and_inside_the_text(text: str) -> None:
    ends = 0
    for match in find_symbols(text):
        assert ends <= match.start < match.end <= len(text)
        assert re.search("[0-9]", match.symbol)
        ends = match.end


@pytest.mark.parametrize(
    "piece",
    [
        "A/",
        "A/1-",
        "A/1 ",
        "resolution ",
        "71/280, ",
        "resolution 71/280, ",
        "1 (",
        " ",
        "号决议",
        "71/280号决议",
    ],
)
def test_long_texts_take_time_in_proportion(piece: str) -> None:
    started = time.process_time()
    find_symbols(piece * (200_000 // len(piece)))
    # 0.2 s at most was measured; a quadratic pattern takes minutes.
    assert time.process_time() - started < 5
