"""The log as outlet: says what would be told, for trying things out and for what is not live."""

import logging
from pathlib import Path

import msgspec

from publisher.errors import DeliveryError
from publisher.outlets.message import Message, MessageWords

log = logging.getLogger("publisher.outlets")


class LogSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="log", tag_field="kind"):
    """`path` is a file, relative to config.toml, to which every message is added in full."""

    path: str | None = None


class Log:
    """A messenger that reaches nobody."""

    def __init__(self, name: str, path: Path | None = None) -> None:
        self.name = name
        self.path = path

    def tell(self, message: Message, key: str) -> None:
        for words in message.words.values():
            # Warnings show whatever the program's log is set to: whoever tries things out wants to see them.
            log.warning("%s would tell [%s] %s (%s)", self.name, words.language, words.title, words.page)
        if self.path is None:
            return
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write("".join(write_out(words, key) for words in message.words.values()))
        except OSError as error:
            raise DeliveryError(f"{self.path} cannot be written: {error.strerror or error}") from error


def write_out(words: MessageWords, key: str) -> str:
    return f"--- {key} [{words.language}]\n{words.title}\n{words.page}\n\n{words.text}\n\n"


def make_log(name: str, settings: LogSettings, folder: Path) -> Log:
    return Log(name, folder / settings.path if settings.path else None)
