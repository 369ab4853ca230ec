"""Nothing that somebody writes is longer than its column: PostgreSQL would refuse it, at every pass anew."""

import getpass
import hashlib
import json
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner
from sqlalchemy import String, Text, func, select

from publisher.announcements.announcement import ACCESS
from publisher.announcements.library import read_library
from publisher.announcements.parse import LONGEST_ORGAN
from publisher.cli.approve import find_name
from publisher.cli.main import publisher
from publisher.cli.session import name_person
from publisher.config.config import load_config
from publisher.desk.clone import read_commit
from publisher.desk.desk import Desk
from publisher.desk.guard import ADOPTED
from publisher.desk.surveying import name_file
from publisher.errors import ConfigError
from publisher.languages.languages import LANGUAGES
from publisher.ledger.ledger import Ledger
from publisher.ledger.rows import write_languages
from publisher.ledger.tables import metadata
from publisher.monitoring.alarms.notifier import SHARED, Notifier
from publisher.releases.receipt import Receipt, State
from publisher.releases.release import AMENDED, ANNOUNCED, REMINDER, TRANSLATED, Subject
from publisher.roadmap.roadmap import KINDS
from publisher.schedule.changes import BY_SIGNIFICANCE
from publisher.schedule.reminder import name_reminder
from tests.builders import DUE, fill_ledger, make_draft
from tests.folders import CONFIG, MINUTE, Folder, PlainRenderer
from tests.ledger.postgresql import Server, serve_postgresql
from tests.sample_config import PUBLICATION, SITE

LENGTHS = (1, 20, 40, 50, 51, 60, 61, 80, 81, 120, 121, 160, 200, 201, 240, 241, 255, 256, 1000)
DIGEST = hashlib.sha256().hexdigest()
LATER = DUE + timedelta(days=30)

SIZED = {
    f"{table.name}.{column.name}": column.type.length or 0
    for table in metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, String) and not isinstance(column.type, Text)
}


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Server]:
    with serve_postgresql() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    server: Server = request.getfixturevalue("postgresql")
    return server.make_schema()


# What reaches a column when somebody writes so many letters; None where whoever reads it refuses them.

Reader = Callable[[Path, int], str | None]


def read_source(folder: Path, name: str, **fields: str) -> object:
    """The announcement in a file, or None."""
    folder.mkdir(exist_ok=True)
    lines = "".join(f"{key}: {value}\n" for key, value in fields.items())
    text = f"---\ntitle: A\nwhen: 1 December 2017\n{lines}---\n\nWords.\n"
    try:
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    except OSError:
        return None
    library = read_library(folder, ("en",), lambda source, lang: source)
    assert library.announcements or any(not one.warning for one in library.problems)
    return next(iter(library.announcements), None)


def read_slug(folder: Path, letters: int) -> str | None:
    return getattr(read_source(folder, "a", slug="a" * letters), "slug", None)


def read_stem(folder: Path, letters: int) -> str | None:
    return getattr(read_source(folder, "a" * letters, slug="a"), "stem", None)


def read_path(folder: Path, letters: int) -> str | None:
    """What tells a file saved in the future from others."""
    folder = folder / ("f" * min(letters, 255))
    path = getattr(read_source(folder, "a" * letters, slug="a"), "path", None)
    return name_file(path) if path else None


def read_config(folder: Path, text: str) -> object:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    with suppress(ConfigError):
        return load_config(path)
    return None


def read_roadmap(folder: Path, letters: int) -> str | None:
    text = f'{PUBLICATION}\n[roadmaps.{"a" * letters}]\ntitle = "A"\nletter = 2017-09-13\n'
    return next(iter(getattr(read_config(folder, text), "roadmaps", ())), None)


def read_milestone(folder: Path, letters: int) -> str | None:
    name = "a" * letters
    text = (
        f'{PUBLICATION}\n[roadmaps.{name}]\ntitle = "A"\nletter = 2017-09-13\n'
        f'[[roadmaps.{name}.milestones]]\nid = "{name}"\nwhen = "2 October"\nwhat = "A"\n'
    )
    found = getattr(read_config(folder, text), "roadmaps", {})
    return next((f"{one.id}/{line.id}" for one in found.values() for line in one.milestones), None)


