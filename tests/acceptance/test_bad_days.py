"""Bad days: files renamed, folders emptied, ledgers lost, settings broken; readers notice nothing of it."""

import shutil

import pytest

from tests.acceptance.publication import (
    CONFIG,
    SAMPLE,
    Publication,
    announcement,
    files_of,
    in_seconds,
    now,
    wait_until,
    z,
)

pytestmark = pytest.mark.prove


def item_of(publication: Publication, slug: str) -> dict[str, str]:
    [item] = [one for one in publication.json("plan") if one["announcement"] == slug]
    return dict(item)


# --- A file renamed after its release ---


def test_a_renamed_file_is_held_with_a_question_and_withdraws_nothing(bare: Publication) -> None:
    path = bare.announce("first-reading")
    bare.run("publish")
    before = files_of(bare.public)
    path.rename(bare.announcements / "the-first-reading.md")
    bare.run("publish")
    item = item_of(bare, "the-first-reading")
    assert item["state"] == "held"
    assert "renamed? add `was: first-reading`" in item["reason"]
    assert item_of(bare, "first-reading")["state"] == "released"
    assert files_of(bare.public) == before


def test_was_gives_the_renamed_file_its_history_back(bare: Publication) -> None:
    path = bare.announce("first-reading")
    bare.run("publish")
    before, items = files_of(bare.public), bare.slugs()
    path.unlink()
    bare.write("the-first-reading.md", announcement("first-reading", was="first-reading"))
    assert bare.run("publish").code == 0
    assert files_of(bare.public) == before
    assert bare.slugs() == items
    assert len(bare.releases()) == 1


def test_a_milestone_s_new_file_is_held_when_the_released_one_is_gone(sample: Publication) -> None:
    sample.run("publish")
    before = files_of(sample.public)
    (sample.announcements / "first-reading.md").rename(sample.announcements / "erste-lesung.md")
    assert sample.run("publish").code == 1
    assert "was: first-reading" in item_of(sample, "erste-lesung")["reason"]
    assert files_of(sample.public) == before


# --- A ledger lost beside a full public folder ---


def lose_ledger(publication: Publication) -> None:
    for path in publication.folder.glob("ledger.sqlite*"):
        path.unlink()


def test_an_empty_ledger_beside_a_full_folder_is_on_hold_and_says_so(sample: Publication) -> None:
    sample.run("publish")
    before = files_of(sample.public)
    lose_ledger(sample)
    done = sample.run("publish")
    assert done.code == 1
    assert "the ledger is empty, but site already holds pages" in done.err
    assert files_of(sample.public) == before
    assert sample.releases() == []
    status = sample.json("status")
    assert "the ledger is empty" in status["on_hold"][0]
    states = {item["announcement"]: item["state"] for item in sample.json("plan")}
    assert {states[slug] for slug in SAMPLE} == {"held"}


def test_a_daemon_holds_too_until_somebody_says_resume(sample: Publication) -> None:
    sample.run("publish")
    before = files_of(sample.public)
    lose_ledger(sample)
    daemon = sample.serve()
    daemon.wait_for("nothing is released: the ledger is empty")
    assert files_of(sample.public) == before
    assert daemon.get("/en/entries/first-reading.html").status == 200
    assert sample.run("resume").code == 0
    assert daemon.end() == 0
    assert sample.run("publish").code == 0
    assert sample.released() == list(SAMPLE)
    assert set(files_of(sample.public)) == set(before)


def test_resume_archive_tells_nobody(bare: Publication) -> None:
    bare.announce("told-before")
    bare.run("publish")
    lose_ledger(bare)
    bare.run("publish")
    assert bare.run("resume", "--archive").code == 0
    assert bare.run("publish").code == 0
    [release] = bare.releases()
    assert (release.name, release.archived) == ("told-before", True)


def test_an_older_copy_of_the_ledger_is_recognised(bare: Publication) -> None:
    bare.announce("first")
    bare.run("publish")
    shutil.copy(bare.ledger, bare.folder / "backup.sqlite")
    bare.announce("second")
    bare.run("publish")
    before = files_of(bare.public)
    lose_ledger(bare)
    shutil.copy(bare.folder / "backup.sqlite", bare.ledger)
    done = bare.run("publish")
    assert done.code == 1
    assert "ahead of the ledger" in done.err
    assert files_of(bare.public) == before


def test_a_ledger_that_is_no_ledger_is_said_in_one_line_and_left_alone(bare: Publication) -> None:
    bare.ledger.write_text("This is my shopping list.\n" * 40)
    for command in (["publish"], ["plan"], ["status"], ["reprint"], ["run", "--port", "0"]):
        done = bare.run(*command, seconds=15)
        assert done.code == 1, command
        assert len(done.err.splitlines()) == 1, done.err
        assert "ledger" in done.err
    assert bare.ledger.read_text().startswith("This is my shopping list.")


