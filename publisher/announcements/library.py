"""Reads the announcements folder: every file that can be read, and a problem for each that cannot."""

import logging
import os
import stat
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import msgspec

from publisher.announcements.announcement import Announcement
from publisher.announcements.check import check_announcement
from publisher.announcements.claims import FindOwners, hold_rivals
from publisher.announcements.folder import (
    LONGEST_NAME,
    SUFFIX,
    SourceFiles,
    find_name_fault,
    find_twins,
    is_misnamed,
    look_into,
    show_name,
    warn_of_ending,
)
from publisher.announcements.front_matter import body_of
from publisher.announcements.held import HeldSource, hold_announcement, hold_original, hold_translation
from publisher.announcements.parse import Render, Translation, parse_announcement, parse_translation
from publisher.problem import Problem, has_errors
from publisher.years import YEARS

Prepare = Callable[[Sequence[tuple[str, str]]], None]
"""Is told of the texts and languages that are about to be rendered."""

log = logging.getLogger("publisher")

LARGEST_FILE = 1_000_000  # bytes
RENAME = f"give it one of at most {LONGEST_NAME} letters; `slug:` keeps what it was released under"
EARLIEST, LATEST = (datetime(year, 1, 1, tzinfo=UTC).timestamp() for year in (YEARS.start, YEARS.stop))


class Unchanged(msgspec.Struct, frozen=True):
    """What need not be read: the slug of each file by its stem, and the stem by the slug."""

    slugs: Mapping[str, str] = {}
    stems: Mapping[str, str] = {}

    @classmethod
    def of(cls, slugs: Mapping[str, str]) -> Self:
        return cls(slugs, {slug: stem for stem, slug in slugs.items()})

    def without(self, woken: Collection[str]) -> "Unchanged":
        """The same but for the files with these stems."""
        if not woken:
            return self
        return Unchanged.of({stem: slug for stem, slug in self.slugs.items() if stem not in woken})


NOTHING = Unchanged()


class Library(msgspec.Struct, frozen=True):
    """What the folder held at one moment.

    `held` are the files that are there but held back by an error; `resting` is what was left alone;
    `folder_found` is false when the folder itself is gone.
    """

    announcements: tuple[Announcement, ...]
    problems: tuple[Problem, ...]
    held: tuple[HeldSource, ...] = ()
    folder_found: bool = True
    resting: Unchanged = NOTHING

    @property
    def faulty(self) -> frozenset[str]:
        """Every slug whose announcement a file that is held back may be."""
        return frozenset(slug for source in self.held for slug in source.claims)

    @property
    def drafts(self) -> frozenset[str]:
        """The paths of what its authors keep back themselves."""
        kept = {source.path for source in self.held if source.draft}
        return frozenset(
            kept | {announcement.path for announcement in self.announcements if announcement.draft}
        )


class Reading(msgspec.Struct, frozen=True):
    """What one announcement's files gave, and the signature that they had."""

    signature: str
    announcement: Announcement | None
    problems: tuple[Problem, ...]
    held: tuple[HeldSource, ...] = ()


class _Unreadable(Exception):
    """Why a file is left alone: where, what is wrong, how to mend it."""

    def __init__(self, what: str, mend: str, line: int = 1) -> None:
        super().__init__(what)
        self.what, self.mend, self.line = what, mend, line


class _File(msgspec.Struct, frozen=True):
    path: str
    stem: str
    language: str | None
    text: str
    saved: datetime


class _SourceBatch(msgspec.Struct, frozen=True):
    """The files of one announcement as they were read, before anything was made of them."""

    group: SourceFiles
    files: tuple[_File, ...]
    problems: tuple[Problem, ...]