def read_outlet(folder: Path, letters: int) -> str | None:
    text = PUBLICATION + SITE.replace("outlets.site", f"outlets.{'a' * letters}")
    return next(iter(getattr(read_config(folder, text), "outlet_settings", ())), None)


def read_adopted(folder: Path, letters: int) -> str | None:
    name = read_outlet(folder, letters)
    return ADOPTED.of(name).name if name else None


def with_machine(read: Callable[[Path], str | None]) -> Reader:
    """The reader on a machine with a name of so many letters."""

    def read_there(folder: Path, letters: int) -> str | None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(platform, "node", lambda: "m" * letters)
            patch.setattr(getpass, "getuser", lambda: "u" * letters)
            return read(folder)

    return read_there


def read_origin(folder: Path) -> str | None:
    loaded = read_config(folder, CONFIG)
    with closing(Ledger.in_memory()) as ledger, closing(Desk(loaded, ledger, [])) as desk:  # type: ignore[arg-type]
        return desk.origin().machine


def read_own_alarms(folder: Path) -> str:
    with closing(Ledger.in_memory()) as ledger:
        return SHARED.of(Notifier(ledger).machine).name


def read_approver(folder: Path) -> str:
    with closing(Ledger.in_memory()) as ledger:
        ledger.approvals.approve("a", DIGEST, find_name(), DUE)
        [[name]] = ledger.approvals.find(["a"]).values()
        return name


def read_head(folder: Path, letters: int) -> str | None:
    (folder / ".git").mkdir(exist_ok=True)
    (folder / ".git/HEAD").write_text("a" * letters)
    return read_commit(folder)


def read_reminder(folder: Path, letters: int) -> str | None:
    slug = read_slug(folder, letters)
    return name_reminder(slug, "2 days before", "2017-10-02T19:00:00Z") if slug else None


def always(*values: str) -> Reader:
    """Words of our own, whatever anybody writes."""
    longest = max(values, key=len)
    return lambda folder, letters: longest


KIND = always(*BY_SIGNIFICANCE, ANNOUNCED, AMENDED, TRANSLATED, REMINDER, "taken-up", "printed")
TOKEN = always("0" * 32, "f" * 36)
READERS: dict[str, tuple[Reader, ...]] = {
    "release.subject": (always(*get_args(Subject)),),
    "release.name": (read_slug, read_roadmap, read_reminder, always("2017-10-02/en")),
    "release.kind": (KIND,),
    "release.told": (always(write_languages(LANGUAGES)),),
    "release.roadmap": (read_roadmap,),
    "release.source": (read_head,),
    "release.machine": (with_machine(read_origin),),
    "standing.subject": (always(*get_args(Subject)),),
    "standing.name": (read_slug, read_roadmap, read_reminder),
    "standing.roadmap": (read_roadmap,),
    "standing.month": (always("2017-10"),),
    "standing.kind": (always(*KINDS),),
    "standing.access": (always(*ACCESS),),
    "delivery.outlet": (read_outlet,),
    "delivery.state": (always(*get_args(State)),),
    "delivery.lease": (TOKEN,),
    "shelf.outlet": (read_outlet,),
    "messenger.outlet": (read_outlet,),
    "sheet.language": (always(*LANGUAGES),),
    "sheet.source": (always(DIGEST),),
    "sheet.digest": (always(DIGEST),),
    "sheet.lease": (TOKEN,),
    "blob.digest": (always(DIGEST),),
    "brake.name": (read_slug,),
    "brake.held_by": (with_machine(lambda folder: name_person()),),
    "brake.lifted_by": (with_machine(lambda folder: name_person()),),
    "approval.slug": (read_slug,),
    "approval.digest": (always(DIGEST),),
    "approval.name": (with_machine(read_approver),),
    "seen.key": (read_path, read_milestone, read_roadmap),
    "seen.digest": (always(DIGEST),),
    "rendering.digest": (always(DIGEST),),
    "resting.place": (always(DIGEST[:16]),),
    "resting.stem": (read_stem,),
    "resting.slug": (read_slug,),
    "resting.milestone": (read_milestone,),
    "resting.circumstances": (always(DIGEST[:16]),),
    "fact.key": (read_adopted, with_machine(read_own_alarms), always("refused releases", "newest commit")),
}


