"""`publisher export`: the whole ledger as JSON lines."""

import os
import sys
from pathlib import Path

import click

from publisher.cli.session import open_ledger
from publisher.config.config import load_config


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.pass_context
def export(context: click.Context, file: Path | None) -> None:
    """Write the ledger to FILE, or to standard output, while a daemon may be at work.

    The file is whole or not there. `publisher restore` makes ledger and site from it.
    """
    from publisher.ledger.transfer import write_lines

    with open_ledger(load_config(context.obj).ledger, read_only=True) as ledger:
        lines = write_lines(ledger.database)
        if file is None:
            sys.stdout.buffer.writelines(lines)
            return
        draft = file.with_name(f".{file.name}.new")
        try:
            with draft.open("wb") as out:
                out.writelines(lines)
                out.flush()
                os.fsync(out.fileno())
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
    click.echo(f"{file} holds the ledger; `publisher restore {file}` makes it again", err=True)
