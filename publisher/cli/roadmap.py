"""`publisher roadmap`: the letter's lines with their readings and what each holds up."""

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

import click

from publisher.cli.roadmap_import import import_letter
from publisher.cli.roadmap_moves import cancel, confirm, move
from publisher.cli.session import open_desk, print_json

if TYPE_CHECKING:
    from publisher.announcements.announcement import Announcement
    from publisher.roadmap.roadmap import Milestone, Roadmap


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="A list of objects, one a line.")
@click.pass_context
def roadmap(context: click.Context, as_json: bool) -> None:
    """Show every line of the roadmaps with its reading and what it holds up."""
    if context.invoked_subcommand is not None:
        return
    from publisher.desk.desk import real_clock
    from publisher.roadmap.when import when_to_json

    with open_desk(context.obj, read_only=True) as desk:
        survey = desk.survey(real_clock(), keep=False)
        roadmaps = desk.config.roadmaps.values()
    hanging = find_hanging(survey.library.announcements)
    if as_json:
        rows = [
            {"roadmap": one.id, "id": line.id, "what": line.what, "kind": line.kind, "status": line.status}
            | {"announcements": hanging[line.id], "when": when_to_json(line.when)}
            for one in roadmaps
            for line in one.milestones
        ]
        print_json(rows)
        return
    for one in roadmaps:
        print_roadmap(one, hanging)


roadmap.add_command(move)
roadmap.add_command(confirm)
roadmap.add_command(cancel)
roadmap.add_command(import_letter, "import")


@roadmap.command()
@click.argument("line")
@click.option("--letter", metavar="DATE", help="The letter's date (2017-09-13), which gives a line its year.")
@click.option("--json", "as_json", is_flag=True)
def read(line: str, letter: str | None, as_json: bool) -> None:
    """Read one LINE as it would stand in a letter."""
    from publisher.roadmap.when import describe_when, read_when, when_to_json

    try:
        dated = date.fromisoformat(letter) if letter else None
    except ValueError as error:
        raise click.BadParameter(
            f"{letter} is not a date; write it as 2017-09-13", param_hint="--letter"
        ) from error
    when = read_when(line, letter=dated)
    if as_json:
        print_json(when_to_json(when))
        return
    click.echo(describe_when(when))
    for problem in when.problems:
        click.echo(f"  {problem}")


def find_hanging(announcements: "tuple[Announcement, ...]") -> dict[str, list[str]]:
    """The slugs that hang on each milestone, by the milestone's own id."""
    hanging: dict[str, list[str]] = defaultdict(list)
    for announcement in announcements:
        if announcement.milestone:
            hanging[announcement.milestone.rpartition("/")[2]].append(announcement.slug)
    return hanging


def print_roadmap(roadmap: "Roadmap", hanging: dict[str, list[str]]) -> None:
    """A block a line: the letter's words, the reading, the text, and what it holds up."""
    click.secho(roadmap.title, bold=True)
    click.secho(f"letter of {roadmap.letter:%-d %B %Y}", dim=True)
    for line in roadmap.milestones:
        click.echo()
        click.secho(line.when.text, bold=True)
        click.echo(f"  {line.what}")
        for name, value in describe_line(line, hanging[line.id]).items():
            click.echo(f"  {name + ':':<11} {value}")


def describe_line(line: "Milestone", hanging: list[str]) -> dict[str, str]:
    """The reading of a line, part by part; what is empty is left out."""
    from publisher.roadmap.when import find_condition

    when = line.when
    values = {
        "first day": name_day(when.first),
        "last day": name_day(when.last),
        "part": when.part or "",
        "hours": ", ".join(
            f"{one.start:%H:%M}" + (f" to {one.end:%H:%M}" if one.end else "") for one in when.times
        ),
        "precision": when.precision,
        "condition": when.condition or find_condition(line.what) or "",
        "status": "" if line.status == "proposed" else line.status,
        "holds up": ", ".join(hanging) or "nothing",
        "problem": "; ".join(when.problems),
    }
    return {name: value for name, value in values.items() if value}


def name_day(day: date | None) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}" if day else ""
