"""The command line: each command is a file of its own and is imported when it is called."""

import importlib
import os
import sys
from pathlib import Path

import click

from publisher.errors import ConfigError, PublisherError

COMMANDS = {
    "approve": "Put your name behind an announcement as it stands.",
    "check": "Check announcements and config.toml for problems.",
    "deliveries": "Show what went to each outlet, and what did not arrive.",
    "explain": "Say why an announcement is released when it is, and what would change that.",
    "export": "Write the whole ledger as JSON lines.",
    "hold": "Hold everything, or one announcement, until it is resumed.",
    "import": "Make a draft announcement from a page that somebody has written already.",
    "init": "Begin a new publication in a folder of its own.",
    "issue": "Show the issue of a day, or write it as PDF.",
    "log": "Show who or what did what, when and why.",
    "new": "Write a new announcement to begin from.",
    "plan": "Show what is due, planned, held and released, and why.",
    "preview": "Show the site as it will be, drafts included, on this machine only.",
    "publish": "Make one pass: release, print and deliver what is due.",
    "rehearse": "Play a stretch of time with a simulated clock into a folder of its own.",
    "reprint": "Print every document again from the ledger alone.",
    "restore": "Make ledger and site again from an export.",
    "resume": "Lift what `hold` or a lost ledger held.",
    "retry": "Try again at once what did not arrive.",
    "roadmap": "Show a roadmap's lines with their readings.",
    "run": "Keep the schedule and serve the site until stopped.",
    "schema": "Print the JSON Schemas by which an editor helps and warns.",
    "status": "Show the last pass, the next wake-up and what went wrong.",
    "verify": "Fetch what readers get, and judge it.",
}
NAMED_OTHERWISE = {"import": ("importing", "import_page")}
"""Commands whose name is a word of Python: the module and the function."""

FAULT, UNUSABLE, INTERRUPTED = 1, 2, 130


class Commands(click.Group):
    """Knows the commands by name and imports only the one that is called: `--help` starts in a blink."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module_name, function = NAMED_OTHERWISE.get(name, (name, name))
        command = getattr(importlib.import_module(f"publisher.cli.{module_name}"), function)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    "config",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("config.toml"),
    show_default=True,
    help="The publication's settings; paths in them are relative to this file.",
)
@click.pass_context
def publisher(context: click.Context, config: Path) -> None:
    """Announce a negotiation's meetings: Markdown in, Journal pages and feeds out, on the roadmap's dates."""
    context.obj = config


def main() -> None:
    """Runs a command; every fault that a person can meet is one line on standard error."""
    try:
        # Without its standalone mode click returns the code of `context.exit` and raises nothing.
        sys.exit(publisher(standalone_mode=False))
    except click.ClickException as fault:
        fault.show()
        sys.exit(fault.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    except PublisherError as fault:
        click.echo(str(fault), err=True)
        sys.exit(UNUSABLE if isinstance(fault, ConfigError) else FAULT)
    except BrokenPipeError:
        # Somebody closed the pipe, as `| head` does; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAULT)
    except OSError as fault:
        click.echo(f"{fault.filename or 'the system'}: {fault.strerror or fault}", err=True)
        sys.exit(FAULT)
    except Exception as fault:
        if os.environ.get("PUBLISHER_DEBUG"):
            raise
        click.echo(
            f"internal fault: {type(fault).__name__}: {fault} (set PUBLISHER_DEBUG=1 to see where)", err=True
        )
        sys.exit(FAULT)
