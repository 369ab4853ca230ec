"""Texts of config.toml are set on one line; what was mended is told with its line, and all else goes on."""

from pathlib import Path

import pytest

from publisher.config.config import Config, load_config
from publisher.config.toml_lines import find_line
from publisher.errors import ConfigError
from tests.folders import CONFIG, Folder


def load(folder: Path, old: str, new: str) -> Config:
    assert old in CONFIG
    path = folder / "config.toml"
    path.write_text(CONFIG.replace(old, new, 1), encoding="utf-8")
    return load_config(path)


TEXTS = {
    "the title": ('title = "Test Journal"', 'title = """\nTest\n  Journal"""', 3),
    "a roadmap's": ('title = "Modalities"', 'title = "The modalities\\nof the conference"', 14),
    "a line": ('what = "1st reading"', "what = '''1st\nreading'''", 20),
    "a date": ('when = "2 October (afternoon)"', 'when = "2 October\\t(afternoon)"', 19),
    "a line's translation": (
        'what = "1st reading"',
        'what = "1st reading"\ntranslations = { fr = "Premi\\u00e8re\\u2028lecture" }',
        21,
    ),
    "a table of translations": (
        'what = "1st reading"',
        'what = "1st reading"\n\n[roadmaps.modalities.milestones.translations]\nfr = "1re\\r\\nlecture"',
        23,
    ),
}


@pytest.mark.parametrize(("old", "new", "line"), TEXTS.values(), ids=TEXTS)
def test_a_text_over_several_lines_is_set_on_one_and_told(
    tmp_path: Path, old: str, new: str, line: int
) -> None:
    """A roadmap's title with a line feed in it ended every pass with an AssertionError."""
    config = load(tmp_path, old, new)
    (problem,) = config.problems
    key = str(problem).split("`")[1]
    assert str(problem) == (
        f"config.toml:{line}: warning: `{key}` holds the end of a line or a tab; it is set on one line; write"
        " it on one line"
    )
    assert key in ("title", "what", "when", "fr")
    roadmap = config.roadmaps["modalities"]
    (milestone,) = roadmap.milestones
    texts = [config.publication.title, roadmap.title, milestone.what, milestone.when.text]
    texts += milestone.translations.values()
    assert all(len(text.split("\n")) == len(text.splitlines()) == 1 for text in texts), texts
    assert not any("  " in text for text in texts)


def test_a_control_character_in_a_text_is_left_out_and_told_as_an_error(tmp_path: Path) -> None:
    """The whole file was refused for it, and with it every sound announcement."""
    config = load(tmp_path, '"1st reading"', '"\\u202e1st\\u0007 reading"')
    assert config.roadmaps["modalities"].milestones[0].what == "1st reading"
    assert [str(problem) for problem in config.problems] == [
        "config.toml:20: `what` holds RIGHT-TO-LEFT OVERRIDE U+202E; it is left out; take it out here too"
    ]


def test_a_roadmap_s_own_file_is_named_where_it_was_mended(tmp_path: Path) -> None:
    text = CONFIG[: CONFIG.index("[roadmaps")].replace(
        "[publication]", 'roadmaps = "r/*.toml"\n[publication]'
    )
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "one.toml").write_text('letter = 2017-09-13\ntitle = "O\\nne"\n', encoding="utf-8")
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    config = load_config(tmp_path / "config.toml")
    assert config.roadmaps["one"].title == "O ne"
    assert [(problem.path, problem.line) for problem in config.problems] == [("r/one.toml", 2)]


NO_TEXTS = {
    "an address": (
        'base_url = "https://example.org/journal/"',
        'base_url = "https://example.org/\\njournal/"',
        4,
    ),
    "a hub": ('languages = ["en", "fr"]', 'languages = ["en", "fr"]\nhub = "https://example.org/\\nhub"', 7),
    "a folder": ('path = "public"', 'path = "pub\\nlic"', 10),
    "a name": ("[outlets.site]", '[outlets."si\\u2028te"]', 8),
}


@pytest.mark.parametrize(("old", "new", "line"), NO_TEXTS.values(), ids=NO_TEXTS)
def test_nothing_is_mended_in_an_address_or_a_name(tmp_path: Path, old: str, new: str, line: int) -> None:
    """A line's end in `hub` went into every feed."""
    with pytest.raises(ConfigError, match=rf"config.toml:{line}: .*write it on one line"):
        load(tmp_path, old, new)


def test_what_stands_in_a_text_of_several_lines_is_taken_for_no_key() -> None:
    text = 'title = """\n[roadmaps.x]\nwhen = 1"""\n[roadmaps.x]\nwhen = 2\n[a]\nb = """c"""\nd = 1\n'
    assert find_line(text, ("roadmaps", "x", "when")) == 5
    assert find_line(text, ("a", "d")) == 8


def test_what_commands_write_into_the_file_is_fit_for_it(tmp_path: Path) -> None:
    """`roadmap move --reason` with a control character in it left a file that nobody could read."""
    from click.testing import CliRunner

    from publisher.cli.main import publisher

    folder = Folder(tmp_path / "publication")
    done = CliRunner().invoke(
        publisher,
        ["--config", str(folder.config), "roadmap", "move", "first-reading", "5 October\n(morning)",
         "--reason", "The room\nis\x07 taken", "--yes"],
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    config = load_config(folder.config)
    assert config.problems == ()
    (line,) = config.roadmaps["modalities"].milestones
    assert (line.when.text, line.reason) == ("5 October (morning)", "The room is taken")
