"""`publisher run`: the daemon and the site."""

import logging
import signal
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

import click

from publisher.cli.log_lines import begin_log
from publisher.cli.session import migrate_ledger
from publisher.cli.supervisor import Supervisor
from publisher.config.config import Config, load_config
from publisher.errors import PublisherError
from publisher.publication import is_loopback
from publisher.schedule.words import describe_instant

if TYPE_CHECKING:
    from publisher.daemon import Daemon
    from publisher.desk.desk import Pass
    from publisher.web.cache_control import Outlook
    from publisher.web.server import Server

    Servers = Mapping[str, Server | None]

LOOK_SECONDS = 0.2
PORT = 8000

log = logging.getLogger("publisher")


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), show_default="that of a local `base_url`, else 8000",
    help="A local `base_url` follows it. 0 takes any free port, which nothing follows.",
)  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to serve on.")
@click.option("--no-web", is_flag=True, help="Keep the schedule only; another program serves the site.")
@click.option("--log", "kind", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="Lines for people, or an object a line for programs.")  # fmt: skip
@click.pass_context
def run(
    context: click.Context, port: int | None, host: str, no_web: bool, kind: Literal["text", "json"]
) -> None:
    """Keep the schedule, and serve the site, until stopped.

    Wakes for the next planned moment, for changed files and every 30 seconds; SIGTERM ends it.
    """
    from publisher.daemon import Daemon
    from publisher.desk.address import note_port
    from publisher.ledger.daemon_lock import DaemonLock
    from publisher.web.cache_control import Outlook

    begin_log(kind)
    config = load_config(context.obj)
    outlook = Outlook()
    if port is None:
        port = config.publication.local_port or PORT
    if no_web:
        server = None
    else:
        server = make_server(config, host, port, outlook)
    with migrate_ledger(config) as ledger, DaemonLock(config.ledger):
        ledger.database.check()
        note_port(ledger, port if server and may_follow(config, host) else None)
        daemon = Daemon(config, ledger, report=outlook.note)
        # A handler may take no lock: of two signals at once, as `make` sends them, one waited for the other.
        asked: list[int] = []
        for wanted in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wanted, lambda number, frame: asked.append(number))
        first = daemon.start()
        servers = {"Serving the Journal": server, "Status and metrics": make_status(daemon)}
        start_servers(servers)
        supervisor = Supervisor()
        supervisor.tell("READY=1", f"STATUS={say_what_next(first, config.zone)}")
        code = watch_over(daemon, supervisor, asked)
        supervisor.tell("STOPPING=1")
        stop_all(daemon, servers)
        context.exit(code)


def may_follow(config: Config, host: str) -> bool:
    """Whether readers on this machine are to be sent to the port that is served here (decision 0009).

    A port that other machines reach may have another number there, and of several daemons on one PostgreSQL
    ledger each would send readers elsewhere.
    """
    return is_loopback(host) and config.ledger.startswith("sqlite")


def make_server(config: Config, host: str, port: int, outlook: "Outlook") -> "Server":
    from publisher.outlets.directory import Directory
    from publisher.web.server import serve_folder

    folders = [outlet for outlet in config.make_outlets() if isinstance(outlet, Directory)]
    chosen = next((folder for folder in folders if folder.serves), folders[0] if folders else None)
    if chosen is None:
        raise click.UsageError("no outlet of kind directory is there to serve; add one, or use --no-web")
    return serve_folder(chosen.path, host, port, next_release=outlook.next_release)


def make_status(daemon: "Daemon") -> "Server | None":
    """Nobody is to be kept waiting for a release because the port of the status is taken."""
    from publisher.monitoring.status_server import StatusSite

    config = daemon.config
    if config.operating.port is None:
        return None
    site = StatusSite(
        daemon.health_check.look, daemon.ledger, config.publication.title, config.zone, daemon.clock
    )
    try:
        return site.serve(config.operating.port)
    except PublisherError as error:
        log.warning("no status is shown: %s; choose another with `port` of [operating]", error.what)
        return None


def start_servers(servers: "Servers") -> None:
    for what, server in servers.items():
        if server:
            server.start()
            click.echo(f"{what} on {server.address}")


def say_what_next(first: "Pass | None", zone: ZoneInfo) -> str:
    """What comes next, for systemd too; with nothing planned, what to do: the public page is not for that."""
    if first is None:
        line, more = "The first pass failed; it is tried again every 30 seconds.", "The log says why."
    elif first.next_release is None:
        line = "Nothing is planned."
        more = "`make demo` replays autumn 2017; `publisher new` begins an announcement."
    else:
        line = f"Next release: {describe_instant(first.next_release, zone)}."
        more = "`publisher plan` says why."
    click.echo(f"{line} {more}")
    return line


def watch_over(daemon: "Daemon", supervisor: Supervisor, asked: list[int]) -> int:
    """Waits until a signal asks; a dead scheduler ends the process, so that it can be started anew.

    A pass that never ends can be ended by nobody inside: then the watchdog hears nothing more.
    """
    while not asked:
        time.sleep(LOOK_SECONDS)
        if not daemon.is_alive():
            log.error("the scheduler's thread has died; ending")
            return 1
        if daemon.is_well():
            supervisor.beat()
    return 0


def stop_all(daemon: "Daemon", servers: "Servers") -> None:
    for server in servers.values():
        if server:
            server.stop()
    daemon.stop()
