"""`publisher check`: each rule of the house with its message as a person reads it, and what programs read."""

import ast
import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import publisher.cli.check as command
from publisher.announcements import folder as sources
from publisher.announcements.house import HOUSE
from publisher.cli.link_check import find_cache, read_memory, write_memory
from publisher.cli.main import publisher
from publisher.cli.problem_formats import annotate_problem, describe_problem
from publisher.desk import paper, renderings
from publisher.markup.worker import DEEPEST
from publisher.problem import Problem
from tests.builders import WRITTEN, utc
from tests.folders import CONFIG, Folder, PlainRenderer

NOW = utc("2017-09-14 16:00")
LATER = WRITTEN + timedelta(days=3)


def announcement(*lines: str, title: str = "", body: str = "Words.", when: str = "1 November 2017") -> str:
    """A file in order but for what is given; its `when` is line 3, further fields begin at line 4."""
    fields = [f"title: {title}", *([f"when: {when}"] if when else []), *lines]
    return "\n".join(["---", *fields, "---", "", body, ""])


CASES: dict[str, tuple[str, str | bytes, str]] = {
    "file": (
        "latin.md",
        announcement(title="Café").encode("latin-1"),
        "2: the file cannot be read: this line is not UTF-8; save it as plain UTF-8 text",
    ),
    "language": (
        "first.xx.md",
        announcement(title="X"),
        "1: `.xx` is not a language of this publication; publish in that language by naming it in"
        " `languages`, or take one of en, fr",
    ),
    "orphan": (
        "lonely.fr.md",
        announcement(title="Seul"),
        "1: it translates lonely.md, which is not there; write lonely.md, or take the translation away",
    ),
    "front-matter": (
        "bare.md",
        "Words alone.\n",
        "1: the file does not begin with front matter; begin it with a line `---`, the fields, and `---`",
    ),
    "field": (
        "field.md",
        announcement("rooom: Conference Room 1", title="A field"),
        "4: unknown field `rooom`; did you mean `room`?",
    ),
    "characters": (
        "bell.md",
        announcement(title="A bell\x07"),
        "2: column 14 holds control character U+0007; delete that character",
    ),
    "text": (
        "deep.md",
        announcement(title="Deep", body="> " * (DEEPEST + 1) + "x"),
        "5: the text cannot be typeset: it is nested too deeply; look for lists, quotations or emphasis"
        " within one another; mend the text",
    ),
    "title": (
        "untitled.md",
        "---\nwhen: 1 November 2017\n---\n\nWords.\n",
        "1: `title` is missing; write `title:` with what takes place",
    ),
    "title-repeated": (
        "wordy-2.md",
        announcement(title="The  same TITLE"),
        "2: warning: announcements/wordy-1.md has the same title; say in one of the titles what is different,"
        " such as the second reading",
    ),
    "slug": (
        "slug.md",
        announcement("slug: Not A Slug", title="A slug"),
        "4: `slug` is 'Not A Slug'; use small letters, digits and single hyphens",
    ),
    "date": (
        "undated.md",
        announcement(title="Undated", when=""),
        "1: the announcement has no date; write `milestone:` with a line of a roadmap, or `when:` with a date"
        " and its year",
    ),
    "date-doubtful": (
        "doubtful.md",
        announcement(title="Doubtful", when="week of 24 October 2017"),
        "3: warning: the date is in doubt: 24 October 2017 is not a Monday; it is read as the week of"
        " 23 October 2017; write the Monday; write the date you mean",
    ),
    "weekday": (
        "weekday.md",
        announcement(title="Weekday", body="It is held\non Tuesday,\n2 October 2017."),
        '7: "Tuesday, 2 October 2017": 2 October 2017 is a Monday, not a Tuesday; write the right weekday, or'
        " the right date",
    ),
    "half-day": (
        "half-day.md",
        announcement("time: 10:00", title="Half a day", when="2 October 2017 (afternoon)"),
        '4: `time: 10:00` is not in the afternoon, which "2 October 2017 (afternoon)" says; correct one or'
        " the other, or leave `time` out for the usual hours",
    ),
    "time": (
        "time.md",
        announcement("time: 18:00 to 15:00", title="A time"),
        "4: `time: 18:00 to 15:00` ends before it begins; write the earlier hour first",
    ),
    "clocks": (
        "clocks.md",
        announcement("publish: on the day at 1:30", title="Clocks", when="5 November 2017"),
        '4: warning: "on the day at 1:30": 1:30 on 5 November 2017 happens twice in New York (clocks go back'
        " at 2:00); the later of the two is taken; write another hour if that is not meant",
    ),
    "milestone": (
        "milestone.md",
        announcement("milestone: frist-reading", title="A milestone", when=""),
        "3: no roadmap has a milestone `frist-reading`; did you mean `first-reading`?",
    ),
    "working-day": (
        "saturday.md",
        announcement(title="Saturday", when="4 November 2017"),
        "3: warning: Saturday 4 November 2017 is no working day; see that the date is meant",
    ),
    "publish": (
        "rule.md",
        announcement("publish: 2018-01-01 09:00", title="A rule"),
        '4: "2018-01-01 09:00" is Mon 1 Jan 2018 09:00 New York, after the meeting; write a rule that falls'
        " before it",
    ),
    "remind": (
        "remind.md",
        announcement("remind: [2 days before at 9:00, 2 days before at 9:00]", title="A reminder"),
        '4: "2 days before at 9:00" says what "2 days before at 9:00" says already; leave one of them out',
    ),
    "past": (
        "past.md",
        announcement("publish: 2017-09-01 09:00", title="Past"),
        '4: warning: "2017-09-01 09:00" was Fri 1 Sep 2017 09:00 New York, which is past; it is released at'
        " once; write another `publish:` if that is not meant",
    ),
    "notice": (
        "short.md",
        announcement("publish: on the day at 9:00", title="Short"),
        "4: warning: readers get 0 clear working days of notice, fewer than 1; release it earlier, or lower"
        " `minimum_notice`",
    ),
    "reason": (
        "status.md",
        announcement("status: cancelled", title="A status"),
        "4: `status: cancelled` has no reason; write `reason:` in words that readers may see",
    ),
    "room": (
        "room.md",
        announcement("room: Confrence Room 4", title="A room"),
        "4: warning: the room `Confrence Room 4` is not known; did you mean `Conference Room 4`?",
    ),
    "collision": (
        "there-2.md",
        announcement("room: Conference Room 2", title="There too", when="2 November 2017 (morning)"),
        "4: warning: it meets `there-1` on Thursday 2 November 2017: both claim Conference Room 2 at one"
        " time; move one of them, or see that both are meant",
    ),
    "symbol": (
        "symbol.md",
        announcement("documents: [a/res/71/280]", title="A symbol"),
        "4: warning: `a/res/71/280` is not a document symbol; write A/RES/71/280",
    ),
    "translation": (
        "wordy-1.fr.md",
        "---\ntitle: Le même\n---\n\nMots.\n",
        "1: warning: wordy-1.md was changed 3 days after it; bring it up to date, or save it again if nothing"
        " in it changes",
    ),
    "headings": (
        "headings.md",
        announcement(title="Headings", body="## Two\n\n#### Four"),
        "8: warning: a heading of level 4 follows one of level 2; write it with ###",
    ),
    "alt-text": (
        "picture.md",
        announcement(title="Picture", body="![](https://example.org/hall.png)"),
        "6: warning: the picture has no description, and without one it is not shown; say between the"
        " brackets what it shows: ![The hall](…)",
    ),
    "bare-address": (
        "address.md",
        announcement(title="Address", body="See https://example.org/a_b_c."),
        "6: warning: the address https://example.org/a_b_c stands bare; write [what is there](address), or"
        " <address>",
    ),
    "quotes": (
        "quotes.md",
        announcement(title="The delegations' draft"),
        "2: warning: `title` holds straight quotation marks, which are printed as typed; write those of the"
        " language, such as “ ” and ’",
    ),
}  # fmt: skip
"""A file that breaks the rule, and the line about it, without the path and the rule's name."""

