"""The page, the JSON and the metrics of status: on this machine only, also while the ledger is away."""

import json
import re
from datetime import timedelta

import pytest

from publisher.ledger.ledger import Ledger
from publisher.monitoring.health import SILENT_AFTER, Health
from publisher.monitoring.status import Status
from publisher.monitoring.status_server import HEADERS, StatusSite
from publisher.web.loopback import LoopbackOnly
from tests.builders import DUE, ZONE, make_draft
from tests.web.served import Reply, ask

WELL = Status(
    last_pass="2017-09-27T22:00:00Z", next_wakeup="2017-10-02T22:00:00Z", planned=3, held=2, released=4
)
LINE = re.compile(r'publisher_[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.]+')


def get(path: str, health: Health, ledger: Ledger | None = None, **headers: str) -> Reply:
    site = StatusSite(lambda: health, ledger or Ledger.in_memory(), "Test Journal", ZONE, lambda: DUE)
    return ask(LoopbackOnly(site.site, "The status", HEADERS), path, **({"host": "localhost:8001"} | headers))


def test_the_page_says_that_all_is_well_and_what_comes_next() -> None:
    page = get("/status", Health(WELL)).body.decode()
    assert "All is well." in page
    assert "Mon 2 Oct 2017 18:00 New York" in page
    assert 'role="alert"' not in page


def test_the_page_says_what_is_wrong_and_runs_nothing_that_a_source_holds() -> None:
    health = Health(WELL.__class__(overdue=("first-reading",), problems=("a.md:1: <script>x</script>",)))
    reply = get("/status", health)
    assert "first-reading is overdue" in reply.body.decode()
    assert "&lt;script&gt;" in reply.body.decode()
    assert "script-src" not in reply.headers["content-security-policy"]
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert reply.headers["cache-control"] == "no-store"


def test_as_json_it_has_the_fields_of_publisher_status() -> None:
    for reply in (get("/status.json", Health(WELL)), get("/status", Health(WELL), accept="application/json")):
        found = json.loads(reply.body)
        assert set(found) == {*Status.__struct_fields__, "alarms", "failing", "pass_age_seconds"}
        assert (found["planned"], found["alarms"]) == (3, [])


def test_the_metrics_are_what_prometheus_reads() -> None:
    ledger = Ledger.in_memory()
    ledger.record([make_draft("one"), make_draft("two")], ["hook"], DUE)
    reply = get("/metrics", Health(WELL, quiet=timedelta(seconds=12.34)), ledger)
    assert reply.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    text = reply.body.decode()
    samples = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert samples["publisher_overdue"] == "0"
    assert samples["publisher_pass_age_seconds"] == "12.3"
    assert samples["publisher_next_wakeup_timestamp_seconds"] == "1506981600"
    assert samples['publisher_deliveries{outlet="hook",state="queued"}'] == "2"
    for line in text.splitlines():
        assert line.startswith(("# HELP publisher_", "# TYPE publisher_")) or LINE.fullmatch(line), line
    names = [line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")]
    assert len(names) == len(set(names))


def test_it_can_be_asked_while_the_ledger_is_away() -> None:
    ledger = Ledger.in_memory()
    ledger.database.close()
    health = Health(WELL, "the ledger cannot be used", DUE - timedelta(minutes=9))
    assert (
        "no pass comes to its end: the ledger cannot be used" in get("/status", health, ledger).body.decode()
    )
    assert "publisher_failing 1\n" in get("/metrics", health, ledger).body.decode()


@pytest.mark.parametrize(("quiet", "status"), [(SILENT_AFTER, 200), (2 * SILENT_AFTER, 503)])
def test_health_is_whether_passes_come_to_their_end(quiet: timedelta, status: int) -> None:
    assert get("/health", Health(WELL, quiet=quiet)).status == status


@pytest.mark.parametrize("host", ["journal.example.org", "192.0.2.1:8001", ""])
@pytest.mark.parametrize("path", ["/status", "/metrics", "/health", "/"])
def test_by_another_name_nothing_is_told(path: str, host: str) -> None:
    reply = get(path, Health(WELL), host=host)
    assert (reply.status, b"localhost only" in reply.body) == (403, True)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_changed(method: str) -> None:
    site = StatusSite(Health, Ledger.in_memory(), "Test Journal", ZONE, lambda: DUE)
    assert ask(site.site, "/status", method, host="localhost").status == 405
