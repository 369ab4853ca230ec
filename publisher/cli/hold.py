"""`publisher hold`: the brake. It withdraws nothing."""

import click

from publisher.announcements.parse import LONGEST_SLUG
from publisher.cli.names import find_item
from publisher.cli.session import name_person, open_desk
from publisher.desk.desk import real_clock
from publisher.lines import one_line
from publisher.releases.release import EVERYTHING


@click.command()
@click.argument("slug", required=False)
@click.option("--reason", required=True, help="Why, in words; `plan` and `status` show it.")
@click.pass_context
def hold(context: click.Context, slug: str | None, reason: str) -> None:
    """Hold everything, or the announcement SLUG, until `publisher resume`."""
    with open_desk(context.obj, "write") as desk:
        if slug is not None:
            items = desk.survey(real_clock(), keep=False).plan.announcements
            # A translation with an error has a row of its own, and no brake: its announcement has one.
            find_item([item for item in items if "." not in item.name], slug)
            if len(slug) > LONGEST_SLUG:
                what = "is held already, since nothing can be released under such a name"
                raise click.UsageError(f"{slug} {what}")
        desk.ledger.hold(slug or EVERYTHING, one_line(reason), real_clock(), name_person())
    click.echo(f"{slug or 'everything'} is on hold; `publisher resume{' ' + slug if slug else ''}` lifts it")
