"""Preconditions, byte ranges and encodings, by the letter of RFC 9110."""

import pytest

from publisher.web.conditions import Span, accepts_gzip, find_span, judge_copy

TAG = '"ours"'
SAVED = 1_506_000_000  # Thursday, 21 September 2017, 13:20:00 UTC
DATE = "Thu, 21 Sep 2017 13:20:00 GMT"
EARLIER = "Thu, 21 Sep 2017 13:19:59 GMT"
LATER = "Thu, 21 Sep 2017 13:20:01 GMT"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"if-none-match": TAG}, 304),
        ({"if-none-match": f"W/{TAG}"}, 304),
        ({"if-none-match": f'"other", {TAG}'}, 304),
        ({"if-none-match": '"with, comma" , W/"x",' + TAG}, 304),
        ({"if-none-match": "*"}, 304),
        ({"if-none-match": '"other"'}, 200),
        ({"if-none-match": "ours"}, 200),
        ({"if-none-match": ""}, 200),
        ({"if-modified-since": DATE}, 304),
        ({"if-modified-since": LATER}, 304),
        ({"if-modified-since": EARLIER}, 200),
        ({"if-modified-since": "Thursday, 21-Sep-17 13:20:00 GMT"}, 304),
        ({"if-modified-since": "yesterday"}, 200),
        ({"if-modified-since": "Thu, 99 Sep 99999999999 13:20:00 GMT"}, 200),
        ({"if-none-match": '"other"', "if-modified-since": LATER}, 200),
        ({"if-none-match": TAG, "if-modified-since": EARLIER}, 304),
        ({"if-match": TAG}, 200),
        ({"if-match": "*"}, 200),
        ({"if-match": f"W/{TAG}"}, 412),
        ({"if-match": '"other"'}, 412),
        ({"if-match": '"other"', "if-none-match": TAG}, 412),
        ({"if-match": TAG, "if-unmodified-since": EARLIER}, 200),
        ({"if-unmodified-since": EARLIER}, 412),
        ({"if-unmodified-since": DATE}, 200),
        ({"if-unmodified-since": "soon"}, 200),
    ],
)
def test_what_a_reader_has_decides_what_it_gets(headers: dict[str, str], status: int) -> None:
    assert judge_copy(headers, TAG, SAVED) == status


def test_without_a_date_of_ours_no_date_of_theirs_counts() -> None:
    assert judge_copy({"if-modified-since": LATER}, TAG, None) == 200
    assert judge_copy({"if-unmodified-since": EARLIER}, TAG, None) == 200
    assert find_span({"range": "bytes=0-1", "if-range": DATE}, TAG, None, 100) is None


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("bytes=0-9", Span(0, 10)),
        ("bytes=90-", Span(90, 100)),
        ("bytes=-10", Span(90, 100)),
        ("bytes=-1000", Span(0, 100)),
        ("bytes=50-1000", Span(50, 100)),
        ("Bytes = 99 - 99", Span(99, 100)),
        ("bytes=100-", Span(0, 0)),
        ("bytes=-0", Span(0, 0)),
    ],
)
def test_a_range_is_of_what_is_there(text: str, span: Span) -> None:
    assert find_span({"range": text}, TAG, SAVED, 100) == span


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bytes=-",
        "bytes=9-0",
        "bytes=0-1,5-6",
        "lines=0-1",
        "bytes=a-b",
        f"bytes=0-{'9' * 30}",
        "bytes=٠-٩",
    ],
)
def test_a_range_that_is_none_is_not_looked_at(text: str) -> None:
    assert find_span({"range": text}, TAG, SAVED, 100) is None


@pytest.mark.parametrize("if_range", [TAG, DATE])
def test_a_reader_goes_on_with_the_same_version(if_range: str) -> None:
    assert find_span({"range": "bytes=10-", "if-range": if_range}, TAG, SAVED, 100) == Span(10, 100)


@pytest.mark.parametrize("if_range", ['"other"', f"W/{TAG}", EARLIER, LATER, "?"])
def test_a_reader_does_not_go_on_with_another_version(if_range: str) -> None:
    assert find_span({"range": "bytes=10-", "if-range": if_range}, TAG, SAVED, 100) is None


@pytest.mark.parametrize(
    "text", ["gzip", "br, GZIP;q=0.5", "x-gzip", "*", "deflate, gzip ; q=1.0", "*;q=0, gzip"]
)
def test_a_reader_takes_gzip(text: str) -> None:
    assert accepts_gzip(text)


@pytest.mark.parametrize("text", ["", "identity", "br", "gzip;q=0", "gzip; q=0.000", "*;q=0", "gzip;q=0, *"])
def test_a_reader_does_not_take_gzip(text: str) -> None:
    assert not accepts_gzip(text)
