"""`publisher preview`: the site as it will be, on this machine only."""

import logging
import signal
import sys
import time

import click

from publisher.config.config import load_config

LOOK_SECONDS = 0.2


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8020, show_default=True, help="0 takes any free port."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="A loopback address; no other is taken.")
@click.pass_context
def preview(context: click.Context, port: int, host: str) -> None:
    """Show the site as it will be at any moment, drafts and what is planned included.

    Reloads when a source is saved and shows problems on the page. Writes nothing, and answers to this
    machine only.
    """
    from publisher.desk.desk import real_clock
    from publisher.preview.events import Events
    from publisher.preview.preview import Preview
    from publisher.preview.server import PreviewSite
    from publisher.publication import is_loopback

    if not is_loopback(host):
        raise click.UsageError(f"--host {host} is not this machine: a preview shows drafts; leave --host out")
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s", stream=sys.stderr)
    desk = Preview(load_config(context.obj), real_clock)
    try:
        events = Events(desk)
        server = PreviewSite(desk, events).serve(host, port)
        asked: list[int] = []
        for wanted in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wanted, lambda number, frame: asked.append(number))
        events.start()
        server.start()
        click.echo(f"The preview is at {server.address}, the plan at {server.address}-/ (Ctrl-C ends it)")
        while not asked:
            time.sleep(LOOK_SECONDS)
        events.stop()
        server.stop()
    finally:
        desk.close()
