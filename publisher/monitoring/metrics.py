"""How the program is doing, as numbers in the text format that Prometheus reads (version 0.0.4)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from publisher.monitoring.health import Health

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Sample = tuple[Mapping[str, str], float]


def write_metrics(health: Health) -> str:
    """Gauges of the last pass; what is not known is left out."""
    return "".join(_list_gauges(health))


def _list_gauges(health: Health) -> Iterator[str]:
    status = health.status
    counts = (
        ("overdue", "Releases that should have been made by now.", len(status.overdue)),
        ("held", "Announcements that wait for a person.", status.held),
        ("held_past", "Announcements that waited until their date was past.", len(status.held_past)),
        ("planned", "Releases still to come.", status.planned),
        ("released", "Announcements that are public.", status.released),
        ("problems", "Problems in the sources.", len(status.problems)),
        ("errors", "Sources that an error holds back.", len(status.errors)),
        ("brakes", "Brakes that are pulled, on everything or one announcement.", len(status.on_hold)),
        ("undelivered", "Outlets and messages that failed and stand.", len(status.failed_deliveries)),
        ("guarded", "1 while nothing is released for safety's sake.", int(status.alarm is not None)),
        ("failing", "1 while passes come to no end.", int(health.failing is not None)),
        ("config_broken", "1 while an older config is in force.", int(status.config_problem is not None)),
    )  # fmt: skip
    for name, about, count in counts:
        yield _write(name, about, [({}, count)])
    yield _write(
        "pass_age_seconds", "Since a pass came to its end.", [({}, round(health.quiet.total_seconds(), 1))]
    )
    yield _write_moment("last_pass", "The last pass that came to its end.", status.last_pass)
    yield _write_moment("next_wakeup", "The next moment at which something is due.", status.next_wakeup)
    yield _write("deliveries", "Deliveries to messengers by state.", _count_deliveries(health))


def _count_deliveries(health: Health) -> Iterator[Sample]:
    for outlet, states in sorted(health.status.deliveries.items()):
        for state, count in sorted(states.items()):
            yield {"outlet": outlet, "state": state}, count


def _write_moment(name: str, about: str, instant: str | None) -> str:
    """An RFC 3339 instant in seconds since 1970, as is the custom of these names."""
    if instant:
        found: list[Sample] = [({}, datetime.fromisoformat(instant).timestamp())]
    else:
        found = []
    return _write(f"{name}_timestamp_seconds", about, found)


def _write(name: str, about: str, samples: Iterable[Sample]) -> str:
    lines = [f"publisher_{name}{_write_labels(labels)} {value:.15g}\n" for labels, value in samples]
    head = f"# HELP publisher_{name} {about}\n# TYPE publisher_{name} gauge\n"
    if lines:
        return head + "".join(lines)
    return ""


def _write_labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    escaped = {
        name: text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        for name, text in labels.items()
    }
    return "{" + ",".join(f'{name}="{text}"' for name, text in escaped.items()) + "}"
