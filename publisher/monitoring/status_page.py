"""The page on which an operator sees how the program is doing, and what to do about it."""

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, select_autoescape

from publisher.monitoring.health import Health
from publisher.schedule.words import describe_instant

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.4rem; }
h2 { font-size: 1.05rem; margin: 1.6rem 0 .3rem; }
.well, .ill { padding: .6rem 1rem; border-inline-start: .4rem solid; }
.well { border-color: #1b7f4d; }
.ill { border-color: #b3261e; }
table { border-collapse: collapse; }
th, td { padding: .2rem 1.2rem .2rem 0; text-align: start; vertical-align: top; }
td { font-variant-numeric: tabular-nums; }
th { font-weight: 600; white-space: nowrap; }
li, td { overflow-wrap: anywhere; }
footer { margin-top: 2rem; font-size: .9rem; }
"""
STYLE_SOURCE = f"'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
"""What the page's policy allows, so that nothing else styles it or runs in it."""

TEMPLATES = Environment(
    loader=PackageLoader("publisher.monitoring"), autoescape=select_autoescape(), trim_blocks=True,
    lstrip_blocks=True,
)  # fmt: skip


def print_page(health: Health, alarms: Sequence[str], title: str, zone: ZoneInfo) -> str:
    """`alarms` are what stands now, in words."""
    status = health.status
    rows = {
        "Last pass": _describe(status.last_pass, zone) or "none yet",
        "Next wake-up": _describe(status.next_wakeup, zone) or "when something changes",
        "Released": str(status.released),
        "Planned": str(status.planned),
        "Held": str(status.held),
        "Machine": status.machine or "",
        "Sources": (status.source or "")[:10],
    }
    lists = {
        "On hold": status.on_hold,
        "Overdue": status.overdue,
        "Held past its date": status.held_past,
        "Not delivered": status.failed_deliveries,
        "Problems": status.problems,
        "Take note": (status.notice,) if status.notice else (),
    }
    return TEMPLATES.get_template("status.html").render(
        title=title,
        style=STYLE,
        alarms=alarms,
        rows={name: text for name, text in rows.items() if text},
        lists={name: lines for name, lines in lists.items() if lines},
        deliveries=sorted(status.deliveries.items()),
    )


def _describe(instant: str | None, zone: ZoneInfo) -> str | None:
    if instant:
        return describe_instant(datetime.fromisoformat(instant), zone)
    return None
