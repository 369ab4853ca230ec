"""`publisher reprint`: every document from the ledger alone."""

from pathlib import Path

import click

from publisher.cli.session import write_to_ledger
from publisher.config.config import load_config
from publisher.ledger.database import database_exists

NOTHING = "the ledger holds no release yet; `publisher publish` makes the first"


@click.command()
@click.option(
    "--into", type=click.Path(file_okay=False, path_type=Path), help="Print here, not onto the outlets."
)
@click.pass_context
def reprint(context: click.Context, into: Path | None) -> None:
    """Print everything that was ever released, whether its sources are still there or not."""
    from publisher.desk.delivering import put_documents
    from publisher.desk.misprints import describe_misprints
    from publisher.outlets.directory import Directory
    from publisher.outlets.outlet import Shelf

    config = load_config(context.obj)
    if not database_exists(config.ledger):
        raise click.UsageError(NOTHING)
    with write_to_ledger(config.ledger) as ledger:
        ledger.rebuild_standing()
        newest = ledger.newest_sequence()
        if not newest:
            raise click.UsageError(NOTHING)
        shelves: list[Shelf] = [outlet for outlet in config.make_outlets() if isinstance(outlet, Shelf)]
        if into is not None:
            shelves = [Directory("reprint", into)]
        for shelf in shelves:
            put = put_documents(ledger, shelf, 0, newest)
            click.echo(f"{shelf.name}: {put.written} documents written")
            for line in describe_misprints(put.misprints):
                click.echo(f"{shelf.name}: {line}", err=True)
