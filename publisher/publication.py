"""What every room may know of the publication: its title, address, zone and languages."""

import ipaddress
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec


class Publication(msgspec.Struct, frozen=True):
    """The publication as its readers know it.

    `id` is the authority and name of its `tag:` URIs (RFC 4151), for example
    `example.org,2026:journal`; it is minted once and never changes.
    `base_url` ends with a slash. The first of `languages` is the default.
    `hub` is the address of the WebSub hub that readers may ask, if there is one.
    """

    id: str
    title: str
    base_url: str
    timezone: str
    languages: tuple[str, ...]
    hub: str | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def default_language(self) -> str:
        return self.languages[0]

    @property
    def local_port(self) -> int | None:
        """The port in an address of this machine alone, such as http://localhost:8000/; else None.

        With https or a path it is another server's that stands before ours.
        """
        parts = urlsplit(self.base_url)
        if parts.scheme != "http" or parts.path != "/" or not is_loopback(parts.hostname or ""):
            return None
        return parts.port

    def at_port(self, port: int) -> "Publication":
        """The same on this machine, served at another port."""
        host = urlsplit(self.base_url).netloc.rpartition(":")[0]
        return msgspec.structs.replace(self, base_url=f"http://{host}:{port}/")

    def address_of(self, path: str) -> str:
        """The absolute address of a document's path."""
        return self.base_url + path

    def tag_of(self, *parts: str) -> str:
        """A `tag:` URI (RFC 4151) that stays the same whatever the address or the title becomes."""
        return f"tag:{self.id}/" + "/".join(parts)


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own: nothing else may see a draft."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
