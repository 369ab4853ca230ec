"""The languages and their catalogues: complete, alike in their placeholders, and right in their grammar."""

import re
from itertools import chain
from pathlib import Path

import pytest

import publisher
from publisher.journal.language import (
    LANGUAGES,
    direction,
    isolate,
    join_names,
    language_name,
    native_name,
    plural,
    session_in_words,
    translate_term,
    word,
)
from publisher.languages.catalogue import read_catalogue, read_texts
from publisher.languages.numbers import list_ordinals
from publisher.languages.unreviewed import list_unreviewed, print_page

PACKAGE = Path(publisher.__file__).parent
DOCS = PACKAGE.parent / "docs"
KEYS = sorted(read_texts("en"))
PLACEHOLDER = re.compile(r"\{(\w+)\}")

each_language = pytest.mark.parametrize("lang", LANGUAGES)


@each_language
def test_every_language_has_every_key_and_no_other(lang: str) -> None:
    assert sorted(read_texts(lang)) == KEYS


@each_language
def test_every_text_has_the_placeholders_of_the_english_one(lang: str) -> None:
    english = read_texts("en")
    wrong = {
        key: form
        for key, forms in read_texts(lang).items()
        if key[0] != "count"
        for form in forms
        if set(PLACEHOLDER.findall(form)) != set(PLACEHOLDER.findall(english[key][0]))
    }
    assert wrong == {}


@each_language
def test_every_count_has_a_form_for_each_case_of_its_language(lang: str) -> None:
    forms = {key: len(f) for key, f in read_texts(lang).items() if key[0] == "count"}
    assert forms
    assert set(forms.values()) == {read_catalogue(lang).num_plurals}


def test_each_language_has_as_many_cases_of_a_count_as_its_grammar() -> None:
    cases = {"ar": 6, "zh": 1, "en": 2, "fr": 2, "ru": 3, "es": 2}
    assert {lang: read_catalogue(lang).num_plurals for lang in cases} == cases


@each_language
def test_every_count_of_three_and_more_shows_its_figure(lang: str) -> None:
    keys = [key for context, key in KEYS if context == "count"]
    assert all(str(n) in plural(key, n, lang) for key in keys for n in (3, 5, 11, 21, 100, 102, 1003))


@each_language
def test_no_text_is_empty_or_has_stray_spaces(lang: str) -> None:
    assert [form for form in chain.from_iterable(read_texts(lang).values()) if form != form.strip()] == []


@each_language
def test_the_clock_has_twenty_four_hours_everywhere(lang: str) -> None:
    texts = " ".join(chain.from_iterable(read_texts(lang).values()))
    assert not re.search(r"\b[ap]\.?m\b\.?", texts, re.IGNORECASE)


@pytest.mark.parametrize("lang", ["ar", "zh", "ru"])
def test_no_latin_word_is_left_in_a_language_with_another_script(lang: str) -> None:
    """An untranslated cell would show as one; "UTC" is the same everywhere."""
    texts = chain.from_iterable(read_texts(lang).values())
    assert [
        text for text in texts if re.search("[A-Za-z]", PLACEHOLDER.sub("", text)) and text != "UTC"
    ] == []


@pytest.mark.parametrize("lang", ["fr"])
def test_french_sets_a_no_break_space_before_a_colon(lang: str) -> None:
    texts = [form for key, forms in read_texts(lang).items() if key[0] != "time" for form in forms]
    assert [text for text in texts if re.search("(?<!\u00a0)[:;?!](?!//)", text)] == []


def test_every_key_that_the_code_and_the_templates_ask_for_exists() -> None:
    """A page in print is a bad moment to find a word missing."""
    sources = [path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".html", ".txt", ".xml")]
    asked = {
        (path.name, key)
        for path in sources
        for key in re.findall(r"""(?<!\w)word\(\s*"([^"]+)"\s*[,)]""", path.read_text(encoding="utf-8"))
    }
    assert asked
    assert sorted(one for one in asked if ("", one[1]) not in read_texts("en")) == []


