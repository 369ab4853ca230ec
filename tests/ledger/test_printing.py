"""What is kept for later printings is shared by the threads that print."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from publisher.ledger.printing import LruCache


@pytest.fixture
def threads_in_quick_turns() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("threads_in_quick_turns")
def test_threads_that_print_at_once_share_what_is_kept() -> None:
    """The pass and a worker print: "dictionary changed size during iteration", and KeyErrors."""
    cache = LruCache(most=8)

    def ask(start: int) -> bool:
        """Whether each of many questions got its own answer."""
        asked = [number % 12 for number in range(start, start + 20_000)]
        return all(cache.get_or_make(number, partial(str, number)) == str(number) for number in asked)

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(ask, range(4)))
    assert len(cache.values) <= 8


def test_what_is_kept_may_ask_for_something_else_that_is_kept() -> None:
    cache = LruCache()

    def make() -> str:
        return cache.get_or_make("inner", lambda: "inner") + " and outer"

    assert cache.get_or_make("outer", make) == "inner and outer"
    assert set(cache.values) == {"inner", "outer"}


def test_the_things_asked_for_last_are_kept() -> None:
    cache = LruCache(most=2)
    for key in ("first", "second", "first", "third"):
        cache.get_or_make(key, lambda: "made")
    assert list(cache.values) == ["first", "third"]


def test_nothing_made_is_kept_where_making_it_failed() -> None:
    cache = LruCache()

    def fail() -> str:
        raise ValueError("nothing")

    with pytest.raises(ValueError, match="nothing"):
        cache.get_or_make("key", fail)
    assert cache.get_or_make("key", lambda: "made") == "made"
