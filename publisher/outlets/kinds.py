"""The table of outlets: what `kind` may stand in config.toml, with its settings and how it is made."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import msgspec

from publisher.outlets.directory import Directory
from publisher.outlets.email import make_email
from publisher.outlets.log import Log, LogSettings, make_log
from publisher.outlets.mail import EmailSettings
from publisher.outlets.outlet import Outlet
from publisher.outlets.s3 import S3Settings, make_s3
from publisher.outlets.webhook import WebhookSettings, make_webhook
from publisher.outlets.websub import WebSubSettings, make_websub


class DirectorySettings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="directory", tag_field="kind"
):
    """`path` is relative to config.toml; `serves` marks the outlet that readers see at base_url."""

    path: str = "public"
    serves: bool = False


Settings = DirectorySettings | LogSettings | WebhookSettings | EmailSettings | WebSubSettings | S3Settings


class Kind(msgspec.Struct, frozen=True):
    """`make` takes the outlet's name, its settings and the folder of config.toml.

    What `reaches` people does so only where it is `live`; until then a messenger writes to the log what
    it would have sent, and a shelf is left out.
    """

    settings: type[Settings]
    make: Callable[[str, Any, Path], Outlet]
    reaches: Literal["no", "as messenger", "as shelf"] = "no"


def _make_directory(name: str, settings: DirectorySettings, folder: Path) -> Outlet:
    return Directory(name, folder / settings.path, serves=settings.serves)


KINDS: dict[str, Kind] = {
    "directory": Kind(DirectorySettings, _make_directory),
    "email": Kind(EmailSettings, make_email, "as messenger"),
    "log": Kind(LogSettings, make_log),
    "s3": Kind(S3Settings, make_s3, "as shelf"),
    "webhook": Kind(WebhookSettings, make_webhook, "as messenger"),
    "websub": Kind(WebSubSettings, make_websub, "as messenger"),
}


def kind_of(settings: Settings) -> Kind:
    return KINDS[str(type(settings).__struct_config__.tag)]


def is_live(settings: Settings) -> bool:
    """Whether an outlet may reach people from here: `live = true`, or the name of this very machine.

    A developer's copy of a live configuration once published a state's site (cagov/covid19 #2214).
    """
    live = getattr(settings, "live", False)
    if isinstance(live, str):
        return live == socket.gethostname()
    return live


def make_outlet(name: str, settings: Settings, folder: Path) -> Outlet | None:
    kind = kind_of(settings)
    if kind.reaches == "no" or is_live(settings):
        return kind.make(name, settings, folder)
    if kind.reaches == "as messenger":
        return Log(name)
    return None
