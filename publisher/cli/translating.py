"""`publisher new SLUG --lang fr`: a translation begins from the original and its fields."""

import click

from publisher.announcements.announcement import Announcement
from publisher.announcements.fields import FIELDS
from publisher.announcements.front_matter import body_of
from publisher.announcements.skeleton import Blank, write_source, write_value
from publisher.cli.new_file import refuse_existing, write_new
from publisher.cli.session import show_path
from publisher.config.config import Config
from publisher.desk.proposing import read_known
from publisher.languages.languages import find_language
from publisher.languages.terms import translate_term
from publisher.roadmap.moving import find_line


def write_translation(config: Config, name: str | None, lang: str, title: str | None) -> None:
    """Writes SLUG.LANG.md. Raises UsageError for a language or an announcement that is not there."""
    further = config.publication.languages[1:]
    if lang not in further:
        names = ", ".join(further) or "none; name them in `languages`"
        raise click.UsageError(f"{lang} is no further language of this publication; there are {names}")
    announcements = read_known(config).announcements
    missing = [announcement for announcement in announcements if lang not in announcement.wordings]
    if name:
        wanted = [
            announcement for announcement in announcements if name in (announcement.slug, announcement.stem)
        ]
    else:
        wanted = missing[:1]
    if not wanted:
        there = ", ".join(announcement.slug for announcement in announcements) or "none"
        raise click.UsageError(f"there is no announcement {name or 'to translate'}; there are {there}")
    original = wanted[0]
    path = config.announcements / f"{original.stem}.{lang}.md"
    refuse_existing(path)
    text = (config.announcements / f"{original.stem}.md").read_text(encoding="utf-8")
    blanks = list_words(config, original, lang, title)
    write_new(path, write_source(blanks, body_of(text.replace("\r\n", "\n"))))
    click.echo(
        f"{show_path(path)} is written as a draft: translate its title and text, then take out `draft:`."
    )
    click.echo("The original does not wait for it; a translation that comes later is told in its language.")


def list_words(config: Config, original: Announcement, lang: str, title: str | None) -> list[Blank]:
    """The fields that a translation may have; what the house translates by itself stays away."""
    words, language = original.original, find_language(lang).name
    line = find_line(config.roadmaps, original.milestone or "")
    known = None
    if line:
        known = line[1].translations.get(lang)
    if known:
        hint = f"translate; the roadmap has “{known}”"
    else:
        hint = "translate"
    blanks = [Blank("title", title or words.title, "" if title else hint)]
    if words.room and translate_term(words.room, lang) == words.room:
        blanks.append(Blank("room", None, f"if it has another name in {language}", words.room))
    if words.convened_by:
        blanks.append(Blank("convened_by", words.convened_by, f"the names in {language}"))
    if words.reason:
        blanks.append(Blank("reason", words.reason, "translate; readers see it"))
    for field in FIELDS.values():
        if field.translated:
            values = words.values_of(field.name)
        else:
            values = ()
        if values and field.fact in ("contact", "detail"):
            example = write_value(values if field.takes == "list" else values[0])
            blanks.append(Blank(field.name, None, "if there is another one for this language", example))
    return [*blanks, Blank("draft", "true", "take this line out when it is ready")]
