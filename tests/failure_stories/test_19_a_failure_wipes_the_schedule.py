"""Story 19: publishing fails, and what was scheduled is no longer scheduled."""

from typing import Any

import pytest

from publisher.errors import LedgerError
from publisher.ledger.ledger import Ledger
from publisher.markup.worker import RenderError
from tests.failure_stories.story import Story, errors, local, released
from tests.folders import PlainRenderer


def test_what_could_not_be_recorded_is_still_due(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wagtail PR #13879: the date was cleared before the publishing that then failed."""
    story.save()
    story.wait("2017-09-26 12:00")

    def fail(*_args: Any) -> Any:
        raise LedgerError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "record", fail)
        for moment in ("2017-09-27 18:00", "2017-09-27 18:01"):
            with pytest.raises(LedgerError):
                story.wait(moment)
    assert "Meeting first-reading" not in story.text()
    assert released(story.wait("2017-09-27 18:02")) == ["first-reading announced"]
    assert story.history()[0].due == local("2017-09-27 18:00")


def test_what_could_not_be_typeset_keeps_its_date_and_follows_when_it_can_be(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wagtail PR #13879: a failure leaves it scheduled, and says so at every pass."""
    story.save()

    def fail(_self: PlainRenderer, source: str, *, lang: str) -> str:
        raise RenderError("it took longer than 2 seconds")

    with monkeypatch.context() as patch:
        patch.setattr(PlainRenderer, "render", fail)
        done = story.wait("2017-09-27 18:00")
        assert (released(done), len(errors(done))) == ([], 1)
    story.restart()
    assert released(story.wait("2017-09-27 18:10")) == ["first-reading announced"]
