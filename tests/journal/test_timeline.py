"""The timeline of a roadmap: honest shapes, nothing over anything, mirrored in Arabic, said in words too."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

import publisher
from publisher.dates.when import read_when
from publisher.journal.language import LANGUAGES, format_date, word
from publisher.journal.timeline.axis import make_axis
from publisher.journal.timeline.drawing import DrawingSize, draw_row
from publisher.journal.timeline.facts import Timeline, TimelineLine, tell_timeline
from publisher.journal.timeline.measure import width_of, wrap_text
from publisher.journal.timeline.sheet import Figure, Text, TimelineRow
from publisher.journal.timeline.timeline import NARROW, WIDE, draw_document, draw_timeline, lay_rows
from publisher.journal.timeline.words import Tongue, say_line, say_moves
from publisher.ledger.ledger import Ledger
from publisher.publication import Publication
from publisher.releases.release import Draft, Release
from publisher.roadmap.roadmap import Milestone, Roadmap
from tests.builders import (
    DUE,
    PUBLICATION,
    make_draft,
    make_line,
    make_roadmap,
    make_snapshot,
    make_wording,
    release_of,
)
from tests.pages import SIX, print_releases, print_site, record

LETTER = date(2017, 9, 13)
ENGLISH = Tongue("en", "en")
STATIC = Path(publisher.__file__).parent / "journal" / "static"
STYLE = (STATIC / "timeline.css").read_text(encoding="utf-8")
SVG = "{http://www.w3.org/2000/svg}"


def line_at(text: str, name: str = "line", **fields: Any) -> Milestone:
    """A milestone whose date is written as a letter would."""
    return make_line(name, read_when(text, letter=LETTER), **({"what": "Consultations"} | fields))


def roadmap_draft(roadmap: Roadmap, replaces: int = 0) -> Draft:
    return make_draft(
        roadmap.id, subject="roadmap", kind="roadmap", content=roadmap, replaces=replaces, told=()
    )


def history_of(*versions: Sequence[Milestone]) -> list[Release]:
    return [
        release_of(roadmap_draft(make_roadmap(*lines), number), DUE, number + 1)
        for number, lines in enumerate(versions)
    ]


def announce(name: str, **fields: Any) -> Release:
    return release_of(make_draft(name, content=make_snapshot(name, milestone=name, **fields)), DUE)


def tell(*versions: Sequence[Milestone], announced: Sequence[Release] = ()) -> Timeline:
    return tell_timeline(history_of(*versions), announced)


def tell_line(text: str, **fields: Any) -> TimelineLine:
    return tell([line_at(text, **fields)]).lines[0]


def moved(line: Milestone, text: str, reason: str | None = None) -> Milestone:
    return msgspec.structs.replace(line, when=read_when(text, letter=LETTER), reason=reason)


def rows_of(timeline: Timeline, width: float = WIDE, tongue: Tongue = ENGLISH) -> list[TimelineRow]:
    return list(lay_rows(timeline, make_axis(timeline, width), tongue))


def row_of(timeline: Timeline, name: str = "line", width: float = WIDE) -> TimelineRow:
    return next(row for row in rows_of(timeline, width) if row.name == name)


# The conclusion of 2017: planned for 31 October, reached by a silence procedure until 16 November.
CONCLUSION = line_at("31 October", "conclusion", what="Conclusion of the negotiations", kind="deadline")
SILENCE = "Agreement is sought by a silence procedure until that day"
AUTUMN = (
    line_at("25 August", "note", what="The note"),
    line_at("2 October (afternoon)", "first-reading", what="1st reading"),
    line_at("Week of 23 October", "additional", what="Additional consultations, as needed"),
)


def tell_autumn() -> Timeline:
    before, after = [*AUTUMN, CONCLUSION], [*AUTUMN, moved(CONCLUSION, "16 November", SILENCE)]
    return tell(before, after, announced=[announce("first-reading"), announce("conclusion")])


# Honest about vague dates


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("2 October", "day"),
        ("2 October (morning)", "morning"),
        ("2 October (afternoon)", "afternoon"),
        ("2 October, 10 a.m. to 1 p.m.", "day"),
        ("2 to 6 October", "bar"),
        ("2 and 5 October", "days"),
        ("2 or 5 October", "days"),
        ("Week of 23 October", "band"),
        ("October", "haze"),
        ("Early October", "haze"),
        ("fourth quarter of 2017", "haze"),
        ("by 31 October", "edge"),
        ("from 5 October", "start"),
        ("To be confirmed", "undated"),
        ("after the second reading", "undated"),
    ],
)
def test_a_date_is_drawn_as_vague_as_it_is(text: str, shape: str) -> None:
    assert tell_line(text).shape == shape


@pytest.mark.parametrize("kind", ["deadline", "silence"])
def test_what_ends_on_its_day_is_an_edge_at_the_end_of_that_day(kind: str) -> None:
    timeline = tell([line_at("31 October", kind=kind)])
    axis = make_axis(timeline, WIDE)
    (figure,) = row_of(timeline).figures
    assert figure.shape == "edge"
    assert figure.end == pytest.approx(axis.place(date(2017, 11, 1)))
    assert figure.start < figure.end


def test_a_mark_stands_on_its_day_and_a_band_on_its_week() -> None:
    timeline = tell([line_at("2 October", "day"), line_at("Week of 23 October", "week")])
    axis = make_axis(timeline, WIDE)
    (day,), (week,) = row_of(timeline, "day").figures, row_of(timeline, "week").figures
    assert (day.start + day.end) / 2 == pytest.approx(axis.place(date(2017, 10, 2), 0.5))
    assert week.start == pytest.approx(axis.place(date(2017, 10, 23)))
    assert week.end == pytest.approx(axis.place(date(2017, 10, 28)))


@pytest.mark.parametrize(
    ("line", "unsure"),
    [
        (line_at("Week of 23 October", what="Consultations, as needed"), True),
        (line_at("Week of 23 October", what="Consultations, as needed", status="confirmed"), False),
        (line_at("23 October (tbc)"), True),
        (line_at("2 or 3 October"), True),
        (line_at("To be confirmed"), True),
        (line_at("Week of 23 October"), False),
    ],
)
def test_what_nobody_has_confirmed_is_dashed(line: Milestone, unsure: bool) -> None:
    timeline = tell([line])
    assert ("unsure" in row_of(timeline).figures[0].look) == unsure


def test_released_is_filled_and_planned_is_hollow() -> None:
    timeline = tell_autumn()
    looks = {row.name: row.figures[-1].look for row in rows_of(timeline)}
    assert looks["first-reading"] == ("announced",)
    assert looks["additional"] == ("planned", "unsure")
    assert looks["note"] == ("past",)


def test_cancelled_is_struck_by_the_roadmap_or_by_its_announcement() -> None:
    by_roadmap = row_of(tell([line_at("2 October", status="cancelled", reason="No quorum")]))
    by_author = row_of(tell([line_at("2 October")], announced=[announce("line", status="cancelled")]))
    for row in (by_roadmap, by_author):
        assert "cancelled" in row.figures[0].look
        assert all(text.struck for text in row.texts if text.role in ("date", "what"))
        assert "Cancelled" in [text.words for text in row.texts]


def test_a_withdrawn_announcement_leaves_its_line_as_good_as_unannounced() -> None:
    timeline = tell([line_at("2 October")], announced=[announce("line", status="withdrawn")])
    assert not timeline.lines[0].announced
    assert timeline.lines[0].cancelled


# Slips


def test_a_slip_leaves_a_ghost_at_the_old_date_with_an_arrow_and_its_reason() -> None:
    timeline = tell_autumn()
    axis = make_axis(timeline, WIDE)
    row = row_of(timeline, "conclusion")
    ghost, now = row.figures
    (arrow,) = row.arrows
    assert (ghost.look, now.look) == (("ghost",), ("announced",))
    assert ghost.end == pytest.approx(axis.place(date(2017, 11, 1)))
    assert ghost.core[1] <= arrow.start < arrow.end <= now.core[0] + 1
    words = " ".join(text.words for text in row.texts if text.role == "move")
    assert words == f"Was: 31 October. Reason: {SILENCE}"


def test_every_move_is_kept_and_a_move_back_is_one_too() -> None:
    first = line_at("20 October")
    second, third = moved(first, "24 October", "Room taken"), moved(first, "20 October", "Room free")
    line = tell([first], [second], [third]).lines[0]
    assert [(ghost.when.text, ghost.reason) for ghost in line.ghosts] == [
        ("20 October", "Room taken"),
        ("24 October", "Room free"),
    ]
    row = row_of(tell([first], [second], [third]))
    assert len({figure.y for figure in row.figures}) == 3  # none hides another
    assert len(row.arrows) == 2


def test_other_words_for_the_same_date_are_no_slip() -> None:
    line = line_at("2 October")
    assert tell([line], [moved(line, "Monday, 2 October 2017")]).lines[0].ghosts == ()
    assert tell([line_at("tbc")], [line_at("tbd")]).lines[0].ghosts != ()


def test_a_revision_of_another_line_moves_nothing() -> None:
    one, other = line_at("2 October", "one"), line_at("5 October", "other")
    timeline = tell([one, other], [one, moved(other, "6 October")])
    assert timeline.line("one").ghosts == ()
    assert len(timeline.line("other").ghosts) == 1


def test_a_slip_without_a_reason_says_so() -> None:
    line = line_at("2 October")
    assert "reason not given" in say_moves(tell([line], [moved(line, "6 October")]).lines[0], "en")[0]


def test_a_line_that_is_new_or_gone_does_not_disturb() -> None:
    one, other = line_at("2 October", "one"), line_at("5 October", "other")
    timeline = tell([one], [one, other], [other])
    assert [line.milestone.id for line in timeline.lines] == ["other"]
    assert timeline.lines[0].ghosts == ()


# Nothing over anything

DAYS = st.dates(date(2017, 9, 14), date(2018, 5, 30))
WORDS = st.text(
    st.sampled_from("abcdef ghijkl MNOP ,. 一读草案修改，。 القراءة الأولى Первое чтение"),
    min_size=1,
    max_size=180,
)


def write_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


WHENS = st.one_of(
    DAYS.map(write_day),
    DAYS.map(lambda day: f"{write_day(day)} (morning)"),
    DAYS.map(lambda day: f"Week of {write_day(day)}"),
    DAYS.map(lambda day: f"by {write_day(day)}"),
    DAYS.map(lambda day: f"from {write_day(day)}"),
    DAYS.map(lambda day: f"early {day:%B %Y}"),
    DAYS.map(lambda day: f"{write_day(day)} (tbc)"),
    st.just("To be confirmed"),
)


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """Roadmaps of all kinds of lines, revised up to twice."""
    count = draw(st.integers(1, 8))
    kinds = st.sampled_from(("meeting", "text", "deadline"))
    versions = [
        [
            line_at(draw(WHENS), f"line-{number}", what=draw(WORDS), kind=draw(kinds))
            for number in range(count)
        ]
    ]
    for _ in range(draw(st.integers(0, 2))):
        versions.append(
            [moved(line, draw(WHENS), draw(WORDS)) if draw(st.booleans()) else line for line in versions[-1]]
        )
    return tell(*versions)


Box = tuple[float, float, float, float]


def pieces_of(row: TimelineRow) -> list[Text | Figure]:
    return [*row.texts, *row.figures]


def box_of(piece: Text | Figure) -> Box:
    start, end = piece.reach
    if isinstance(piece, Text):
        return start, end, piece.y - 0.75 * piece.size, piece.y + 0.25 * piece.size
    return start, end, piece.y - 9, piece.y + 9


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@given(timeline=timelines(), lang=st.sampled_from(LANGUAGES))
def test_no_words_lie_over_other_words_or_a_mark(timeline: Timeline, lang: str, width: float) -> None:
    pieces: list[tuple[Text | Figure, Box]] = []
    for row in rows_of(timeline, width, Tongue(lang, "en")):
        pieces += [(piece, box_of(piece)) for piece in pieces_of(row)]
    for (one, box), (other, another) in combinations(pieces, 2):
        if isinstance(one, Text) or isinstance(other, Text):
            assert not meet(box, another), (one, other)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@given(timeline=timelines(), lang=st.sampled_from(LANGUAGES))
def test_nothing_leaves_the_sheet(timeline: Timeline, lang: str, width: float) -> None:
    for row in rows_of(timeline, width, Tongue(lang, "en")):
        for piece in pieces_of(row):
            start, end = piece.reach
            assert start >= -0.01
            assert end <= width + 0.01, piece


@given(timeline=timelines(), lang=st.sampled_from(LANGUAGES), width=st.sampled_from([WIDE, NARROW]))
def test_the_names_of_months_and_the_numbers_of_weeks_have_room(
    timeline: Timeline, lang: str, width: float
) -> None:
    axis = make_axis(timeline, width)
    for column in axis.columns(lang):
        assert width_of(column.label, 12, bold=True) <= column.end - column.start
    numbered = [tick for tick in axis.ticks(lang) if tick.label]
    for one, following in pairwise(numbered):
        assert one.place + 3 + width_of(one.label, 12) <= following.place + 3
    assert axis.columns(lang)[0].start == 0
    assert axis.columns(lang)[-1].end == width


def test_long_words_end_in_an_ellipsis_and_are_whole_in_the_title() -> None:
    what = "Consultations on everything that was ever proposed and on what nobody has thought of yet " * 4
    row = row_of(tell([line_at("2 October", what=what.strip())]))
    assert sum(text.role == "what" for text in row.texts) == 4
    assert row.texts[-1].words.endswith("…")
    assert what.strip() in row.title


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_word_is_torn_that_fits_somewhere(width: float) -> None:
    what = "Informal consultations on the intergovernmental organization"
    for day in ("25 September", "5 October", "12 October", "31 October"):
        timeline = tell([line_at("25 August", "first"), line_at(day), line_at("16 November", "last")])
        lines = [msgspec.structs.replace(one.milestone, what=what) for one in timeline.lines]
        row = row_of(tell(lines), "line", width)
        assert " ".join(text.words for text in row.texts if text.role == "what") == what


def test_chinese_breaks_between_signs_but_not_before_a_full_stop() -> None:
    lines = wrap_text("共同协调人编写的模式决议预稿分发。", 14 * 5, 14, most=9)
    assert all(width_of(line, 14) <= 14 * 6 for line in lines)
    assert not any(line.startswith("。") for line in lines)
    assert "".join(lines) == "共同协调人编写的模式决议预稿分发。"


# From right to left


def test_in_arabic_time_runs_from_right_to_left() -> None:
    timeline = tell_autumn()
    for row in rows_of(timeline):
        english, arabic = (
            draw_row(msgspec.structs.replace(row, texts=()), DrawingSize(WIDE, 500, lang, "t"))
            for lang in ("en", "ar")
        )
        places = [
            [float(place) for place in re.findall(r' (?:cx|x1|x2)="([-\d.]+)"', drawn)]
            for drawn in (english, arabic)
        ]
        assert places[1] == pytest.approx([WIDE - place for place in places[0]], abs=0.11)


def test_an_untranslated_line_keeps_its_own_direction_on_an_arabic_page() -> None:
    svg = draw_timeline(tell_autumn(), Tongue("ar", "en"), width=WIDE)
    reading = re.search(r'<text class="what"[^>]*>1st reading</text>', svg)
    assert reading is not None
    assert 'direction="ltr"' in reading[0]
    assert 'lang="en"' in reading[0]
    assert 'text-anchor="end"' in reading[0]
    assert re.match(r'<svg [^>]*direction="rtl"', svg)


OCTOBER = {"ar": "أكتوبر", "zh": "10月", "en": "October", "fr": "octobre", "ru": "октябрь", "es": "octubre"}


@pytest.mark.parametrize(("lang", "october"), OCTOBER.items())
def test_months_are_named_in_the_language_of_the_page(lang: str, october: str) -> None:
    svg = draw_timeline(tell_autumn(), Tongue(lang, "en"), width=WIDE)
    names = re.findall(r'<text class="month"[^>]*>([^<]+)</text>', svg)
    assert len(names) >= 3
    # In Arabic, of both names the second where both would not fit.
    assert october in [name.split("/")[-1] for name in names]


# Well-formed, harmless, the same every time

HOSTILE = "</text></svg><script>alert(1)</script>&amp;\"'\x00\x08]]>\u2028"


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_hostile_words_are_words(lang: str) -> None:
    line = line_at("2 October", what=HOSTILE, reason=HOSTILE, translations={"ar": HOSTILE})
    timeline = tell([line], [moved(line, "6 October", HOSTILE)])
    titled = msgspec.structs.replace(
        timeline, roadmap=msgspec.structs.replace(timeline.roadmap, title=HOSTILE)
    )
    root = ElementTree.fromstring(draw_document(titled, Tongue(lang, "en"), STYLE))
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert names <= {
        *("svg", "title", "desc", "style", "defs", "linearGradient", "stop", "g"),
        *("rect", "line", "circle", "path", "text"),
    }
    assert "<script>" in "".join(root.itertext())
    page = draw_timeline(titled, Tongue(lang, "en"), width=NARROW)
    assert BeautifulSoup(page, "html.parser").find("script") is None
    assert " style=" not in page
    assert "\x00" not in page


@given(timeline=timelines(), lang=st.sampled_from(LANGUAGES))
def test_any_timeline_is_well_formed_and_the_same_every_time(timeline: Timeline, lang: str) -> None:
    tongue = Tongue(lang, "en")
    document = draw_document(timeline, tongue, STYLE)
    root = ElementTree.fromstring(document)
    assert document == draw_document(timeline, tongue, STYLE)
    assert root.get("role") == "img"
    for attribute in ("aria-labelledby", "aria-describedby"):
        assert len([one for one in root.iter() if one.get("id") == root.get(attribute)]) == 1


def test_the_two_pictures_of_a_page_share_no_id() -> None:
    ids = [
        set(re.findall(r' id="([^"]+)"', draw_timeline(tell_autumn(), ENGLISH, width=width)))
        for width in (WIDE, NARROW)
    ]
    assert ids[0]
    assert not ids[0] & ids[1]
    svg = draw_timeline(tell_autumn(), ENGLISH, width=WIDE)
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= ids[0]


def test_the_picture_alone_has_the_colours_of_the_page() -> None:
    def colours(text: str, selector: str) -> list[str]:
        blocks = re.findall(re.escape(selector) + r" \{(.*?)\}", text, re.DOTALL)
        names = ("ink", "quiet", "rule", "paper", "tint", "alert")
        return [value for block in blocks for value in re.findall(rf"--(?:{'|'.join(names)}): #\w+", block)]

    journal = (STATIC / "journal.css").read_text(encoding="utf-8").split("@media print")[0]
    ours = colours(STYLE, "svg:root")
    assert len(ours) == 12
    assert sorted(ours) == sorted(colours(journal, ":root"))


# The same in words


@given(timeline=timelines(), lang=st.sampled_from(LANGUAGES))
def test_the_description_says_what_the_picture_shows(timeline: Timeline, lang: str) -> None:
    tongue = Tongue(lang, "en")
    for line in timeline.lines:
        row = next(one for one in rows_of(timeline, WIDE, tongue) if one.name == line.milestone.id)
        told, now = say_line(line, tongue), row.figures[-1]
        parts = told.split(" · ")[1:]
        assert ("unsure" in now.look) == (word("not confirmed", lang) in parts)
        assert ("planned" in now.look) == (word("not yet announced", lang) in parts)
        ends = now.shape == "edge" or line.milestone.kind == "deadline"
        assert ends == (word("deadline", lang) in parts)
        assert len(row.arrows) == len(say_moves(line, lang)) == len(row.figures) - 1
        for ghost in line.ghosts:
            if ghost.when.exact and ghost.when.first and ghost.when.first == ghost.when.last:
                assert format_date(ghost.when.first, lang) in told


def test_the_document_and_the_list_of_the_page_say_every_fact() -> None:
    ledger = Ledger.in_memory()
    record(ledger, autumn_drafts(), PUBLICATION)
    site = print_site(ledger)
    moves = "Was Tuesday, 31 October 2017, is now Thursday, 16 November 2017. Reason: " + SILENCE
    root = ElementTree.fromstring(site["en/roadmaps/modalities.svg"])
    told = root.findtext(f"{SVG}desc") or ""
    soup = BeautifulSoup(site["en/roadmaps/modalities.html"], "html.parser")
    listed = " ".join(one.get_text(" ") for one in soup.select(".milestones"))
    for fact in (moves, "Deadline", "Not confirmed", "Already past when the letter was written"):
        assert fact in told
        assert fact in " ".join(listed.split())
    assert told.count("Announced") == 2
    assert len(soup.select(".milestones .announced")) == 2
    assert "Not yet announced" in told
    assert "Not yet announced" in listed
    assert "Letter of 13 September 2017" in told


# Printed with what changes it


def autumn_drafts() -> list[Draft]:
    before, after = [*AUTUMN, CONCLUSION], [*AUTUMN, moved(CONCLUSION, "16 November", SILENCE)]
    reading, conclusion = (
        make_draft(name, content=make_snapshot(name, milestone=name, wordings={"en": make_wording(name)}))
        for name in ("first-reading", "conclusion")
    )
    return [roadmap_draft(make_roadmap(*before)), reading, conclusion, roadmap_draft(make_roadmap(*after), 1)]


@pytest.mark.parametrize("publication", [PUBLICATION, SIX], ids=["two", "six"])
def test_printing_release_by_release_gives_what_a_reprint_gives(publication: Publication) -> None:
    ledger = Ledger.in_memory()
    kept: dict[str, str] = {}
    for draft in autumn_drafts():
        newest = ledger.newest_sequence()
        record(ledger, [draft], publication)
        kept |= {one.path: one.body.decode() for one in print_releases(ledger, ledger.since(newest))}
    reprinted = print_site(ledger)
    ours = {
        path for path in reprinted if "/roadmaps/modalities." in path and path.endswith((".svg", ".html"))
    }
    assert len(ours) == 2 * len(publication.languages)
    assert {path: kept[path] for path in ours} == {path: reprinted[path] for path in ours}
    assert 'class="mark edge ghost"' in reprinted["en/roadmaps/modalities.svg"]


def test_a_roadmap_that_is_not_public_has_no_picture() -> None:
    ledger = Ledger.in_memory()
    record(ledger, autumn_drafts()[1:3], PUBLICATION)
    assert not any(path.endswith("modalities.svg") for path in print_site(ledger))