def read_library(
    folder: Path,
    languages: tuple[str, ...],
    render: Render,
    *,
    shown: str | None = None,
    groups: Mapping[str, SourceFiles] | None = None,
    resting: Unchanged = NOTHING,
    known: dict[str, Reading] | None = None,
    prepare: Prepare = lambda texts: None,
    find_owners: FindOwners = lambda slugs: {},
) -> Library:
    """Every announcement in `folder`; paths in problems begin with `shown`, else the folder's name.

    `groups` is what a look at the folder found, if it was looked at already. What is at rest is not
    read; what `known` holds under the same signature is not read again, and `known` holds
    afterwards what was read. `prepare` is told of all texts before they are rendered one by one;
    `find_owners` is asked which of several files that claim a slug was released.
    """
    if shown is None:
        shown = folder.name
    try:
        if groups is None:
            groups = look_into(folder)
    except OSError as error:
        what = f"the folder cannot be read ({error.strerror}); nothing that was released is withdrawn"
        mend = "bring the folder back, or name it with `announcements = ` in config.toml"
        return Library((), (Problem(shown, 1, what, mend, rule="folder"),), folder_found=False)
    if known is None:
        known = {}
    twins = find_twins(groups)
    # All of them have to be seen.
    resting = resting.without(twins)
    read = [group for stem, group in groups.items() if stem not in resting.slugs]
    fresh = [group for group in read if not _is_known(group, known)]
    fresh_readings = _read_fresh([_read_pile(folder, group, shown, languages) for group in fresh],
                                 languages[0], render, prepare)  # fmt: skip
    readings = {group.stem: fresh_readings.get(group.stem) or known[group.stem] for group in read}
    known.clear()
    known.update(readings)
    claims = [reading.announcement.slug for reading in readings.values() if reading.announcement]
    woken = [resting.stems[slug] for slug in claims if slug in resting.stems]
    if woken:
        # Another file claims the slug of one at rest: both have to be seen.
        return read_library(folder, languages, render, shown=shown, groups=groups,
                            resting=resting.without(woken), known=known, prepare=prepare,
                            find_owners=find_owners)  # fmt: skip
    return _gather(readings, resting, twins, find_owners)


def _read_fresh(
    piles: Sequence[_SourceBatch], language: str, render: Render, prepare: Prepare
) -> dict[str, Reading]:
    """All texts are told of before they are rendered one by one; readings by the stem of their files."""
    prepare([(body_of(file.text), file.language or language) for batch in piles for file in batch.files])
    return {batch.group.stem: _read_apart(batch, language, render) for batch in piles}


def _is_known(group: SourceFiles, known: Mapping[str, Reading]) -> bool:
    reading = known.get(group.stem)
    return bool(group.signature) and reading is not None and reading.signature == group.signature


def _gather(
    readings: Mapping[str, Reading],
    resting: Unchanged,
    twins: Mapping[str, tuple[str, ...]],
    find_owners: FindOwners,
) -> Library:
    announcements = [reading.announcement for reading in readings.values() if reading.announcement]
    problems = [problem for reading in readings.values() for problem in reading.problems]
    held = [source for reading in readings.values() for source in reading.held]
    rivals = hold_rivals(announcements, held, twins, find_owners)
    held += [
        hold_announcement(announcement, rivals[announcement.path])
        for announcement in announcements
        if announcement.path in rivals
    ]
    return Library(
        tuple(announcement for announcement in announcements if announcement.path not in rivals),
        (*problems, *rivals.values()),
        tuple(held),
        resting=resting,
    )


def _read_pile(folder: Path, group: SourceFiles, shown: str, languages: tuple[str, ...]) -> _SourceBatch:
    problems: list[Problem] = []
    files = [_read_file(folder, name, shown, languages, problems) for name in group.names]
    return _SourceBatch(group, tuple(filter(None, files)), tuple(problems))


def _read_apart(batch: _SourceBatch, language: str, render: Render) -> Reading:
    """What the files of one announcement hold; whatever goes wrong with them, the others are read."""
    try:
        return _make_reading(batch, language, render)
    except Exception as error:
        log.debug("the fault in full", exc_info=True)
        what = f"it cannot be understood: {type(error).__name__}: {error}"
        mend = "look at its dates and hours; if they are as they should be, report this fault"
        problem = Problem(batch.files[0].path, 1, what, mend, rule="plan")
        problems = (*batch.problems, problem)
        # Without a signature: what went wrong may be over at the next pass, with the files as they are.
        return Reading("", None, problems, tuple(_find_held(batch, None, problems)))


def _make_reading(batch: _SourceBatch, language: str, render: Render) -> Reading:
    signature = ""
    if batch.group.is_settled():
        signature = batch.group.signature
    translations = [file for file in batch.files if file.language is not None]
    original = next((file for file in batch.files if file.language is None), None)
    announcement, problems = None, list(batch.problems)
    if original is not None:
        announcement, found = _read_announcement(original, translations, language, render)
        problems += found
    elif batch.group.stem + SUFFIX not in batch.group.names:
        problems += _orphans(batch.group.stem, translations)
    return Reading(signature, announcement, tuple(problems), tuple(_find_held(batch, announcement, problems)))


