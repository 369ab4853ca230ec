"""What the real plan holds until it is approved: all that a preview asks the real ledger for."""

import msgspec

from publisher.config.config import Config
from publisher.edition import make_edition
from publisher.ledger.database import database_exists
from publisher.ledger.ledger import Ledger
from publisher.preview.sources import Sources
from publisher.schedule.plan import make_plan
from publisher.schedule.plan_context import PlanContext


def open_book(config: Config) -> Ledger | None:
    """The ledger with the approvals; None where none are asked for, or where there is no ledger yet."""
    wanted = config.schedule.approve and database_exists(config.ledger)
    if wanted:
        return Ledger.look_into(config.ledger)
    return None


def find_waiting(
    config: Config, sources: Sources, book: Ledger | None, context: PlanContext
) -> dict[str, str]:
    """The reason of each announcement that waits for approval, by its slug; drafts wait for their author."""
    if not config.schedule.approve:
        return {}
    announcements = [
        announcement
        for announcement in sources.announcements
        if "" not in sources.drafts.get(announcement.slug, ())
    ]
    if book:
        approvals = book.approvals.find(announcement.slug for announcement in announcements)
    else:
        approvals = {}
    plan = make_plan(
        announcements,
        make_edition(config.publication),
        book.heads() if book else {},
        msgspec.structs.replace(context, schedule=config.schedule, approvals=approvals),
    )
    return {
        item.name: item.reason
        for item in plan.announcements
        if item.approval and item.state in ("held", "lapsed")
    }
