"""Story 2: killed in the middle of publishing, and lost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from publisher import press
from publisher.ledger.deliveries import Deliveries
from publisher.ledger.ledger import Ledger
from publisher.outlets.directory import Directory
from tests.failure_stories.story import Story
from tests.folders import Listener
from tests.killing import Call, Killed, die_after, die_at, die_before

STEPS: dict[str, tuple[Any, str, Callable[[Call], Call]]] = {
    "before it was recorded": (Ledger, "record", die_before),
    "after it was recorded": (Ledger, "record", die_after),
    "before it was printed": (press, "order_keys", die_before),
    "before it was put": (Directory, "put", die_before),
    "in the middle of the documents": (Directory, "_give_name", die_at(10)),
    "after it was put, before the receipt": (Directory, "put", die_after),
    "after the shelf's receipt": (Deliveries, "settle_shelf", die_after),
    "after a messenger's claim": (Deliveries, "claim", die_after),
    "before a messenger was told": (Listener, "tell", die_before),
    "after a messenger was told": (Listener, "tell", die_after),
    "after a messenger's receipt": (Deliveries, "settle", die_after),
}
TOLD_BEFORE_THE_RECEIPT = "after a messenger was told"


def undisturbed(story: Story) -> dict[str, bytes]:
    """The same publication in a folder of its own, with nothing going wrong."""
    other = Story(story.folder.path / "undisturbed")
    other.save()
    other.wait("2017-09-27 18:00")
    files = other.folder.files()
    other.folder.close()
    return files


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_the_next_start_completes_it_once(
    story: Story, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """apscheduler removes a job before it is done; whitehall #4432 flipped the state before the outlets.

    We record first and settle last: whatever happens between, the next start finds what is left to do.
    """
    hook = Listener()
    story.outlets = [Directory("site", story.folder.public, serves=True), hook]
    story.save()
    where, name, die = STEPS[step]
    with monkeypatch.context() as patch:
        patch.setattr(where, name, die(getattr(where, name)))
        with pytest.raises(Killed):
            story.wait("2017-09-27 18:00")
    story.restart()
    # A lease outlives whoever held it, by two minutes.
    story.wait(timedelta(minutes=3))
    (release,) = story.history()
    assert release.revision == 1
    assert set(hook.told) == {"first-reading/1"}
    assert len(set(hook.keys)) == 1, "whoever is told twice can know it by the key"
    assert len(hook.told) == (2 if step == TOLD_BEFORE_THE_RECEIPT else 1)
    if step != "before it was recorded":  # there the hour of release itself is three minutes later
        assert story.folder.files() == undisturbed(story)
    assert story.wait(timedelta(days=1)).released == ()
    assert len(story.guids()) == 1
