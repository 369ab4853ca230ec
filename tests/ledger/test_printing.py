"""What is kept for later printings is shared by the threads that print."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from publisher.ledger.printing import Keeping


@pytest.fixture
def threads_in_quick_turns() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("threads_in_quick_turns")
def test_threads_that_print_at_once_share_what_is_kept() -> None:
    """The pass and the courier both print: "dictionary changed size during iteration", and KeyErrors."""
    keeping = Keeping(most=8)

    def ask(start: int) -> bool:
        """Whether each of many questions got its own answer."""
        asked = [number % 12 for number in range(start, start + 20_000)]
        return all(keeping.find(number, partial(str, number)) == str(number) for number in asked)

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(ask, range(4)))
    assert len(keeping.things) <= 8


def test_what_is_kept_may_ask_for_something_else_that_is_kept() -> None:
    keeping = Keeping()

    def make() -> str:
        return keeping.find("inner", lambda: "inner") + " and outer"

    assert keeping.find("outer", make) == "inner and outer"
    assert set(keeping.things) == {"inner", "outer"}


def test_the_things_asked_for_last_are_kept() -> None:
    keeping = Keeping(most=2)
    for key in ("first", "second", "first", "third"):
        keeping.find(key, lambda: "made")
    assert list(keeping.things) == ["first", "third"]


def test_nothing_made_is_kept_where_making_it_failed() -> None:
    keeping = Keeping()

    def fail() -> str:
        raise ValueError("nothing")

    with pytest.raises(ValueError, match="nothing"):
        keeping.find("key", fail)
    assert keeping.find("key", lambda: "made") == "made"
