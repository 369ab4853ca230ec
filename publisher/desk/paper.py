"""Whether issues are printed as PDF too: asked for in config.toml, and possible on this machine."""

import logging
from functools import cache

from publisher.config.config import Config
from publisher.journal.paper import MEND, find_missing
from publisher.problem import Problem

log = logging.getLogger("publisher")


def has_paper(config: Config) -> bool:
    """Goes into the edition, so that pages link to no PDF that is not there."""
    return bool(config.issue and config.issue.pdf) and find_missing() is None


def find_paper_problems(config: Config) -> tuple[Problem, ...]:
    """A warning where a PDF is asked for and cannot be made; everything else goes on."""
    if not (config.issue and config.issue.pdf):
        return ()
    missing = find_missing()
    if missing is None:
        return ()
    _say_once(missing)
    return (Problem(config.path.name, config.pdf_line, missing, MEND, warning=True, rule="paper"),)


@cache
def _say_once(missing: str) -> None:
    # `status` and `check` show the problem at every call; a daemon's log would hold it every 30 seconds.
    log.info("no PDF is printed: %s; %s", missing, MEND)
