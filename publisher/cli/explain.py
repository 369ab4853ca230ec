"""`publisher explain`: why this hour, what readers will see, where it will go, what would change it."""

import textwrap
from collections.abc import Iterable, Iterator
from datetime import datetime

import click
import msgspec

from publisher.announcements.folder import SUFFIX
from publisher.cli.names import choose_language, find_item
from publisher.cli.session import open_desk, survey_at
from publisher.desk.desk import Desk
from publisher.desk.surveying import Survey
from publisher.preview.explaining import explain_outlets, explain_readers
from publisher.schedule.candidate import Candidate, open_case
from publisher.schedule.explain import explain_changes, explain_hour
from publisher.schedule.first_release import plan_first
from publisher.schedule.item import Item
from publisher.schedule.words import describe_instant

WIDTH = 100
STATES = {"due": "Due since", "planned": "Planned for", "released": "Released", "archived": "Archived, dated"}


@click.command()
@click.argument("slug")
@click.option("--at", "at", metavar="INSTANT", help="As of this moment, local: 2017-09-20 12:00.")
@click.option("--lang", metavar="LANG", help="What readers see in this language; the original's by default.")
@click.pass_context
def explain(context: click.Context, slug: str, at: str | None, lang: str | None) -> None:
    """Say why SLUG is released when it is, what readers see, where it goes, and what would change it."""
    with open_desk(context.obj, "look") as desk:
        language = choose_language(desk.config.publication.languages, lang)
        survey, now = survey_at(desk, at)
        print_explanation(desk, survey, find_item(survey.plan.announcements, slug), language, now)


def print_explanation(desk: Desk, survey: Survey, item: Item, lang: str, now: datetime) -> None:
    announcement = next((one for one in survey.library.announcements if one.slug == item.name), None)
    plan_context = desk.surveyor.describe_situation(desk.config, survey.library, now)
    case = None
    if announcement:
        case = open_case(announcement, plan_context)
    if announcement:
        title = announcement.original.title
    else:
        title = _describe_absence(item)
    click.secho(f"{item.name}: {title}", bold=True)
    print_lines("", explain_state(desk, item, case if isinstance(case, Candidate) else None))
    if not isinstance(case, Candidate):
        print_lines("What is wrong", [str(problem) for problem in item.problems] or [item.reason])
        if item.standing is not None:
            print_lines("What readers see", [f"{item.standing.original.title}, as it was released"])
        return
    wanted = undraft(case, item)
    print_lines("Why then", explain_hour(case, wanted))
    print_lines("What readers see", explain_readers(case, wanted, lang, now))
    print_lines("Where it goes", explain_outlets(desk, wanted, now))
    print_lines("What would change it", explain_changes(case, wanted))
    print_lines("Take note", list_notes(case, survey, wanted))


def _describe_absence(item: Item) -> str:
    if item.problems:
        return "its file has an error"
    return "its file is gone"


def list_notes(case: Candidate, survey: Survey, item: Item) -> Iterable[str]:
    """What is to be known of its release, and of its translations, each once."""
    stem = case.announcement.path.removesuffix(SUFFIX)
    beside = (problem for problem in survey.problems if problem.path.startswith(f"{stem}."))
    return dict.fromkeys(map(str, (*item.problems, *beside)))


def undraft(case: Candidate, item: Item) -> Item:
    """What the plan would have if it were no draft."""
    if not case.announcement.draft or item.state not in ("held", "lapsed"):
        return item
    return plan_first(msgspec.structs.replace(case.announcement, draft=False), None, case.context)


def explain_state(desk: Desk, item: Item, case: Candidate | None) -> Iterator[str]:
    zone = desk.config.zone
    moment = ""
    if item.at:
        moment = describe_instant(item.at, zone)
    if item.state in STATES:
        yield f"{STATES[item.state]} {moment}."
    elif case and case.announcement.draft:
        wanted = undraft(case, item)
        yield "It is a draft and stays in its folder."
        if wanted.draft and wanted.at:
            yield f"Without `draft:` its hour would be {describe_instant(wanted.at, zone)}."
    else:
        yield f"{item.state.capitalize()}: {item.reason}."
        if moment:
            yield f"Its hour is {moment}."
    if item.approval is not None:
        mend = f"`publisher approve {item.name}` adds your name"
        yield f"Approvals: {item.approval.words} for digest {item.approval.short}; {mend}."


def print_lines(heading: str, lines: Iterable[str]) -> None:
    found = list(lines)
    if not found:
        return
    click.echo()
    if heading:
        click.secho(heading, underline=True)
    for line in found:
        click.echo(textwrap.fill(line, WIDTH, initial_indent="  ", subsequent_indent="    ",
                                 break_long_words=False, break_on_hyphens=False))  # fmt: skip
