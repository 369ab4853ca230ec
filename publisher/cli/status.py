"""`publisher status`: how the publication is doing."""

from pathlib import Path

import click
import msgspec

from publisher.cli.session import open_ledger, print_json
from publisher.config.config import guess_ledger, load_config
from publisher.desk.status import Status, read_status
from publisher.errors import ConfigError
from publisher.ledger.ledger import database_exists


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One object; instants are in UTC.")
@click.pass_context
def status(context: click.Context, as_json: bool) -> None:
    """Show the last pass, the next wake-up, what is overdue and which deliveries failed."""
    url, problem = find_ledger(context.obj)
    with open_ledger(url, read_only=True) as ledger:
        now = read_status(ledger)
    if problem:
        now = msgspec.structs.replace(now, config_problem=problem)
    if as_json:
        print_json(now)
        return
    print_status(now)


def find_ledger(path: Path) -> tuple[str, str | None]:
    """The ledger's address, and what is wrong with config.toml: a daemon then keeps the last good one.

    Raises ConfigError where not even the ledger is to be found.
    """
    try:
        return load_config(path).ledger, None
    except ConfigError as error:
        url = guess_ledger(path)
        if url is None or not database_exists(url):
            raise
        return url, str(error)


def print_status(now: Status) -> None:
    rows = {
        "last pass": now.last_pass or "none yet",
        "next wake-up": now.next_wakeup or "when something changes",
        "released": f"{now.released}, {now.planned} planned, {now.held} held",
        "on hold": "; ".join(now.on_hold),
        "overdue": ", ".join(now.overdue),
        "not delivered": "; ".join(now.failed_deliveries),
        "not seen": "; ".join(now.unproved),
        "alarm": now.alarm or "",
        "config": f"{now.config_problem} (the last good configuration stays in force)"
        if now.config_problem
        else "",
    }
    for name, value in rows.items():
        if value:
            click.echo(f"{name + ':':<15}{value}")
    for problem in now.problems:
        click.echo(problem)
