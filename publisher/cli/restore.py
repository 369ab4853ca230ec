"""`publisher restore`: ledger and site from an export."""

from typing import BinaryIO

import click

from publisher.cli.session import open_desk


@click.command()
@click.argument("file", type=click.File("rb"))
@click.pass_context
def restore(context: click.Context, file: BinaryIO) -> None:
    """Make the ledger again from FILE (- for standard input), and the site in each directory from it.

    The ledger has to be empty. It stays on hold until `publisher resume` says that it is the one.
    """
    from publisher.desk import guard
    from publisher.desk.delivering import print_directories
    from publisher.desk.desk import real_clock
    from publisher.ledger.transfer import restore as restore_lines

    now = real_clock()
    with open_desk(context.obj, "write") as desk:
        rows = restore_lines(desk.ledger.database, file)
        click.echo(f"{rows} rows restored, {desk.ledger.newest_sequence()} releases among them")
        for name, written in print_directories(desk.ledger, desk.outlets, now).items():
            click.echo(f"{name}: {written} documents written")
        why = guard.check_place(desk.ledger, now)
    click.echo(f"on hold: {why}")
