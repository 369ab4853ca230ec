"""`publisher rehearse`: the same desk with a simulated clock."""

import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
import msgspec

from publisher.calendars.local_time import iso_z
from publisher.cli.session import print_json, read_instant
from publisher.config.config import load_config
from publisher.errors import ConfigError
from publisher.schedule.words import describe_instant

if TYPE_CHECKING:
    from publisher.desk.desk import Pass
    from publisher.preview.rehearsal import Rehearsal
    from publisher.schedule.script import Event
    from publisher.web.stage import Stage

NEW_FOLDER = click.Path(file_okay=False, path_type=Path)
SCRIPT = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--from", "begin", required=True, metavar="DATE", help="The simulated beginning, local time.")
@click.option(
    "--to", "end", required=True, metavar="DATE", help="The simulated end; a date alone is its end."
)
@click.option("--into", required=True, type=NEW_FOLDER, help="A new or empty folder.")
@click.option(
    "--script", type=SCRIPT, help="Events to play: what moves, is confirmed or cancelled, and when."
)
@click.option("--serve", is_flag=True, help="Show the site as it grows, the simulated moment beside it.")
@click.option(
    "--pace", type=click.FloatRange(min=0), default=0.0, help="Seconds of rest a moment with --serve."
)
@click.option("--port", type=click.IntRange(0, 65535), default=8010, show_default=True, help="For --serve.")
@click.option("--json", "as_json", is_flag=True, help="A list of objects: announcement, kind, at.")
@click.pass_context
def rehearse(
    context: click.Context,
    begin: str,
    end: str,
    into: Path,
    script: Path | None,
    serve: bool,
    pace: float,
    port: int,
    as_json: bool,
) -> None:
    """Play the plan from one date to another into a folder of its own, touching nothing real."""
    from publisher.preview.rehearsal import Rehearsal

    config = load_config(context.obj)
    # Its ledger is a new one, in which nobody approved anything: it shows what happens once somebody did.
    config = msgspec.structs.replace(config, schedule=msgspec.structs.replace(config.schedule, approve=0))
    first, last = read_span(begin, end, config.zone)
    if script:
        events = read_events(script, first, config.zone)
    else:
        events = []
    rehearsal = Rehearsal(config, into, first, last, events, watched=serve)
    try:
        stage = None
        if serve:
            stage = open_stage(rehearsal.site, port)
        stops = play(rehearsal, stage, pace, quiet=as_json)
    finally:
        rehearsal.close()
    if as_json:
        print_json(stops)
    else:
        click.echo(f"open {rehearsal.site / 'index.html'}")


def read_span(begin: str, end: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    first, last = read_instant(begin, zone, "--from"), read_instant(end, zone, "--to")
    if len(end.strip()) == len("2017-11-30"):
        last += timedelta(days=1, seconds=-1)
    return first, last


def read_events(script: Path, begin: datetime, zone: ZoneInfo) -> "list[Event]":
    """The script's events. Raises ConfigError naming every line that cannot be read."""
    from publisher.schedule.script import read_script

    events, problems = read_script(script.read_text(encoding="utf-8"), str(script), begin.date(), zone)
    if problems:
        raise ConfigError("the script cannot be read", problems=problems)
    return events


def play(rehearsal: "Rehearsal", stage: "Stage | None", pace: float, *, quiet: bool) -> list[dict[str, str]]:
    """Plays to the end; the releases of announcements as objects, in order."""
    zone = rehearsal.desk.config.zone
    stops = []
    for done in rehearsal.play():
        moment, lines = describe_instant(done.at, zone), describe_pass(done)
        if not quiet:
            for line in lines:
                click.echo(f"{moment}  {line}")
        stops += [
            {"announcement": release.snapshot.slug, "kind": release.kind, "at": iso_z(release.dated)}
            for release in done.released
            if release.subject in ("announcement", "reminder")
        ]
        # Days on which nothing happens are skipped: the audience came for the rest.
        if stage and (lines or not stage.moment):
            stage.show(moment, "; ".join(lines))
            time.sleep(pace)
    if stage:
        stay(stage)
    return stops


def describe_pass(done: "Pass") -> list[str]:
    """What happened, in words; neither the edition nor the issue of an empty day is news."""
    told = [one for one in done.released if one.subject not in ("edition", "issue")]
    told += [one for one in done.released if one.subject == "issue" and one.issue.programme]
    return [f"{one.subject} {one.name}: {'archived' if one.archived else one.kind}" for one in told]


def open_stage(site: Path, port: int) -> "Stage":
    from publisher.web.stage import Stage

    stage = Stage(site, "127.0.0.1", port)
    stage.server.start()
    click.echo(f"The rehearsal is at {stage.server.address}")
    return stage


def stay(stage: "Stage") -> None:
    click.echo("The rehearsal is over; the site stays until you press Ctrl-C.")
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        stage.server.stop()