@each_language
@pytest.mark.parametrize(
    "key",
    [
        "meeting",
        "text",
        "deadline",
        "silence",
        "open",
        "closed",
        "scheduled",
        "cancelled",
        "postponed",
        "withdrawn",
        "morning",
        "afternoon",
        "evening",
    ],
)
def test_values_of_the_program_are_words_for_readers(key: str, lang: str) -> None:
    assert word(key, lang)


@each_language
def test_every_kind_of_change_has_a_word(lang: str) -> None:
    from publisher.schedule.changes import BY_SIGNIFICANCE

    assert all(word(kind, lang) for kind in (*BY_SIGNIFICANCE, "amended", "translated", "announced"))


def test_an_unknown_key_names_the_nearest_ones() -> None:
    with pytest.raises(KeyError, match=r"no word 'clozed' in the catalogue of fr; near: \['closed'"):
        word("clozed", "fr")


def test_an_unknown_language_names_those_there_are() -> None:
    with pytest.raises(KeyError, match="no language 'xx'; there are: ar, zh, en, fr, "):
        word("closed", "xx")


def test_a_missing_value_is_refused() -> None:
    with pytest.raises(KeyError, match="reason"):
        word("Reason: {reason}", "en")


def test_a_value_with_braces_is_printed_as_it_is() -> None:
    assert word("Reason: {reason}", "en", reason="{reason} {0.x}") == "Reason: {reason} {0.x}"


# The seed: cells seen in pages of the United Nations or beyond doubt.
TERMS = [
    (
        "General Assembly",
        ["الجمعية العامة", "大会", "Assemblée générale", "Генеральная Ассамблея", "Asamblea General"],
    ),
    (
        "Seventy-second session",
        [
            "الدورة الثانية والسبعون",
            "第七十二届会议",
            "Soixante-douzième session",
            "Семьдесят вторая сессия",
            "Septuagésimo segundo período de sesiones",
        ],
    ),
    (
        "Conference Room 1",
        [
            "غرفة الاجتماعات 1",
            "第1会议室",
            "Salle de conférence 1",
            "Зал заседаний 1",
            "Sala de Conferencias 1",
        ],
    ),
    (
        "Conference Room E",
        [
            "غرفة الاجتماعات E",
            "会议室E",
            "Salle de conférence E",
            "Зал заседаний E",
            "Sala de Conferencias E",
        ],
    ),
    (
        "Trusteeship Council Chamber",
        [
            "قاعة مجلس الوصاية",
            "托管理事会会议厅",
            "Salle du Conseil de tutelle",
            "Зал Совета по Опеке",
            "Salón del Consejo de Administración Fiduciaria",
        ],
    ),
    (
        "agenda item 14",
        [
            "البند 14 من جدول الأعمال",
            "议程项目14",
            "point 14 de l'ordre du jour",
            "пункт 14 повестки дня",
            "tema 14 del programa",
        ],
    ),
    (
        "97th plenary meeting",
        [
            "الجلسة العامة 97",
            "第97次全体会议",
            "97e séance plénière",
            "97-е пленарное заседание",
            "97ª sesión plenaria",
        ],
    ),
]
OTHERS = ("ar", "zh", "fr", "ru", "es")


@pytest.mark.parametrize(("english", "others"), TERMS, ids=[english for english, _ in TERMS])
def test_a_term_is_translated_from_english_and_back(english: str, others: list[str]) -> None:
    assert [translate_term(english, lang) for lang in OTHERS] == others
    assert {translate_term(term, "en") for term in others} == {english}


@each_language
@pytest.mark.parametrize(
    "text", ["Mexico", "Room S-2723", "Bureau", "Conference Room 1 and 2", "", "  two  spaces"]
)
def test_text_that_is_no_known_term_comes_back_unchanged(text: str, lang: str) -> None:
    assert translate_term(text, lang) == text


