"""`publisher run`: the daemon and the site."""

import logging
import signal
import sys
import time
from typing import TYPE_CHECKING

import click

from publisher.cli.session import open_ledger
from publisher.config.config import Config, load_config
from publisher.schedule.words import describe_instant

if TYPE_CHECKING:
    from publisher.daemon import Daemon
    from publisher.web.freshness import Outlook
    from publisher.web.server import Server


LOOK_SECONDS = 0.2


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free port."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to serve on.")
@click.option("--no-web", is_flag=True, help="Keep the schedule only; another program serves the site.")
@click.pass_context
def run(context: click.Context, port: int, host: str, no_web: bool) -> None:
    """Keep the schedule, and serve the site, until stopped.

    Wakes for the next planned moment, for changed files and every 30 seconds; SIGTERM ends it.
    """
    from publisher.daemon import Daemon, DaemonLock
    from publisher.web.freshness import Outlook

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    for talkative in ("alembic", "apscheduler", "uvicorn", "watchfiles"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    config = load_config(context.obj)
    outlook = Outlook()
    server = None if no_web else make_server(config, host, port, outlook)
    with open_ledger(config.ledger) as ledger:
        lock = DaemonLock(config.ledger)
        lock.take()
        ledger.database.check()
        daemon = Daemon(config, ledger, report=outlook.note)
        # A handler may take no lock: of two signals at once, as `make` sends them, one waited for the other.
        asked: list[int] = []
        for wanted in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wanted, lambda number, frame: asked.append(number))
        daemon.start()
        if server:
            server.start()
            click.echo(f"Serving the Journal on {server.address}")
        say_what_next(daemon)
        context.exit(watch_over(daemon, server, asked))


def make_server(config: Config, host: str, port: int, outlook: "Outlook") -> "Server":
    from publisher.outlets.directory import Directory
    from publisher.web.server import serve_folder

    folders = [one for one in config.make_outlets() if isinstance(one, Directory)]
    chosen = next((one for one in folders if one.serves), folders[0] if folders else None)
    if chosen is None:
        raise click.UsageError("no outlet of kind directory is there to serve; add one, or use --no-web")
    return serve_folder(chosen.path, host, port, next_release=outlook.next_release)


def say_what_next(daemon: "Daemon") -> None:
    """An operator with nothing planned is told what to do next; the public page is not the place for it."""
    survey = daemon.desk.survey(daemon.clock(), keep=False, whole=False)
    moment = survey.plan.next_moment()
    if moment is not None:
        click.echo(
            f"Next release: {describe_instant(moment, daemon.config.zone)}. `publisher plan` says why."
        )
    else:
        click.echo(
            "Nothing is planned. `make demo` replays autumn 2017; `publisher new` begins an announcement."
        )


def watch_over(daemon: "Daemon", server: "Server | None", asked: list[int]) -> int:
    """Waits until a signal asks; a dead scheduler ends the process, so that it can be started anew."""
    code = 0
    while not asked:
        time.sleep(LOOK_SECONDS)
        if not daemon.is_alive():
            logging.getLogger("publisher").error("the scheduler's thread has died; ending")
            code = 1
            break
    if server:
        server.stop()
    daemon.stop()
    return code