GOOD = {
    "first.md": announcement(title="In order", when="2 November 2017"),
    "wordy-1.md": announcement(title="The same title"),
    "there-1.md": announcement("room: Conference Room 2", title="There", when="2 November 2017 (morning)"),
}
ELSEWHERE = {"folder", "config", "one-line", "paper", "live", "slug-renamed", "link", "id", "plan"}
"""Rules that a file alone cannot break: they have tests of their own below."""


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "real_clock", lambda: NOW)


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process that typesets: what these tests ask for does not hang on Markdown."""

    monkeypatch.setattr(renderings, "Renderer", PlainRenderer)


@pytest.fixture
def folder(tmp_path: Path, plain: None) -> Iterator[Folder]:
    folder = Folder(tmp_path / "publication")
    yield folder
    folder.close()


def call(folder: Folder, *arguments: str) -> Result:
    return CliRunner().invoke(publisher, ["--config", str(folder.config), "check", *arguments])


def put(folder: Folder, name: str, content: str | bytes, saved: datetime = WRITTEN) -> Path:
    path = folder.announcements / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    os.utime(path, (saved.timestamp(), saved.timestamp()))
    return path


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What `check` says of a folder in which each rule is broken once."""
    notice = "[schedule]\nminimum_notice = 1\n\n[outlets.site]"
    folder = Folder(tmp_path_factory.mktemp("checked"), CONFIG.replace("[outlets.site]", notice))
    for good, words in GOOD.items():
        put(folder, good, words, LATER)
    for name, content, _ in CASES.values():
        put(folder, name, content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "real_clock", lambda: NOW)
        done = call(folder)
    assert done.exit_code == 1
    return done.output.splitlines()


