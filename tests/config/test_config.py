"""config.toml: what stands in it is used, and every fault is a line with its place and how to mend it."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from publisher.config.config import Config, guess_ledger, load_config
from publisher.errors import ConfigError
from publisher.outlets.directory import Directory
from tests.sample import SAMPLE_CONFIG

GOOD = """[publication]
id = "example.org,2026:journal"
title = "Journal"
base_url = "https://example.org/journal/"
timezone = "America/New_York"
languages = ["en", "fr"]

[calendar]
holidays = "un-headquarters"

[schedule]
publish = "3 working days before at 18:00"

[outlets.site]
kind = "directory"
path = "public"

[roadmaps.modalities]
title = "Modalities"
letter = 2017-09-13

[[roadmaps.modalities.milestones]]
id = "zero-draft"
when = "25 September"
what = "0-draft"
kind = "text"

[[roadmaps.modalities.milestones]]
id = "first-reading"
when = "2 October (afternoon)"
what = "1st reading"
"""
LINES = {line: number for number, line in reversed(list(enumerate(GOOD.splitlines(), start=1)))}


def load(folder: Path, text: str) -> Config:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def fault_of(folder: Path, text: str) -> str:
    """The fault without the folder's own path; one line."""
    with pytest.raises(ConfigError) as refused:
        load(folder, text)
    message = str(refused.value)
    assert "\n" not in message
    assert message.startswith(f"{folder}/")
    assert "; " in message
    return message.removeprefix(f"{folder}/")


def test_the_shipped_config_loads_without_a_problem() -> None:
    config = load_config(SAMPLE_CONFIG)
    assert config.problems == ()
    assert [len(roadmap.milestones) for roadmap in config.roadmaps.values()] == [6]
    assert config.publication.languages == ("en", "fr", "es", "ar", "zh", "ru")


def test_what_stands_in_it_is_used(tmp_path: Path) -> None:
    config = load(tmp_path, GOOD)
    assert config.publication.address_of("en/index.html") == "https://example.org/journal/en/index.html"
    assert config.publication.tag_of("x", "en") == "tag:example.org,2026:journal/x/en"
    assert str(config.zone) == "America/New_York"
    line = config.roadmaps["modalities"].milestones[1]
    assert (line.id, line.when.text, line.when.first) == (
        "first-reading", "2 October (afternoon)", date(2017, 10, 2)
    )  # fmt: skip
    assert config.roadmaps["modalities"].milestones[0].kind == "text"


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    config = load(tmp_path, GOOD)
    assert config.announcements == tmp_path / "announcements"
    assert config.ledger == f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    (outlet,) = config.make_outlets()
    assert isinstance(outlet, Directory)
    assert (outlet.name, outlet.path, outlet.serves) == ("site", tmp_path / "public", False)


def test_a_ledger_may_be_a_url_or_a_path(tmp_path: Path) -> None:
    url = "postgresql+psycopg://localhost/journal"
    assert load(tmp_path, f'ledger = "{url}"\n{GOOD}').ledger == url
    assert load(tmp_path, f'ledger = "l.db"\n{GOOD}').ledger == f"sqlite:///{tmp_path / 'l.db'}"


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    config = load(tmp_path, GOOD.partition("[calendar]")[0])
    assert config.schedule.publish == "3 working days before at 18:00"
    assert (config.schedule.first, config.schedule.changes) == (timedelta(minutes=2), timedelta(minutes=5))
    assert config.roadmaps == {}
    assert config.make_outlets() == []
    assert config.calendar.holiday_on(date(2017, 11, 23)) is not None


def test_the_calendar_may_be_a_list_and_may_be_amended(tmp_path: Path) -> None:
    listed = load(tmp_path, GOOD.replace('"un-headquarters"', "[2017-09-29]")).calendar
    assert not listed.is_working(date(2017, 9, 29))
    assert listed.is_working(date(2017, 11, 23))
    amendments = 'holidays = "un-headquarters"\nalso = [2017-09-29]\nexcept = [2017-11-23]'
    amended = load(tmp_path, GOOD.replace('holidays = "un-headquarters"', amendments)).calendar
    assert not amended.is_working(date(2017, 9, 29))
    assert amended.is_working(date(2017, 11, 23))


