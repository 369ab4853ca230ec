"""`publisher status`: how the publication is doing."""

from datetime import timedelta

import click
import msgspec

from publisher.cli.session import find_ledger, look_into_ledger, print_json
from publisher.desk.desk import real_clock
from publisher.monitoring.alarms.finding import find_urgent
from publisher.monitoring.health import Health
from publisher.monitoring.status import Status, age_of, read_status

ALARM = 1
NEVER = timedelta(days=365)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One object; instants are in UTC.")
@click.option(
    "--check", is_flag=True, help="Exit with 1 on an alarm, or when no pass was made for five minutes."
)
@click.pass_context
def status(context: click.Context, as_json: bool, check: bool) -> None:
    """Show the last pass, the next wake-up, what is overdue and which deliveries failed."""
    url, problem = find_ledger(context.obj)
    with look_into_ledger(url) as ledger:
        now = read_status(ledger)
        counted = ledger.deliveries.count_by_state()
    now = msgspec.structs.replace(now, deliveries=counted)
    if problem:
        now = msgspec.structs.replace(now, config_problem=problem)
    if as_json:
        print_json(now)
    else:
        print_status(now)
    if check:
        urgent = find_urgent(look_from_outside(now), real_clock())
        for line in urgent:
            click.echo(line, err=True)
        context.exit(ALARM if urgent else 0)


def look_from_outside(now: Status) -> Health:
    """How the daemon is doing, as far as another process can tell: by when it last made a pass."""
    age = age_of(now, real_clock())
    return Health(now, quiet=NEVER if age is None else age)


def print_status(now: Status) -> None:
    rows = {
        "last pass": now.last_pass or "none yet",
        "next wake-up": now.next_wakeup or "when something changes",
        "released": f"{now.released}, {now.planned} planned, {now.held} held",
        "on hold": "; ".join(now.on_hold),
        "overdue": ", ".join(now.overdue),
        "held past": ", ".join(now.held_past),
        "not delivered": "; ".join(now.failed_deliveries),
        "not seen": "; ".join(now.unproved),
        "late paper": "; ".join(now.late_paper),
        "alarm": now.alarm or "",
        "take note": now.notice or "",
        "config": f"{now.config_problem} (the last good configuration stays in force)"
        if now.config_problem
        else "",
    }
    for name, value in rows.items():
        if value:
            click.echo(f"{name + ':':<15}{value}")
    for fault in now.errors:
        click.echo(f"{'held back:':<15}{fault.text}")
    for problem in now.problems:
        click.echo(problem)