@pytest.mark.parametrize("rule", CASES)
def test_a_broken_rule_is_told_in_a_line_that_names_it(said: list[str], rule: str) -> None:
    name, _, message = CASES[rule]
    about = [line for line in said if line.startswith(f"announcements/{name}:")]
    assert f"announcements/{name}:{message} [{rule}]" in about, "\n".join(about)


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_has_the_weight_that_the_house_gives_it(rule: str) -> None:
    warning = CASES[rule][2].partition(": ")[2].startswith("warning: ")
    assert HOUSE[rule].weight in ("either", "warning" if warning else "error")


def test_every_rule_of_the_house_has_its_message_tested() -> None:
    assert set(CASES) | ELSEWHERE == set(HOUSE)


def test_what_is_in_order_is_passed_over(said: list[str]) -> None:
    assert [line for line in said if line.startswith("announcements/first.md")] == []


def test_a_folder_that_is_gone_is_told(folder: Folder) -> None:
    folder.announcements.rmdir()
    done = call(folder)
    assert done.output == (
        "announcements:1: the folder cannot be read (No such file or directory); nothing that was released is"
        " withdrawn; bring the folder back, or name it with `announcements = ` in config.toml [folder]\n"
    )
    assert done.exit_code == 1


def test_a_fault_in_the_config_is_told_as_a_problem(folder: Folder) -> None:
    folder.set_config("title = ", "titel = ")
    done = call(folder)
    assert done.output == f"{folder.config}:3: unknown key `titel`; did you mean `title`? [config]\n"
    assert done.exit_code == 1
    [problem] = json.loads(call(folder, "--format", "json").output)["problems"]
    assert (problem["rule"], problem["line"], problem["mend"]) == ("config", 3, "did you mean `title`?")


