"""`publisher export`: the whole ledger as JSON lines."""

import sys
from contextlib import closing
from pathlib import Path

import click

from publisher.config.config import load_config
from publisher.ledger.ledger import Ledger


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.pass_context
def export(context: click.Context, file: Path | None) -> None:
    """Write the ledger to FILE, or to standard output, while a daemon may be at work.

    The file is whole or not there. `publisher restore` makes ledger and site from it.
    """
    from publisher.ledger.transfer import save_lines, write_lines

    with closing(Ledger.look_at_record(load_config(context.obj).ledger)) as ledger:
        lines = write_lines(ledger.database)
        if file is None:
            sys.stdout.buffer.writelines(lines)
            return
        save_lines(file, lines)
    click.echo(f"{file} holds the ledger; `publisher restore {file}` makes it again", err=True)
