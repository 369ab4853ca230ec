"""A stack with little room left: what recurses over a page's elements shows it on a small one."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

ROOM = 150
"""Calls within calls that are still to be had, enough for any that do not follow the page."""

DEEP = 200
"""Elements within one another: more than that, and nothing to anybody else."""


@contextmanager
def shallow_stack() -> Iterator[None]:
    """What needs more room raises RecursionError."""
    used, frame = 0, sys._getframe()
    while frame.f_back is not None:
        used, frame = used + 1, frame.f_back
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(used + ROOM)
    try:
        yield
    finally:
        sys.setrecursionlimit(usual)