def test_what_makes_pdfs_and_is_missing_is_told(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.set_config("[outlets.site]", "[issue]\npdf = true\n\n[outlets.site]")
    monkeypatch.setattr(paper, "find_missing", lambda: "no PDF can be made")
    done = call(folder)
    assert done.output.startswith("config.toml:9: warning: no PDF can be made; install it with: pip install")
    assert done.output.endswith(" [paper]\n")
    assert done.exit_code == 0


def test_a_title_over_several_lines_is_told_with_its_line(folder: Folder) -> None:
    folder.set_config('"Modalities"', '"""\nThe\nmodalities"""')
    done = call(folder)
    assert done.output == (
        "config.toml:14: warning: `title` holds the end of a line or a tab; it is set on one line; write it"
        " on one line [one-line]\n"
    )
    assert done.exit_code == 0


def test_an_issue_that_closes_in_an_hour_that_is_skipped_is_told_of_for_a_year(folder: Folder) -> None:
    folder.set_config("[outlets.site]", '[issue]\npdf = false\nclose = "00:30"\n\n[outlets.site]')
    assert call(folder).output == "0 announcements, no problem\n", "in New York nothing is skipped then"
    folder.set_config("America/New_York", "Africa/Cairo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "real_clock", lambda: utc("2024-03-01 12:00"))
        done = call(folder)
    assert done.output == (
        "config.toml:10: warning: 0:30 on 26 April 2024 does not exist in Cairo (clocks go forward at 0:00);"
        " that issue closes at Fri 26 Apr 2024 01:00 Cairo; write another hour if that is not meant"
        " [clocks]\n"
    )
    assert done.exit_code == 0


def test_a_slug_renamed_after_its_release_is_an_error_that_says_how_to_keep_it(folder: Folder) -> None:
    path = put(folder, "reading.md", announcement("publish: at once", title="A reading"))
    desk = folder.open()
    desk.run_pass(NOW)
    folder.close()
    put(folder, "reading.md", path.read_text().replace("title:", "slug: first-reading\ntitle:"))
    done = call(folder)
    assert done.output == (
        "announcements/reading.md:2: `reading` was released and no file has that slug any more: was this one"
        " renamed?; write `was: reading` here, or bring reading.md back [slug-renamed]\n"
    )
    assert done.exit_code == 1
    path.rename(folder.announcements / "first-reading.md")
    put(folder, "first-reading.md", announcement("publish: at once", title="A reading"))
    assert "[slug-renamed]" in call(folder).output


def test_a_link_into_a_private_network_is_refused_and_told(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    put(folder, "link.md", announcement(title="Link", body="See <http://127.0.0.1:1/x>."))
    folder.open().surveyor.renderings.render("", "en")
    html = '<p>See <a href="http://127.0.0.1:1/x">there</a>.</p>'
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PlainRenderer, "render", lambda self, source, *, lang: html)
        done = call(folder, "--links")
    assert done.output == (
        "announcements/link.md:6: warning: http://127.0.0.1:1/x: 127.0.0.1 is at 127.0.0.1, which is no"
        " public address; link to something that readers elsewhere can open [link]\n"
    )
    assert not (tmp_path / "cache").exists()


def test_good_answers_are_remembered_in_the_user_s_cache_and_not_in_the_publication(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    there = sorted(folder.path.rglob("*"))
    write_memory(find_cache(), {"https://example.org/": NOW})
    assert sorted(folder.path.rglob("*")) == there
    assert read_memory(find_cache()) == {"https://example.org/": NOW}
    assert [path.name for path in (tmp_path / "cache/publisher").iterdir()] == ["links.json"]


# --- What programs read ---


def test_json_is_one_object_with_the_counts(folder: Folder) -> None:
    put(folder, "quotes.md", announcement(title="It's"))
    put(folder, "slug.md", announcement("slug: Not A Slug", title="Slug"))
    report = json.loads(call(folder, "--format", "json").output)
    assert (report["announcements"], report["errors"], report["warnings"]) == (1, 1, 1)
    assert report["problems"][1] == {
        "path": "announcements/slug.md",
        "line": 4,
        "rule": "slug",
        "severity": "error",
        "message": "`slug` is 'Not A Slug'",
        "mend": "use small letters, digits and single hyphens",
    }


def test_github_reads_a_command_whose_words_cannot_end_it() -> None:
    problem = Problem("announcements/a,b:c.md", 3, "100%\nof it", "mend\r", True, "room")
    assert annotate_problem(problem, "sub") == (
        "::warning file=sub/announcements/a%2Cb%3Ac.md,line=3,title=room::100%25%0Aof it; mend%0D"
    )
    assert annotate_problem(Problem("x.md", 1, "a", "b", rule="slug"), ".").startswith("::error file=x.md,")


def test_github_gets_a_line_for_each_problem_and_nothing_else(folder: Folder) -> None:
    assert call(folder, "--format", "github").output == ""
    put(folder, "quotes.md", announcement(title="It's"))
    [line] = call(folder, "--format", "github").output.splitlines()
    assert line.startswith("::warning file=")
    assert "announcements/quotes.md,line=2,title=quotes::`title` holds" in line


def test_a_problem_without_a_rule_is_shown_as_it_is() -> None:
    assert describe_problem(Problem("x.md", 1, "a", "b")) == "x.md:1: a; b"


def test_strict_makes_a_warning_count(folder: Folder) -> None:
    put(folder, "quotes.md", announcement(title="It's"))
    assert (call(folder).exit_code, call(folder, "--strict").exit_code) == (0, 1)
    put(folder, "quotes.md", announcement(title="In order"))
    assert call(folder, "--strict").exit_code == 0


def test_a_file_of_the_same_name_elsewhere_is_another_file(folder: Folder, tmp_path: Path) -> None:
    here = put(folder, "quotes.md", announcement(title="It's"))
    elsewhere = tmp_path / "quotes.md"
    elsewhere.write_text("x")
    assert "[quotes]" in call(folder, str(here)).output
    assert "[quotes]" not in call(folder, str(elsewhere)).output


# --- --fix ---


def test_fix_mends_shows_and_leaves_nothing_to_mend(folder: Folder) -> None:
    path = put(folder, "quotes.md", announcement("documents: a/res/71/280", title='It\'s "his"'))
    path.chmod(0o640)
    done = call(folder, "--fix")
    assert done.output.splitlines() == [
        "announcements/quotes.md:2: mended: 'title: It\\'s \"his\"' is now 'title: It’s “his”'",
        "announcements/quotes.md:4: mended: 'documents: a/res/71/280' is now 'documents: A/RES/71/280'",
        "1 announcement, no problem",
    ]
    assert path.stat().st_mode & 0o777 == 0o640
    assert abs(path.stat().st_mtime - WRITTEN.timestamp()) < 1
    assert [one.name for one in folder.announcements.iterdir()] == ["quotes.md"]
    assert call(folder, "--fix").output == "1 announcement, no problem\n"


def test_fix_leaves_a_file_with_an_error_and_files_not_named_alone(folder: Folder) -> None:
    faulty = put(folder, "faulty.md", announcement("slug: Not A Slug", title="It's"))
    other = put(folder, "other.md", announcement(title="It's his"))
    named = put(folder, "named.md", announcement(title="It's hers"))
    call(folder, "--fix", str(named), str(faulty))
    assert "It's" in faulty.read_text()
    assert "It's" in other.read_text()
    assert "It’s hers" in named.read_text()


def test_the_fix_of_something_released_is_a_silent_amendment(folder: Folder) -> None:
    text = announcement("publish: at once", "documents: a/res/71/280", title="It's", body="https://x.org/a ")
    put(folder, "quotes.md", text)
    folder.open().run_pass(NOW)
    folder.close()
    call(folder, "--fix")
    done = folder.open().run_pass(NOW + timedelta(hours=1))
    [release] = [one for one in done.released if one.subject == "announcement"]
    assert (release.kind, release.told) == ("amended", ())
    assert release.snapshot.documents == ("A/RES/71/280",)


def test_every_problem_that_the_program_makes_names_its_rule() -> None:
    """A problem without one is a line that nobody can look up in the reference."""
    made = [
        (path.name, node.lineno, len(node.args) >= 6 or any(one.arg == "rule" for one in node.keywords))
        for path in Path(command.__file__).parents[1].rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem"
    ]
    assert len(made) > 20
    assert [one for one in made if not one[2]] == []


def test_what_rests_is_not_read_and_its_title_is_taken_all_the_same(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "DOUBT_NANOSECONDS", 0)
    put(folder, "first.md", announcement("publish: at once", title="Informal consultations"))
    desk = folder.open()
    desk.run_pass(NOW - timedelta(hours=2))
    desk.run_pass(NOW - timedelta(hours=1))
    assert len(desk.surveyor.resting.known) == 1
    assert call(folder).output == "1 announcement, no problem\n"
    put(folder, "second.md", announcement(title="Informal Consultations", when="2 November 2017"))
    assert "announcements/first.md has the same title" in call(folder).output


def release_and_rest(folder: Folder) -> None:
    """Everything in the folder is public, and a pass has found nothing more to do about it."""
    desk = folder.open()
    desk.run_pass(NOW - timedelta(hours=2))
    desk.run_pass(NOW - timedelta(hours=1))
    folder.close()


STANDING = {
    "a double booking": (
        ("room: Conference Room 4", "time: 10:00 to 13:00"),
        "two.md:5: warning: it meets `one` on Wednesday 1 November 2017: both claim Conference Room 4",
    ),
    "a room misspelt": (("room: Conferense Room 4",), "one.md:5: warning: the room `Conferense Room 4`"),
    "a title that stands twice": ((), "two.md:2: warning: announcements/one.md has the same title"),
}


@pytest.mark.parametrize(("lines", "said"), STANDING.values(), ids=STANDING)
def test_a_warning_that_stood_before_the_release_stands_after_it(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, lines: tuple[str, ...], said: str
) -> None:
    """A double booking became "no problem" the moment that both were public."""
    monkeypatch.setattr(sources, "DOUBT_NANOSECONDS", 0)
    others = () if said.startswith("one.md:5: warning: the room") else lines
    put(folder, "one.md", announcement("publish: at once", *lines, title="A meeting"))
    put(folder, "two.md", announcement("publish: at once", *others, title="A meeting"))
    before = call(folder).output
    assert f"announcements/{said}" in before
    release_and_rest(folder)
    assert call(folder).output == before


def test_what_is_over_is_warned_of_no_more(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "DOUBT_NANOSECONDS", 0)
    for name in ("one", "two"):
        lines = ("publish: at once", "room: Conferense Room 4")
        put(folder, f"{name}.md", announcement(*lines, title="A meeting"))
    release_and_rest(folder)
    monkeypatch.setattr(command, "real_clock", lambda: utc("2017-11-02 16:00"))
    assert call(folder).output == "2 announcements, no problem\n"


def test_a_date_that_is_a_holiday_is_warned_of_after_the_release_too_until_it_is_over(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "DOUBT_NANOSECONDS", 0)
    put(folder, "one.md", announcement("publish: at once", title="A meeting", when="23 November 2017"))
    said = "announcements/one.md:3: warning: Thursday 23 November 2017 is Thanksgiving Day"
    assert call(folder).output.startswith(said)
    release_and_rest(folder)
    assert call(folder).output.startswith(said)
    monkeypatch.setattr(command, "real_clock", lambda: utc("2017-11-24 16:00"))
    assert call(folder).output == "1 announcement, no problem\n"