def test_a_term_with_stray_spaces_is_still_known() -> None:
    assert translate_term(" General  Assembly\n", "fr") == "Assemblée générale"


def test_a_short_name_stays_short_in_its_own_language() -> None:
    assert translate_term("ECOSOC Chamber", "en") == "ECOSOC Chamber"
    assert translate_term("ECOSOC Chamber", "es") == "Salón del Consejo Económico y Social"


def test_the_first_meeting_has_its_own_french_ending() -> None:
    assert [translate_term(f"{n} meeting", "fr") for n in ("1st", "2nd")] == ["1re séance", "2e séance"]


@pytest.mark.parametrize(
    ("number", "lang", "text"),
    [
        (1, "en", "First session"),
        (12, "en", "Twelfth session"),
        (20, "en", "Twentieth session"),
        (72, "en", "Seventy-second session"),
        (101, "en", "One hundred and first session"),
        (199, "en", "One hundred and ninety-ninth session"),
        (200, "en", "200th session"),
        (211, "en", "211th session"),
        (1, "fr", "Première session"),
        (5, "fr", "Cinquième session"),
        (9, "fr", "Neuvième session"),
        (21, "fr", "Vingt et unième session"),
        (71, "fr", "Soixante et onzième session"),
        (72, "fr", "Soixante-douzième session"),
        (80, "fr", "Quatre-vingtième session"),
        (81, "fr", "Quatre-vingt-unième session"),
        (91, "fr", "Quatre-vingt-onzième session"),
        (99, "fr", "Quatre-vingt-dix-neuvième session"),
        (100, "fr", "Centième session"),
        (171, "fr", "Cent soixante et onzième session"),
        (1, "es", "Primer período de sesiones"),
        (11, "es", "Undécimo período de sesiones"),
        (13, "es", "Decimotercer período de sesiones"),
        (72, "es", "Septuagésimo segundo período de sesiones"),
        (73, "es", "Septuagésimo tercer período de sesiones"),
        (3, "ru", "Третья сессия"),
        (40, "ru", "Сороковая сессия"),
        (72, "ru", "Семьдесят вторая сессия"),
        (100, "ru", "Сотая сессия"),
        (10, "zh", "第十届会议"),
        (61, "zh", "第六十一届会议"),
        (72, "zh", "第七十二届会议"),
        (101, "zh", "第一百零一届会议"),
        (111, "zh", "第一百一十一届会议"),
        (1, "ar", "الدورة الأولى"),
        (11, "ar", "الدورة الحادية عشرة"),
        (71, "ar", "الدورة الحادية والسبعون"),
        (72, "ar", "الدورة الثانية والسبعون"),
        (80, "ar", "الدورة الثمانون"),
        (100, "ar", "الدورة 100"),
    ],
)
def test_a_session_is_counted_in_words(number: int, lang: str, text: str) -> None:
    assert session_in_words(number, lang) == text


@each_language
def test_no_two_sessions_have_the_same_name(lang: str) -> None:
    names = {session_in_words(number, lang) for number in range(1, 221)}
    assert len(names) == 220
    assert not re.search(r"\d", session_in_words(len(list_ordinals(lang)), lang))


def test_there_is_no_session_before_the_first() -> None:
    with pytest.raises(ValueError, match="from 1"):
        session_in_words(0, "en")


def test_switchers_show_each_language_in_itself() -> None:
    names = ["العربية", "中文", "English", "Français", "Русский", "Español"]
    assert [native_name(lang) for lang in ("ar", "zh", "en", "fr", "ru", "es")] == names


def test_a_language_has_a_name_in_the_others() -> None:
    assert language_name("ru", "fr") == "russe"
    assert language_name("fr", "fr") == "français"


def test_only_arabic_runs_from_right_to_left() -> None:
    others = ("zh", "en", "fr", "ru", "es")
    assert (direction("ar"), {direction(lang) for lang in others}) == ("rtl", {"ltr"})


