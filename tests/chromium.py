"""Chromium as the system has it, and axe's judgement of a page in it; skipped aloud where it is missing."""

from collections.abc import Iterator
from contextlib import contextmanager
from shutil import which
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

SWITCHES = (
    "--no-sandbox",  # containers have no user namespaces
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@contextmanager
def launch_chromium(*more: str) -> Iterator[Browser]:
    """A browser with SWITCHES and `more` of the command line's switches."""
    program = which("chromium") or which("chromium-browser")
    if program is None:
        pytest.skip("no Chromium; scripts/install-test-tools installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*SWITCHES, *more])
        yield browser
        browser.close()


def find_violations(page: Page, **how: Any) -> list[str]:
    """What axe finds serious or critical, with the elements concerned; `how` as `Axe.run` takes it."""
    found = Axe().run(page, **how).response["violations"]
    return [
        f"{one['id']}: {[node['target'] for node in one['nodes']]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
