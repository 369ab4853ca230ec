"""A cache in front of the site shows a release when it is due: its copy of the old feed has ended by then."""

import re
from datetime import datetime, timedelta

import pytest

from tests.acceptance.publication import Publication, in_seconds, now, wait_until, z


@pytest.mark.prove
def test_no_copy_of_the_old_feed_outlives_the_hour(bare: Publication) -> None:
    """Failure story 35: a page was seen unchanged for minutes after its hour."""
    bare.announce("first")
    assert bare.run("publish").code == 0
    due = in_seconds(12)
    bare.announce("second", publish=z(due))
    site = bare.serve()
    old: list[tuple[datetime, int]] = []

    def look() -> bool:
        asked, reply = now(), site.get("/en/journal.rss")
        found = re.fullmatch(r"max-age=(\d+)", reply.headers["cache-control"])
        assert found
        if b"Meeting second" in reply.body:
            return True
        old.append((asked, int(found[1])))
        return False

    wait_until(look, 60, "the second release")
    assert any(age > 1 for _, age in old)
    # A second is the shortest that a copy is kept.
    for asked, age in old:
        assert asked + timedelta(seconds=age) <= max(asked, due) + timedelta(seconds=1), (asked, age, due)
