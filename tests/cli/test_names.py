"""What is named on the command line and is not there: told with what was meant, and where it stood."""

import click
import pytest

from publisher.cli.names import MOST_NAMED, find_item, read_date
from publisher.schedule.item import Item

MANY = [
    Item("announcement", f"reading-{number}", "announced", "held", None, "it is a draft")
    for number in range(MOST_NAMED + 1)
]


def test_among_hundreds_only_the_likeliest_names_are_told() -> None:
    with pytest.raises(click.UsageError, match="there is no announcement raeding-7; did you mean reading-7"):
        find_item(MANY, "raeding-7")
    with pytest.raises(click.UsageError, match="`publisher plan` shows all"):
        find_item(MANY, "plenary")


def test_a_name_that_is_there_is_found() -> None:
    assert find_item(MANY, "reading-7") is MANY[7]


def test_a_date_that_is_none_is_told_with_the_option_that_it_stood_behind() -> None:
    with pytest.raises(click.BadParameter) as refused:
        read_date("13 September", "--dated")
    assert refused.value.param_hint == "--dated"