def test_roadmaps_may_stand_in_files_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "roadmaps").mkdir()
    for name in ("one", "two"):
        line = '[[milestones]]\nid = "m"\nwhen = "2 October"\nwhat = "W"\n'
        text = f'title = "{name}"\nletter = 2017-09-13\n\n{line}'
        (tmp_path / "roadmaps" / f"{name}.toml").write_text(text)
    text = 'roadmaps = "roadmaps/*.toml"\n' + GOOD.partition("[roadmaps")[0]
    config = load(tmp_path, text)
    assert list(config.roadmaps) == ["one", "two"]
    assert config.roadmaps["two"].milestones[0].when.first == date(2017, 10, 2)


def test_a_fault_in_a_roadmap_s_own_file_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "roadmaps").mkdir()
    (tmp_path / "roadmaps/one.toml").write_text('title = "One"\nletter = 2017-09-13\ntitel = "x"\n')
    text = 'roadmaps = "roadmaps/*.toml"\n' + GOOD.partition("[roadmaps")[0]
    assert fault_of(tmp_path, text) == "roadmaps/one.toml:3: unknown key `titel`; did you mean `title`?"


def test_a_date_that_cannot_be_read_in_a_roadmap_s_own_file_names_that_file_too(tmp_path: Path) -> None:
    (tmp_path / "roadmaps").mkdir()
    line = '[[milestones]]\nid = "m"\nwhen = "31 September"\nwhat = "W"\n'
    (tmp_path / "roadmaps/one.toml").write_text(f'title = "One"\nletter = 2017-09-13\n{line}')
    (problem,) = load(tmp_path, 'roadmaps = "roadmaps/*.toml"\n' + GOOD.partition("[roadmaps")[0]).problems
    assert (problem.path, problem.line) == ("roadmaps/one.toml", 5)


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(ConfigError, match="it is not a file; put one in its place"):
        load_config(tmp_path / "config.toml")


FAULTS = {
    "an unknown table": ("[calendar]", "[calender]", "unknown key `calender`; did you mean `calendar`?"),
    "a misspelt key": ('title = "Journal"', 'titel = "Journal"', "key `titel`; did you mean `title`?"),
    "a misspelt key of a roadmap": ("letter = 2017-09-13", "leter = 2017-09-13", "did you mean `letter`?"),
    "a misspelt key of a milestone": ('what = "1st reading"', 'waht = "1"', "did you mean `what`?"),
    "a misspelt key of an outlet": ('path = "public"', 'pth = "public"', "did you mean `path`?"),
    "a misspelt key of the schedule": (
        'publish = "3 working days before at 18:00"', 'pubish = "x"', "did you mean `publish`?"
    ),
    "an unknown outlet": ('kind = "directory"', 'kind = "pigeon"', "pigeon"),
    "a number for a text": ('title = "Journal"', "title = 5", "expected `str`, got `int`"),
    "a text for a date": ("letter = 2017-09-13", 'letter = "last week"', "date"),
    "a rule that is none": (
        'publish = "3 working days before at 18:00"', 'publish = "soon"', '"soon" is not a rule'
    ),
    "a delay that is none": (
        'publish = "3 working days before at 18:00"', 'changes = "later"', '"later" is not a delay'
    ),
    "a lateness that is none": (
        'publish = "3 working days before at 18:00"', 'late = "never"', "until the meeting ends"
    ),
    "approvals of fewer than nobody": (
        'publish = "3 working days before at 18:00"', "approve = -1", "no number of colleagues; write 2, or 0"
    ),
    "an unknown calendar": (
        'holidays = "un-headquarters"', 'holidays = "un-headquaters"', 'did you mean "un-headquarters"?'
    ),
    "no slash": (
        'base_url = "https://example.org/journal/"', 'base_url = "https://example.org/j"', "end with a slash"
    ),
    "no address": (
        'base_url = "https://example.org/journal/"', 'base_url = "example.org/"',
        '"example.org/" is no address of the web; write an addr',
    ),
    "an id that is no tag": ('id = "example.org,2026:journal"', 'id = "my journal"', "RFC 4151"),
    "an unknown zone": ('timezone = "America/New_York"', 'timezone = "New York"', "America/New_York"),
    "a zone that is a folder": ('timezone = "America/New_York"', 'timezone = "America"', "America/New_York"),
    "an unknown language": ('languages = ["en", "fr"]', 'languages = ["en", "xx"]', "'xx' is not known"),
    "no language": ('languages = ["en", "fr"]', "languages = []", "there is no language"),
    "an id that is no name": ('id = "first-reading"', 'id = "First Reading"', "small letters"),
    "an id twice": ('id = "first-reading"', 'id = "zero-draft"', "stands twice"),
    "an unknown kind": ('kind = "text"', 'kind = "party"', "take one of meeting, text"),
    "a line that is no TOML": ('title = "Journal"', "title = Journal", "it is not TOML"),
    "a key twice": ('title = "Journal"', 'id = "again"', "it is not TOML"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), FAULTS.values(), ids=FAULTS)
