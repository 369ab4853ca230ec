"""Every address that an announcement sends its readers to, and whether something is there."""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import unquote, urlsplit

import msgspec

from publisher.announcements.announcement import Announcement
from publisher.fetch.fetch import Fetched, FetchError
from publisher.markup.symbols import is_symbol, symbol_address

GOOD_FOR = timedelta(days=1)
TRIES = 3
PACE_SECONDS = 1.0
HOSTS_AT_ONCE = 8
_LINK = re.compile(r' (?:href|src)="(https?://[^"]*)"')
# The document site answers 200 and a page in words where it has no such document.
_SYMBOL_HOSTS = ("docs.un.org", "undocs.org")
_NOTHING_THERE = b"no document matching"

Read = Callable[[str], Fetched]
"""Gets the beginning of one address; raises FetchError."""


class Link(msgspec.Struct, frozen=True):
    """One address, and where it stands: a file, and the field or the words by which its line is found."""

    address: str
    path: str
    written: tuple[str, ...]


class LinkFault(msgspec.Struct, frozen=True):
    """`lost` says that the host's very name could not be looked up."""

    what: str
    mend: str
    lost: bool = False


def list_links(announcement: Announcement) -> Iterator[Link]:
    """The symbols of the fields, and all that the texts link to in each language."""
    first = next(iter(announcement.wordings))
    for symbol in announcement.documents:
        if is_symbol(symbol):
            yield Link(symbol_address(symbol, first), announcement.path, (symbol,))
    for language, wording in announcement.wordings.items():
        stem = announcement.path.removesuffix(".md")
        if language == first:
            path = announcement.path
        else:
            path = f"{stem}.{language}.md"
        for found in _LINK.finditer(wording.html):
            address = unescape(found[1])
            # A symbol's link was made from its last parts at least: "resolution 71/280".
            tail = unquote(urlsplit(address).path)
            yield Link(address, path, (address, tail[4:], "/".join(tail.split("/")[-2:])))


class LinkChecker:
    """Asks for each address once, a host at a time in peace, and remembers good answers for a day."""

    def __init__(
        self,
        read: Read,
        now: datetime,
        *,
        kept: Mapping[str, datetime] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`now` is a UTC instant; `kept` tells when (UTC) an address last answered well."""
        self.read = read
        self.now = now
        self.sleep = sleep
        self.kept = {
            address: moment
            for address, moment in (kept or {}).items()
            if timedelta(0) <= now - moment < GOOD_FOR
        }

    def check(self, addresses: Iterable[str]) -> dict[str, LinkFault]:
        """What is wrong with each address that did not answer well."""
        by_host: dict[str, list[str]] = defaultdict(list)
        for address in dict.fromkeys(addresses):
            if address not in self.kept:
                by_host[urlsplit(address).netloc].append(address)
        faults: dict[str, LinkFault] = {}
        with ThreadPoolExecutor(HOSTS_AT_ONCE) as threads:
            for found in threads.map(self._check_host, by_host.values()):
                faults |= found
        return faults

    def _check_host(self, addresses: list[str]) -> dict[str, LinkFault]:
        faults: dict[str, LinkFault] = {}
        fault: LinkFault | None = None
        for number, address in enumerate(addresses):
            if fault and fault.lost:
                # The name servers have said it, and may take half a minute to say it again.
                faults[address] = fault
                continue
            if number:
                self.sleep(PACE_SECONDS)
            fault = self._check_one(address)
            if fault is None:
                self.kept[address] = self.now
            else:
                faults[address] = fault
        return faults

    def _check_one(self, address: str) -> LinkFault | None:
        for attempt in range(1, TRIES + 1):
            try:
                return _judge(address, self.read(address))
            except FetchError as error:
                if error.passing and attempt < TRIES:
                    self.sleep(PACE_SECONDS * 2**attempt)
                    continue
                return _explain(error)
        raise AssertionError("the last try returns")


def _judge(address: str, page: Fetched) -> LinkFault | None:
    if urlsplit(address).hostname in _SYMBOL_HOSTS and _NOTHING_THERE in page.body.lower():
        return LinkFault("there is no document of that symbol", "correct the symbol")
    return None


def _explain(error: FetchError) -> LinkFault:
    if error.lost:
        return LinkFault(error.what, error.mend, lost=True)
    if error.hidden:
        return LinkFault(error.what, "link to something that readers elsewhere can open")
    if error.passing:
        return LinkFault(error.what, "see whether it opens in a browser, and check again later")
    return LinkFault(error.what, "correct the address, or take the link away")
