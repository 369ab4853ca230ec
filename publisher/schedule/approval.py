"""Two pairs of eyes: what authors write waits until enough names stand behind it (decision 0005)."""

import hashlib

import msgspec

from publisher.announcements.announcement import Announcement
from publisher.releases.release import Draft, Release, encode_content
from publisher.schedule.amendment import plan_amendment
from publisher.schedule.item import Approval, Item, State
from publisher.schedule.plan_context import PlanContext


def await_approval(item: Item, announcement: Announcement, context: PlanContext) -> Item:
    """The item, held while too few approved what it would release; `at` stays the hour it was due at."""
    wanted = context.schedule.approve
    if not wanted or item.draft is None:
        return item
    digest = digest_draft(item.draft, announcement)
    approval = Approval(digest, context.approvals.get((item.name, digest), ()), wanted)
    if approval.is_enough:
        return msgspec.structs.replace(item, approval=approval)
    if item.draft.archived and not item.draft.replaces:
        state: State = "lapsed"
    else:
        state = "held"
    reason = f"waits for approval: {approval.words}; {item.reason}"
    return msgspec.structs.replace(item, state=state, reason=reason, approval=approval)


def await_change(announcement: Announcement, head: Release, context: PlanContext) -> Item:
    """The change of what stands as `head`; what only the roadmap changed waits for nobody.

    Readers hold a date that is wrong: neither a slip nor a cancellation may wait for an edit that is still
    to be approved, so that part goes out by itself.
    """
    item = await_approval(plan_amendment(announcement, head, context), announcement, context)
    if item.state != "held" or item.approval is None:
        return item
    moved = plan_amendment(announcement, head, context, roadmap_only=True)
    if moved.draft is None:
        return item
    if item.draft is not None and moved.draft.content == item.draft.content:
        return moved
    reason = f"{moved.reason}; an edit waits for approval: {item.approval.words}"
    return msgspec.structs.replace(moved, reason=reason)


def digest_draft(draft: Draft, announcement: Announcement) -> str:
    """What an approval is bound to: all that readers would see with its date, the rules of its hour, and
    the revision that it would replace, so that an old approval does not bring an old text back.
    """
    rules = (announcement.publish, announcement.remind, draft.replaces)
    return hashlib.sha256(encode_content(draft.content) + msgspec.json.encode(rules)).hexdigest()
