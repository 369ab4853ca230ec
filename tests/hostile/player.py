"""A publication that lives through an autumn in one process after another: `python player.py FOLDER END`.

The simulated clock stands in a file, as the real one stands in the machine, and goes on where the last
process was killed.
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path

from publisher.config.config import load_config
from publisher.desk.desk import Desk
from publisher.ledger.ledger import Ledger
from publisher.outlets.directory import Directory
from publisher.outlets.message import Message

STEP = timedelta(hours=8)


class Diary:
    """A messenger that writes down what it was told, as a line that no kill can halve."""

    def __init__(self, path: Path) -> None:
        self.name = "diary"
        self.path = path

    def tell(self, message: Message, key: str) -> None:
        release = message.release
        with self.path.open("a") as file:
            file.write(f"{release.name}/{release.revision} {key}\n")


def play(folder: Path, end: datetime) -> None:
    clock = folder / "clock"
    config = load_config(folder / "config.toml")
    ledger = Ledger.open_to_write(config.ledger, identity="storm")
    desk = Desk(config, ledger, [Directory("site", folder / "public", serves=True), Diary(folder / "diary")])
    print("begun", flush=True)
    while (now := datetime.fromisoformat(clock.read_text())) <= end:
        make_edits(folder, now)
        desk.config = load_config(folder / "config.toml")
        desk.run_pass(now)
        save(clock, (now + STEP).isoformat())
    desk.close()
    ledger.close()
    print("ended", flush=True)


def make_edits(folder: Path, now: datetime) -> None:
    """What people saved by now: files `edits/MOMENT NAME`, moved into place whole."""
    for edit in sorted((folder / "edits").iterdir()):
        moment, _, name = edit.name.partition(" ")
        if datetime.fromisoformat(moment) <= now:
            target = folder / name if name == "config.toml" else folder / "announcements" / name
            edit.replace(target)


def save(path: Path, text: str) -> None:
    beside = path.with_suffix(".new")
    beside.write_text(text)
    beside.replace(path)


if __name__ == "__main__":
    play(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
