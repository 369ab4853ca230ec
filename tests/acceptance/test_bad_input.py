"""What bad input gets: one line with file, line, fault and mend; everything else goes out."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.publication import Done, Publication, announcement, files_of, wait_until

LINE = re.compile(r"^(?P<path>[\w./ -]+):(?P<line>\d+): (?P<what>.+?); (?P<mend>.+)$")


def field(line: str) -> str:
    """An announcement in order but for one line, the fifth."""
    return f"---\ntitle: Bad\nwhen: 3 December 2029\npublish: at once\n{line}\n---\n\nWords.\n"


BAD: dict[str, tuple[str | bytes, int, str]] = {
    "no-front-matter": ("Just words.\n", 1, "front matter"),
    "front-matter-not-closed": ("---\ntitle: Bad\n\nWords.\n", 1, "no end"),
    "broken-yaml": ("---\ntitle: [Bad\nwhen: 3 December 2029\n---\n\nWords.\n", 3, "cannot be read"),
    "empty": ("", 1, "front matter"),
    "missing-title": ("---\nwhen: 3 December 2029\n---\n\nWords.\n", 1, "`title` is missing"),
    "missing-date": ("---\ntitle: Bad\n---\n\nWords.\n", 1, "no date"),
    "impossible-date": ("---\ntitle: Bad\nwhen: 31 February 2029\n---\n\nWords.\n", 3, "31 February 2029"),
    "unreadable-date": ("---\ntitle: Bad\nwhen: someday soon-ish\n---\n\nWords.\n", 3, "someday soon-ish"),
    "unknown-milestone": ("---\ntitle: Bad\nmilestone: frist-reading\n---\n\nWords.\n", 3, "frist-reading"),
    "two-dates": (field("milestone: first-reading"), 3, "both"),
    "unknown-field": (field("rooom: Conference Room 1"), 5, "unknown field `rooom`"),
    "field-twice": (field("title: Worse"), 5, "stands twice"),
    "field-with-a-tree": (field("room: {name: One}"), 5, "more than a text or a list"),
    "unknown-kind": (field("kind: party"), 5, "kind: party"),
    "unknown-status": (field("status: forgotten"), 5, "status: forgotten"),
    "status-without-reason": (field("status: cancelled"), 5, "no reason"),
    "impossible-time": (field("time: 25:00"), 5, "25:00"),
    "time-backwards": (field("time: 18:00 to 15:00"), 5, "ends before it begins"),
    "doubtful-draft": (field("draft: perhaps"), 5, "neither true nor false"),
    "bad-slug": (field("slug: Not A Slug!"), 5, "Not A Slug!"),
    "bad-rule": (announcement("bad-rule", "a bit before"), 4, "a bit before"),
    "impossible-hour": (announcement("impossible-hour", "2027-03-14 02:30"), 4, "does not exist"),
    "after-the-meeting": (announcement("after-the-meeting", "2049-01-01 09:00"), 4, "after the meeting"),
    "control-character": (field("room: Room\x07One"), 5, "column"),
    "not-utf-8": (field("room: Salle").encode() + b"caf\xe9\n", 9, "not UTF-8"),
    "too-large": (b"x" * 1_000_001, 1, "bytes"),
    "too-long-a-text": (announcement("too-long-a-text") + "Words. " * 30_000, 6, "cannot be typeset"),
    "first.xx": (field("draft: true"), 1, "not a language"),
    "orphan.fr": ("---\ntitle: Orphelin\n---\n\nMots.\n", 1, "orphan.md"),
}  # fmt: skip


def lines_about(done: Done, path: str) -> list[re.Match[str]]:
    """The problems of one file, each split into its parts; a line of another shape fails."""
    lines = [line for line in (done.out + done.err).splitlines() if line.startswith(f"{path}:")]
    found = [LINE.match(line) for line in lines]
    assert all(found), lines
    return [one for one in found if one]


def put(publication: Publication, name: str) -> Path:
    text = BAD[name][0]
    path = publication.announcements / f"{name}.md"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def announce_first(publication: Publication) -> None:
    publication.announce("first")


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """What `check` says of a folder with every bad file there is, and a good one."""
    publication = Publication(tmp_path_factory.mktemp("checked"))
    announce_first(publication)
    for name in BAD:
        put(publication, name)
    return publication.run("check")


@pytest.mark.parametrize("name", BAD)
def test_check_says_in_one_line_where_what_and_how_to_mend_it(checked: Done, name: str) -> None:
    [found] = lines_about(checked, f"announcements/{name}.md")
    _, line, what = BAD[name]
    assert checked.code == 1
    assert int(found["line"]) == line
    assert what in found["what"]
    assert len(found["mend"]) > 10


def test_check_of_one_file_leaves_the_others_out(bare: Publication) -> None:
    announce_first(bare)
    bad = put(bare, "unknown-field")
    assert bare.run("check", str(bare.announcements / "first.md")).code == 0
    assert bare.run("check", str(bad)).code == 1


def test_the_shipped_sample_has_no_error(sample: Publication) -> None:
    done = sample.run("check")
    assert done.code == 0
    assert all(": warning: " in line for line in done.out.splitlines() if LINE.match(line))


def test_publish_releases_everything_else_and_exits_with_1(bare: Publication) -> None:
    announce_first(bare)
    for name in BAD:
        put(bare, name)
    done = bare.run("publish")
    assert done.code == 1
    assert bare.released() == ["first"]
    for name in BAD:
        assert lines_about(done, f"announcements/{name}.md"), name
    assert not [path for path in files_of(bare.public) for name in BAD if name in path]


def test_two_files_that_claim_one_slug_are_both_held_and_both_named(bare: Publication) -> None:
    announce_first(bare)
    for name in ("one", "two"):
        bare.write(f"{name}.md", announcement(name, slug="meeting"))
    done = bare.run("publish")
    assert done.code == 1
    assert "two.md" in lines_about(done, "announcements/one.md")[0]["what"]
    assert "one.md" in lines_about(done, "announcements/two.md")[0]["what"]
    assert bare.released() == ["first"]


def test_a_faulty_or_scheduling_translation_does_not_delay_the_original(bare: Publication) -> None:
    announce_first(bare)
    bare.write("first.fr.md", "---\ntitle: Premier\npublish: at once\n---\n\nMots.\n")
    done = bare.run("publish")
    [found] = lines_about(done, "announcements/first.fr.md")
    assert (done.code, found["line"]) == (1, "3")
    assert "publish" in found["what"]
    assert bare.slugs() == ["first"]
    assert "Premier" not in (bare.public / "fr/entries/first.html").read_text()


def link_out(folder: Path, path: Path) -> None:
    secret = folder.parent / "secret.md"
    secret.write_text(announcement("secret"))
    path.symlink_to(secret)


STRANGE: dict[str, Callable[[Path, Path], Any]] = {
    "a link out of the folder": link_out,
    "a link to nothing": lambda folder, path: path.symlink_to(folder / "nothing"),
    "a link to itself": lambda folder, path: path.symlink_to(path),
    "a pipe": lambda folder, path: os.mkfifo(path),
    "a folder": lambda folder, path: path.mkdir(),
}


@pytest.mark.parametrize("kind", STRANGE)
def test_what_is_no_file_is_a_problem_like_any_other(bare: Publication, kind: str) -> None:
    announce_first(bare)
    STRANGE[kind](bare.announcements, bare.announcements / "strange.md")
    done = bare.run("publish", seconds=20)
    assert done.code == 1
    assert lines_about(done, "announcements/strange.md")
    assert bare.released() == ["first"]


def test_names_that_are_not_utf_8_are_a_problem_like_any_other(bare: Publication) -> None:
    announce_first(bare)
    with open(os.path.join(os.fsencode(bare.announcements), b"caf\xe9.md"), "wb") as file:
        file.write(announcement("cafe").encode())
    assert bare.run("check").code == 1
    assert bare.run("publish").code == 1
    assert bare.released() == ["first"]


def test_a_running_daemon_shows_each_problem_and_publishes_after_the_mend(bare: Publication) -> None:
    daemon = bare.serve()
    announce_first(bare)
    mendable = [name for name in BAD if "." not in name]
    for name in mendable:
        put(bare, name)

    def problems() -> str:
        return "\n".join(bare.status()["problems"])

    wait_until(
        lambda: all(f"announcements/{name}.md:" in problems() for name in mendable), 15, "the problems"
    )
    assert "announcements/unknown-field.md:5: unknown field `rooom`" in bare.run("status").out
    wait_until(lambda: bare.slugs() == ["first"], 5, "the good one, and only that")
    for name in mendable:
        bare.announce(name)
    wait_until(lambda: sorted(bare.slugs()) == sorted(["first", *mendable]), 15, "all after the mend")
    wait_until(lambda: bare.json("status")["problems"] == [], 5, "a status without problems")
    assert daemon.end() == 0


CONFIGS = {
    "an unknown key": ('title = "Test Journal"', 'titel = "Test Journal"', 3, "did you mean `title`?"),
    "an unknown table": ("[outlets.site]", "[outlet.site]", 8, "outlets"),
    "a wrong type": ('languages = ["en", "fr"]', "languages = 3", 6, "languages"),
    "a missing key": ('id = "example.org,2017:test"\n', "", 1, "id"),
    "no TOML": ('title = "Test Journal"', 'title = "Test Journal', 3, "TOML"),
    "an unknown zone": ("America/New_York", "America/Atlantis", 5, "America/New_York"),
    "an unknown language": ('"fr"', '"tlh"', 6, "tlh"),
    "an unknown outlet": ('kind = "directory"', 'kind = "pigeon"', 9, "pigeon"),
    "an address without a slash": ("localhost:8000/", "localhost:8000", 4, "slash"),
}


@pytest.mark.parametrize("kind", CONFIGS)
def test_a_bad_config_is_one_line_too(bare: Publication, kind: str) -> None:
    old, new, line, word = CONFIGS[kind]
    text = bare.config.read_text()
    assert old in text
    bare.config.write_text(text.replace(old, new))
    done = bare.run("check")
    [message] = done.out.splitlines()
    found = LINE.match(message)
    assert found, message
    assert (Path(found["path"]).name, int(found["line"])) == ("config.toml", line)
    assert word in message
    assert done.code == 1


def test_with_a_bad_config_nothing_starts(bare: Publication) -> None:
    bare.configure('[schedule]\npublish = "whenever"')
    done = bare.run("run", "--port", "0", seconds=15)
    assert done.code == 2
    assert re.search(r'config\.toml:14: "whenever" .*; write ', done.err)