def test_every_column_with_a_length_has_a_reader_that_keeps_to_it() -> None:
    """Whoever adds a column says who reads what stands in it."""
    assert READERS.keys() == SIZED.keys()


@pytest.mark.parametrize("column", READERS)
def test_no_reader_lets_more_through_than_its_column_holds(column: str, tmp_path: Path) -> None:
    for number, reader in enumerate(READERS[column]):
        read = []
        for letters in LENGTHS:
            folder = tmp_path / f"{number}-{letters}"
            folder.mkdir()
            read.append(reader(folder, letters))
        assert any(read), "it takes nothing at all"
        for value in filter(None, read):
            assert len(value) <= SIZED[column], f"{len(value)} letters"


# The same in one publication, on both databases.


def config_with(outlet: str, roadmap: str, milestone: str) -> str:
    return (
        f'{PUBLICATION}\n[outlets.{outlet}]\nkind = "directory"\npath = "public"\nserves = true\n'
        f'\n[roadmaps.{roadmap}]\ntitle = "Modalities"\nletter = 2017-09-13\n'
        f'\n[[roadmaps.{roadmap}.milestones]]\nid = "{milestone}"\n'
        'when = "2 October (afternoon)"\nwhat = "1st reading"\n'
    )


REMIND = "1 day before at 9:00"


def announcement(slug: str, milestone: str, **fields: str) -> str:
    fields = {"title": "Meeting", "slug": slug, "milestone": milestone} | fields
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f"---\n{lines}---\n\nWords.\n"


def open_desk(folder: Folder, url: str) -> Desk:
    config = load_config(folder.config)
    desk = Desk(config, Ledger.open_to_write(url), config.make_outlets())
    desk.surveyor.renderings.worker = PlainRenderer()  # type: ignore[assignment]
    folder.opened.append(desk)
    return desk


