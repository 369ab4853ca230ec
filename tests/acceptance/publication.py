"""A publication made for a test, and the program as a person runs it: commands, a daemon, signals."""

import http.client
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urljoin

import feedparser
from bs4 import BeautifulSoup

from tests import obedient
from tests.acceptance.warm import run_warm
from tests.sample import copy_sample
from tests.sample_config import PUBLICATION, SITE

ROOT = Path(__file__).parents[2]
PROGRAM = (str(Path(sys.executable).with_name("publisher")),)
OBEDIENT = (sys.executable, "-c", obedient.PROGRAM)
"""The program with processes that typeset as a text tells them."""

BASE_URL = "http://localhost:8000/"
SAMPLE = ("zero-draft", "first-reading", "informal-consultations", "conclusion")
"""The announcements of the sample that are released, in the order of their dates."""

CONFIG = PUBLICATION.replace("https://example.org/journal/", BASE_URL) + SITE

FoundT = TypeVar("FoundT")


class Done(NamedTuple):
    """A command that has ended."""

    code: int
    out: str
    err: str


class Reply(NamedTuple):
    """What a server answered; header names are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


class Recorded(NamedTuple):
    """A row of the ledger; instants are aware and in UTC."""

    subject: str
    name: str
    revision: int
    kind: str
    due: datetime
    released: datetime
    archived: bool


def wait_until(look: Callable[[], FoundT | None], seconds: float, what: str) -> FoundT:
    """The first true value of `look`, asked again and again.

    `seconds` is what a machine with nothing else to do needs at the most; a busy one has four times as long.
    """
    deadline = time.monotonic() + seconds * 4
    while not (found := look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:g} s for {what}")
        time.sleep(0.02)
    return found


def refuse_traceback(*texts: str) -> None:
    """Whatever a person does, no stack trace and no internal fault reaches the terminal."""
    for text in texts:
        assert "Traceback" not in text, text
        assert "internal fault" not in text, text


def environment() -> dict[str, str]:
    quiet = {name: value for name, value in os.environ.items() if name != "PUBLISHER_DEBUG"}
    return quiet | {"COLUMNS": "200"}


class Running:
    """A command under way, in a session of its own so that whatever it leaves behind can be found."""

    def __init__(self, arguments: tuple[str, ...], log: Path) -> None:
        self.log = log
        with log.open("wb") as file:
            self.process = subprocess.Popen(
                arguments, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT,
                env=environment(), start_new_session=True,
            )  # fmt: skip

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, pattern: str, seconds: float = 90) -> re.Match[str]:
        """Until the output, both streams of it, matches; fails when the command ends before."""

        def look() -> re.Match[str] | None:
            ended = self.process.poll()
            found = re.search(pattern, self.output)
            assert found or ended is None, f"ended with {ended} before {pattern!r}:\n{self.output}"
            return found

        return wait_until(look, seconds, f"{pattern!r} in:\n{self.output}")

    @property
    def address(self) -> str:
        """Where it serves, once it says so: http://127.0.0.1:PORT/."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def port(self) -> int:
        return int(self.wait_for(r"http://localhost:(\d+)/")[1])

    def get(self, path: str, method: str = "GET", headers: dict[str, str] | None = None) -> Reply:
        """Asks for `path` exactly as it is written, dots and all."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request(method, path, headers=headers or {})
            answer = connection.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, named, answer.read())

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def end(self, seconds: float = 5) -> int:
        """SIGTERM; the exit code. Fails when it takes longer than `seconds`."""
        self.send(signal.SIGTERM)
        code = self.process.wait(seconds)
        refuse_traceback(self.output)
        return code

    def kill(self) -> None:
        """SIGKILL, the way power cuts and the kernel end a process."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(10)

    def left_behind(self) -> list[int]:
        """Processes of its session that outlived it."""
        return [pid for pid in living_processes() if session_of(pid) == self.process.pid]

    def workers(self) -> list[int]:
        """Processes that work for it: copies of the first of them, which only makes copies."""
        return [pid for pid in self.left_behind() if b"multiprocessing.forkserver" in command_of(pid)][1:]


