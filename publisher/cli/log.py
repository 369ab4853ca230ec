"""`publisher log`: who or what did what, when and why."""

from zoneinfo import ZoneInfo

import click

from publisher.cli.session import look_into_ledger, print_json
from publisher.config.config import load_config
from publisher.ledger.audit import HistoryLine, list_acts
from publisher.schedule.words import describe_instant

COMMIT_LETTERS = 10


@click.command()
@click.argument("slug", required=False)
@click.option("--json", "as_json", is_flag=True, help="A list; instants are in UTC.")
@click.pass_context
def log(context: click.Context, slug: str | None, as_json: bool) -> None:
    """Show what was released, amended, delivered, held and resumed, of all or of the announcement SLUG.

    Each with the hour, with whom or what did it, and with the reason.
    """
    config = load_config(context.obj)
    with look_into_ledger(config.ledger) as ledger:
        acts = list_acts(ledger.database, slug)
    if as_json:
        print_json(acts)
        return
    for act in acts:
        click.echo(describe_act(act, config.zone))
    if not acts:
        click.echo(f"nothing was done with {slug}" if slug else "nothing has been done yet")


def describe_act(act: HistoryLine, zone: ZoneInfo) -> str:
    if act.subject in ("announcement", "reminder"):
        what = act.name
    else:
        what = f"{act.subject} {act.name}"
    if act.subject == "all":
        what = "everything"
    parts = [
        f"revision {act.revision}" if act.revision else None,
        f"by {act.by}" if act.by else None,
        f"from {act.source[:COMMIT_LETTERS]}" if act.source else None,
    ]
    told = ", ".join(filter(None, parts))
    line = f"{describe_instant(act.at.replace(microsecond=0), zone)}  {act.act} {what}"
    return line + (f" ({told})" if told else "") + (f": {act.why}" if act.why else "")