def test_a_fault_names_its_line_and_how_to_mend_it(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in LINES
    message = fault_of(tmp_path, GOOD.replace(f"\n{old}\n", f"\n{new}\n", 1))
    assert message.startswith(f"config.toml:{LINES[old]}: "), message
    assert words in message


def test_a_missing_key_names_its_table(tmp_path: Path) -> None:
    message = fault_of(tmp_path, GOOD.replace('title = "Modalities"\n', ""))
    assert message.startswith(f"config.toml:{LINES['[roadmaps.modalities]']}: missing key `title`")


def test_a_missing_publication_is_told(tmp_path: Path) -> None:
    assert fault_of(tmp_path, "").startswith("config.toml:1: missing key `publication`")


@pytest.mark.parametrize("name", ['"My Roadmap"', '"../up"', '"a/b"', "Modalities"])
def test_a_roadmap_s_name_stands_in_addresses_so_it_is_a_short_one(tmp_path: Path, name: str) -> None:
    message = fault_of(tmp_path, GOOD.replace("roadmaps.modalities", f"roadmaps.{name}"))
    assert message.startswith("config.toml:")
    assert "is not a short name" in message


@pytest.mark.parametrize("pattern", ["", "/somewhere/*.toml"])
def test_a_pattern_that_cannot_be_one_is_told(tmp_path: Path, pattern: str) -> None:
    text = f'roadmaps = "{pattern}"\n' + GOOD.partition("[roadmaps")[0]
    assert fault_of(tmp_path, text).startswith(f'config.toml:1: roadmaps = "{pattern}"')


def test_a_file_that_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.toml:1: there is no such file; .*publisher init"):
        load_config(tmp_path / "config.toml")


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes('[publication]\ntitle = "Réunion"\n'.encode("latin-1"))
    with pytest.raises(ConfigError, match="plain UTF-8"):
        load_config(tmp_path / "config.toml")


def test_a_date_that_cannot_be_read_is_a_problem_that_holds_only_what_hangs_on_it(tmp_path: Path) -> None:
    config = load(tmp_path, GOOD.replace("2 October (afternoon)", "31 September"))
    (problem,) = config.problems
    assert not problem.warning
    line = LINES['when = "2 October (afternoon)"']
    assert str(problem).startswith(f'config.toml:{line}: "31 September": ')
    assert config.roadmaps["modalities"].milestones[0].when.faults == ()


def test_the_ledger_of_a_broken_config_can_still_be_guessed(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('ledger = "mine.sqlite"\n[publication\n')
    assert guess_ledger(path) == f"sqlite:///{tmp_path / 'mine.sqlite'}"
    path.write_text("[publication\n")
    assert guess_ledger(path) == f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    assert guess_ledger(tmp_path / "none.toml") is None
