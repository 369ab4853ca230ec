"""The program's log: a line of text for people, or a JSON object a line for programs."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Literal, TextIO

TALKATIVE = {
    "alembic": logging.WARNING,
    # It warns of each save during a long pass: one pass waits for that one already, and sees them all.
    "apscheduler": logging.ERROR,
    "uvicorn": logging.WARNING,
    "watchfiles": logging.WARNING,
}
TEXT = "%(asctime)s %(levelname)s %(message)s"
_OF_EVERY_RECORD = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """`at` (RFC 3339 in UTC, to the millisecond), `level`, `message`, and what the call gave as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {
            "at": at.replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _OF_EVERY_RECORD}
        if record.exc_info:
            line["fault"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def begin_log(kind: Literal["text", "json"], stream: TextIO | None = None) -> None:
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if kind == "json" else logging.Formatter(TEXT))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for name, level in TALKATIVE.items():
        logging.getLogger(name).setLevel(level)