@pytest.mark.parametrize(
    ("lang", "two", "three"),
    [
        ("en", "A and B", "A, B and C"),
        ("fr", "A et B", "A, B et C"),
        ("es", "A y B", "A, B y C"),
        ("ru", "A и B", "A, B и C"),
        ("zh", "A和B", "A、B和C"),
        ("ar", "A و B", "A و B و C"),
    ],
)
def test_names_are_joined_as_in_running_text(lang: str, two: str, three: str) -> None:
    assert (join_names(["A", "B"], lang), join_names(["A", "B", "C"], lang)) == (two, three)


@each_language
def test_one_name_stands_alone(lang: str) -> None:
    assert (join_names(["Mexico"], lang), join_names([], lang)) == ("Mexico", "")


def test_arabic_and_is_written_onto_an_arabic_name() -> None:
    assert join_names(["المكسيك", "سويسرا"], "ar") == "المكسيك وسويسرا"


@pytest.mark.parametrize(
    ("name", "joined"),
    [
        ("Irlanda", "Chile e Irlanda"),
        ("Hiroshima", "Chile e Hiroshima"),
        ("Hielo", "Chile y Hielo"),
        ("Iowa", "Chile y Iowa"),
        ("Perú", "Chile y Perú"),
        ("11", "Chile y 11"),
    ],
)
def test_spanish_and_gives_way_before_the_sound_i(name: str, joined: str) -> None:
    assert join_names(["Chile", name], "es") == joined


@pytest.mark.parametrize(
    ("count", "lang", "text"),
    [
        (1, "en", "1 document"),
        (0, "en", "0 documents"),
        (0, "fr", "0 document"),
        (2, "fr", "2 documents"),
        (1, "ru", "1 документ"),
        (2, "ru", "2 документа"),
        (5, "ru", "5 документов"),
        (11, "ru", "11 документов"),
        (21, "ru", "21 документ"),
        (112, "ru", "112 документов"),
        (0, "ar", "لا وثائق"),
        (1, "ar", "وثيقة واحدة"),
        (2, "ar", "وثيقتان"),
        (3, "ar", "3 وثائق"),
        (11, "ar", "11 وثيقة"),
        (103, "ar", "103 وثائق"),
        (7, "zh", "7份文件"),
        (1, "es", "1 documento"),
    ],
)
def test_counts_take_the_forms_of_their_language(count: int, lang: str, text: str) -> None:
    assert plural("documents", count, lang) == text


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("A/72/L.9", "\u2066A/72/L.9\u2069"),
        ("15:00", "\u206615:00\u2069"),
        ("First reading", "\u2066First reading\u2069"),
        ("الجمعية العامة", "الجمعية العامة"),
        ("القاعة 3", "القاعة 3"),
        ("في 15:00، القاعة 3", "في \u206615:00\u2069، القاعة 3"),
        ("قرار (A/RES/71/280)", "قرار (\u2066A/RES/71/280\u2069)"),
        ("نص: resolution (A/72/L.9) هنا", "نص: \u2066resolution (A/72/L.9)\u2069 هنا"),
        ("", ""),
    ],
)
def test_foreign_runs_are_isolated_in_right_to_left_text(text: str, isolated: str) -> None:
    assert isolate(text) == isolated
    assert isolate(isolated) == isolated


def test_every_mark_of_doubt_is_understood() -> None:
    """A misspelt mark would leave its cell out of the list without a word."""
    comments = [c for lang in LANGUAGES for m in read_catalogue(lang) if m.id for c in m.user_comments]
    assert comments
    assert [comment for comment in comments if not re.fullmatch(r"unsure(: \S.*)?", comment)] == []


def test_english_has_no_cell_in_doubt() -> None:
    assert list(list_unreviewed("en")) == []


def test_the_list_of_cells_in_doubt_is_printed_anew() -> None:
    """If this fails: python -m publisher.languages.unreviewed > docs/languages.md"""
    assert (DOCS / "languages.md").read_text(encoding="utf-8") == print_page()
