"""The announcements folder: what cannot be read is told in one line, and everything else goes on."""

import os
import threading
from pathlib import Path

import msgspec
import pytest

from publisher.announcements.folder import look_into
from publisher.announcements.library import LARGEST_FILE, Library, Reading, Unchanged, read_library

LANGUAGES = ("en", "fr", "ar")


def render(source: str, language: str) -> str:
    return f"<p>{source.strip()}</p>"


def text_of(title: str = "A meeting", *lines: str, body: str = "Words.") -> str:
    return "\n".join(["---", f"title: {title}", *lines, "---", body, ""])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One good announcement, which has to go on whatever stands beside it."""
    folder = tmp_path / "announcements"
    folder.mkdir()
    (folder / "good.md").write_text(text_of("Good", "milestone: first-reading"))
    return folder


def read(folder: Path) -> Library:
    return read_library(folder, LANGUAGES, render)


def slugs(library: Library) -> list[str]:
    return [one.slug for one in library.announcements]


def only_problem(library: Library) -> str:
    """The one problem; everything else must have gone on."""
    assert "good" in slugs(library)
    assert len(library.problems) == 1, library.problems
    return str(library.problems[0])


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def meeting(title: str = "Bad", *lines: str) -> str:
    return text_of(title, "milestone: first-reading", *lines)


def test_what_is_no_source_is_passed_over(folder: Path) -> None:
    for name in ("README.md", "README.MD", ".hidden.MD", "_template.md", "notes.txt", ".good.md.swp", "MD"):
        write(folder, name, "no front matter")
    library = read(folder)
    assert slugs(library) == ["good"]
    assert library.problems == ()


@pytest.mark.parametrize("name", ["second.MD", "good.MD", "good.fr.Md"])
def test_a_file_that_only_its_capitals_keep_from_being_read_is_named_and_holds_nothing(
    folder: Path, name: str
) -> None:
    write(folder, name, meeting())
    found = only_problem(read(folder))
    stem, _, ending = name.rpartition(".")
    said = f"warning: a file whose name ends with `.{ending}` is not read; rename it to {stem}.md"
    assert found == f"announcements/{name}:1: {said}"


def test_broken_yaml_holds_only_its_own_file(folder: Path) -> None:
    write(folder, "bad.md", "---\ntitle: A: b\n---\n")
    library = read(folder)
    said = "announcements/bad.md:2: the front matter cannot be read at `title: A: b`; write each field as"
    assert only_problem(library).startswith(said)
    assert library.faulty == {"bad"}


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(folder: Path) -> None:
    write(folder, "windows.md", b"\xef\xbb\xbf" + meeting("Windows").replace("\n", "\r\n").encode())
    library = read(folder)
    assert library.problems == ()
    windows = library.announcements[1]
    assert windows.original.title == "Windows"
    assert windows.original.html == "<p>Words.</p>"


def test_a_file_that_is_not_utf_8_names_the_line(folder: Path) -> None:
    write(folder, "bad.md", meeting("Réunion").encode("latin-1"))
    line = only_problem(read(folder))
    assert line.startswith("announcements/bad.md:2: ")
    assert "UTF-8" in line


def test_a_file_that_cannot_be_read_has_not_vanished_nor_have_its_translations_lost_it(folder: Path) -> None:
    write(folder, "bad.md", b"\xff\xfe")
    write(folder, "bad.fr.md", text_of("Traduite"))
    library = read(folder)
    assert only_problem(library).startswith("announcements/bad.md:1: ")
    assert library.faulty == {"bad"}


@pytest.mark.parametrize("field", ["was", "slug"])
def test_a_faulty_file_still_claims_the_slug_that_it_released(folder: Path, field: str) -> None:
    write(folder, "renamed.md", meeting("Bad", f"{field}: first-name", "access: secret"))
    assert {"renamed", "first-name"} <= read(folder).faulty


def held(library: Library) -> list[tuple[str, str | None, bool]]:
    """The name of each file that is held back, its language and whether it is a draft."""
    return [(source.names[0], source.language, source.draft) for source in library.held]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("bad.md", meeting("Bad", "access: secret"), ("bad", None, False)),
        ("bad.md", meeting("Bad", "slug: first-name", "access: secret"), ("first-name", None, False)),
        ("bad.md", meeting("Bad", "status: cancelled"), ("bad", None, False)),
        ("bad.md", b"\xff", ("bad", None, False)),
        ("good.fr.md", text_of("Bonne", "publish: at once"), ("good.fr", "fr", False)),
        ("good.xx.md", text_of("?"), ("good.xx", "xx", False)),
        ("lost.fr.md", text_of("Perdue"), ("lost.fr", "fr", False)),
    ],
)
def test_each_file_that_an_error_holds_back_has_a_name_for_the_plan(
    folder: Path, name: str, text: bytes | str, expected: tuple[str, str | None, bool]
) -> None:
    write(folder, name, text)
    library = read(folder)
    assert held(library) == [expected]
    (source,) = library.held
    assert (source.path, source.problems) == (f"announcements/{name}", library.problems)
    assert source.original == ("good" if name.startswith("good") else None)


def test_what_its_author_keeps_back_anyway_is_known_as_a_draft_with_an_error_too(folder: Path) -> None:
    write(folder, "bad.md", meeting("Bad", "draft: true   # take this line out", "access: secret"))
    write(folder, "good.fr.md", text_of("Bonne", "publish: at once", "draft: yes"))
    write(folder, "sound.md", meeting("Sound", "draft: true"))
    library = read(folder)
    assert held(library) == [("bad", None, True), ("good.fr", "fr", True)]
    assert library.drafts == {f"announcements/{name}.md" for name in ("bad", "good.fr", "sound")}


def test_a_text_that_speaks_of_drafts_is_none(folder: Path) -> None:
    write(folder, "bad.md", meeting("Bad", "access: secret") + "\ndraft: true\n")
    assert held(read(folder)) == [("bad", None, False)]


def test_of_two_files_with_one_slug_each_is_held_under_it_or_its_own_name(folder: Path) -> None:
    write(folder, "one.md", meeting("One", "slug: same"))
    write(folder, "two.md", meeting("Two", "slug: same"))
    assert [source.names for source in read(folder).held] == [("same", "one"), ("same", "two")]


def test_a_link_that_leads_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    secret = write(tmp_path, "secret.md", meeting("Secret"))
    (folder / "bad.md").symlink_to(secret)
    library = read(folder)
    line = only_problem(library)
    assert line.startswith("announcements/bad.md:1: ")
    assert "leads out of the folder" in line
    assert "UTF-8" not in line
    assert slugs(library) == ["good"]


def test_a_link_within_the_folder_is_followed_and_its_slug_is_its_own(folder: Path) -> None:
    (folder / "other.md").symlink_to("good.md")
    assert slugs(read(folder)) == ["good", "other"]


def test_a_link_that_leads_nowhere_is_told(folder: Path) -> None:
    (folder / "bad.md").symlink_to("gone.md")
    assert only_problem(read(folder)).startswith("announcements/bad.md:1: the file cannot be read")


def test_a_link_to_a_folder_of_links_cannot_be_used_to_climb_out(folder: Path, tmp_path: Path) -> None:
    write(tmp_path, "secret.md", meeting("Secret"))
    (folder / "up").symlink_to(tmp_path)
    (folder / "bad.md").symlink_to("up/secret.md")
    assert "leads out of the folder" in only_problem(read(folder))


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_file_is_told_and_nobody_waits_for_it(folder: Path, make: object) -> None:
    assert callable(make)
    make(folder / "bad.md")
    line = only_problem(read(folder))
    assert line.startswith("announcements/bad.md:1: ")
    assert "not a file" in line
    assert "UTF-8" not in line


def test_a_huge_file_is_told_and_not_read(folder: Path) -> None:
    with (folder / "bad.md").open("wb") as file:
        file.truncate(LARGEST_FILE * 1000)
    line = only_problem(read(folder))
    assert "1,000,000,000 bytes" in line
    assert "UTF-8" not in line


def test_two_files_with_one_slug_are_both_held_and_each_names_the_other(folder: Path) -> None:
    write(folder, "one.md", meeting("One", "slug: same"))
    write(folder, "two.md", meeting("Two", "slug: same"))
    library = read(folder)
    assert slugs(library) == ["good"]
    assert "same" in library.faulty
    lines = sorted(map(str, library.problems))
    assert [line.split(": ")[0] for line in lines] == ["announcements/one.md:4", "announcements/two.md:4"]
    assert "two.md" in lines[0]
    assert "one.md" in lines[1]


def test_a_translation_without_its_original_is_told(folder: Path) -> None:
    write(folder, "lost.fr.md", text_of("Perdue"))
    line = only_problem(read(folder))
    assert line.startswith("announcements/lost.fr.md:1: it translates lost.md, which is not there; write")


def test_an_unknown_language_is_told(folder: Path) -> None:
    write(folder, "good.xx.md", text_of("?"))
    line = only_problem(read(folder))
    assert line.startswith("announcements/good.xx.md:1: `.xx` is not a language of this publication")
    assert line.endswith("en, fr, ar")


def test_a_file_for_the_original_s_own_language_does_not_silently_replace_it(folder: Path) -> None:
    write(folder, "good.en.md", text_of("Another title"))
    library = read(folder)
    assert only_problem(library).startswith("announcements/good.en.md:1: ")
    assert library.announcements[0].original.title == "Good"


def test_a_good_translation_stands_after_the_original(folder: Path) -> None:
    write(folder, "good.ar.md", text_of("Arabic"))
    write(folder, "good.fr.md", text_of("Bonne"))
    (one,) = read(folder).announcements
    assert set(one.wordings) == {"en", "ar", "fr"}
    assert next(iter(one.wordings)) == "en"


@pytest.mark.parametrize(
    ("text", "problems"),
    [(text_of("B", "draft: true"), 0), (text_of("B", "draft: perhaps"), 1), ("---\ntitle: [\n---\n", 1)],
    ids=["a draft", "a draft flag that is none", "broken"],
)
def test_a_translation_that_is_faulty_or_a_draft_does_not_delay_the_original(
    folder: Path, text: str, problems: int
) -> None:
    path = write(folder, "good.fr.md", text)
    os.utime(path, (4e9, 4e9))
    library = read(folder)
    assert slugs(library) == ["good"]
    assert set(library.announcements[0].wordings) == {"en"}
    assert library.announcements[0].saved.year < 2090
    assert len(library.problems) == problems


def test_a_scheduling_field_in_a_translation_holds_the_translation_only(folder: Path) -> None:
    write(folder, "good.fr.md", text_of("Bonne", "publish: at once"))
    library = read(folder)
    assert only_problem(library).startswith("announcements/good.fr.md:3: unknown field `publish`")
    assert set(library.announcements[0].wordings) == {"en"}


def test_saved_is_the_newest_of_the_files_that_are_used(folder: Path) -> None:
    os.utime(folder / "good.md", (1_500_000_000, 1_500_000_000))
    os.utime(write(folder, "good.fr.md", text_of("Bonne")), (1_500_000_100, 1_500_000_100))
    assert read(folder).announcements[0].saved.timestamp() == 1_500_000_100


def test_a_status_without_a_reason_is_told(folder: Path) -> None:
    write(folder, "bad.md", meeting("Bad", "status: cancelled"))
    line = only_problem(read(folder))
    assert line.startswith("announcements/bad.md:4: `status: cancelled` has no reason; write `reason:`")


def test_a_symbol_that_is_none_only_warns(folder: Path) -> None:
    write(folder, "odd.md", meeting("Odd", "documents: [see annex]"))
    library = read(folder)
    assert "warning: `see annex` is not a document symbol" in only_problem(library)
    assert slugs(library) == ["good", "odd"]


def test_a_vanished_folder_is_one_loud_problem(tmp_path: Path) -> None:
    library = read(tmp_path / "announcements")
    assert not library.folder_found
    (problem,) = library.problems
    assert not problem.warning
    assert "nothing that was released is withdrawn" in str(problem)


def test_one_bad_file_among_ten_stops_none_of_the_nine(folder: Path) -> None:
    for number in range(8):
        write(folder, f"m{number}.md", meeting(f"Meeting {number}"))
    write(folder, "bad.md", b"\xff\xfe\x00")
    library = read(folder)
    assert len(library.announcements) == 9
    assert only_problem(library).startswith("announcements/bad.md:1: ")


# Names that are one where capitals, or the writing of accents, make no difference


TWINS = [
    ("First-Reading.md", "first-reading.md"),
    ("re\u0301union.md", "r\u00e9union.md"),
    ("R\u00c9UNION.md", "re\u0301union.md"),
    ("stra\u00dfe.md", "strasse.md"),
]


@pytest.mark.parametrize(("one", "other"), TWINS)
def test_files_that_are_one_on_macos_and_windows_are_held_and_named_and_the_others_go_on(
    folder: Path, one: str, other: str
) -> None:
    """Whoever copied the folder to such a machine lost one of the two without a word."""
    write(folder, one, meeting("One", "slug: one"))
    write(folder, other, meeting("Other", "slug: other"))
    library = read(folder)
    assert slugs(library) == ["good"]
    assert library.faulty == {"one", "other"}
    assert sorted(str(problem).partition(": ")[0] for problem in library.problems) == sorted(
        f"announcements/{name}:1" for name in (one, other)
    )
    assert f"the same file as {ascii(other)[1:-1]}; give one of them another name" in str(
        next(problem for problem in library.problems if problem.path.endswith(f"/{one}"))
    )


def test_a_file_at_rest_is_woken_when_its_twin_comes(folder: Path) -> None:
    write(folder, "first-reading.md", meeting("First"))
    write(folder, "First-Reading.md", meeting("Other", "slug: other"))
    library = read_library(
        folder, LANGUAGES, render, resting=Unchanged.of({"good": "good", "first-reading": "first-reading"})
    )
    assert (slugs(library), library.resting.slugs) == ([], {"good": "good"})
    assert library.faulty == {"first-reading", "other"}


def test_a_twin_that_is_held_anyway_holds_the_other_too_and_a_translation_alone_does_not(
    folder: Path,
) -> None:
    write(folder, "Good.fr.md", "---\ntitle: Bon\n---\n")
    assert "it translates Good.md, which is not there" in only_problem(read(folder))
    write(folder, "Good.md", meeting("Named like no page"))
    library = read(folder)
    assert slugs(library) == []
    assert [str(problem).partition(";")[0] for problem in library.problems] == [
        "announcements/Good.md:1: the file's name is 'Good'",
        "announcements/good.md:1: on macOS and Windows this is the same file as Good.md",
    ]


@pytest.mark.parametrize(
    "slug", ["First-Reading", "r\u00e9union", "re\u0301union", "stra\u00dfe", "\uff41bc"]
)
def test_no_slug_has_a_second_writing(folder: Path, slug: str) -> None:
    """So pages cannot replace each other in a public folder, on a mirror or in a bucket."""
    write(folder, "bad.md", meeting("Bad", f"slug: {slug}"))
    assert "use small letters, digits and single hyphens" in only_problem(read(folder))


def test_a_message_quotes_no_more_than_a_person_reads(folder: Path) -> None:
    """Found by fuzzing: a symbol of 2,000 letters was told in a line of 4,000."""
    write(folder, "long.md", meeting("Long", f"documents: [A/RES/71/{'T' * 2000}]"))
    assert len(only_problem(read(folder))) < 1200


def test_whatever_goes_wrong_while_one_file_is_read_holds_that_file_and_names_it(folder: Path) -> None:
    def fail(source: str, language: str) -> str:
        if "Fail here" in source:
            raise RuntimeError("out of its depth")
        return render(source, language)

    write(folder, "bad.md", text_of("Bad", "milestone: first-reading", "slug: worse") + "Fail here.\n")
    known: dict[str, Reading] = {}
    groups = {stem: msgspec.structs.replace(one, changed=0) for stem, one in look_into(folder).items()}
    library = read_library(folder, LANGUAGES, fail, known=known, groups=groups)
    assert only_problem(library).startswith(
        "announcements/bad.md:1: it cannot be understood: RuntimeError: out of its depth; "
    )
    assert {"bad", "worse"} <= library.faulty
    again = read_library(folder, LANGUAGES, render, known=known, groups=groups)
    assert (slugs(again), again.problems) == (["worse", "good"], ())


def test_a_file_that_vanishes_while_the_folder_is_looked_through_takes_no_other_with_it(folder: Path) -> None:
    """Editors save by putting another file in its place: a pass saw the whole folder as unreadable."""
    done = threading.Event()

    def churn() -> None:
        while not done.is_set():
            for number in range(20):
                write(folder, f"m{number}.md", meeting())
            for number in range(20):
                (folder / f"m{number}.md").unlink()

    thread = threading.Thread(target=churn)
    thread.start()
    try:
        for _ in range(300):
            assert "good" in look_into(folder)
    finally:
        done.set()
        thread.join()
