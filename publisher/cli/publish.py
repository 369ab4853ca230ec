"""`publisher publish`: one pass, for cron."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from publisher.cli.main import FAULT
from publisher.cli.session import open_desk
from publisher.problem import has_errors
from publisher.schedule.words import describe_instant

if TYPE_CHECKING:
    from publisher.desk.desk import Pass
    from publisher.ledger.ledger import Brake
    from publisher.releases.release import Draft, Release

TO_BE_RETRIED = 3
SHOWN = 20
"""Thousands of lines at a first start would hide the faults that are told after them."""


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would be released, and do nothing.")
@click.pass_context
def publish(context: click.Context, dry_run: bool) -> None:
    """Release, print and deliver what is due now.

    Exits with 0 when nothing is left undone, 1 when a source has an error, 3 when a delivery failed and
    will be tried again.
    """
    from publisher.desk.beside import Neighbours
    from publisher.desk.desk import real_clock
    from publisher.desk.problem_file import ProblemFile, write_list
    from publisher.monitoring.alarms.notifier import Notifier
    from publisher.monitoring.health import Health
    from publisher.monitoring.status import keep_status

    with open_desk(context.obj, "look" if dry_run else "migrate") as desk:
        if dry_run:
            survey = desk.survey(real_clock(), keep=False)
            for draft in survey.plan.due:
                click.echo(describe_release("would release", draft))
            for problem in survey.problems:
                click.echo(problem, err=True)
            context.exit(FAULT if has_errors(survey.problems) else 0)
        done = desk.run_pass(real_clock())
        status = keep_status(desk.ledger, done)
        Notifier(desk.ledger).announce(desk.config, Health(status), done.at)
        beside = Neighbours(desk.ledger).review(desk.config, done.survey, done.at)
        listed = desk.config.problem_file
        print_pass(done, desk.config.zone, desk.ledger.brakes().values())
        printed, delivered = desk.finish_paper(real_clock)
    late = [f"the sheet {one.name} is not printed: {one.error}" for one in printed if one.error]
    for line in (*beside, *late, *delivered.failed):
        click.echo(line, err=True)
    # Last of all: it may lie on a share that does not answer.
    ProblemFile().show(listed, write_list(None, (*done.survey.problems, *beside)))
    context.exit(TO_BE_RETRIED if late or delivered.failed else done.exit_code)


def print_pass(done: "Pass", zone: ZoneInfo, holds: "Iterable[Brake]" = ()) -> None:
    """What was released and written, and what comes next; on standard error what is wrong or on hold."""
    for release in done.released[:SHOWN]:
        click.echo(describe_release("released", release))
    if len(done.released) > SHOWN:
        click.echo(f"… and {len(done.released) - SHOWN:,} more; `publisher log` has them all")
    click.echo(f"{len(done.released)} released, {done.delivered.documents} documents written")
    if done.next_wakeup:
        click.echo(f"next: {describe_instant(done.next_wakeup, zone)}")
    for line in (
        *describe_holds(holds),
        *map(str, done.survey.problems),
        *done.delivered.failed,
        *filter(None, [done.alarm, done.notice]),
    ):
        click.echo(line, err=True)


def describe_holds(holds: "Iterable[Brake]") -> Iterator[str]:
    """A hold that somebody forgot looks like a day on which nothing is due."""
    from publisher.releases.release import EVERYTHING

    for brake in holds:
        if brake.name == EVERYTHING:
            yield f"everything is on hold: {brake.reason}; `publisher resume` ends it"
        else:
            yield f"{brake.name} is on hold: {brake.reason}; `publisher resume {brake.name}` ends it"


def describe_release(what: str, one: "Draft | Release") -> str:
    return f"{what} {one.subject} {one.name} ({'archived' if one.archived else one.kind})"