def _find_held(
    batch: _SourceBatch, announcement: Announcement | None, problems: Iterable[Problem]
) -> Iterator[HeldSource]:
    """What the errors among `problems` hold back, a file each."""
    errors: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if not problem.warning:
            errors[problem.path].append(problem)
    stem, texts = batch.group.stem, {file.path: file.text for file in batch.files}
    own = f"/{show_name(stem + SUFFIX)}"
    for path, found in errors.items():
        if path.endswith(own):
            yield hold_original(stem, texts.get(path, ""), found)
        else:
            yield hold_translation(texts.get(path, ""), announcement, found)


def _read_file(
    folder: Path, name: str, shown: str, languages: tuple[str, ...], problems: list[Problem]
) -> _File | None:
    path = f"{shown}/{show_name(name)}"
    if is_misnamed(name):
        problems.append(warn_of_ending(path))
        return None
    if wrong := find_name_fault(name):
        problems.append(Problem(path, 1, wrong, RENAME, rule="file"))
        return None
    stem, _, language = name.removesuffix(SUFFIX).partition(".")
    if language and language not in languages:
        mend = "publish in that language by naming it in `languages`, or take one of " + ", ".join(languages)
        what = f"`.{language}` is not a language of this publication"
        problems.append(Problem(path, 1, what, mend, rule="language"))
        return None
    if language == languages[0]:
        mend = f"write those words in {stem}.md, which is the original"
        what = f"`.{language}` is the language of the original itself"
        problems.append(Problem(path, 1, what, mend, rule="language"))
        return None
    try:
        text, saved = _read_text(folder, folder / name)
    except OSError as error:
        what = f"the file cannot be read: {error.strerror or error}"
        problems.append(Problem(path, 1, what, "see who may read it, or take it away", rule="file"))
        return None
    except _Unreadable as fault:
        what = f"the file cannot be read: {fault.what}"
        problems.append(Problem(path, fault.line, what, fault.mend, rule="file"))
        return None
    return _File(path, stem, language or None, text, saved)


def _read_text(folder: Path, path: Path) -> tuple[str, datetime]:
    """Text and modification time (UTC); never through a link that leads out of the folder."""
    # os.path and not Path.resolve: until Python 3.13 that raises RuntimeError for a link to itself.
    if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        raise _Unreadable("it is a link that leads out of the folder", "put the file itself here")
    # A FIFO would hang on opening, a device might never end: look before opening.
    if not stat.S_ISREG(path.stat().st_mode):
        raise _Unreadable("it is not a file", "take it away, or give it another name")
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        if status.st_size > LARGEST_FILE:
            what = f"it has {status.st_size:,} bytes, more than {LARGEST_FILE:,}"
            raise _Unreadable(what, "shorten it, and link to what is long")
        data = file.read(LARGEST_FILE)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _Unreadable("this line is not UTF-8", "save it as plain UTF-8 text", line) from error
    return text.replace("\r\n", "\n"), _read_saved(status.st_mtime)


def _read_saved(modified: float) -> datetime:
    """The UTC instant of a modification time, which a copy or an unpacked archive may set to any year."""
    return datetime.fromtimestamp(min(max(modified, EARLIEST), LATEST), UTC)


def _read_announcement(
    original: _File, translations: Iterable[_File], language: str, render: Render
) -> tuple[Announcement | None, list[Problem]]:
    announcement, found = parse_announcement(
        original.path, original.stem, original.text, original.saved, language, render
    )
    problems = list(found)
    words = {}
    saved = [original.saved]
    for file in translations:
        assert file.language is not None
        translation, found = parse_translation(file.path, file.text, file.language, render)
        problems += found
        # A translation that is faulty or a draft never delays the original.
        if isinstance(translation, Translation) and not translation.draft:
            words[file.language] = translation.wording
            saved.append(file.saved)
    if announcement is None:
        return None, problems
    announcement = msgspec.structs.replace(
        announcement, wordings={**announcement.wordings, **words}, saved=max(saved)
    )
    checked = check_announcement(announcement)
    return (None if has_errors(checked) else announcement), [*problems, *checked]


def _orphans(stem: str, translations: Iterable[_File]) -> Iterable[Problem]:
    for file in translations:
        mend = f"write {stem}.md, or take the translation away"
        yield Problem(file.path, 1, f"it translates {stem}.md, which is not there", mend, rule="orphan")
