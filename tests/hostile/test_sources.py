"""Sources that no person should write: no traceback, no hang, nothing let through, path and line."""

import resource
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from publisher.announcements import front_matter
from publisher.announcements.folder import fold_name
from publisher.announcements.front_matter import LARGEST, split_source
from publisher.announcements.library import LARGEST_FILE, Library, read_library
from publisher.config.config import load_config
from publisher.dates.when import read_when
from publisher.errors import ConfigError
from tests.builders import DUE
from tests.folders import CONFIG, Folder
from tests.hostile.sources import Bench, Verdict, judge_library, try_many

MOST_MEGABYTES = 700


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.close()


def assert_kept(bench: Bench, seeds: range) -> None:
    broken = {seed: str(one) for seed, one in try_many(bench, seeds) if not isinstance(one, Verdict)}
    assert broken == {}, "repeat one with: scripts/fuzz --seed N --count 1"
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    assert used < MOST_MEGABYTES or len(seeds) < 5000, f"{used} MB"


def test_two_hundred_spoilt_sources_are_read_or_refused_with_path_and_line(bench: Bench) -> None:
    assert_kept(bench, range(200))


@pytest.mark.prove
def test_twelve_thousand_spoilt_sources_are_read_or_refused_with_path_and_line(bench: Bench) -> None:
    """`make fuzz` goes on from where this ends, for as long as wanted."""
    assert_kept(bench, range(12_000))


# What was found on the way, each once


HEAD = "---\ntitle: A\nmilestone: x\n"


def read_one(folder: Path, name: str, data: bytes) -> Library:
    (folder / name).write_bytes(data)
    return read_library(folder, ("en", "fr"), lambda source, language: f"<p>{len(source)}</p>")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "announcements"
    folder.mkdir()
    (folder / "good.md").write_text("---\ntitle: Good\nmilestone: x\n---\n")
    return folder


UNNEEDED = {
    "a front matter that is too long": (f"room: {'Words ' * 40}", "more than 200"),
    "many unknown fields": ("\n".join(f"r{number}: x" for number in range(40)), "more than 200"),
    "a value used twice": ("organ: &a x\nroom: *a", "repeats a value"),
    "a list within lists": ("room: [[[x]]]", "lists stand within lists"),
    "a block within blocks": ("room:\n- - - x", "lists stand within lists"),
}