# --- A config.toml broken while the daemon runs ---


def test_a_config_broken_while_running_leaves_the_last_good_one_in_force(bare: Publication) -> None:
    daemon = bare.serve()
    bare.config.write_text(CONFIG.replace("title =", "titel ="))
    wait_until(lambda: "config.toml:3" in (bare.status()["config_problem"] or ""), 5, "the problem")
    daemon.wait_for(r"config\.toml:3: unknown key `titel`; .*the last good configuration stays in force")
    assert "did you mean `title`?" in bare.run("status").out
    bare.announce("meanwhile")
    wait_until(lambda: bare.slugs() == ["meanwhile"], 5, "a release under the last good one")
    bare.config.write_text(CONFIG.replace("Test Journal", "Mended Journal"))
    wait_until(lambda: b"Mended Journal" in daemon.get("/").body, 5, "the mended title on the page")
    assert bare.json("status")["config_problem"] is None
    assert daemon.end() == 0


def test_a_config_that_vanishes_while_running_is_a_broken_one(bare: Publication) -> None:
    daemon = bare.serve()
    bare.config.rename(bare.folder / "elsewhere")
    daemon.wait_for("the last good configuration stays in force", 5)
    bare.announce("meanwhile")
    wait_until(lambda: bare.slugs() == ["meanwhile"], 5, "a release under the last good one")
    assert daemon.end() == 0


# --- An announcements folder emptied, vanished, come back ---


@pytest.mark.parametrize("vanished", [False, True])
def test_an_emptied_folder_withdraws_nothing_and_says_so_loudly(bare: Publication, vanished: bool) -> None:
    bare.announce("first")
    bare.announce("second")
    bare.run("publish")
    before = files_of(bare.public)
    away = bare.announcements.rename(bare.folder / "away")
    if not vanished:
        bare.announcements.mkdir()
    done = bare.run("publish")
    assert "withdrawn" in done.err
    assert bare.run("check").code == 1
    assert done.code == 1
    assert files_of(bare.public) == before
    assert {item["state"] for item in bare.json("plan")} == {"released"}
    if not vanished:
        bare.announcements.rmdir()
    away.rename(bare.announcements)
    assert bare.run("publish").code == 0
    assert files_of(bare.public) == before


def test_a_running_daemon_outlives_the_folder_and_takes_it_up_again(bare: Publication) -> None:
    bare.announce("first")
    daemon = bare.serve()
    away = bare.announcements.rename(bare.folder / "away")
    bare.config.touch()
    wait_until(lambda: "announcements:1:" in "".join(bare.status()["problems"]), 5, "the problem")
    away.rename(bare.announcements)
    bare.config.touch()
    wait_until(lambda: not bare.status()["problems"], 5, "the folder back")
    assert bare.slugs() == ["first"]
    bare.announce("second")
    # Whether the watcher found the new folder or the tick of 30 s came first: it is taken up.
    wait_until(
        lambda: set(bare.slugs()) == {"first", "second"}, 40, "a release from the folder that came back"
    )
    assert daemon.end() == 0


# --- The public folder ---


def test_a_public_folder_that_was_deleted_is_printed_again_whole(bare: Publication) -> None:
    bare.announce("first")
    bare.announce("second")
    bare.run("publish")
    before = files_of(bare.public)
    shutil.rmtree(bare.public)
    assert bare.run("reprint").code == 0
    assert files_of(bare.public) == before


def test_a_folder_that_cannot_be_written_is_tried_again_later(bare: Publication) -> None:
    """A file stands where the folder should be; no permission is needed to see it fail."""
    bare.announce("first")
    bare.public.write_text("in the way")
    done = bare.run("publish")
    assert done.code == 3
    assert "site: " in done.err
    assert bare.released() == ["first"]
    status = bare.json("status")
    assert status["failed_deliveries"]
    assert status["next_wakeup"] is not None
    bare.public.unlink()
    assert bare.run("reprint").code == 0
    assert bare.slugs() == ["first"]


# --- The brake ---


def test_hold_stops_one_or_everything_and_resume_lifts_it(bare: Publication) -> None:
    daemon = bare.serve()
    due = in_seconds(6)
    bare.announce("contested", z(due))
    bare.announce("harmless", z(due))
    assert bare.run("hold", "contested", "--reason", "the text is not agreed").code == 0
    assert item_of(bare, "contested")["reason"] == "on hold: the text is not agreed"
    wait_until(lambda: now() > due and bare.slugs() == ["harmless"], 12, "the other one")
    assert bare.released() == ["harmless"]
    assert bare.run("resume", "contested").code == 0
    assert daemon.end() == 0
    assert bare.run("publish").code == 0
    assert set(bare.slugs()) == {"contested", "harmless"}
