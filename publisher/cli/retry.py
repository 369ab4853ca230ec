"""`publisher retry`: what failed is due again at once."""

import click

from publisher.cli.session import write_to_ledger
from publisher.config.config import load_config
from publisher.ledger.database import database_exists


@click.command()
@click.argument("outlet", required=False)
@click.pass_context
def retry(context: click.Context, outlet: str | None) -> None:
    """Make due at once what failed or was given up, of OUTLET or of all, sheets of paper among it.

    The daemon takes it up within half a minute, `publisher publish` at its next pass.
    """
    config = load_config(context.obj)
    if outlet is not None and outlet not in config.outlet_settings:
        there = ", ".join(config.outlet_settings) or "none"
        raise click.UsageError(f"there is no outlet {outlet}; there are {there}")
    count = 0
    if database_exists(config.ledger):
        with write_to_ledger(config.ledger) as ledger:
            count = ledger.deliveries.queue_again(outlet)
            if outlet is None:
                count += ledger.sheets.try_again()
    click.echo(f"{count} to be tried again" if count else "nothing has failed")
