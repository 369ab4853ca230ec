"""A publication on disk, its desk under a simulated clock, and outlets that do as they are told."""

import html
import os
import shutil
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from publisher.config.config import load_config
from publisher.desk.desk import Desk
from publisher.errors import DeliveryError
from publisher.ledger.ledger import Ledger
from publisher.markup.worker import RenderError
from publisher.outlets.directory import Directory
from publisher.outlets.message import Message
from publisher.outlets.outlet import Outlet, Printing
from publisher.releases.document import Document
from tests.builders import WRITTEN
from tests.sample_config import FIRST_READING, PUBLICATION, ROADMAP, SITE, write_milestone

CONFIG = PUBLICATION + SITE + ROADMAP + write_milestone("first-reading", **FIRST_READING)


class PlainRenderer:
    """Stands in for the process that typesets: tests of the desk need no Markdown."""

    def render(self, source: str, *, lang: str) -> str:
        return f"<p>{html.escape(source.strip())}</p>"

    def render_many(self, sources: Sequence[tuple[str, str]]) -> list[str | RenderError]:
        return [self._try(source, lang) for source, lang in sources]

    def _try(self, source: str, lang: str) -> str | RenderError:
        try:
            return self.render(source, lang=lang)
        except RenderError as fault:
            return fault

    def close(self) -> None:
        """Nothing was started."""


class Folder:
    """config.toml, announcements/ and what the desk makes of them."""

    def __init__(self, path: Path, config: str = CONFIG) -> None:
        self.path = path
        self.config = path / "config.toml"
        self.announcements = path / "announcements"
        self.public = path / "public"
        self.announcements.mkdir(parents=True)
        self.config.write_text(config, encoding="utf-8")
        self.opened: list[Desk] = []

    def write(self, name: str, text: str, saved: datetime = WRITTEN) -> Path:
        path = self.announcements / name
        path.write_text(text, encoding="utf-8")
        os.utime(path, (saved.timestamp(), saved.timestamp()))
        return path

    def announce(self, slug: str = "first-reading", saved: datetime = WRITTEN, **fields: str) -> Path:
        """An announcement of the first reading, with further or other fields."""
        fields = {"title": f"Meeting {slug}", "milestone": "first-reading"} | fields
        lines = "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
        return self.write(f"{slug}.md", f"---\n{lines}---\n\nWords about {slug}.\n", saved)

    def set_config(self, old: str, new: str) -> None:
        text = self.config.read_text(encoding="utf-8")
        assert old in text
        self.config.write_text(text.replace(old, new), encoding="utf-8")

    def ledger_url(self, name: str = "ledger.sqlite") -> str:
        return f"sqlite:///{self.path / name}"

    def open(self, outlets: Iterable[Outlet] | None = None, *, ledger: str = "ledger.sqlite") -> Desk:
        """A desk as a new process would open it: the site unless other outlets are given."""
        config = load_config(self.config)
        chosen = config.make_outlets() if outlets is None else list(outlets)
        desk = Desk(config, Ledger.open_to_write(self.ledger_url(ledger)), chosen)
        desk.surveyor.renderings.worker = PlainRenderer()  # type: ignore[assignment]
        self.opened.append(desk)
        return desk

    def lose_ledger(self) -> None:
        self.close()
        for path in self.path.glob("ledger.sqlite*"):
            path.unlink()

    def copy_ledger(self, name: str) -> None:
        """A copy as a backup makes one, with nobody at work."""
        self.close()
        shutil.copy(self.path / "ledger.sqlite", self.path / name)

    def close(self) -> None:
        for desk in self.opened:
            desk.close()
            desk.ledger.close()
        self.opened.clear()

    def files(self) -> dict[str, bytes]:
        """Every document on the site, without the mark of the printing."""
        found = (path for path in self.public.rglob("*") if path.is_file() and path.name[0] != ".")
        return {path.relative_to(self.public).as_posix(): path.read_bytes() for path in sorted(found)}

    def stamps(self) -> dict[str, int]:
        return {path: (self.public / path).stat().st_mtime_ns for path in self.files()}


class Listener:
    """A messenger that keeps what it was told, and fails while `broken`."""

    def __init__(self, name: str = "hook") -> None:
        self.name = name
        self.told: list[str] = []
        self.keys: list[str] = []
        self.broken: str | None = None
        self.permanent = False

    def tell(self, message: Message, key: str) -> None:
        release = message.release
        self.keys.append(key)
        if self.broken:
            raise DeliveryError(self.broken, permanent=self.permanent)
        self.told.append(f"{release.name}/{release.revision}")


class Fragile(Directory):
    """A directory that fails while `broken`."""

    def __init__(self, name: str, path: Path, *, serves: bool = False) -> None:
        super().__init__(name, path, serves=serves)
        self.broken: str | None = None
        self.tries = 0

    def put(self, documents: Iterable[Document], printing: Printing, **how: Any) -> int:
        self.tries += 1
        if self.broken:
            raise DeliveryError(self.broken)
        return super().put(documents, printing, **how)


MINUTE = timedelta(minutes=1)
