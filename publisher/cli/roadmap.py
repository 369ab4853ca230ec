"""`publisher roadmap`: the letter's lines with their readings and what each holds up."""

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from publisher.cli.names import read_date
from publisher.cli.roadmap_import import import_letter
from publisher.cli.roadmap_moves import cancel, confirm, move
from publisher.cli.session import open_desk, print_json
from publisher.roadmap.moving import find_line
from publisher.schedule.words import describe_day

if TYPE_CHECKING:
    from publisher.announcements.announcement import Announcement
    from publisher.roadmap.roadmap import Milestone, Roadmap

Place = tuple[str, str]
"""The ids of a roadmap and of its milestone: two roadmaps may both have a first reading."""


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="A list of objects, one a line.")
@click.pass_context
def roadmap(context: click.Context, as_json: bool) -> None:
    """Show every line of the roadmaps with its reading and what it holds up."""
    if context.invoked_subcommand is not None:
        return
    from publisher.dates.when import when_to_json
    from publisher.desk.desk import real_clock

    with open_desk(context.obj, "look") as desk:
        survey = desk.survey(real_clock(), keep=False)
        roadmaps = desk.config.roadmaps
    hanging = find_hanging(survey.library.announcements, roadmaps)
    if as_json:
        rows = [
            {"roadmap": one.id, "id": line.id, "what": line.what, "kind": line.kind, "status": line.status}
            | {"announcements": hanging[one.id, line.id], "when": when_to_json(line.when)}
            for one in roadmaps.values()
            for line in one.milestones
        ]
        print_json(rows)
        return
    for one in roadmaps.values():
        print_roadmap(one, hanging)


roadmap.add_command(move)
roadmap.add_command(confirm)
roadmap.add_command(cancel)
roadmap.add_command(import_letter, "import")


@roadmap.command()
@click.argument("line")
@click.option("--letter", metavar="DATE", help="The letter's date (2017-09-13), which gives a line its year.")
@click.option("--json", "as_json", is_flag=True, help="The reading as one object.")
def read(line: str, letter: str | None, as_json: bool) -> None:
    """Read one LINE as it would stand in a letter."""
    from publisher.dates.when import describe_when, read_when, when_to_json

    when = read_when(line, letter=read_date(letter, "--letter"))
    if as_json:
        print_json(when_to_json(when))
        return
    click.echo(describe_when(when))
    for problem in when.problems:
        click.echo(f"  {problem}")


def find_hanging(
    announcements: "tuple[Announcement, ...]", roadmaps: "Mapping[str, Roadmap]"
) -> dict[Place, list[str]]:
    """The slugs that hang on each milestone."""
    hanging: dict[Place, list[str]] = defaultdict(list)
    for announcement in announcements:
        found = find_line(roadmaps, announcement.milestone or "")
        if found is not None:
            hanging[found[0].id, found[1].id].append(announcement.slug)
    return hanging


def print_roadmap(roadmap: "Roadmap", hanging: dict[Place, list[str]]) -> None:
    """A block a line: the letter's words, the reading, the text, and what it holds up."""
    click.secho(roadmap.title, bold=True)
    click.secho(f"letter of {roadmap.letter:%-d %B %Y}", dim=True)
    for line in roadmap.milestones:
        click.echo()
        click.secho(line.when.text, bold=True)
        click.echo(f"  {line.what}")
        for name, value in describe_line(line, hanging[roadmap.id, line.id]).items():
            click.echo(f"  {name + ':':<11} {value}")


def describe_line(line: "Milestone", hanging: list[str]) -> dict[str, str]:
    """The reading of a line, part by part; what is empty is left out."""
    from publisher.dates.when import find_condition

    when = line.when
    values = {
        "first day": describe_day(when.first) if when.first else "",
        "last day": describe_day(when.last) if when.last else "",
        "part": when.part or "",
        "hours": ", ".join(
            f"{time.start:%H:%M}" + (f" to {time.end:%H:%M}" if time.end else "") for time in when.times
        ),
        "precision": when.precision,
        "condition": when.condition or find_condition(line.what) or "",
        "status": "" if line.status == "proposed" else line.status,
        "holds up": ", ".join(hanging) or "nothing",
        "problem": "; ".join(when.problems),
    }
    return {name: value for name, value in values.items() if value}
