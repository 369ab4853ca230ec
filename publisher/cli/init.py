"""`publisher init`: a new publication in a folder of its own."""

import secrets
from datetime import date
from pathlib import Path

import click

from publisher.cli.new import write_new
from publisher.desk.desk import real_clock

CONFIG = """[publication]
id = "{id}"    # names every item in the feeds; never change it
title = "{title}"
base_url = "http://localhost:8000/"    # where readers will find the site; ends with a slash
timezone = "America/New_York"
languages = ["en"]                     # any of ar, zh, en, fr, ru, es; the first is the default

[calendar]
holidays = "un-headquarters"           # or a list of dates

[schedule]
publish = "3 working days before at 18:00"

[outlets.site]
kind = "directory"
path = "public"
serves = true

# A roadmap, in the letter's own words. An announcement names a line with `milestone: first-reading`.
# [roadmaps.resolution]
# title = "The resolution"
# letter = {today}
#
# [[roadmaps.resolution.milestones]]
# id = "first-reading"
# when = "2 October (afternoon)"
# what = "1st reading"
"""


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", default="Journal of Consultations", show_default=True)
@click.pass_context
def init(context: click.Context, folder: Path, title: str) -> None:
    """Begin a publication in FOLDER: a config.toml and an empty announcements folder."""
    today = real_clock().date()
    text = CONFIG.format(id=mint_id(today), title=title.replace("\\", "").replace('"', "'"), today=today)
    write_new(folder / "config.toml", text)
    (folder / "announcements").mkdir(exist_ok=True)
    click.echo(f"{folder} is ready. Next: `publisher --config {folder / 'config.toml'} new first-meeting`")


def mint_id(today: date) -> str:
    """The authority and name of the publication's `tag:` URIs (RFC 4151), minted once and then frozen."""
    return f"localhost,{today}:journal-{secrets.token_hex(4)}"
