"""`publisher resume`: lifts the brake, and says which ledger is the one."""

import click

from publisher.cli.session import name_person, open_desk
from publisher.desk import guard
from publisher.desk.clone import accept_commit
from publisher.desk.desk import real_clock
from publisher.releases.release import EVERYTHING


@click.command()
@click.argument("slug", required=False)
@click.option("--archive", is_flag=True, help="What is due by now is archived, and nobody is told.")
@click.pass_context
def resume(context: click.Context, slug: str | None, archive: bool) -> None:
    """Lift the hold on everything, or on the announcement SLUG."""
    if slug and archive:
        raise click.UsageError("--archive is for everything; leave the slug out")
    with open_desk(context.obj, "write") as desk:
        now = real_clock()
        doubted = False
        if archive:
            # Before the hold is lifted: a daemon may make a pass at any moment.
            desk.archive_due(now)
        lifted = desk.ledger.lift(slug or EVERYTHING, now, name_person())
        if slug is None:
            doubted = guard.believe_clock(desk.ledger, now)
            guard.adopt(desk.ledger, desk.outlets)
            accept_commit(desk.ledger, desk.config.announcements)
    click.echo(describe(slug, lifted, doubted))


def describe(slug: str | None, lifted: int, doubted: bool) -> str:
    if doubted and not lifted:
        return "the clock is taken at its word; nothing was on hold"
    if lifted:
        return f"{slug or 'everything'} is resumed"
    return f"{slug or 'nothing'} was not on hold"
