"""What a release holds, as bytes: those of ledgers of before are read, and written as they were."""

from typing import get_type_hints

from publisher.announcements.announcement import Announcement, Wording
from publisher.releases.release import WRITTEN, Snapshot, decode_content, encode_content

RECORDED = (
    b'{"slug":"first-reading","kind":"meeting","when":{"text":"2 October (afternoon)","first":"2017-10-02",'
    b'"last":"2017-10-02","part":"afternoon","times":[],"precision":"half-day","condition":null,"exact":true,'
    b'"days":["2017-10-02"],"occasions":[{"first":"2017-10-02","last":"2017-10-02","part":"afternoon",'
    b'"start":"15:00:00","end":"18:00:00"}],"faults":[],"doubts":[]},'
    b'"wordings":{"en":{"title":"First reading","html":"<p>Words.</p>","reason":null,'
    b'"room":"Conference Room 1","convened_by":["Mexico","Switzerland"],"contact":"gcmigration@un.org"}},'
    b'"roadmap":"modalities","milestone":"first-reading","hours":null,"organ":"General Assembly",'
    b'"session":"Seventy-second session","section":"informal","access":"open","documents":["A/RES/71/280"],'
    b'"status":"scheduled","correction":null,"reason":null}'
)


def test_a_release_of_before_there_were_details_keeps_its_bytes_and_so_its_approval() -> None:
    content = decode_content("announcement", RECORDED)
    assert encode_content(content) == RECORDED


def test_what_is_copied_from_announcement_to_snapshot_is_of_one_type_in_both() -> None:
    announced, released = get_type_hints(Announcement), get_type_hints(Snapshot)
    assert {name: announced[name] for name in WRITTEN} == {name: released[name] for name in WRITTEN}
    assert {"wordings", "organ", "access", "documents", "status", "correction"} <= set(WRITTEN)


def test_details_are_recorded_with_the_words() -> None:
    content = decode_content("announcement", RECORDED)
    assert isinstance(content, Snapshot)
    words = Wording("First reading", "<p>Words.</p>", details={"interpretation": ("English",)})
    changed = Snapshot(content.slug, content.kind, content.when, {"en": words})
    again = decode_content("announcement", encode_content(changed))
    assert again == changed
    assert isinstance(again, Snapshot)
    assert again.values_of("interpretation") == ("English",)
    assert again.values_of("contact") == ()
