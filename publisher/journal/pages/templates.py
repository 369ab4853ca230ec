"""The templates of pages and of pieces of them, with the functions that they may call."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from publisher.journal import paths
from publisher.journal.language import direction, native_name, zone_in_words
from publisher.journal.matter import comma_of, keep_symbols, lower_headings
from publisher.languages.languages import FOLDER

TEMPLATES = Path(__file__).parent.parent / "templates"
FUNCTIONS = {
    "comma_of": comma_of,
    "direction": direction,
    "entry_calendar_path": paths.entry_calendar_path,
    "entry_path": paths.entry_path,
    "feed_names": paths.FEED_NAMES,
    "feed_path": paths.feed_path,
    "feed_types": paths.FEED_TYPES,
    "home_path": paths.home_path,
    "keep_symbols": keep_symbols,
    "lower_headings": lower_headings,
    "native_name": native_name,
    "paths": paths,
    "roadmap_feed_path": paths.roadmap_feed_path,
    "roadmap_path": paths.roadmap_path,
    "stylesheet": paths.STYLESHEET,
    "icon": paths.ICON,
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
    environment.globals.update(FUNCTIONS)
    return environment
