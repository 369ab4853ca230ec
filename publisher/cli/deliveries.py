"""`publisher deliveries`: what went where, and what did not arrive."""

from datetime import datetime
from zoneinfo import ZoneInfo

import click

from publisher.cli.session import look_into_ledger, print_json
from publisher.config.config import load_config
from publisher.ledger.ledger import Ledger
from publisher.releases.receipt import Delivery
from publisher.schedule.words import describe_instant

NEWEST = 50
FAILED = 1


@click.command()
@click.option("--failed", is_flag=True, help="Only what did not arrive; exits with 1 when there is any.")
@click.option("--json", "as_json", is_flag=True, help="A list; instants are in UTC.")
@click.pass_context
def deliveries(context: click.Context, failed: bool, as_json: bool) -> None:
    """Show what is owed to each outlet and what became of it: each folder, then the newest messages."""
    config = load_config(context.obj)
    with look_into_ledger(config.ledger) as ledger:
        found = list_deliveries(ledger, failed=failed)
    if as_json:
        print_json(found)
    else:
        for delivery in found:
            click.echo(describe_delivery(delivery, config.zone))
        if not found:
            click.echo("everything arrived" if failed else "nothing has been delivered yet")
    context.exit(FAILED if failed and found else 0)


def list_deliveries(ledger: Ledger, *, failed: bool) -> list[Delivery]:
    shelves = ledger.deliveries.shelves()
    if failed:
        return [shelve for shelve in (*shelves, *ledger.deliveries.unsettled()) if shelve.error]
    return shelves + ledger.deliveries.newest(NEWEST)


def describe_delivery(delivery: Delivery, zone: ZoneInfo) -> str:
    what = delivery.release or f"through release {delivery.sequence}"
    return f"{delivery.outlet:<15} {what:<40} {describe_state(delivery, zone)}"


def describe_state(delivery: Delivery, zone: ZoneInfo) -> str:
    if delivery.state == "done":
        return "done"
    if delivery.error is None:
        return "owed"
    arrived = ""
    if delivery.done:
        arrived = f"; arrived so far: {', '.join(delivery.done)}"
    if delivery.state == "failed":
        tries = f"given up after {delivery.attempts}; `publisher retry` tries again"
    else:
        tries = f"failed {delivery.attempts}; {describe_next(delivery.next_try, zone)}"
    return f"{tries}: {delivery.error}{arrived}"


def describe_next(moment: datetime | None, zone: ZoneInfo) -> str:
    if moment:
        return f"next try {describe_instant(moment, zone)}"
    return "next try at once"
