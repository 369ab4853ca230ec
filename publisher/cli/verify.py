"""`publisher verify`: whether readers get what was released."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
import msgspec

from publisher.cli.session import look_into_ledger, print_json
from publisher.config.config import load_config

if TYPE_CHECKING:
    from publisher.monitoring.probe import Verdict

FAULT = 1


@click.command()
@click.argument("slugs", nargs=-1)
@click.option(
    "--all", "everything", is_flag=True, help="Every announcement and archive, not only recent ones."
)
@click.option("--json", "as_json", is_flag=True, help="A list, an object for each release.")
@click.pass_context
def verify(context: click.Context, slugs: tuple[str, ...], everything: bool, as_json: bool) -> None:
    """Fetch pages, feeds and calendars at their public address, as a reader would, and judge them.

    Looks for the announcements that the feeds hold, or for SLUGS, and for the archives that feeds lead to.
    Exits with 0 when readers get everything and 1 when something is missing, stale or comes as the wrong
    type. The site has to be running.
    """
    from publisher.monitoring.probe import choose_releases, sum_up, verify

    config = load_config(context.obj)
    with look_into_ledger(config.ledger) as ledger:
        known = [name for subject, name in ledger.heads() if subject == "announcement"]
        if not known:
            raise click.UsageError("nothing has been released yet; `publisher publish` makes the first")
        unknown = [slug for slug in slugs if slug not in known]
        if unknown:
            raise click.UsageError(f"no announcement {unknown[0]} was released")
        releases = choose_releases(ledger, slugs, everything=everything)
        verdicts = verify(ledger, releases, deep=everything)
    faulty = [verdict for verdict in verdicts if verdict.faults]
    if as_json:
        lines = {one.sequence: [str(fault) for fault in one.faults] for one in verdicts}
        print_json([msgspec.structs.asdict(one) | {"faults": lines[one.sequence]} for one in verdicts])
    else:
        for fault in sum_up(faulty):
            click.echo(fault, err=True)
        click.echo(f"{count(verdicts)} are as they should be")
    context.exit(FAULT if faulty else 0)


def count(verdicts: "Sequence[Verdict]") -> str:
    """ "2 of 3 announcements": how many have no fault; sheets of paper apart, where there are any."""
    parts = []
    for name, some in (
        ("announcements", [verdict for verdict in verdicts if verdict.subject != "paper"]),
        ("sheets of paper", [verdict for verdict in verdicts if verdict.subject == "paper"]),
    ):
        if some or name == "announcements":
            parts.append(f"{sum(not one.faults for one in some)} of {len(some)} {name}")
    return " and ".join(parts)
