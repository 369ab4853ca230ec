"""The unit, the image and the composition are what their own tools take, and hold to what they promise."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.servers import NGINX

DEPLOY = NGINX.parent
ROOT = DEPLOY.parent
TOOLS = Path(sys.executable).parent
UNIT = DEPLOY / "publisher.service"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
LARGEST_EXPOSURE = 20
"""In tenths, as systemd-analyze counts: from 0 to 100."""


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


def write_unit(folder: Path) -> Path:
    """The unit with a program that is there: systemd-analyze looks for it."""
    text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", UNIT.read_text(encoding="utf-8"), flags=re.M)
    path = folder / UNIT.name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def analyze() -> str:
    found = shutil.which("systemd-analyze")
    if found is None:
        pytest.skip("systemd-analyze is missing; `make test-tools` installs it")
    return found


@pytest.mark.server
def test_systemd_takes_the_unit_and_finds_it_closed(analyze: str, tmp_path: Path) -> None:
    unit = str(write_unit(tmp_path))
    assert run(analyze, "verify", "--man=no", unit) == ""
    run(analyze, "security", "--offline=true", f"--threshold={LARGEST_EXPOSURE}", unit)


def test_the_unit_waits_for_the_program_and_ends_it_when_it_hangs() -> None:
    text = UNIT.read_text(encoding="utf-8")
    for line in ("Type=notify", "Restart=always", "WatchdogSec=2min", "ProtectSystem=strict"):
        assert re.search(rf"^{re.escape(line)}$", text, re.MULTILINE), line


def test_hadolint_takes_the_dockerfile() -> None:
    assert run(str(TOOLS / "hadolint"), "--failure-threshold", "info", str(DEPLOY / "Dockerfile")) == ""


def test_the_composition_is_one() -> None:
    schema = ("--builtin-schema", "vendor.compose-spec")
    run(str(TOOLS / "check-jsonschema"), *schema, str(DEPLOY / "compose.yaml"))


def test_the_image_is_no_root_and_installs_by_hash() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert re.findall(r"^USER (\S+)$", text, re.MULTILINE) == ["10001"]
    installs = re.findall(r"-r (requirements/\S+)", text)
    assert text.count("--require-hashes") == len(installs)
    assert all((ROOT / name).exists() for name in installs)


@pytest.mark.parametrize("name", ["publisher", "web"])
def test_a_container_that_readers_reach_writes_nothing_and_may_do_nothing(name: str) -> None:
    service = COMPOSE["services"][name]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_only_the_web_server_is_open_to_the_world() -> None:
    services = COMPOSE["services"]
    assert [name for name in services if "ports" in services[name]] == ["web"]
    assert "public:/srv/journal/public:ro" in services["web"]["volumes"]


def test_what_is_deployed_is_what_is_tested() -> None:
    """The same pins, and with them those of the extras."""

    def read_pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        return set(re.findall(r"^[\w.-]+==\S+", text, re.MULTILINE))

    assert read_pins("run.txt") < read_pins("deploy.txt")
    assert {pin.partition("==")[0] for pin in read_pins("deploy.txt") - read_pins("run.txt")} >= {"psycopg"}
    assert read_pins("deploy.txt") <= read_pins("run.txt") | read_pins("dev.txt")
