"""What holds for every test: no network but loopback, no silent skips in CI, fixed seeds; and one browser."""

import ipaddress
import os
import socket
import sys
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.sample import is_edited

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# The same examples on every machine and every day: what fails in CI fails at home.
settings.register_profile("default", derandomize=True, max_examples=50, deadline=None, print_blob=True)
settings.register_profile("prove", settings.get_profile("default"), max_examples=1000)
settings.load_profile("default")


# --- CI installs every tool, so there a skip is a hole (`CI_NO_SKIPS=1`, set by .ci/run). ---

NO_SKIPS = os.environ.get("CI_NO_SKIPS") == "1"


def fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turns a skip into a failure that names the test and the reason; an expected failure stays one."""
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"skipped where CI_NO_SKIPS=1 forbids it: {report.nodeid}: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if NO_SKIPS:
        fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if NO_SKIPS:
        fail_if_skipped(report)
    return report


# --- No network but loopback. ---


class NetworkRefused(Exception):
    """A test reached for the network. Not an OSError, which the code under test might take for an outage."""


def is_loopback(host: object) -> bool:
    """Whether a host as given to `connect` or `getaddrinfo` (str, bytes or None) is this machine's own."""
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name == "localhost":
        return True
    try:
        return ipaddress.ip_address(str(name).partition("%")[0]).is_loopback
    except ValueError:
        return False


class LoopbackOnly:
    """Refuses what an audit hook sees (PEP 578), which no library's own way to a socket gets around.

    An audit hook cannot be taken off again, hence the switch.
    """

    EVENTS = frozenset({"socket.bind", "socket.connect", "socket.sendto", "socket.sendmsg"})

    def __init__(self) -> None:
        self.on = False

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if not self.on or not event.startswith("socket."):
            return
        if event == "socket.getaddrinfo":
            self.refuse_name(args[0])
        elif event in self.EVENTS and args[0].family in (socket.AF_INET, socket.AF_INET6) and args[1]:
            self.refuse_host(args[1][0])

    def refuse_name(self, host: object) -> None:
        if str(host).endswith(".invalid"):  # RFC 6761: never resolves, so a test may ask for it
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        self.refuse_host(host)

    def refuse_host(self, host: object) -> None:
        if not is_loopback(host):
            raise NetworkRefused(f"a test may not leave this machine: {host!r} (use 127.0.0.1)")


loopback_only = LoopbackOnly()
sys.addaudithook(loopback_only)


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    loopback_only.on = True
    yield
    loopback_only.on = False


# --- No publication but those that tests make: what a person writes here must not fail a test. ---


class PublicationRead(Exception):
    """A test reached for what a person edits. Not an OSError, which the code under test might explain."""


def refuse_what_a_person_edits(event: str, args: tuple[Any, ...]) -> None:
    """From the first import on: a module reads what it compares before any test begins.

    Of a name alone that is given to `os.open` nothing says in which folder it lies.
    """
    if event in ("open", "sqlite3.connect") and isinstance(args[0], str | bytes | os.PathLike):
        path = os.fsdecode(args[0])
        if event == "open" and args[1] is None and not os.path.isabs(path):
            return
        if is_edited(os.path.abspath(path)):
            raise PublicationRead(f"{path} is a person's own; tests/sample.py has what was shipped")


sys.addaudithook(refuse_what_a_person_edits)


# --- A browser, started once for a module. ---


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    # Imported here: most tests need none, and without it they should run.
    from tests.chromium import launch_chromium

    with launch_chromium() as browser:
        yield browser
