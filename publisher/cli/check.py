"""`publisher check`: every problem as `path:line: what; how to mend it`."""

from pathlib import Path

import click

from publisher.announcements.problem import Problem, has_errors
from publisher.cli.main import FAULT
from publisher.cli.session import open_desk
from publisher.errors import ConfigError


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.pass_context
def check(context: click.Context, files: tuple[Path, ...]) -> None:
    """Check all announcements, or only FILES, and the dates in config.toml.

    Exits with 1 when a problem is an error, which holds its announcement back, and with 0 on warnings.
    """
    from publisher.desk.desk import real_clock

    try:
        with open_desk(context.obj, read_only=True) as desk:
            survey = desk.survey(real_clock(), keep=False)
    except ConfigError as fault:
        # A fault in config.toml is a problem like any other here; what depends on it cannot be checked.
        click.echo(str(fault))
        context.exit(FAULT)
    problems = [one for one in survey.problems if not files or _concerns(one, files)]
    for problem in problems:
        click.echo(str(problem))
    count = len(survey.library.announcements)
    if not problems:
        click.echo(f"{count} announcements, no problem")
    context.exit(FAULT if has_errors(problems) else 0)


def _concerns(problem: Problem, files: tuple[Path, ...]) -> bool:
    return Path(problem.path).name in {file.name for file in files}
