"""`publisher new`: a commented announcement, or a translation of one, so that nobody copies one of 2017."""

from pathlib import Path

import click

from publisher.announcements.fields import FIELDS
from publisher.announcements.skeleton import list_blanks, write_source
from publisher.cli.asking import Asker, FindFault
from publisher.cli.new_file import choose_path, read_back, write_new
from publisher.cli.session import show_path
from publisher.cli.translating import write_translation
from publisher.config.config import Config, load_config
from publisher.desk.proposing import (
    Known,
    Values,
    describe_hour,
    fault_of_hours,
    fault_of_kind,
    fault_of_rule,
    fault_of_when,
    find_open_lines,
    propose_source,
    read_known,
)
from publisher.roadmap.moving import find_line

BODY = "<!-- Write here, in Markdown, what takes place and for whom. This line is not printed. -->"
SHARED = tuple(name for name, field in FIELDS.items() if field.shared)


@click.command()
@click.argument("name", required=False, metavar="[MILESTONE]")
@click.option("--lang", metavar="LANG", help="A translation of the announcement of that name.")
@click.option("--title", help="What takes place.")
@click.option("--when", "when", help='The date, if it is on no roadmap: "1 December 2026 (afternoon)".')
@click.option("--yes", is_flag=True, help="Take what is proposed and ask nothing.")
@click.pass_context
def new(
    context: click.Context,
    name: str | None,
    lang: str | None,
    title: str | None,
    when: str | None,
    yes: bool,
) -> None:
    """Write a new announcement of MILESTONE, or of a short name for something on no roadmap.

    Asks what cannot be known and proposes the rest. What stays open is a comment in the file.
    """
    config, asker = load_config(context.obj), Asker(yes=yes)
    if lang is not None:
        write_translation(config, name, lang, title)
        return
    begin_announcement(config, asker, name, title, when)


def begin_announcement(
    config: Config, asker: Asker, name: str | None, title: str | None = None, when: str | None = None
) -> Path:
    """Asks, writes the draft and says when it would be released. Raises UsageError."""
    known = read_known(config)
    name = name or choose_name(config, asker, known)
    line = find_line(config.roadmaps, name)
    if line:
        slug = line[1].id
    else:
        slug = name
    path = choose_path(config, slug)
    values, notes = propose_source(config, known, name, line, title, when)
    ask_fields(asker, config, values, dated=line is not None)
    rule = (line[0].publish if line else None) or config.schedule.publish
    text = write_source(list_blanks(values, notes, {"publish": rule}), BODY)
    announcement = read_back(path, text, config)
    write_new(path, text)
    click.echo(f"{show_path(path)} is written; as a draft it stays in its folder.")
    click.echo(describe_hour(config, announcement))
    click.echo("`publisher preview` shows it, `publisher check` judges it.")
    more = find_open_lines(config, read_known(config))
    if more:
        click.echo(f"Without an announcement are still: {', '.join(more)}.")
    return path


def choose_name(config: Config, asker: Asker, known: Known) -> str:
    """The first line that nobody has announced yet, or what is typed instead. Raises UsageError."""
    open_lines = find_open_lines(config, known)
    if asker.is_on and open_lines:
        click.echo("Lines of the roadmap that have no announcement yet:")
        for line in open_lines:
            found = find_line(config.roadmaps, line)
            assert found is not None
            click.echo(f"  {line:<28} {found[1].when.text}: {found[1].what}")
    if not open_lines and not asker.is_on:
        what = "no line of a roadmap waits for an announcement"
        raise click.UsageError(f"{what}; give this one a name of its own, such as third-reading")
    if not open_lines:
        return str(click.prompt("A short name, such as third-reading"))
    return asker.ask("Which line, or a short name of its own", open_lines[0])


def ask_fields(asker: Asker, config: Config, values: Values, *, dated: bool) -> None:
    """Puts the answers among the values; what nobody answers is left out."""

    def put(name: str, question: str, fault: FindFault = lambda answer: None) -> None:
        answer = asker.ask(question, str(values.get(name, "")), fault=fault)
        values.pop(name, None)
        if answer:
            values[name] = answer

    put("title", "What takes place")
    if not dated:
        put("when", "Its date with the year, such as 1 December 2026 (afternoon)", fault=fault_of_when)
    put("kind", "Kind: meeting, text, deadline or silence", fault=fault_of_kind)
    if values["kind"] == "meeting":
        put("room", "Room")
        put("time", "Hours, such as 15:00 to 18:00", fault=fault_of_hours)
    rule = asker.ask(
        "When readers learn of it", str(values.get("publish") or config.schedule.publish), fault=fault_of_rule
    )
    if rule != config.schedule.publish:
        values["publish"] = rule
    shared = [name for name in SHARED if name in values]
    if shared and not asker.confirm("Take " + ", ".join(shared) + " from the last announcement like it?"):
        for name in shared:
            del values[name]
