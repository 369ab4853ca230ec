"""The preview's own pages: the plan, the problems with their source, the cheat-sheet."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from publisher.journal.language import direction, native_name
from publisher.preview.bar import View, render, show_problems, write_moment
from publisher.preview.cheat_sheet import make_sheet
from publisher.preview.future_site import FutureSite
from publisher.releases.keys import Key
from publisher.schedule.words import describe_instant

STATIC = {"preview.css": "text/css; charset=utf-8", "preview.js": "text/javascript; charset=utf-8"}
MARK = (
    "margin-inline-start: .5em; padding: .05em .4em; border: 1px dashed; border-radius: .2em; "
    "font: 600 .75rem/1.4 system-ui, sans-serif; white-space: nowrap; display: inline-block;"
)
SOURCES = Path(__file__).parent / "static"


def read_static(name: str) -> bytes:
    return (SOURCES / name).read_bytes()


def print_index(view: View) -> bytes:
    """Every announcement with its state and reason, and its page in each language."""
    return _print(
        "preview_index.html",
        view,
        "The plan",
        standings=view.scene.standings(view.now),
        Key=Key,
        native_name=native_name,
        direction=direction,
    )


def print_problems(view: View) -> bytes:
    return _print("preview_problems.html", view, "Problems", problems=show_problems(view.scene))


def print_cheat_sheet(view: View) -> bytes:
    return _print("cheat_sheet.html", view, "Cheat-sheet", sheet=make_sheet(view.scene.config))


def print_problem_page(view: View) -> bytes:
    """In place of an announcement of which nothing can be shown; its problems stand above."""
    assert view.standing is not None
    return _print("preview_nothing.html", view, view.standing.slug)


def _print(template: str, view: View, title: str, **values: object) -> bytes:
    return render(
        template, view=view, title=title, publication=view.scene.config.publication, **values
    ).encode()


PAGES: dict[str, Callable[[View], bytes]] = {
    "": print_index,
    "problems": print_problems,
    "cheat-sheet": print_cheat_sheet,
}


def print_stops(scene: FutureSite) -> list[tuple[str, str, str]]:
    """Each stop of the slider: the moment for the address, in words, and what happens."""
    zone = scene.config.zone
    return [(write_moment(one.at, scene), describe_instant(one.at, zone), one.what) for one in scene.stops()]


def print_marks(scene: FutureSite, now: datetime) -> str:
    """A style sheet that marks the links to what readers cannot see yet, without a change to the page."""
    return "\n".join(_mark(scene, now))


def _mark(scene: FutureSite, now: datetime) -> Iterator[str]:
    for state in ("draft", "planned", "held"):
        slugs = [one.slug for one in scene.standings(now) if one.state == state]
        if slugs:
            links = ", ".join(f'[href$="{Key("entry", name=slug).path}"]' for slug in slugs)
            # In the page's own text only: the switch of languages and the permanent link need no mark.
            marked = f'main a:is({links}):not([href^="http"])::after'
            yield f'{marked} {{ content: "{state}"; {MARK} }}'
