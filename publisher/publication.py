"""What every room may know of the publication: its title, address, zone and languages."""

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

    def address_of(self, path: str) -> str:
        """The absolute address of a document's path."""
        return self.base_url + path

    def tag_of(self, *parts: str) -> str:
        """A `tag:` URI (RFC 4151) that stays the same whatever the address or the title becomes."""
        return f"tag:{self.id}/" + "/".join(parts)
