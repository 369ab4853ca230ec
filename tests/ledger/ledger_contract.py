"""What every ledger promises, whatever database holds it."""

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import inspect, text

from publisher.errors import LedgerError
from publisher.ledger.cache import KEPT, Rest
from publisher.ledger.database import ConflictError, Database
from publisher.ledger.deliveries import LEASE
from publisher.ledger.facts import ID, StoredFact
from publisher.ledger.ledger import Ledger
from publisher.ledger.tables import SCHEMA, metadata
from publisher.releases.receipt import Receipt, plan_retry
from publisher.releases.release import AMENDED, EVERYTHING, TRANSLATED, Change, Draft
from tests.builders import (
    DUE,
    by_day,
    fill_ledger,
    in_week,
    make_draft,
    make_edition_draft,
    make_roadmap,
    make_snapshot,
    make_wording,
    on_day,
)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def amended(slug: str = "first-reading", revision: int = 2, **fields: object) -> Draft:
    """The draft of the revision that follows `revision` - 1."""
    values: dict[str, object] = {"kind": "access-changed", "change": Change(("access",))}
    return make_draft(slug, replaces=revision - 1, **(values | fields))


class LedgerContract:
    """The promises; a subclass says where the ledger is."""

    @pytest.fixture
    def url(self) -> str:
        raise NotImplementedError

    @pytest.fixture
    def ledger(self, url: str) -> Iterator[Ledger]:
        ledger = Ledger.open_to_write(url, identity="ours")
        yield ledger
        ledger.close()

    # Releases

    def test_a_recorded_release_is_read_back_whole(self, ledger: Ledger) -> None:
        snapshot = make_snapshot(
            wordings={"en": make_wording("Été “été”"), "ar": make_wording("القراءة الأولى", room="قاعة 1")},
            documents=("A/RES/71/280",),
        )
        draft = make_draft(
            content=snapshot, told=("en", "ar"), change=Change(("when",), "Snow."), archived=True
        )
        (recorded,) = ledger.record([draft], [], DUE + HOUR)
        (read,) = ledger.since(0)
        assert read == recorded
        assert (read.snapshot, read.told, read.change) == (snapshot, ("en", "ar"), draft.change)
        assert (read.due, read.released, read.dated) == (DUE, DUE + HOUR, DUE)
        assert (read.revision, read.archived) == (1, True)

    def test_what_is_no_announcement_is_recorded_too(self, ledger: Ledger) -> None:
        roadmap = make_draft("modalities", subject="roadmap", kind="roadmap", content=make_roadmap(), told=())
        ledger.record([make_edition_draft(), roadmap], [], DUE)
        assert ledger.records.edition() == make_edition_draft().content
        assert [one.roadmap for one in ledger.records.roadmaps()] == [make_roadmap()]

    def test_sequences_rise_and_revisions_count_for_each_subject(self, ledger: Ledger) -> None:
        fill_ledger(ledger, make_draft("one"), make_draft("two"), amended("one"))
        assert [one.sequence for one in ledger.since(0)] == [1, 2, 3, 4]
        assert [(one.name, one.revision) for one in ledger.since(1)] == [("one", 1), ("two", 1), ("one", 2)]
        assert [one.name for one in ledger.since(3)] == ["one"]
        assert ledger.newest_sequence() == 4

    def test_heads_are_the_newest_revision_of_each(self, ledger: Ledger) -> None:
        fill_ledger(ledger, make_draft("one"), make_draft("two"), amended("one"))
        heads = ledger.heads()
        assert {name: head.revision for (_, name), head in heads.items()} == {
            "edition": 1,
            "one": 2,
            "two": 1,
        }

    def test_heads_as_of_a_moment_leave_out_what_was_recorded_later(self, ledger: Ledger) -> None:
        fill_ledger(ledger, make_draft("one"), make_draft("two"), amended("one"))
        heads = ledger.heads(as_of=DUE + MINUTE)
        assert {name: head.revision for (_, name), head in heads.items()} == {
            "edition": 1,
            "one": 1,
            "two": 1,
        }
        assert ledger.heads(as_of=DUE - MINUTE) == {}

    def test_a_revision_recorded_before_is_refused_and_nothing_of_the_batch_is_recorded(
        self, ledger: Ledger
    ) -> None:
        fill_ledger(ledger, make_draft("one"))
        with pytest.raises(ConflictError):
            ledger.record([make_draft("fresh"), make_draft("one")], ["hook"], DUE + HOUR)
        assert [one.name for one in ledger.since(1)] == ["one"]
        assert ledger.deliveries.count_owed() == 0
        assert ("announcement", "fresh") not in ledger.heads()
        ledger.record([make_draft("fresh")], [], DUE + HOUR)

    def test_a_reminder_is_once_for_its_name(self, ledger: Ledger) -> None:
        reminder = make_draft(
            "first-reading/abc", subject="reminder", kind="reminder", content=make_snapshot()
        )
        ledger.record([reminder], [], DUE)
        with pytest.raises(ConflictError):
            ledger.record([reminder], [], DUE)

    def test_the_newest_instant_is_the_last_recording(self, ledger: Ledger) -> None:
        assert ledger.newest_instant() is None
        assert ledger.newest_sequence() == 0
        fill_ledger(ledger, make_draft("one"), make_draft("two"))
        assert ledger.newest_instant() == DUE + MINUTE

    def test_its_id_stays(self, ledger: Ledger, url: str) -> None:
        assert ledger.id == "ours"
        ledger.set_default(ID, "another")
        assert ledger.id == "ours"

    # What printers ask

    def test_history_has_every_revision_in_order_and_not_another_s(self, ledger: Ledger) -> None:
        fill_ledger(ledger, make_draft("one"), make_draft("two"), amended("one"), amended("one", 3))
        assert [one.revision for one in ledger.records.history("one")] == [1, 2, 3]
        assert ledger.records.history("none") == []

    def test_a_roadmap_s_history_is_its_own_and_not_an_announcement_s(self, ledger: Ledger) -> None:
        first, second = make_roadmap(), make_roadmap(title="Modalities, revised")
        fields: dict[str, object] = {"subject": "roadmap", "kind": "roadmap", "told": ()}
        fill_ledger(
            ledger,
            make_draft("one", content=first, **fields),
            make_draft("one"),
            make_draft("one", content=second, replaces=1, **fields),
            make_draft("two", content=make_roadmap(id="two"), **fields),
        )
        assert [one.roadmap for one in ledger.records.roadmap_history("one")] == [first, second]
        assert ledger.records.roadmap_history("none") == []

    def test_news_leaves_out_silent_amendments_and_tells_a_translation_in_its_language(
        self, ledger: Ledger
    ) -> None:
        translated = amended("one", 3, kind=TRANSLATED, told=("fr",))
        fill_ledger(ledger, make_draft("one"), amended("one", kind=AMENDED, told=()), translated)
        assert [one.revision for one in ledger.records.news("en", 50)] == [1]
        assert [one.revision for one in ledger.records.news("fr", 50)] == [3, 1]

    def test_news_is_bounded_but_holds_two_days(self, ledger: Ledger) -> None:
        ledger.record([make_edition_draft()], [], DUE)
        for number in range(6):
            ledger.record([make_draft(f"m{number}")], [], DUE + number * DAY)
        assert [one.name for one in ledger.records.news("en", 2)] == ["m5", "m4", "m3"]
        assert len(ledger.records.news("en", 4)) == 4

    def test_news_of_a_roadmap_is_only_its_own(self, ledger: Ledger) -> None:
        own = make_draft("own", content=make_snapshot("own", roadmap=None, milestone=None))
        fill_ledger(ledger, make_draft("one"), own)
        assert [one.name for one in ledger.records.news("en", 50, roadmap="modalities")] == ["one"]

    def test_forthcoming_and_earlier_part_at_the_last_day(self, ledger: Ledger) -> None:
        days = {"past": on_day("2017-10-01"), "today": on_day("2017-10-02"), "week": in_week("2017-09-29"),
                "deadline": by_day("2017-10-31"), "older": on_day("2017-09-01")}  # fmt: skip
        drafts = [make_draft(name, content=make_snapshot(name, when=when)) for name, when in days.items()]
        fill_ledger(ledger, *drafts)
        day = date(2017, 10, 2)
        assert [one.name for one in ledger.records.forthcoming(day, 9)] == ["week", "today", "deadline"]
        assert [one.name for one in ledger.records.earlier(day, 9)] == ["past", "older"]
        assert [one.name for one in ledger.records.forthcoming(day, 1)] == ["week"]

    def test_a_moved_announcement_stands_at_its_new_date_only(self, ledger: Ledger) -> None:
        moved = amended("one", content=make_snapshot("one", when=on_day("2017-11-10")))
        fill_ledger(ledger, make_draft("one"), moved)
        assert [one.revision for one in ledger.records.roadmap_entries("modalities")] == [2]
        assert ledger.records.earlier(date(2017, 11, 1), 9) == []

    # Deliveries

    def owe(self, ledger: Ledger, *slugs: str) -> None:
        ledger.record([make_edition_draft()], ["hook"], DUE)
        for slug in slugs:
            ledger.record([make_draft(slug)], ["hook"], DUE)

    def test_only_what_is_told_is_owed(self, ledger: Ledger) -> None:
        self.owe(ledger, "one")
        ledger.record([make_draft("silent", told=())], ["hook"], DUE)
        assert [one.sequence for one in ledger.deliveries.unsettled(["hook"])] == [2]
        assert ledger.deliveries.unsettled(["other"]) == []
        assert ledger.deliveries.count_owed() == 1

    def test_a_claim_takes_the_oldest_and_settled_it_is_done(self, ledger: Ledger) -> None:
        self.owe(ledger, "one", "two")
        claimed = ledger.deliveries.claim("hook", DUE, through=9)
        assert claimed is not None
        release, token = claimed.release, claimed.token
        assert release.name == "one"
        assert ledger.deliveries.settle(Receipt("hook", release.sequence, DUE), token)
        claimed = ledger.deliveries.claim("hook", DUE, through=9)
        assert claimed is not None
        assert claimed[0].name == "two"
        assert ledger.deliveries.settle(Receipt("hook", claimed[0].sequence, DUE), claimed[1])
        assert ledger.deliveries.claim("hook", DUE + DAY, through=9) is None
        assert ledger.deliveries.unsettled(["hook"]) == []

    def test_what_is_not_yet_served_waits(self, ledger: Ledger) -> None:
        self.owe(ledger, "one", "two")
        claimed = ledger.deliveries.claim("hook", DUE, through=2)
        assert claimed is not None
        assert ledger.deliveries.claim("hook", DUE, through=2) is None
        assert ledger.deliveries.claim("hook", DUE, through=3) is not None

    def test_a_lease_is_respected_until_it_ends_and_the_late_settling_is_refused(
        self, ledger: Ledger
    ) -> None:
        self.owe(ledger, "one")
        first = ledger.deliveries.claim("hook", DUE, through=9)
        assert first is not None
        assert ledger.deliveries.claim("hook", DUE + LEASE - MINUTE, through=9) is None
        second = ledger.deliveries.claim("hook", DUE + LEASE, through=9)
        assert second is not None
        receipt = Receipt("hook", first[0].sequence, DUE + LEASE)
        assert not ledger.deliveries.settle(receipt, first[1])
        assert ledger.deliveries.count_owed() == 1
        assert ledger.deliveries.settle(receipt, second[1])

    def test_a_failure_is_tried_again_later_and_later(self, ledger: Ledger) -> None:
        self.owe(ledger, "one")
        now = DUE
        for attempt in range(1, 4):
            claimed = ledger.deliveries.claim("hook", now, through=9)
            assert claimed is not None
            ledger.deliveries.settle(Receipt("hook", 2, now, "refused"), claimed[1])
            (owed,) = ledger.deliveries.unsettled(["hook"])
            assert (owed.attempts, owed.error) == (attempt, "refused")
            assert owed.next_try is not None
            assert ledger.deliveries.claim("hook", owed.next_try - MINUTE / 60, through=9) is None
            now = owed.next_try

    def test_a_permanent_failure_is_not_tried_again_but_stays_in_sight(self, ledger: Ledger) -> None:
        self.owe(ledger, "one")
        claimed = ledger.deliveries.claim("hook", DUE, through=9)
        assert claimed is not None
        ledger.deliveries.settle(Receipt("hook", 2, DUE, "gone", permanent=True), claimed[1])
        assert ledger.deliveries.claim("hook", DUE + 365 * DAY, through=9) is None
        (failed,) = ledger.deliveries.unsettled(["hook"])
        assert (failed.error, failed.next_try) == ("gone", None)

    def test_a_part_that_is_refused_leaves_the_outlet_its_other_releases(self, ledger: Ledger) -> None:
        self.owe(ledger, "one", "two")
        waiting, refused = {"en a": "a: full"}, {"en b": "b: no such user"}
        for sequence in (2, 3):
            claim = ledger.deliveries.claim("hook", DUE, through=9)
            assert claim is not None
            receipt = Receipt("hook", sequence, DUE, "some", done=("en c",), waiting=waiting, refused=refused)
            assert ledger.deliveries.settle(receipt, claim.token)
        assert ledger.deliveries.claim("hook", DUE, through=9) is None
        owed = ledger.deliveries.unsettled(["hook"])
        assert [(one.state, one.error) for one in owed] == [("queued", "a: full; b: no such user")] * 2
        claim = ledger.deliveries.claim("hook", DUE + MINUTE, through=9)
        assert claim is not None
        assert claim.done == ("en c", "en b")
        assert ledger.deliveries.settle(Receipt("hook", claim.release.sequence, DUE + MINUTE), claim.token)
        ended = next(one for one in ledger.deliveries.unsettled() if one.sequence == claim.release.sequence)
        assert (ended.state, ended.error) == ("failed", "b: no such user")
        assert ledger.deliveries.queue_again("hook") == 2
        claim = ledger.deliveries.claim("hook", DUE + MINUTE, through=9)
        assert claim is not None
        assert claim.done == ("en c",)

    def test_a_slip_is_not_told_while_the_release_that_it_changes_waits_for_its_next_try(
        self, ledger: Ledger
    ) -> None:
        """Others are told meanwhile: the outlet is well again before that one is due."""
        self.owe(ledger, "one")
        now = DUE
        for _ in range(2):
            claim = ledger.deliveries.claim("hook", now, through=9)
            assert claim is not None
            assert ledger.deliveries.settle(Receipt("hook", 2, now, "down"), claim.token)
            (failed,) = ledger.deliveries.unsettled(["hook"])
            assert failed.next_try is not None
            now = failed.next_try
        ledger.record([amended("one"), make_draft("two")], ["hook"], DUE)
        told = []
        for at in (now - MINUTE / 3, now - MINUTE / 3, now, now):
            claim = ledger.deliveries.claim("hook", at, through=9)
            if claim is not None:
                told.append((claim.release.name, claim.release.revision))
                assert ledger.deliveries.settle(Receipt("hook", claim.release.sequence, at), claim.token)
        assert told == [("two", 1), ("one", 1), ("one", 2)]

    def test_an_earlier_release_holds_back_the_parts_that_wait_for_it(self, ledger: Ledger) -> None:
        self.owe(ledger, "one")
        change = Change(("when",), "Snow.")
        ledger.record([make_draft("one", replaces=1, kind="rescheduled", change=change)], ["hook"], DUE)
        first = ledger.deliveries.claim("hook", DUE, through=9)
        assert first is not None
        assert ledger.deliveries.claim("hook", DUE, through=9) is None
        receipt = Receipt("hook", 2, DUE, "a: full", done=("en b",), waiting={"en a": "a: full"})
        assert ledger.deliveries.settle(receipt, first.token)
        second = ledger.deliveries.claim("hook", DUE, through=9)
        assert second is not None
        assert (second.release.sequence, second.withheld) == (3, ("en a",))

    def test_one_messenger_s_failure_is_not_another_s(self, ledger: Ledger) -> None:
        ledger.record([make_draft("one")], ["hook", "mail"], DUE)
        claimed = ledger.deliveries.claim("hook", DUE, through=9)
        assert claimed is not None
        assert ledger.deliveries.claim("mail", DUE, through=9) is not None
        ledger.deliveries.settle(Receipt("hook", 1, DUE, "down"), claimed[1])
        assert [one.attempts for one in ledger.deliveries.unsettled(["hook", "mail"])] in ([1, 0], [0, 1])

    # Shelves

    def test_a_shelf_is_printed_through_a_release_and_never_less(self, ledger: Ledger) -> None:
        deliveries = ledger.deliveries
        assert deliveries.printed_through("site") == 0
        deliveries.settle_shelf(Receipt("site", 7, DUE))
        deliveries.settle_shelf(Receipt("site", 5, DUE))
        assert deliveries.printed_through("site") == 7
        assert deliveries.printed_through("other") == 0

    def test_a_shelf_s_failure_keeps_its_place_and_plans_the_next_try(self, ledger: Ledger) -> None:
        deliveries = ledger.deliveries
        deliveries.settle_shelf(Receipt("site", 7, DUE))
        deliveries.settle_shelf(Receipt("site", 9, DUE, "disk full"))
        state = deliveries.shelf("site")
        assert state is not None
        assert (state.sequence, state.attempts, state.error) == (7, 1, "disk full")
        assert state.next_try == plan_retry(1, DUE, key="site")
        deliveries.settle_shelf(Receipt("site", 9, DUE + HOUR))
        state = deliveries.shelf("site")
        assert state is not None
        assert (state.sequence, state.attempts, state.next_try, state.error) == (9, 0, None, None)

    def test_a_shelf_on_which_nothing_was_printed_yet_is_counted_among_what_is_tried_again(
        self, ledger: Ledger
    ) -> None:
        """Its row looked like a messenger's that is left in peace: `publisher retry` said nothing failed."""
        ledger.deliveries.settle_shelf(Receipt("site", 7, DUE, "disk full"))
        assert ledger.deliveries.queue_again() == 1
        (state,) = ledger.deliveries.shelves()
        assert (state.sequence, state.next_try, state.error) == (0, None, "disk full")

    def test_a_messenger_left_in_peace_is_no_shelf_and_is_asked_at_once_when_a_person_says_so(
        self, ledger: Ledger
    ) -> None:
        self.owe(ledger, "one", "two")
        claim = ledger.deliveries.claim("hook", DUE, through=9)
        assert claim is not None
        ledger.deliveries.settle(Receipt("hook", claim.release.sequence, DUE, "down"), claim.token)
        assert ledger.deliveries.claim("hook", DUE, through=9) is None
        assert ledger.deliveries.shelves() == []
        assert ledger.deliveries.queue_again("mail") == 0
        assert ledger.deliveries.claim("hook", DUE, through=9) is None
        assert ledger.deliveries.queue_again("hook") == 1
        assert ledger.deliveries.claim("hook", DUE, through=9) is not None

    def test_a_shelf_may_be_printed_anew(self, ledger: Ledger) -> None:
        ledger.deliveries.settle_shelf(Receipt("site", 7, DUE))
        ledger.deliveries.reprint_shelf("site")
        assert ledger.deliveries.printed_through("site") == 0

    # Approvals

    def test_a_name_is_bound_to_a_digest_once_and_names_stand_in_their_order(self, ledger: Ledger) -> None:
        book = ledger.approvals
        assert book.approve("first-reading", "abc", "ben", DUE)
        assert book.approve("first-reading", "abc", "anna", DUE + MINUTE)
        assert not book.approve("first-reading", "abc", "ben", DUE + HOUR)
        assert book.approve("first-reading", "def", "ben", DUE + HOUR)
        assert book.find(["first-reading", "second-reading"]) == {
            ("first-reading", "abc"): ("ben", "anna"),
            ("first-reading", "def"): ("ben",),
        }

    def test_approvals_are_those_of_the_slugs_asked_for_and_of_the_moment(self, ledger: Ledger) -> None:
        ledger.approvals.approve("first-reading", "abc", "ben", DUE)
        ledger.approvals.approve("first-reading", "abc", "anna", DUE + HOUR)
        assert ledger.approvals.find(["conclusion"]) == {}
        assert ledger.approvals.find([]) == {}
        assert ledger.approvals.find(["first-reading"], as_of=DUE) == {("first-reading", "abc"): ("ben",)}

    # Brakes, facts, renderings, first sightings

    def test_a_brake_holds_until_it_is_lifted(self, ledger: Ledger) -> None:
        ledger.hold("one", "ask first", DUE)
        ledger.hold(EVERYTHING, "wait", DUE + MINUTE)
        assert {name: brake.reason for name, brake in ledger.brakes().items()} == {
            "one": "ask first", EVERYTHING: "wait"
        }  # fmt: skip
        assert ledger.brakes()["one"].held == DUE
        assert ledger.lift("one", DUE + HOUR) == 1
        assert list(ledger.brakes()) == [EVERYTHING]
        assert ledger.lift("one", DUE + HOUR) == 0

    def test_two_brakes_on_one_thing_are_lifted_together(self, ledger: Ledger) -> None:
        ledger.hold("one", "first", DUE)
        ledger.hold("one", "second", DUE)
        assert ledger.brakes()["one"].reason == "second"
        assert ledger.lift("one", DUE) == 2

    def test_a_fact_is_replaced_and_a_default_replaces_nothing(self, ledger: Ledger) -> None:
        colour = StoredFact[str | None]("colour", str, None)
        assert ledger.fact(colour) is None
        ledger.set_fact(colour, "blue")
        ledger.set_fact(colour, "grün")
        ledger.set_default(colour, "red")
        assert ledger.fact(colour) == "grün"
        assert ledger.fact(colour.of("the sky")) is None

    def test_a_rendering_is_kept_for_a_season(self, ledger: Ledger) -> None:
        ledger.cache.keep_renderings({"a": "<p>A</p>", "b": "<p>B</p>"}, DUE)
        ledger.cache.keep_renderings({"b": "<p>ب</p>"}, DUE + HOUR)
        assert ledger.cache.renderings(["a", "b", "c"]) == {"a": "<p>A</p>", "b": "<p>ب</p>"}
        ledger.cache.keep_renderings({}, DUE + KEPT + MINUTE)
        assert ledger.cache.renderings(["a", "b"]) == {"b": "<p>ب</p>"}

    def test_what_rests_is_remembered_for_each_place(self, ledger: Ledger) -> None:
        rest = Rest("first-reading", "first-reading.md 12 1 1 7", "first-reading", 3, "abc")
        ledger.cache.keep_resting("here", {"first-reading": rest, "other": rest})
        ledger.cache.keep_resting("there", {"first-reading": rest})
        again = msgspec.structs.replace(rest, sequence=4)
        ledger.cache.keep_resting("here", {"first-reading": again}, ["other"])
        assert ledger.cache.resting("here") == {"first-reading": again}
        assert ledger.cache.resting("there") == {"first-reading": rest}

    def test_a_value_is_seen_since_it_last_changed(self, ledger: Ledger) -> None:
        assert ledger.cache.first_seen({"a": "1", "b": "1"}, DUE) == {"a": DUE, "b": DUE}
        later = DUE + HOUR
        assert ledger.cache.first_seen({"a": "1", "b": "2"}, later) == {"a": DUE, "b": later}
        assert ledger.cache.first_seen({"b": "2"}, later + HOUR) == {"b": later}

    def test_looking_without_keeping_notes_nothing(self, ledger: Ledger) -> None:
        assert ledger.cache.first_seen({"a": "1"}, DUE, keep=False) == {"a": DUE}
        assert ledger.cache.first_seen({"a": "1"}, DUE + HOUR) == {"a": DUE + HOUR}

    # Schema

    def test_the_migrations_make_what_the_tables_say(self, ledger: Ledger) -> None:
        from alembic.autogenerate import compare_metadata
        from alembic.migration import MigrationContext

        with ledger.database.engine.connect() as connection:
            options = {"compare_type": True, "compare_server_default": True}
            assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        assert found == SCHEMA

    def test_every_migration_can_be_undone(self, ledger: Ledger) -> None:
        with ledger.database.transaction(write=True) as connection:
            self.migrate(ledger.database, connection, "base")
            assert inspect(connection).get_table_names() == ["alembic_version"]
            self.migrate(ledger.database, connection, "head")
            assert set(metadata.tables) < set(inspect(connection).get_table_names())

    @staticmethod
    def migrate(database: Database, connection: object, target: str) -> None:
        from alembic import command
        from alembic.config import Config

        from publisher.ledger.schema import MIGRATIONS

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        move = command.downgrade if target == "base" else command.upgrade
        move(config, target)

    def test_a_ledger_of_a_newer_program_is_refused_in_one_line(self, ledger: Ledger) -> None:
        with ledger.database.transaction(write=True) as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(LedgerError) as refused:
            ledger.database.read_schema()
        assert "9999" in str(refused.value)
        assert "\n" not in str(refused.value)
