"""`publisher init`: a new publication in a folder of its own, with a roadmap if a letter is given."""

import re
import secrets
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher.cli.asking import Asker
from publisher.cli.names import read_date
from publisher.cli.new import begin_announcement
from publisher.cli.new_file import write_new
from publisher.cli.roadmap_import import propose_lines, read_source, show
from publisher.cli.session import show_path
from publisher.config.config import load_config
from publisher.desk.desk import real_clock
from publisher.desk.proposing import find_open_lines, read_known
from publisher.languages.languages import LANGUAGES

if TYPE_CHECKING:
    from publisher.importing.letter import Letter

CONFIG = """[publication]
id = "{id}"    # names every item in the feeds; never change it
title = "{title}"
base_url = "{base_url}"    # where readers will find the site; ends with a slash
timezone = "America/New_York"
languages = [{languages}]                     # any of {known}; the first is the default

[calendar]
holidays = "un-headquarters"           # or a list of dates

[schedule]
publish = "3 working days before at 18:00"    # when readers learn of it; an announcement may say otherwise
# approve = 2                          # two colleagues have to approve what is released

[outlets.site]
kind = "directory"
path = "public"
serves = true
"""
NO_ROADMAP = """
# A roadmap, in the letter's own words. An announcement names a line with `milestone: first-reading`.
# `publisher roadmap import LETTER` writes it from a letter.
# [roadmaps.resolution]
# title = "The resolution"
# letter = {today}
#
# [[roadmaps.resolution.milestones]]
# id = "first-reading"
# when = "2 October (afternoon)"
# what = "1st reading"
"""
FIRST = "first-meeting"


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--letter", "letter", metavar="FILE-or-URL", help="A letter with the roadmap.")
@click.option("--dated", metavar="DATE", help="The letter's date (2017-09-13), if it is not found in it.")
@click.option("--title", help='The publication\'s title; "Journal of Consultations" by default.')
@click.option("--base-url", help="Where readers will find the site; http://localhost:8000/ by default.")
@click.option("--languages", help='Such as "en, fr"; the first is the default.')
@click.option("--private", is_flag=True, help="Also read the letter from a private or local address.")
@click.option("--yes", is_flag=True, help="Take what is proposed and ask nothing.")
@click.pass_context
def init(
    context: click.Context,
    folder: Path,
    letter: str | None,
    dated: str | None,
    title: str | None,
    base_url: str | None,
    languages: str | None,
    private: bool,
    yes: bool,
) -> None:
    """Begin a publication in FOLDER: config.toml, the roadmap of a letter, and a first announcement."""
    asker = Asker(yes=yes)
    found = None
    if letter:
        found = read_source(letter, private=private)
    path = folder / "config.toml"
    if path.exists():
        raise click.UsageError(f"{show_path(path)} is there already; choose another folder")
    title = title or asker.ask("Title of the publication", "Journal of Consultations")
    base_url = base_url or asker.ask("Its address", "http://localhost:8000/", fault=fault_of_address)
    chosen = languages or asker.ask("Its languages, the first is the default", "en", fault=fault_of_languages)
    for fault in (fault_of_address(base_url), fault_of_languages(chosen)):
        if fault:
            raise click.UsageError(fault)
    text = write_config(title, base_url, split_languages(chosen))
    if found:
        text = add_letter(text, found, read_date(dated, "--dated"), asker)
    else:
        text = text + write_hint()
    write_new(path, text)
    (folder / "announcements").mkdir(exist_ok=True)
    click.echo(f"{show_path(path)} is written.")
    begin_first(path, asker)


def begin_first(path: Path, asker: Asker) -> None:
    """The first announcement: of the roadmap's first line to come, or an example without a date."""
    config = load_config(path)
    lines = find_open_lines(config, read_known(config))
    begin_announcement(config, asker, lines[0] if lines else FIRST)
    click.echo(f"Go on with `cd {show_path(path.parent)}`, `publisher preview` and `publisher new`.")


def add_letter(text: str, found: "Letter", dated: date | None, asker: Asker) -> str:
    """The settings with the letter's roadmap. Raises UsageError where there is none, or no date in it."""
    from publisher.config.editing import add_roadmap
    from publisher.importing.letter import propose_id

    lines, dated = propose_lines(found), dated or found.dated
    if not lines:
        raise click.UsageError("no roadmap was found in the letter; leave --letter out, and import its lines")
    if dated is None:
        raise click.UsageError("the letter does not say its date; add --dated 2017-09-13")
    title = asker.ask("Title of the negotiation", found.title or "The negotiation")
    name = propose_id(title) or "roadmap"
    show(name, title, dated, lines, found.notes)
    return add_roadmap(text, name, title, dated, lines)


def write_config(title: str, base_url: str, languages: list[str]) -> str:
    return CONFIG.format(
        id=mint_id(real_clock().date()),
        title=title.replace("\\", "").replace('"', "'"),
        base_url=base_url,
        languages=", ".join(f'"{lang}"' for lang in languages),
        known=", ".join(LANGUAGES),
    )


def write_hint() -> str:
    return NO_ROADMAP.format(today=real_clock().date())


def split_languages(text: str) -> list[str]:
    return list(dict.fromkeys(re.split(r"[\s,]+", text.strip())))


def fault_of_languages(text: str) -> str | None:
    unknown = [lang for lang in split_languages(text) if lang not in LANGUAGES]
    if unknown:
        return f"language {unknown[0]!r} is not known; take some of {', '.join(LANGUAGES)}"
    return None


def fault_of_address(text: str) -> str | None:
    fits = re.fullmatch(r"https?://[^\s/\"\\]+/(?:[^\s\"\\]*/)?", text)
    if fits:
        return None
    return f"{text} is no address that ends with a slash, such as https://example.org/journal/"


def mint_id(today: date) -> str:
    """The authority and name of the publication's `tag:` URIs (RFC 4151), minted once and then frozen."""
    return f"localhost,{today}:journal-{secrets.token_hex(4)}"