def test_what_is_as_long_as_it_may_be_is_released_held_reminded_and_adopted(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "a" * 80
    monkeypatch.setattr(platform, "node", lambda: "m" * 64)
    folder = Folder(tmp_path / "publication", config_with("o" * 50, name, name))
    # As many bytes of UTF-8 as letters can have, each another: nothing of it is pressed together.
    organ = "".join(chr(0x20000 + 41 * number) for number in range(LONGEST_ORGAN))
    folder.write("b" * 197 + ".md", announcement(name, f"{name}/{name}", organ=organ, remind=REMIND))
    # On machines whose clocks disagree a file may have been saved an hour from now.
    folder.write("c" * 197 + ".md", announcement("c", f"{name}/{name}"), saved=DUE + timedelta(hours=1))
    desk = open_desk(folder, url)
    passes = [desk.run_pass(DUE + minutes * MINUTE) for minutes in (0, 10, 120, 60 * 24 * 4)]
    released = [one.name for done in passes for one in done.released]
    assert name in released
    assert "c" in released
    assert name_reminder(name, REMIND, "2017-10-02T19:00:00Z") in released
    desk.ledger.set_fact(ADOPTED.of("o" * 50), None)
    desk.ledger.hold(name, "wait", LATER, name_person())
    assert desk.run_pass(LATER).survey.plan.count("held") == 0
    with desk.ledger.database.transaction() as connection:
        for column, length in SIZED.items():
            table, _, key = column.partition(".")
            letters = func.length(metadata.tables[table].columns[key])
            longest = connection.execute(select(func.max(letters))).scalar()
            assert (longest or 0) <= length, column
    folder.close()


@pytest.mark.parametrize("letters", [198, 250])
def test_a_file_with_too_long_a_name_is_named_and_the_others_go_out(
    url: str, tmp_path: Path, letters: int
) -> None:
    folder = Folder(tmp_path / "publication")
    folder.announce()
    name = "x" * letters
    folder.write(f"{name}.md", announcement("long", "first-reading"), saved=DUE + timedelta(hours=1))
    done = open_desk(folder, url).run_pass(DUE)
    assert [one.name for one in done.released if one.subject == "announcement"] == ["first-reading"]
    [problem] = done.survey.problems
    assert str(problem).startswith(f"announcements/{name}.md:1: the file's name has {letters + 3} letters")
    folder.close()


def test_a_file_whose_name_is_no_utf_8_is_named_and_the_others_go_out(url: str, tmp_path: Path) -> None:
    """It ended every pass: what came to rest under that name could not be written down."""
    folder = Folder(tmp_path / "publication")
    text = folder.announce().read_text(encoding="utf-8")
    name = os.fsencode(folder.announcements) + b"/caf\xe9.md"
    Path(os.fsdecode(name)).write_text(text.replace("---\n", "---\nslug: cafe\n", 1), encoding="utf-8")
    desk = open_desk(folder, url)
    done = desk.run_pass(DUE)
    assert [one.name for one in done.released if one.subject == "announcement"] == ["first-reading"]
    [problem] = done.survey.problems
    assert str(problem).startswith(r"announcements/caf\xe9.md:1: the file's name is not UTF-8")
    desk.run_pass(DUE + 10 * MINUTE)
    folder.close()


def test_an_outlet_with_too_long_a_name_is_refused_with_its_line(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "publication", PUBLICATION + SITE.replace("site", "s" * 51))
    with pytest.raises(ConfigError) as refused:
        load_config(folder.config)
    line = folder.config.read_text(encoding="utf-8").splitlines().index(f"[outlets.{'s' * 51}]") + 1
    assert str(refused.value).startswith(f"{folder.config}:{line}: the name of an outlet has 51 letters; ")


def test_an_organ_longer_than_an_index_holds_is_refused_with_its_line(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "publication")
    folder.announce(organ="o" * (LONGEST_ORGAN + 1))
    done = folder.open().run_pass(DUE)
    [problem] = done.survey.problems
    assert str(problem).startswith(
        "announcements/first-reading.md:4: `organ` has 501 letters; keep it under 500"
    )
    folder.close()


def test_a_name_that_nothing_can_be_released_under_is_not_put_on_hold(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "publication")
    folder.announce("x" * 150)
    done = CliRunner().invoke(publisher, ["--config", str(folder.config), "hold", "x" * 150, "--reason", "r"])
    assert done.exit_code == 2
    assert "is held already, since nothing can be released under such a name" in done.output


def test_what_an_outlet_answers_is_kept_whatever_it_holds(url: str) -> None:
    """PostgreSQL keeps no NUL in a text, no database half a character, and so nothing was ever settled."""
    with closing(Ledger.open_to_write(url)) as ledger:
        fill_ledger(ledger, make_draft("one"))
        ledger.record([make_draft("two")], ["hook"], DUE)
        claim = ledger.deliveries.claim("hook", DUE, through=9)
        assert claim is not None
        answer = "550 \0 no \ud83d such\x1b[2J user"
        receipt = Receipt("hook", claim.release.sequence, DUE, answer, refused={"a@example.org": answer})
        assert ledger.deliveries.settle(receipt, claim.token)
        ledger.deliveries.settle_shelf(Receipt("site", 1, DUE, answer))
        ledger.proofs.settle([1], DUE, answer)
        ledger.hold("one", answer, DUE)
        [owed] = ledger.deliveries.unsettled()
        proof = ledger.proofs.find(1)
        assert proof is not None
        assert {owed.error, proof.fault, ledger.brakes()["one"].reason} == {"550  no  such[2J user"}
        json.dumps(owed.error).encode()
