"""A process that is gone: calls after which, before which or in the middle of which nothing more runs."""

from collections.abc import Callable
from typing import Any

Call = Callable[..., Any]


class Killed(BaseException):
    """The process is gone: no `except` of the program's may see it."""


def die_before(_call: Call) -> Call:
    def die(*_args: Any, **_how: Any) -> Any:
        raise Killed

    return die


def die_after(call: Call) -> Call:
    def die(*args: Any, **how: Any) -> Any:
        call(*args, **how)
        raise Killed

    return die


def die_at(number: int) -> Callable[[Call], Call]:
    """Dies instead of making the call of that number, counted from 1."""

    def count(call: Call) -> Call:
        made: list[int] = []

        def die(*args: Any, **how: Any) -> Any:
            made.append(1)
            if len(made) == number:
                raise Killed
            return call(*args, **how)

        return die

    return count
