"""What the preview sees: drafts, faults as far as they go, and the newest state of the files."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from publisher.config.config import load_config
from publisher.preview.future_site import FutureSite, ShownSource
from publisher.preview.preview import Preview
from tests.builders import utc
from tests.folders import Folder, PlainRenderer

NOW = utc("2017-09-20 12:00")
LATER = utc("2017-12-01 12:00")


class Previewed:
    """A folder and its preview, at a moment that stands still."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.preview = Preview(load_config(folder.config), lambda: NOW)
        self.preview.renderings.worker = PlainRenderer()  # type: ignore[assignment]

    def look(self) -> FutureSite:
        return self.preview.look()

    def standing(self, slug: str) -> ShownSource:
        return next(one for one in self.look().standings(NOW) if one.slug == slug)

    def page(self, slug: str, moment: datetime = NOW, lang: str = "en") -> str:
        document = self.look().print_document(f"{lang}/entries/{slug}.html", moment)
        return document.body.decode() if document else ""


@pytest.fixture
def previewed(tmp_path: Path) -> Iterator[Previewed]:
    previewed = Previewed(Folder(tmp_path))
    yield previewed
    previewed.preview.close()


def test_a_draft_stands_where_it_would_be_released_and_says_that_it_is_one(previewed: Previewed) -> None:
    previewed.folder.announce(draft="true")
    standing = previewed.standing("first-reading")
    assert standing.state == "draft"
    assert standing.at == utc("2017-09-27 22:00")
    assert "Meeting first-reading" in previewed.page("first-reading")
    home = previewed.look().print_document("en/index.html", LATER)
    assert home is not None
    assert b"Meeting first-reading" in home.body


def test_what_is_planned_says_when_and_why(previewed: Previewed) -> None:
    previewed.folder.announce()
    standing = previewed.standing("first-reading")
    assert standing.state == "planned"
    assert standing.words.startswith("released Wed 27 Sep 2017 18:00 New York: 3 working days before 1st")
    assert previewed.look().find_standing("fr/entries/first-reading.html", NOW) == standing


def test_a_draft_translation_is_shown_and_named(previewed: Previewed) -> None:
    previewed.folder.announce()
    previewed.folder.write("first-reading.fr.md", "---\ntitle: Première lecture\ndraft: true\n---\nMots.\n")
    assert previewed.standing("first-reading").drafts == ("fr",)
    assert "Première lecture" in previewed.page("first-reading", lang="fr")


def test_what_is_held_has_its_page_and_stands_in_no_list(previewed: Previewed) -> None:
    previewed.folder.announce(milestone="", when="to be announced")
    assert previewed.standing("first-reading").state == "held"
    assert "Meeting first-reading" in previewed.page("first-reading")
    home = previewed.look().print_document("en/index.html", LATER)
    assert home is not None
    assert b"Meeting first-reading" not in home.body


def test_an_announcement_cancelled_before_its_release_shows_its_reason(previewed: Previewed) -> None:
    previewed.folder.announce(status="cancelled", reason="No quorum")
    assert "No quorum" in previewed.page("first-reading")


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"acess": "closed"}, "Monday, 2 October 2017"),
        ({"time": "25:00"}, "Monday, 2 October 2017"),
        ({"documents": "\n  a: b"}, "Monday, 2 October 2017"),
        ({"title": ""}, "(no title yet)"),
        ({"milestone": ""}, "date to be announced"),
        ({"milestone": "", "when": "31 February 2018"}, "date to be announced"),
        ({"milestone": "frist-reading"}, "frist-reading"),
    ],
)
def test_an_announcement_with_an_error_is_shown_as_far_as_it_goes(
    previewed: Previewed, fields: dict[str, Any], found: str
) -> None:
    previewed.folder.announce(**fields)
    page = previewed.page("first-reading")
    assert found in page
    assert "Words about first-reading." in page
    assert previewed.standing("first-reading").state in ("error", "held")
    assert any(not one.warning for one in previewed.look().problems)


