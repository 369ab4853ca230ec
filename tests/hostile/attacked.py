"""A publication whose every field and text is a payload, as the program publishes it."""

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from publisher.announcements.fields import DETAILS
from publisher.config.config import load_config
from publisher.desk.desk import Desk
from publisher.ledger.ledger import Ledger
from tests.builders import DUE
from tests.folders import CONFIG

PRINTED = ("title", "room", "organ", "session", "contact", "convened_by", "documents", "correction")
FIELDS = (*PRINTED, *(field.name for field in DETAILS if field.takes != "choice"))
SETTINGS = CONFIG + '\n[issue]\nclose = "18:30"\n'


class Attacked(NamedTuple):
    """`shown` are the numbers of the payloads that were released, `refused` those of the others."""

    public: Path
    shown: list[int]
    refused: dict[int, str]


def write_source(payload: str, fields: Sequence[str] = FIELDS) -> str:
    """An announcement with the payload in these fields and in its text, as it is and within others."""
    quoted = json.dumps(payload, ensure_ascii=False)
    lines = "".join(f"{name}: {quoted}\n" for name in fields)
    body = f"{payload}\n\nWords {payload} and *words {payload}*.\n\n- {payload}\n"
    return f"---\n{lines}milestone: first-reading\n---\n\n{body}"


def publish(folder: Path, payloads: Sequence[str]) -> Attacked:
    """Publishes one announcement for each payload, and a French translation of each fifth."""
    announcements = folder / "announcements"
    announcements.mkdir(parents=True)
    # The publication's and the roadmap's own words come from people too.
    config = SETTINGS.replace('"Test Journal"', json.dumps(payloads[0]))
    config = config.replace('"Modalities"', json.dumps(payloads[1]))
    config = config.replace('"1st reading"', json.dumps(payloads[2]))
    (folder / "config.toml").write_text(config, encoding="utf-8")
    for number, payload in enumerate(payloads):
        source = write_source(payload)
        (announcements / f"p-{number:04}.md").write_text(source, encoding="utf-8", newline="")
        if number % 5 == 0:
            title = json.dumps(payload, ensure_ascii=False)
            french = f"---\ntitle: {title}\nreason: {title}\n---\n\n{payload}\n"
            (announcements / f"p-{number:04}.fr.md").write_text(french, encoding="utf-8", newline="")
    loaded = load_config(folder / "config.toml")
    ledger = Ledger.open_to_write(loaded.ledger, identity="attacked")
    desk = Desk(loaded, ledger, loaded.make_outlets(), saved=DUE - timedelta(days=1))
    try:
        done = desk.run_pass(DUE)
        # A change marks each with what was and what is; an issue closes over them.
        moved = config.replace("2 October (afternoon)", "6 October (morning)")
        reason = json.dumps(payloads[3])
        (folder / "config.toml").write_text(f"{moved}", encoding="utf-8")
        moved = moved.replace('what = "', f'reason = {reason}\nwhat = "', 1)
        (folder / "config.toml").write_text(moved, encoding="utf-8")
        desk.config = load_config(folder / "config.toml")
        desk.run_pass(DUE + timedelta(minutes=1))
        done = desk.run_pass(DUE + timedelta(minutes=7))
        desk.run_pass(DUE + timedelta(days=8))
        shown = sorted(int(name[2:]) for _, name in ledger.standing() if name.startswith("p-"))
        refused = {
            int(problem.path[-7:-3]): str(problem)
            for problem in done.survey.problems
            if not problem.warning and problem.path.endswith(".md") and ".fr." not in problem.path
        }
        return Attacked(folder / "public", shown, refused)
    finally:
        desk.close()
        ledger.close()