def living_processes() -> Iterator[int]:
    yield from (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def session_of(pid: int) -> int | None:
    """The session of a process that is there and not merely a zombie nobody has asked about."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else int(fields[3])


def command_of(pid: int) -> bytes:
    """Empty where the process is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


class Publication:
    """config.toml, announcements/ and what the program makes of them in one folder.

    Its commands are copies of a process that has imported the program where it `is_warm`, else the program as
    it was installed.
    """

    is_warm = False

    def __init__(self, folder: Path, config: str = CONFIG) -> None:
        self.folder = folder
        self.config = folder / "config.toml"
        self.announcements = folder / "announcements"
        self.public = folder / "public"
        self.ledger = folder / "ledger.sqlite"
        self.started: list[Running] = []
        self.announcements.mkdir(parents=True, exist_ok=True)
        self.config.write_text(config, encoding="utf-8")

    def configure(self, more: str) -> None:
        """Adds tables to config.toml."""
        self.config.write_text(f"{self.config.read_text(encoding='utf-8')}\n{more}\n", encoding="utf-8")

    def write(self, name: str, text: str) -> Path:
        path = self.announcements / name
        path.write_text(text, encoding="utf-8")
        return path

    def announce(self, slug: str, publish: str = "at once", **fields: str) -> Path:
        """Saves an announcement of a meeting two months ahead; its title holds the slug."""
        return self.write(f"{slug}.md", announcement(slug, publish, **fields))

    def run(self, *arguments: str, seconds: float = 60, cwd: Path | None = None, text: str = "") -> Done:
        """A command until its end; `text` is typed into it. A traceback fails every test."""
        command = ("--config", str(self.config), *arguments)
        if self.is_warm:
            done = run_warm(command, text=text, seconds=seconds, env=environment(), cwd=cwd or self.folder)
        else:
            done = subprocess.run(
                (*PROGRAM, *command), input=text, capture_output=True, text=True, errors="backslashreplace",
                timeout=seconds, env=environment(), cwd=cwd or self.folder,
            )  # fmt: skip
        refuse_traceback(done.stdout, done.stderr)
        return Done(done.returncode, done.stdout, done.stderr)

    def json(self, *arguments: str) -> Any:
        done = self.run(*arguments, "--json")
        assert done.code == 0, done
        return json.loads(done.out)

    def start(self, *arguments: str, program: tuple[str, ...] = PROGRAM) -> Running:
        log = self.folder / f"run-{len(self.started)}.log"
        running = Running((*program, "--config", str(self.config), *arguments), log)
        self.started.append(running)
        return running

    def serve(self, program: tuple[str, ...] = PROGRAM) -> Running:
        """The daemon, once it says that it is serving."""
        daemon = self.start("run", "--port", "0", program=program)
        daemon.wait_for("Serving")
        return daemon

    def close(self) -> None:
        for running in self.started:
            running.kill()

    def releases(self, subject: str = "announcement") -> list[Recorded]:
        """What the ledger holds of a subject, in order."""
        query = (
            "SELECT subject, name, revision, kind, due, released, archived FROM release "
            "WHERE subject = ? ORDER BY sequence"
        )
        with closing(sqlite3.connect(f"file:{self.ledger}?mode=ro", uri=True, timeout=20)) as connection:
            rows = connection.execute(query, (subject,)).fetchall()
        return [
            Recorded(name, slug, revision, kind, utc(due), utc(released), bool(archived))
            for name, slug, revision, kind, due, released, archived in rows
        ]

    def status(self) -> Any:
        """What `publisher status --json` says, from where the daemon notes it: cheap to ask again."""
        with closing(sqlite3.connect(f"file:{self.ledger}?mode=ro", uri=True, timeout=20)) as connection:
            [(text,)] = connection.execute("SELECT value FROM fact WHERE key = 'status'").fetchall()
        return json.loads(text)

    def released(self) -> list[str]:
        return [one.name for one in self.releases()]

    def feed(self, language: str = "en") -> Any:
        return read_feed((self.public / language / "journal.rss").read_bytes())

    def slugs(self, language: str = "en") -> list[str]:
        """The slugs of the feed's items, newest first; empty while there is no feed."""
        path = self.public / language / "journal.rss"
        return [slug_of(entry.link) for entry in self.feed(language).entries] if path.exists() else []


def make_sample(folder: Path) -> Publication:
    """The shipped example, in a folder of its own."""
    publication = Publication(folder)
    copy_sample(folder)
    return publication


def announcement(name: str, publish: str = "at once", **fields: str) -> str:
    fields = {"title": f"Meeting {name}", "when": written(workday_ahead()), "publish": publish} | fields
    lines = "\n".join(f"{name}: {value}" for name, value in fields.items() if value)
    return f"---\n{lines}\n---\n\nWords about {name}.\n"


def workday_ahead(days: int = 60) -> date:
    """A weekday about two months from today."""
    day = date.today() + timedelta(days=days)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def written(day: date) -> str:
    return f"{day.day} {day:%B %Y} (afternoon)"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def now() -> datetime:
    return datetime.now(UTC)


def in_seconds(seconds: float) -> datetime:
    """A whole second about so far ahead, as `publish:` can name it."""
    return (now() + timedelta(seconds=seconds)).replace(microsecond=0)


def z(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def read_feed(body: bytes) -> Any:
    """The feed as feedparser reads it; fails when that finds anything wrong with it."""
    feed = feedparser.parse(body)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def find_feeds(site: Running, page: str = "/") -> dict[str, str]:
    """The paths of the RSS feeds that a page announces through <link rel="alternate">, by language."""
    soup = BeautifulSoup(site.get(page).body, "html.parser")
    links = soup.find_all("link", rel="alternate", type="application/rss+xml")
    return {str(link["hreflang"]): urljoin(page, str(link["href"])) for link in links}


def slug_of(address: str) -> str:
    return address.rsplit("/", 1)[1].removesuffix(".html")


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file under a folder by its path in it; one that is replaced while we look is left out."""
    found = {}
    # Unlike `rglob` it passes over a folder that is taken away while we look.
    for place, _, names in os.walk(folder):
        for path in (Path(place, name) for name in names):
            with suppress(FileNotFoundError, IsADirectoryError):
                found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return dict(sorted(found.items()))


def assert_whole(public: Path) -> None:
    """What readers find is well-formed: each feed parses, and every page that it links to is there, whole."""
    for path in sorted(public.glob("*/journal.rss")):
        for entry in read_feed(path.read_bytes()).entries:
            page = public / entry.link.removeprefix(BASE_URL)
            assert page.exists(), f"{path.name} links to {page}, which is not there"
    for page in public.rglob("*.html"):
        assert page.read_text(encoding="utf-8").rstrip().endswith("</html>"), f"{page} is cut off"


def assert_once(names: list[str]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    assert not twice, f"released more than once: {twice}"