def test_a_text_without_fields_is_shown_too(previewed: Previewed) -> None:
    previewed.folder.write("note.md", "Only words.\n")
    assert previewed.standing("note").state == "error"
    assert "Only words." in previewed.page("note")


def test_what_cannot_be_shown_at_all_has_no_document_but_a_standing(previewed: Previewed) -> None:
    (previewed.folder.announcements / "note.md").write_bytes(b"---\ntitle: \xff\n---\n")
    standing = previewed.standing("note")
    assert (standing.state, previewed.page("note")) == ("error", "")
    assert "UTF-8" in standing.words


def test_a_link_out_of_the_folder_is_not_followed(previewed: Previewed) -> None:
    (previewed.folder.path / "secret.md").write_text("---\ntitle: Secret\nwhen: 1 May 2018\n---\n")
    (previewed.folder.announcements / "leak.md").symlink_to(previewed.folder.path / "secret.md")
    assert previewed.page("leak") == ""


def test_a_save_is_seen_at_the_next_look_and_nothing_else_is(previewed: Previewed) -> None:
    previewed.folder.announce()
    first = previewed.look()
    assert previewed.look() is first
    previewed.folder.announce(title="Another title")
    assert previewed.look().generation != first.generation
    assert "Another title" in previewed.page("first-reading")


def test_a_broken_config_leaves_the_last_good_one_and_is_a_problem(previewed: Previewed) -> None:
    previewed.folder.announce()
    previewed.look()
    previewed.folder.set_config('title = "Modalities"', "title = Modalities")
    problem = previewed.look().problems[0]
    assert (problem.path, problem.line) == ("config.toml", 14)
    assert "Meeting first-reading" in previewed.page("first-reading")
    assert previewed.look().find_source(problem) == previewed.folder.config.resolve()
    previewed.folder.set_config("title = Modalities", 'title = "Modalities"')
    assert previewed.look().problems == ()


def test_nothing_is_written_to_the_folder(previewed: Previewed) -> None:
    previewed.folder.announce()
    before = sorted(path.name for path in previewed.folder.path.rglob("*"))
    assert previewed.page("first-reading", LATER)
    assert sorted(path.name for path in previewed.folder.path.rglob("*")) == before


def test_the_slider_stops_at_each_release(previewed: Previewed) -> None:
    previewed.folder.announce()
    stops = previewed.look().stops()
    assert [one.what for one in stops] == ["roadmap modalities", "first-reading", ""]
    assert stops[1].at == utc("2017-09-27 22:00")
    assert stops[-1].at == utc("2017-10-03 04:00")


def test_what_waits_for_approval_says_so_and_still_stands_in_the_lists(previewed: Previewed) -> None:
    previewed.folder.set_config("[outlets.site]", "[schedule]\napprove = 2\n\n[outlets.site]")
    previewed.folder.announce()
    standing = previewed.standing("first-reading")
    assert (standing.state, standing.at) == ("held", utc("2017-09-27 22:00"))
    assert standing.words.startswith("waits for approval: 0 of 2; 3 working days before")
    home = previewed.look().print_document("en/index.html", LATER)
    assert home is not None
    assert b"Meeting first-reading" in home.body


def test_an_approval_is_seen_at_the_next_look(previewed: Previewed) -> None:
    previewed.folder.set_config("[outlets.site]", "[schedule]\napprove = 1\n\n[outlets.site]")
    previewed.folder.announce()
    desk = previewed.folder.open()
    item = desk.survey(NOW, keep=False).plan.announcements[0]
    assert previewed.standing("first-reading").state == "held"
    assert item.approval is not None
    desk.ledger.approvals.approve("first-reading", item.approval.digest, "anna", NOW)
    assert previewed.standing("first-reading").state == "planned"
    previewed.folder.close()
