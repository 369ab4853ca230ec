"""Story 36: published, but not pushed; or pushed before it could be seen."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from publisher.outlets.email import Email
from publisher.outlets.mail import EmailSettings
from publisher.outlets.message import Message
from tests.failure_stories.story import Story, local, released
from tests.folders import Fragile, Listener
from tests.outlets.post_office import PostOffice, open_post_office

LIST = "missions@lists.example.org"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as office:
        yield office


def make_list(port: int) -> Email:
    settings = EmailSettings(host="127.0.0.1", port=port, security="none", sender="j@example.org", to=(LIST,))
    return Email("mail", settings, seconds=10)


class Looking(Listener):
    """Looks, when it is told, whether the page is there to be seen, as whoever it tells would."""

    def __init__(self, story: Story) -> None:
        super().__init__("looking")
        self.story = story

    def tell(self, message: Message, key: str) -> None:
        for words in message.words.values():
            path = words.page.removeprefix(message.publication.base_url)
            assert (self.story.folder.public / path).exists()
        super().tell(message, key)


def test_a_mail_server_is_down_for_an_hour_and_nothing_else_is_late(story: Story, office: PostOffice) -> None:
    """wp-gatsby #26: published, and nobody was told; here mails wait alone, and go out once."""
    hook, dead, alive = Listener("hook"), make_list(1), make_list(office.port)
    site = Fragile("site", story.folder.public, serves=True)
    story.outlets = [site, dead, hook]
    hours = [f"17:{minute:02}" for minute in range(0, 60, 10)]
    for hour in hours:
        story.save(f"at-{hour.replace(':', '-')}", publish=f"27 September 2017 at {hour}")
    passes = story.live("2017-09-27 17:55")
    for each in passes:
        assert all(one.released == one.due for one in each.released if one.subject == "announcement")
    assert len(released(passes)) == len(hook.told) == len(story.guids()) == len(hours)
    assert office.mails == []
    assert any("takes no mail" in line for line in passes[-1].delivered.undelivered)
    story.desk.outlets = [site, alive, hook]
    story.live("2017-09-27 19:30")
    story.live("2017-09-28 12:00")
    subjects = sorted(str(mail["Subject"]) for mail in office)
    assert subjects == [f"Meeting at-{hour.replace(':', '-')}" for hour in hours]
    assert len(hook.told) == len(hours)


def test_no_messenger_speaks_before_the_page_it_links_to_is_served(story: Story) -> None:
    site, mirror = (
        Fragile("site", story.folder.public, serves=True),
        Fragile("mirror", story.folder.path / "mirror"),
    )
    looking = Looking(story)
    story.outlets = [looking, mirror, site]
    story.save()
    site.broken = "no space left"
    done = story.wait("2017-09-27 18:00")
    assert (mirror.path / "en/entries/first-reading.html").exists()
    assert looking.told == []
    site.broken = None
    assert done.next_wakeup is not None
    assert done.next_wakeup > local("2017-09-27 18:00")
    story.wait(done.next_wakeup)
    assert looking.told == ["first-reading/1"]


def test_what_nobody_waits_for_is_carried_beside_the_pass(story: Story) -> None:
    """The daemon's pass fills what readers see; lists and mirrors have a thread of their own."""
    site, mirror, hook = (
        Fragile("site", story.folder.public, serves=True),
        Fragile("mirror", story.folder.path / "mirror"),
        Listener(),
    )
    story.outlets = [site, mirror, hook]
    story.save()
    now = local("2017-09-27 18:00")
    done = story.desk.run_pass(now, reach=False)
    assert released(done) == ["first-reading announced"]
    assert (site.tries, mirror.tries, hook.told) == (1, 0, [])
    reached = story.desk.reach_out(now + timedelta(seconds=1))
    assert (site.tries, mirror.tries, hook.told, reached.messages) == (1, 1, ["first-reading/1"], 1)