@pytest.mark.parametrize("name", UNNEEDED)
def test_what_no_front_matter_needs_is_refused_before_yaml_builds_it(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more of it is read than its events."""
    lines, words = UNNEEDED[name]
    monkeypatch.setattr(front_matter, "LARGEST", 200)
    built: list[str] = []
    compose = yaml.compose

    def watch(text: str, Loader: Any) -> Any:
        built.append(text)
        return compose(text, Loader)

    monkeypatch.setattr(yaml, "compose", watch)
    data = f"{HEAD}{lines}\n---\n".encode()
    library = read_one(folder, "bad.md", data)
    judge_library(library, "bad.md", data)
    assert words in str(library.problems[0])
    assert [text for text in built if "title: Good" not in text] == []


def test_a_thousand_control_characters_are_told_no_longer_than_a_person_reads(folder: Path) -> None:
    data = f"{HEAD}---\n".encode() + b"\x01" * 1000
    library = read_one(folder, "bad.md", data)
    judge_library(library, "bad.md", data)
    assert 1 <= len(library.problems) <= 25


@pytest.mark.parametrize("written", ["\\0", "\\e[2J", "\\u202e", "\\x07", "\\uFFFE"])
def test_a_control_character_written_as_an_escape_is_refused_too(written: str) -> None:
    """As it is written there is no control character to look at, and it ended every feed."""
    source = split_source("a.md", f'---\ntitle: "A{written}B"\nconvened_by: [x, "{written}"]\n---\n')
    assert [problem.line for problem in source.problems] == [2, 3]
    assert all("written as an escape" in problem.what for problem in source.problems)


@pytest.mark.parametrize("lines", ["title: C\n" * 900, "".join(f"t{number}: x\n" for number in range(900))])
def test_a_fault_made_hundreds_of_times_is_told_no_longer_than_a_person_reads(
    folder: Path, lines: str
) -> None:
    """Found by fuzzing: one line repeated gave as many problems."""
    library = read_one(folder, "bad.md", f"{HEAD}{lines}---\n".encode())
    assert [one.slug for one in library.announcements] == ["good"]
    assert 20 <= len(library.problems) <= 25


def test_front_matter_has_room_for_all_member_states() -> None:
    states = ", ".join(f"Member State number {number}" for number in range(193))
    source = split_source("a.md", f"---\ntitle: A\nconvened_by: [{states}]\n---\n")
    assert (source.problems, len(source.fields["convened_by"].value)) == ((), 193)
    assert len(states) < LARGEST / 3


def test_ten_megabytes_are_not_read(folder: Path) -> None:
    library = read_one(folder, "bad.md", b"x" * (10 * LARGEST_FILE))
    assert "10,000,000 bytes" in str(library.problems[0])


@pytest.mark.parametrize(
    "name", ["a\nb.md", "a\x1b[2Jb.md", "a\u202eb.md", "..md.md", "A.md", "a b.md", "é.md", "e\u0301.md"]
)
def test_a_strange_name_is_told_in_one_line_that_a_terminal_may_show(folder: Path, name: str) -> None:
    library = read_one(folder, name, b"---\ntitle: A\nmilestone: x\n---\n")
    assert [one.slug for one in library.announcements] == ["good"]
    for problem in library.problems:
        line = str(problem)
        assert all(unicodedata.category(sign) not in ("Cc", "Cf", "Cs") for sign in line), line
    assert library.problems or name.startswith(".")


CONFIGS = {
    "a control character in an address": ('"https://example.org', '"https://example\\u0000.org', 4),
    "an override in a path": ('"public"', '"\\u202epublic"', 10),
    "a line's end in a path": ('"public"', '"pub\\nlic"', 10),
    "a tab in an outlet's name": ("[outlets.site]", '[outlets."a\\tb"]', 8),
    "an escape sequence in a key": ("[outlets.site]", '["\\u001b[2J"]', 1),
    "a language twice": ('["en", "fr"]', '["en", "en"]', 6),
    "an address with a password": ("https://example.org/", "https://user:secret@example.org/", 4),
    "an address that is none": ("https://example.org/", "https://[::1/", 4),
    "a letter from the end of the calendar": ("2017-09-13", "9999-12-31", 15),
    "a letter from its beginning": ("2017-09-13", "0001-01-01", 15),
    "a zone that no file can be named after": ("America/New_York", "x" * 300, 5),
    "a roadmap that no file can be named after": ("[roadmaps.modalities]", f"[roadmaps.{'x' * 300}]", 13),
    "a key of more parts than any needs": ("[outlets.site]", f"x{'.a' * 20} = 1\n[outlets.site]", 8),
}


@pytest.mark.parametrize("name", CONFIGS)
def test_a_hostile_config_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    old, new, line = CONFIGS[name]
    assert old in CONFIG
    path = tmp_path / "config.toml"
    path.write_text(CONFIG.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_config(path)
    text = str(refused.value)
    assert text.startswith(f"{path}:{line}: ")
    assert text.isprintable()
    assert "secret" not in text


@pytest.mark.parametrize(
    ("fault", "said"),
    [(RecursionError("deep"), "it is nested too deeply"), (ValueError("too long; see"), "too long")],
    ids=["nested", "number"],
)
def test_what_toml_has_no_words_for_is_told_in_a_line(
    tmp_path: Path, fault: Exception, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Errors of the reader that are none of TOML's came through as internal faults."""

    def fail(_text: str) -> dict[str, Any]:
        raise fault

    monkeypatch.setattr("publisher.config.limits.tomllib.loads", fail)
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_config(path)
    assert str(refused.value) == f"{path}:1: it is not TOML that can be read: {said}; mend it"


def test_a_config_from_windows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf" + CONFIG.replace("\n", "\r\n").encode())
    assert load_config(path).publication.title == "Test Journal"


def test_the_year_nought_is_no_year() -> None:
    """Found by fuzzing: the calendar begins with the year 1."""
    assert read_when("2 October 0000", letter=None).faults


def test_an_organ_with_a_name_longer_than_a_file_s_stops_no_page(tmp_path: Path) -> None:
    """Its listing could not be written ("File name too long"), and so nothing of the whole site could."""
    folder = Folder(tmp_path / "publication")
    folder.announce("first-reading")
    for slug in ("one", "two"):
        folder.announce(slug, organ=f"{'Committee on the Whole ' * 20}{slug}")
    done = folder.open().run_pass(DUE)
    assert done.delivered.failed == ()
    paths = set(folder.files())
    assert {f"en/entries/{slug}.html" for slug in ("first-reading", "one", "two")} <= paths
    assert len([path for path in paths if path.startswith("en/listings/organ-")]) == 2
    assert len({fold_name(path) for path in paths}) == len(paths)
    folder.close()
