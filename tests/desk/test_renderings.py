"""What was typeset once is used again, until rendering itself changes."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from publisher.desk import renderings
from publisher.desk.renderings import Renderings
from publisher.ledger.ledger import Ledger
from publisher.markup.worker import RenderError
from tests.builders import DUE
from tests.folders import PlainRenderer


class CountingRenderer(PlainRenderer):
    def __init__(self) -> None:
        self.rendered: list[str] = []

    def render_many(self, sources: Sequence[tuple[str, str]]) -> list[str | RenderError]:
        self.rendered += [source for source, _ in sources]
        return super().render_many(sources)


@pytest.fixture
def render() -> Iterator[Callable[[], list[str]]]:
    """Renders one text as a new process does; returns what had to be typeset."""
    ledger = Ledger.in_memory()

    def render_anew() -> list[str]:
        worker = CountingRenderer()
        kept = Renderings(ledger.cache)
        kept.worker = worker  # type: ignore[assignment]
        kept.prepare([("Words.", "en")])
        assert kept.render("Words.", "en") == "<p>Words.</p>"
        kept.keep(DUE)
        return worker.rendered

    yield render_anew
    ledger.close()


def test_a_text_is_typeset_once_and_again_when_markup_changed(
    render: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (render(), render()) == (["Words."], [])
    monkeypatch.setattr(renderings, "digest_markup", lambda: "another program")
    assert (render(), render()) == (["Words."], [])
