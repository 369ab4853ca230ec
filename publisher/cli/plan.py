"""`publisher plan`: what is due, planned, held and released, and why, in words."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from publisher.calendars.local_time import iso_z
from publisher.cli.problem_formats import list_problem
from publisher.cli.session import open_desk, print_json, survey_at
from publisher.schedule.item import Item
from publisher.schedule.words import describe_instant

if TYPE_CHECKING:
    from rich.console import Console

WIDE = 100
"""Columns of a terminal in which a table leaves the reasons enough room."""

COLOURS = {"due": "bold green", "planned": "cyan", "held": "yellow", "lapsed": "red"}


@click.command()
@click.option(
    "--at",
    "at",
    metavar="INSTANT",
    help="As of this moment, local: 2017-09-20 12:00. Releases recorded later are left out.",
)
@click.option(
    "--days", type=click.IntRange(0, 36_500), help="Leave out what is planned later than so many days ahead."
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="A list of objects: announcement, kind, state, at, reason, problems.",
)
@click.pass_context
def plan(context: click.Context, at: str | None, days: int | None, as_json: bool) -> None:
    """Show each announcement's state, the moment of its release and the reason."""
    with open_desk(context.obj, "look") as desk:
        survey, now = survey_at(desk, at)
        zone = desk.config.zone
    horizon = None
    if days is not None:
        horizon = now + timedelta(days=days)
    items = [
        one
        for one in survey.plan.items
        if not (horizon and one.state == "planned" and one.at and one.at > horizon)
    ]
    if as_json:
        print_json([_as_object(item) for item in items if item.subject == "announcement"])
        return
    _print_items([item for item in items if item.subject != "edition"], zone)
    for problem in survey.problems:
        click.echo(str(problem), err=True)


def _as_object(item: Item) -> dict[str, object]:
    return {
        "announcement": item.name,
        "kind": item.kind,
        "state": item.state,
        "at": iso_z(item.at) if item.at else None,
        "reason": item.reason,
        "problems": [list_problem(problem) for problem in item.problems],
    }


def _print_items(items: Sequence[Item], zone: ZoneInfo) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    if console.width >= WIDE:
        _print_table(console, items, zone)
    else:
        _print_lines(console, items, zone)


def _print_table(console: "Console", items: Sequence[Item], zone: ZoneInfo) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("what", "state", "when", "why"):
        table.add_column(heading, overflow="fold", no_wrap=heading != "why")
    for item in items:
        state = Text(item.state, COLOURS.get(item.state, ""))
        table.add_row(_name(item), state, _describe_hour(item, zone), Text(item.reason))
    console.print(table)


def _print_lines(console: "Console", items: Sequence[Item], zone: ZoneInfo) -> None:
    """The reason below each: in what a column of its own would leave it, nobody can read it."""
    from rich.padding import Padding
    from rich.text import Text

    for item in items:
        line = Text.assemble(_name(item), "  ", (item.state, COLOURS.get(item.state, "")))
        console.print(line.append(f"  {_describe_hour(item, zone)}"))
        console.print(Padding(Text(item.reason), (0, 0, 0, 4), expand=False))


def _name(item: Item) -> str:
    if item.subject == "roadmap":
        return f"{item.subject} {item.name}"
    return item.name


def _describe_hour(item: Item, zone: ZoneInfo) -> str:
    if item.at:
        return describe_instant(item.at, zone)
    return "-"
