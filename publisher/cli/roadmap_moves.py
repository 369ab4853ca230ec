"""`publisher roadmap move`, `confirm` and `cancel`: the consequences first, then the edit of config.toml."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from publisher.cli.session import open_desk, print_json
from publisher.roadmap.moving import Move, apply_move, explain_missing, find_line, keys_of

if TYPE_CHECKING:
    from publisher.schedule.diff import PlanChange

REASON = click.option("--reason", help="Why; readers see it. A confirmed date that moves needs one.")
YES = click.option("--yes", is_flag=True, help="Write without asking.")
DRY_RUN = click.option("--dry-run", is_flag=True, help="Show what would follow, and write nothing.")
JSON = click.option("--json", "as_json", is_flag=True, help="The consequences as a list; writes nothing.")


@click.command()
@click.argument("milestone")
@click.argument("when")
@REASON
@YES
@DRY_RUN
@JSON
@click.pass_context
def move(
    context: click.Context,
    milestone: str,
    when: str,
    reason: str | None,
    yes: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Move MILESTONE to WHEN, for example "6 October (morning)"."""
    decide(context.obj, Move("move", milestone, when, reason), yes=yes, dry_run=dry_run, as_json=as_json)


@click.command()
@click.argument("milestone")
@click.argument("when", required=False)
@REASON
@YES
@DRY_RUN
@JSON
@click.pass_context
def confirm(
    context: click.Context,
    milestone: str,
    when: str | None,
    reason: str | None,
    yes: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Confirm that MILESTONE takes place.

    For a line that says "as needed" or "to be confirmed"; WHEN is its date, if that is known now.
    """
    decide(context.obj, Move("confirm", milestone, when, reason), yes=yes, dry_run=dry_run, as_json=as_json)


@click.command()
@click.argument("milestone")
@click.option("--reason", required=True, help="Why; readers see it.")
@YES
@DRY_RUN
@JSON
@click.pass_context
def cancel(
    context: click.Context, milestone: str, reason: str, yes: bool, dry_run: bool, as_json: bool
) -> None:
    """Cancel MILESTONE.

    Entries that hang on it stay, marked, with the reason.
    """
    decide(context.obj, Move("cancel", milestone, None, reason), yes=yes, dry_run=dry_run, as_json=as_json)


def decide(path: Path, move: Move, *, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Shows what the move does, asks, and writes. Raises ConfigError for a line that stands elsewhere."""
    from publisher.desk.desk import real_clock
    from publisher.schedule.diff import compare_plans

    with open_desk(path, "look") as desk:
        found = find_line(desk.config.roadmaps, move.milestone)
        if found is None:
            raise click.UsageError("; ".join(explain_missing(desk.config.roadmaps, move.milestone)))
        moved = apply_move(desk.config.roadmaps, move)
        now = real_clock()
        before = desk.survey(now, keep=False).plan
        desk.config = msgspec.structs.replace(desk.config, roadmaps=moved)
        after = desk.survey(now, keep=False).plan
        zone = desk.config.zone
        changes = compare_plans(before, after, zone, now.astimezone(zone).date())
        line = moved[found[0].id].milestone(found[1].id)
    assert line is not None
    if line.when.faults:
        raise click.UsageError(f'"{line.when.text}": ' + "; ".join(line.when.faults))
    if as_json:
        print_json(changes)
        return
    show_consequences(move, found[1].when.text, changes)
    if not dry_run and (yes or click.confirm("Write this to config.toml?")):
        write_move(path, found[0].id, found[1].id, move)
        click.echo(f"{path} is written; a running daemon takes it up by itself")


def show_consequences(move: Move, was: str, changes: "list[PlanChange]") -> None:
    click.echo(f'{move.milestone}: "{was}"' + (f' becomes "{move.when}"' if move.when else f" ({move.verb})"))
    if move.verb == "move" and not move.reason:
        click.echo("  no --reason: readers will read “reason not given”")
    for change in changes:
        click.echo(f"  {change.name}: {change.what}: {change.words}")
    if not changes:
        click.echo("  no announcement hangs on it")


def write_move(path: Path, roadmap: str, milestone: str, move: Move) -> None:
    from publisher.config.editing import save_text, set_milestone

    save_text(path, set_milestone(path.read_text(encoding="utf-8"), roadmap, milestone, keys_of(move)))
