"""The rules of a text's words: what they find, what they let be, and that hostile texts cost no time."""

import time

import pytest

from publisher.announcements.check import MOST, check_source
from publisher.announcements.front_matter import Source
from publisher.announcements.rules.addresses import find_bare_addresses
from publisher.announcements.rules.headings import find_heading_faults
from publisher.announcements.rules.pictures import find_picture_faults
from publisher.announcements.rules.prose import blank_code
from publisher.announcements.rules.quotes import has_straight_quotes, set_quotes
from publisher.announcements.rules.rooms import check_rooms
from publisher.announcements.rules.symbols import mend_symbol
from publisher.announcements.rules.titles import check_titles
from publisher.dates.slots import is_within
from tests.builders import make_announcement, make_wording


def rules_of(body: str, language: str = "en") -> list[tuple[str, int]]:
    return [(one.rule, one.line) for one in check_source(Source("a/x.md", {}, body, 1), language)]


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        ("a `b` c", "a     c"),
        ("``a ` b`` c `d", "          c `d"),
        ("a ` b\n\nc ` d", "a ` b\n\nc ` d"),
        ("a\n\n    code\n\tcode\nb", "a\n\n        \n     \nb"),
        ("```\nx\n``` y", "   \n \n    y"),
    ],
)
def test_code_is_blanked_and_every_place_stays(text: str, blanked: str) -> None:
    assert blank_code(text) == blanked
    assert len(blank_code(text)) == len(text)


@pytest.mark.parametrize(
    "body",
    [
        "<https://a.org/x>",
        "[words](https://a.org/x)",
        '[words](https://a.org/x_(y) "title")',
        "[https://a.org](https://a.org)",
        "[![alt](https://a.org/x.png)](https://a.org)",
        "[words][1]\n\n[1]: https://a.org/x",
        '<a href="https://a.org">https://a.org</a>',
        '<img alt="x" src="https://a.org/x.png">',
        "`https://a.org`",
        "    https://a.org",
        "write to x@a.org",
    ],
)
def test_an_address_in_a_link_or_in_code_is_not_bare(body: str) -> None:
    assert rules_of(body) == []


def test_a_bare_address_ends_where_the_sentence_goes_on() -> None:
    found = [address for _, address in find_bare_addresses("(see https://a.org/x_(y)), https://b.org/?a=1.")]
    assert found == ["https://a.org/x_(y)", "https://b.org/?a=1"]


def test_headings_may_begin_anywhere_and_go_down_one_by_one() -> None:
    assert list(find_heading_faults("## A\n\n### B\n\n## C\n\n### D\n\n#### E")) == []
    assert [line for line, *_ in find_heading_faults("Title\n=====\n\n### Deep\n\nx\n---\n")] == [3]
    assert [what for _, what, _ in find_heading_faults("### A\n\n## B")] == [
        "a heading of level 2 stands below a first one of level 3"
    ]


def test_a_picture_says_what_it_shows() -> None:
    pictures = '![](a)\n![ ](a)\n![Hall](a)\n<img src="a">\n<img src="a" alt="">\n<img alt="Hall" src="a">'
    assert [line for line, *_ in find_picture_faults(pictures)] == [0, 1, 3, 4]


@pytest.mark.parametrize(
    ("words", "language", "mended"),
    [
        ('The delegations\' "zero" draft', "en", "The delegations’ “zero” draft"),
        ('Projet d\'accord "zéro"', "fr", "Projet d’accord «\u00a0zéro\u00a0»"),
        ('Проект "ноль"', "ru", "Проект «ноль»"),
        ("A room of 5' and 6\"", "en", 'A room of 5’ and 6"'),
    ],
)
def test_quotation_marks_are_those_of_the_language(words: str, language: str, mended: str) -> None:
    assert has_straight_quotes(words, language)
    assert set_quotes(words, language) == mended


def test_arabic_and_chinese_keep_their_marks_as_typed() -> None:
    assert not has_straight_quotes('"x"', "ar")
    assert not has_straight_quotes('"x"', "zh")


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        ("a/res/71/280", "A/RES/71/280"),
        ("A / RES / 71 / 280", "A/RES/71/280"),
        ("a/72/l.9/rev.1", "A/72/L.9/Rev.1"),
        ("e/cn.4/sub.2/ac.2/1987/wp.4/add.1", "E/CN.4/Sub.2/AC.2/1987/WP.4/Add.1"),
        ("s/res/1440 (2002)", "S/RES/1440 (2002)"),
        ("A/RES/71/280", None),
        ("nonsense", None),
        ("A/72/[ ]", None),
        ("", None),
    ],
)
def test_a_symbol_written_nearly_right_is_known(written: str, symbol: str | None) -> None:
    assert mend_symbol(written) == symbol


def test_a_room_is_known_from_the_house_a_release_or_another_announcement() -> None:
    named = [
        "Conference Room 12",
        "S-2723",
        "Virtual (Zoom)",
        "Salle XX",
        "Annex 1",
        "Annex 1",
        "Confrence Room 5",
    ]
    announcements = [
        make_announcement(f"x-{number}", wordings={"en": make_wording(room=room)})
        for number, room in enumerate([*named, "Nowhere at all"])
    ]  # fmt: skip
    problems = list(check_rooms(announcements, ["Salle XX"]))
    assert [one.what for one in problems] == [
        "the room `Confrence Room 5` is not known",
        "the room `Nowhere at all` is not known",
    ]
    assert [one.mend for one in problems] == [
        "did you mean `Conference Room 5`?",
        "see that people will find it under that name",
    ]


def test_titles_are_compared_without_their_case_and_spaces() -> None:
    same = [make_announcement(slug, wordings={"en": make_wording(title)}) for slug, title in
            (("b", "A  Title"), ("a", "a title"), ("c", "Another"))]  # fmt: skip
    assert [one.path for one in check_titles(same)] == ["announcements/b.md"]


def test_a_part_of_the_day_has_its_hours() -> None:
    from datetime import time as hour

    assert is_within(hour(10), "morning")
    assert is_within(hour(12, 30), "morning")
    assert is_within(hour(12, 30), "afternoon")
    assert not is_within(hour(10), "afternoon")
    assert not is_within(hour(15), "morning")


@pytest.mark.parametrize(
    "piece", ["https://a/ ", "Monday, 2 ", "[a](https://a/) ", "<https://a/> ", "`a` ", "# a\n", "a\n---\n\n"]
)
def test_a_long_text_of_one_kind_costs_no_time_and_few_lines(piece: str) -> None:
    """90,000 addresses on one line once took sixteen seconds to count lines for."""
    began = time.process_time()
    problems = rules_of(piece * (200_000 // len(piece)))
    assert len(problems) <= 4 * MOST
    assert time.process_time() - began < 5


@pytest.mark.parametrize("piece", ["[", "`", "![", "<a ", "[a](", "<"])
def test_a_text_of_unfinished_signs_gives_few_lines(piece: str) -> None:
    assert len(rules_of(piece * 300)) <= 4 * MOST
