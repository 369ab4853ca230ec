"""`publisher approve`: a colleague's name behind exactly what readers would see, and when."""

import getpass
from datetime import datetime
from typing import TYPE_CHECKING

import click

from publisher.cli.names import find_item
from publisher.cli.session import open_desk
from publisher.desk.desk import real_clock
from publisher.errors import PublisherError
from publisher.schedule.words import describe_instant

if TYPE_CHECKING:
    from publisher.desk.desk import Desk
    from publisher.schedule.item import Item


@click.command()
@click.argument("slug", required=False)
@click.option(
    "--digest", metavar="DIGEST", help="Approve only if this is still its digest, as `explain` showed it."
)
@click.pass_context
def approve(context: click.Context, slug: str | None, digest: str | None) -> None:
    """Approve the announcement SLUG as it stands now; without SLUG, list what waits.

    Your login name is bound to all that readers would see and to its date: an edit or a slip voids it.
    """
    with open_desk(context.obj, "write" if slug else "look") as desk:
        if not desk.config.schedule.approve:
            raise click.UsageError("nothing needs approval here; `approve = 2` under [schedule] asks for it")
        now = real_clock()
        items = desk.survey(now, keep=False).plan.announcements
        if slug is None:
            list_waiting(items)
            return
        record(desk, find_item(items, slug), digest, now)


def list_waiting(items: "tuple[Item, ...]") -> None:
    waiting = [one for one in items if one.approval and one.state in ("held", "lapsed")]
    for item in waiting:
        click.echo(f"{item.name}: {item.reason}")
    if not waiting:
        click.echo("nothing waits for approval")


def record(desk: "Desk", item: "Item", digest: str | None, now: datetime) -> None:
    """Records an approval at `now` (UTC), and shows what it is of. Raises UsageError where there is none."""
    approval, snapshot = item.approval, item.snapshot
    if approval is None or snapshot is None:
        raise click.UsageError(f"{item.name} has nothing to approve: {item.reason}")
    if digest and not approval.digest.startswith(digest):
        raise click.UsageError(
            f"{item.name} was edited or moved: its digest is {approval.short} now; look again"
        )
    from publisher.dates.when import describe_when

    name = find_name()
    is_new = desk.ledger.approvals.approve(item.name, approval.digest, name, now)
    if is_new:
        names = (*approval.names, name)
    else:
        names = approval.names
    click.echo(snapshot.original.title)
    languages = ", ".join(snapshot.wordings)
    click.echo(f"  {describe_when(snapshot.when)}; in {languages}; digest {approval.short}")
    if is_new:
        said = f"{name} approves"
    else:
        said = f"{name} approved this already"
    click.echo(f"  {said}: {len(names)} of {approval.wanted} ({', '.join(names)})")
    if len(names) < approval.wanted:
        click.echo("  it waits for another name")
        return
    hour = "at the next pass"
    if item.at is not None and item.at > now:
        hour = describe_instant(item.at, desk.config.zone)
    click.echo(f"  to be released {hour}; an edit or a slip voids this")


def find_name() -> str:
    """The login name of whoever runs this. Raises PublisherError where nobody knows it."""
    try:
        name = "".join(mark for mark in getpass.getuser() if mark.isprintable()).strip()
    except (OSError, KeyError, ImportError):
        name = ""
    if not name:
        raise PublisherError("your login name is not known", "set LOGNAME")
    return name
