"""`publisher check`: every problem as `path:line: what; how to mend it`, and mends what is mechanical."""

import os
from pathlib import Path

import click

from publisher.announcements.rules.ages import check_ages
from publisher.calendars.local_time import to_local
from publisher.cli.main import FAULT
from publisher.cli.mending import concerns, mend_folder
from publisher.cli.problem_formats import FORMATS, annotate_problem, describe_problem, make_report
from publisher.cli.session import open_desk, print_json
from publisher.desk.beside import review_beside
from publisher.desk.closing import warn_of_closings
from publisher.desk.desk import Desk, real_clock
from publisher.desk.surveying import Scope, Survey
from publisher.errors import ConfigError
from publisher.problem import Problem, has_errors
from publisher.releases.release import Release


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--fix", is_flag=True, help="Mend what is mechanical, and show it.")
@click.option("--links", is_flag=True, help="Ask for every link and symbol too; good answers last a day.")
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings too.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="For people or programs.")
@click.pass_context
def check(
    context: click.Context, files: tuple[Path, ...], fix: bool, links: bool, strict: bool, form: str
) -> None:
    """Check all announcements, or only FILES, and the dates in config.toml.

    Exits with 1 when a problem is an error, which holds its announcement back, and with 0 on warnings.
    """
    try:
        with open_desk(context.obj, "look") as desk:
            problems, count, mended = _check_all(desk, files, fix=fix, links=links, quiet=form != "text")
            folder = os.path.relpath(desk.config.folder)
    except ConfigError as fault:
        # A fault in config.toml is a problem like any other here; what depends on it cannot be checked.
        problems, count, mended, folder = list(fault.problems), 0, [], "."
    _print(problems, count, mended, form, folder)
    context.exit(FAULT if has_errors(problems) or (strict and problems) else 0)


def _check_all(
    desk: Desk, files: tuple[Path, ...], *, fix: bool, links: bool, quiet: bool
) -> tuple[list[Problem], int, list[str]]:
    """The problems in the order of their places, how many announcements there are, and what was mended."""
    now = real_clock()
    # What is at rest has no problem of its own, and is read again only for those who want all of it.
    if files or fix or links:
        scope: Scope = "whole"
    else:
        scope = "awake"
    survey = desk.survey(now, keep=False, scope=scope)
    if fix:
        mended = list(mend_folder(desk.config, survey, files, quiet=quiet))
    else:
        mended = []
    if mended:
        survey = desk.survey(now, keep=False)
    announcements, today = survey.library.announcements, to_local(now, desk.config.zone).date()
    folder = desk.config.announcements
    beside = list_resting(desk, survey)
    problems: list[Problem] = [
        *survey.problems,
        *check_ages(folder, folder.name),
        *review_beside(
            announcements, survey.plan.announcements, beside, survey.library.resting, folder, today
        ),
        *warn_of_closings(desk.config, now),
    ]
    if links:
        # With requests it costs a tenth of a second, which no other check has to pay.
        from publisher.cli.link_check import check_links

        problems += check_links(desk.config, announcements, files, now)
    wanted = [problem for problem in problems if concerns(problem.path, files, desk.config)]
    count = len(announcements) + len(survey.library.resting.slugs)
    return sorted(wanted, key=lambda one: (one.path, one.line)), count, mended


def list_resting(desk: Desk, survey: Survey) -> list[Release]:
    """What was not read because it rests, as it stands: titles, rooms and hours are taken all the same."""
    heads = desk.surveyor.heads.find(survey.library.resting.stems)
    return [one for (subject, _), one in heads.items() if subject == "announcement"]


def _print(problems: list[Problem], count: int, mended: list[str], form: str, folder: str) -> None:
    if form == "json":
        print_json(make_report(problems, count, mended))
        return
    for problem in problems:
        click.echo(annotate_problem(problem, folder) if form == "github" else describe_problem(problem))
    if not problems and form == "text":
        click.echo(f"{count} announcement{'' if count == 1 else 's'}, no problem")
