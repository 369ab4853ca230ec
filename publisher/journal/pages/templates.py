"""The templates of pages and of pieces of them, with what they may name."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from publisher.journal.language import direction, native_name, zone_in_words
from publisher.journal.pages import assets
from publisher.journal.typography import comma_of, keep_symbols, lower_headings
from publisher.languages.languages import FOLDER
from publisher.releases.keys import FORMATS, SUBSCRIPTIONS, Key

TEMPLATES = Path(__file__).parent.parent / "templates"
GLOBALS = {
    "FORMATS": FORMATS,
    "Key": Key,
    "SUBSCRIPTIONS": SUBSCRIPTIONS,
    "assets": assets,
    "comma_of": comma_of,
    "direction": direction,
    "keep_symbols": keep_symbols,
    "lower_headings": lower_headings,
    "native_name": native_name,
    "zone_in_words": zone_in_words,
}


def render_fragment(template: str, **values: Any) -> str:
    """A piece of HTML for a feed, or XML, without the page around it."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader((TEMPLATES, FOLDER)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # A process that changed its templates under way would print what no edition says.
        auto_reload=False,
    )
    environment.globals.update(GLOBALS)
    return environment
