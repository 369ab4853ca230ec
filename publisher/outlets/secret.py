"""Secrets: config.toml names an environment variable, and only the attempt that needs it reads it."""

import os
import re

from publisher.errors import DeliveryError, SettingError

NAMED = re.compile(r"env:([A-Za-z_][A-Za-z0-9_]*)")


def check_secret(key: str, value: str | None) -> None:
    """Raises ValueError, which config.py shows with its line, for a secret written out."""
    if value is not None and not NAMED.fullmatch(value):
        raise SettingError(key, 'name an environment variable, such as "env:JOURNAL_SECRET"')


def read_secret(value: str) -> str:
    """The secret that `value` ("env:NAME") names. Raises DeliveryError while the variable is not set."""
    name = value.removeprefix("env:")
    try:
        return os.environ[name]
    except KeyError:
        raise DeliveryError(f"the environment variable {name} is not set", "set it and start again") from None
