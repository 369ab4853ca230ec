"""`publisher issue`: in the terminal, as JSON and as PDF; what is not there is said in one line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publisher.cli.main import publisher
from publisher.errors import PublisherError
from publisher.journal import paper
from tests.fortnight import CONFIG, rehearse_fortnight
from tests.played import play_once


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A played fortnight whose sources are gone."""
    played = play_once(tmp_path_factory, "fortnight", rehearse_fortnight)
    path = played / "config.toml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


def call(config: Path, *arguments: str) -> Result:
    return CliRunner().invoke(publisher, ["--config", str(config), "issue", *arguments])


def test_the_issue_of_a_day_is_shown(config: Path) -> None:
    lines = call(config, "2017-09-11").output.splitlines()
    assert lines[:4] == [
        "No. 2017/173 · Saturday, 9 September 2017",
        "Journal of Consultations",
        "Programme of meetings and agenda",
        "Monday, 11 September 2017",
    ]
    parts = ["Official meetings", "Informal consultations", "Other meetings", "Announcements"]
    assert [line for line in lines if line in parts] == parts


def test_without_a_date_it_is_the_newest(config: Path) -> None:
    assert call(config).output.startswith("No. 2017/175 · Wednesday, 13 September 2017")


def test_it_is_shown_in_another_language(config: Path) -> None:
    assert call(config, "2017-09-11", "--lang", "zh").output.startswith("第2017/173号")


def test_an_unknown_date_is_one_line_that_says_which_issues_there_are(config: Path) -> None:
    fault = call(config, "2017-09-10").exception
    assert isinstance(fault, PublisherError)
    assert str(fault).startswith(
        "there is no issue of 2017-09-10; there are those of 2017-08-30, 2017-08-31,"
    )
    assert "\n" not in str(fault)


def test_where_none_has_closed_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    assert "no issue has closed yet" in str(call(tmp_path / "config.toml").exception)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["yesterday"], "'yesterday' is not a date"), (["--lang", "fr"], "take one of en, ar, zh")],
)
def test_what_cannot_be_read_is_said(config: Path, arguments: list[str], told: str) -> None:
    result = call(config, *arguments)
    assert result.exit_code == 2
    assert told in result.output


def test_as_json_it_says_what_changed_later_and_whether_it_was_late(config: Path) -> None:
    found = json.loads(call(config, "2017-09-06", "--json").output)
    assert (found["number"], found["day"], found["dated"]) == ("2017/170", "2017-09-06", "2017-09-06")
    assert (found["closed"], found["late"]) == ("2017-09-05T22:30:00Z", False)
    assert (found["revision"], found["released"]) == (2, "2017-09-06T00:05:00Z")
    entry = found["parts"][0]["entries"][0]
    assert (entry["announcement"], entry["changed_later"]) == ("first-reading", ["Rescheduled"])


def test_without_the_extra_one_line_says_how_to_install_it(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "find_missing", lambda: paper.MISSING)
    fault = call(config, "2017-09-11", "--pdf", str(tmp_path / "out.pdf")).exception
    assert isinstance(fault, PublisherError)
    assert "pip install 'publisher[pdf]'" in str(fault)
    assert not (tmp_path / "out.pdf").exists()


@pytest.mark.skipif(
    paper.find_missing() is not None, reason=f"no PDF can be made here: {paper.find_missing()}"
)
def test_the_pdf_is_written(config: Path, tmp_path: Path) -> None:
    result = call(config, "2017-09-11", "--pdf", str(tmp_path / "out.pdf"), "--lang", "zh")
    assert result.output == f"{tmp_path / 'out.pdf'} written\n"
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-1.7")
