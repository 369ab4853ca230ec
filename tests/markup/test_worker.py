"""The process that renders: hostile texts cost their own rendering and nothing else."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from publisher.errors import PublisherError
from publisher.markup.render import render
from publisher.markup.worker import Renderer, RenderError
from tests.obedient import ASK_FOR_MEMORY, DEEPEST, END, GO_TOO_DEEP, LARGEST, SLEEP, render_obediently

# Seconds within which what must happen does happen, on the slowest machine.
PATIENCE = 30.0
GOOD = "See A/72/L.9."


@pytest.fixture
def renderer() -> Iterator[Renderer]:
    with Renderer(seconds=PATIENCE) as made:
        yield made


def pid_of(renderer: Renderer) -> int:
    process = renderer._worker.process
    assert process is not None
    assert process.pid is not None
    return process.pid


def test_a_text_comes_back_as_it_would_be_rendered_here(renderer: Renderer) -> None:
    assert renderer.render(GOOD, lang="ar") == render(GOOD, lang="ar")


def test_nothing_starts_before_the_first_text() -> None:
    with Renderer() as renderer:
        assert renderer._worker.process is None


@pytest.fixture
def obedient(monkeypatch: pytest.MonkeyPatch) -> Iterator[Renderer]:
    """Its process does what a text tells it, and its limits are low."""
    monkeypatch.setattr("publisher.markup.worker.render_text", render_obediently)
    with Renderer(seconds=PATIENCE) as made:
        yield made


def test_a_text_that_takes_too_long_is_given_up_and_the_next_is_rendered(obedient: Renderer) -> None:
    obedient._seconds = 0.3
    with pytest.raises(
        RenderError, match=r"^the text took more than 0\.3 seconds to render; .+split"
    ) as fault:
        obedient.render(SLEEP, lang="en")
    assert "\n" not in str(fault.value)
    assert isinstance(fault.value, PublisherError)
    # A machine that is busy may need more than 0.3 s even for this.
    obedient._seconds = PATIENCE
    assert obedient.render(GOOD, lang="en") == render(GOOD, lang="en")


@pytest.mark.parametrize("source", [GO_TOO_DEEP, "> " * (DEEPEST + 1) + "a"], ids=["raised", "measured"])
def test_a_text_nested_too_deeply_is_refused(obedient: Renderer, source: str) -> None:
    with pytest.raises(RenderError, match="nested too deeply"):
        obedient.render(source, lang="en")
    assert obedient.render(GOOD, lang="en") == render(GOOD, lang="en")


def test_a_text_too_long_is_refused_before_anything_starts() -> None:
    with Renderer() as renderer:
        with pytest.raises(
            RenderError,
            match=r"^the text is 10,000,000 bytes long and 200,000 are allowed; split the announcement$",
        ):
            renderer.render("a" * 10_000_000, lang="en")
        assert renderer._worker.process is None


def test_size_is_counted_in_bytes() -> None:
    with Renderer(limit=6, seconds=PATIENCE) as renderer:
        assert renderer.render("大会", lang="zh") == "<p>大会</p>"
        with pytest.raises(RenderError, match="9 bytes"):
            renderer.render("联大会", lang="zh")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems may refuse a limit on memory")
def test_a_small_text_that_needs_much_memory_is_refused(obedient: Renderer) -> None:
    with pytest.raises(RenderError, match="needs more than 512 MB"):
        obedient.render(ASK_FOR_MEMORY, lang="en")
    assert obedient.render(GOOD, lang="en") == render(GOOD, lang="en")


def test_a_text_that_becomes_very_long_is_refused(obedient: Renderer) -> None:
    with pytest.raises(RenderError, match=r"becomes [\d,]+ characters of HTML"):
        obedient.render("Words. " * (LARGEST // 7 + 1), lang="en")


@pytest.mark.parametrize("source", ["a\ud800b", "a\x00b", "\x02a\x03", "<a", "", "\n", "&" * 900])
def test_a_strange_text_is_rendered(renderer: Renderer, source: str) -> None:
    assert renderer.render(source, lang="en") == render(source, lang="en")


def test_faults_stand_in_their_texts_place(obedient: Renderer) -> None:
    sources = [("one", "en"), ("x" * 300_000, "en"), (GO_TOO_DEEP, "en"), ("four", "fr")]
    answers = list(obedient.render_many(sources))
    assert [answers[0], answers[3]] == ["<p>one</p>", "<p>four</p>"]
    assert [type(answer) for answer in answers[1:3]] == [RenderError, RenderError]


def test_a_process_killed_while_idle_is_started_again(renderer: Renderer) -> None:
    renderer.render("one", lang="en")
    first = pid_of(renderer)
    os.kill(first, signal.SIGKILL)
    assert renderer._worker.process is not None
    renderer._worker.process.join()
    assert renderer.render("two", lang="en") == "<p>two</p>"
    assert pid_of(renderer) != first


def test_a_process_that_dies_at_a_text_is_reported_by_its_signal(obedient: Renderer) -> None:
    with pytest.raises(RenderError, match=r"ended the process that renders \(signal SIGABRT\)"):
        obedient.render(END, lang="en")
    assert obedient.render("three", lang="en") == "<p>three</p>"


def test_an_interrupted_question_does_not_leave_its_answer_to_the_next(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    renderer.render("warm", lang="en")
    with monkeypatch.context() as patch:
        patch.setattr("concurrent.futures.Future.result", _raise_interrupt)
        with pytest.raises(KeyboardInterrupt):
            renderer.render("one", lang="en")
    assert renderer.render("two", lang="en") == "<p>two</p>"


def _raise_interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_an_interrupt_at_the_keyboard_is_not_for_the_renderer(renderer: Renderer) -> None:
    renderer.render("one", lang="en")
    first = pid_of(renderer)
    assert os.getpgid(first) != os.getpgid(0)
    os.kill(first, signal.SIGINT)
    assert renderer.render("two", lang="en") == "<p>two</p>"
    assert pid_of(renderer) == first


def test_closing_ends_the_process_and_rendering_starts_another() -> None:
    renderer = Renderer(seconds=PATIENCE)
    renderer.close()
    renderer.render("one", lang="en")
    first = pid_of(renderer)
    renderer.close()
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert renderer.render("two", lang="en") == "<p>two</p>"
    renderer.close()


PARENT = """
import os, signal, sys
from publisher.markup.worker import Renderer
renderer = Renderer(seconds=30)
renderer.render("one", lang="en")
print(renderer._worker.process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs pidfd_open (Linux)")
def test_the_process_ends_when_its_parent_is_killed() -> None:
    parent = subprocess.run(
        [sys.executable, "-c", PARENT],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        text=True,
        check=False,
    )
    assert parent.returncode == -signal.SIGKILL
    assert _ends(int(parent.stdout))


def _ends(pid: int) -> bool:
    """Whether the process, no child of ours, is gone within our patience."""
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watched], [], [], PATIENCE)[0])
    finally:
        os.close(watched)


def test_the_library_is_not_taken_from_the_folder_the_program_runs_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "markdown.py").write_text("raise SystemExit('planted')")
    monkeypatch.chdir(tmp_path)
    with Renderer(seconds=PATIENCE) as renderer:
        assert renderer.render("one", lang="en") == "<p>one</p>"
