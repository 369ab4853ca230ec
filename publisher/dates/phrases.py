"""Pieces to one phrase: which hours belong to which days, what bounds them, which dates are beside it."""

from collections.abc import Callable, Sequence

import msgspec
from msgspec.structs import replace

from publisher.dates.clocks import Hours
from publisher.dates.lists import Dates, ListedDate
from publisher.dates.pieces import Piece

Sitting = Hours | str  # written hours, or a part of the day ("half": which half is not said)


class DayGroup(msgspec.Struct):
    """Dates and the sittings on each of them; `closing` (even empty) makes one sitting of a range.

    "From 10 a.m. on 5 October to 6 p.m. on 6 October" is one sitting, opened by the first and closed
    by the second hour.
    """

    items: list[ListedDate]
    sittings: list[Sitting] = msgspec.field(default_factory=list)
    closing: list[Sitting] | None = None


class Stray(msgspec.Struct, frozen=True):
    """A second date that is no part of the phrase; an `aside` stands in parentheses."""

    dates: Dates
    start: int
    end: int
    aside: bool


class Phrase(msgspec.Struct):
    """What a line says of one date: still in the words of its author, without years filled in.

    `bound` is by, before, from, after, or empty. `either` are alternatives, `loose` a day between two.
    `lead` are sittings that no day was given for, `far` hours that stand apart from their day. `shared`
    says that "(afternoon)" after two full dates may be meant for the last only.
    """

    groups: list[DayGroup] = msgspec.field(default_factory=list)
    bound: str = ""
    either: bool = False
    loose: bool = False
    duration: Piece | None = None
    offset: bool = False
    shared: bool = False
    strays: list[Stray] = msgspec.field(default_factory=list)
    lead: list[Sitting] = msgspec.field(default_factory=list)
    far: list[Sitting] = msgspec.field(default_factory=list)
    weekday: int | None = None
    numeric: str = ""
    change: str = ""
    bare: str = ""

    @property
    def items(self) -> list[ListedDate]:
        return [item for group in self.groups for item in group.items]

    @property
    def sittings(self) -> list[Sitting]:
        return [sitting for group in self.groups for sitting in group.sittings + (group.closing or [])]


class Fold:
    """Reads pieces from left to right into one phrase; `link` is the joint since the last date or hour."""

    def __init__(self) -> None:
        self.phrase = Phrase()
        self.bound = ""
        self.deadline = False
        self.link = ""
        self.since_link: list[Sitting] = []
        self.opened_by_link: Hours | None = None
        self.prose = False
        self.depth = 0
        self.before = ""
        self.apart = False

    def add(self, piece: Piece) -> None:
        act = ACTS.get(piece.kind)
        if act:
            act(self, piece)
        self.before = piece.word

    # Dates

    def add_dates(self, piece: Piece) -> None:
        assert piece.dates is not None
        if not self.phrase.groups:
            self.open_phrase(piece.dates)
        elif self.prose or not self.link:
            self.phrase.strays.append(
                Stray(piece.dates, piece.start, piece.end, self.depth > 0 and self.prose)
            )
        elif self.link == "dash":
            self.close_range(piece)
        else:
            self.join_dates(piece.dates)
        self.link, self.since_link, self.opened_by_link, self.bound = "", [], None, ""
        self.apart = piece.dates.apart

    def open_phrase(self, dates: Dates) -> None:
        phrase = self.phrase
        items = list(dates.items)
        if phrase.weekday is not None and items[0].end is None and items[0].start.weekday is None:
            items[0] = ListedDate(replace(items[0].start, weekday=phrase.weekday))
        ranged = items[0].end is not None
        bound = {
            "deadline": "by",
            "starting": "from",
            "opening": "" if ranged else "from",
            "between": "",
        }.get(self.bound, self.bound)
        phrase.bound = bound or ("by" if self.deadline else "")
        phrase.offset = phrase.duration is not None and phrase.bound in ("before", "after")
        phrase.either, phrase.loose, phrase.weekday = dates.either, dates.between and ranged, None
        phrase.groups.append(DayGroup(items, phrase.lead))
        phrase.lead = []
        self.prose = False

    def join_dates(self, dates: Dates) -> None:
        """A further date: with the group before if that has no hours yet, else one by itself."""
        self.phrase.either = self.phrase.either or dates.either or self.link == "or"
        group = self.phrase.groups[-1]
        moved = self.since_link
        if not group.sittings:
            group.items.extend(dates.items)
            return
        if moved:
            del group.sittings[-len(moved) :]
        self.phrase.groups.append(DayGroup(list(dates.items), list(moved)))

    def close_range(self, piece: Piece) -> None:
        """The second end of a range whose first end has its own hour: one sitting over several days."""
        assert piece.dates is not None
        group, items = self.phrase.groups[-1], piece.dates.items
        both = [*group.items, *items]
        if len(both) > 2 or any(item.end for item in both) or group.closing is not None:
            self.phrase.strays.append(Stray(piece.dates, piece.start, piece.end, aside=False))
            return
        closing = list(self.since_link)
        if self.opened_by_link is not None:
            group.sittings[-1] = self.opened_by_link
        elif closing:
            del group.sittings[-len(closing) :]
        group.items = [ListedDate(group.items[0].start, items[0].start)]
        group.closing = closing
        if self.phrase.bound == "from":
            self.phrase.bound = ""

    # Hours and parts of the day

    def add_hours(self, piece: Piece) -> None:
        assert piece.hours is not None
        self.add_sitting(piece.hours)

    def add_part(self, piece: Piece) -> None:
        self.add_sitting(piece.word)

    def add_sitting(self, sitting: Sitting) -> None:
        phrase = self.phrase
        if not phrase.groups:
            if self.bound in ("starting", "opening") and not phrase.duration:
                self.bound = ""
            phrase.either = phrase.either or (self.link == "or" and bool(phrase.lead))
            phrase.lead.append(sitting)
            return
        group = phrase.groups[-1]
        if self.prose and group.sittings:
            phrase.far.append(sitting)
            return
        phrase.shared = phrase.shared or (self.apart and self.depth > 0)
        if not phrase.bound and self.bound in ("by", "before", "from", "after"):
            phrase.bound = self.bound
        phrase.either = phrase.either or (self.link == "or" and bool(group.sittings))
        self.place_sitting(group, sitting)
        self.bound = ""

    def place_sitting(self, group: DayGroup, sitting: Sitting) -> None:
        if group.closing is not None:
            group.closing.append(sitting)
        elif self.link == "dash" and self.joins_hours(group, sitting):
            if isinstance(group.sittings[-1], Hours):
                self.opened_by_link = group.sittings[-1]
            else:
                self.opened_by_link = None
            last, now = group.sittings[-1], sitting
            assert isinstance(last, Hours)
            assert isinstance(now, Hours)
            group.sittings[-1] = Hours(last.start, now.start, last.fault or now.fault, "", last.plain)
            self.since_link.append(sitting)
        else:
            group.sittings.append(sitting)
            self.since_link.append(sitting)

    def joins_hours(self, group: DayGroup, sitting: Sitting) -> bool:
        """ "From 10 a.m. on 5 October to 6 p.m.": the second hour ends the first, if no date follows it."""
        last = None
        if group.sittings:
            last = group.sittings[-1]
        return (
            isinstance(last, Hours)
            and last.end is None
            and isinstance(sitting, Hours)
            and sitting.end is None
        )

    # What stands between

    def add_bound(self, piece: Piece) -> None:
        self.deadline = self.deadline or piece.word == "deadline"
        if not (self.bound and piece.word == "opening"):
            self.bound = piece.word
        self.since_link = []

    def add_late(self, piece: Piece) -> None:
        if self.phrase.groups and not self.phrase.bound and not self.prose:
            self.phrase.bound = piece.word

    def add_link(self, piece: Piece) -> None:
        if piece.word == "continuing":
            self.prose = False
        if not self.prose:
            if "or" in (self.link, piece.kind):
                self.link = "or"
            else:
                self.link = piece.kind
            self.since_link, self.opened_by_link = [], None

    def add_weekday(self, piece: Piece) -> None:
        if not self.phrase.groups:
            self.phrase.weekday = piece.number
        elif not self.prose:
            items = self.phrase.groups[-1].items
            last = items[-1]
            if last.end is None and last.start.weekday is None:
                items[-1] = ListedDate(replace(last.start, weekday=piece.number))

    def add_duration(self, piece: Piece) -> None:
        if not self.phrase.groups or self.before == "for":
            self.phrase.duration = piece

    def add_prose(self, piece: Piece) -> None:
        self.prose = True
        self.link, self.bound, self.since_link = "", "", []
        if not self.phrase.groups:
            self.phrase.weekday = None
        if piece.kind == "change":
            self.phrase.change = piece.word
        elif piece.kind == "numeric":
            self.phrase.numeric = self.phrase.numeric or piece.word

    def add_bare(self, piece: Piece) -> None:
        self.phrase.bare = self.phrase.bare or piece.word

    def add_open(self, piece: Piece) -> None:
        self.depth += 1

    def add_close(self, piece: Piece) -> None:
        self.depth = max(self.depth - 1, 0)


ACTS: dict[str, Callable[[Fold, Piece], None]] = {
    "dates": Fold.add_dates,
    "hours": Fold.add_hours,
    "part": Fold.add_part,
    "bound": Fold.add_bound,
    "late": Fold.add_late,
    "join": Fold.add_link,
    "or": Fold.add_link,
    "dash": Fold.add_link,
    "weekday": Fold.add_weekday,
    "duration": Fold.add_duration,
    "prose": Fold.add_prose,
    "cited": Fold.add_prose,
    "change": Fold.add_prose,
    "numeric": Fold.add_prose,
    "bare": Fold.add_bare,
    "open": Fold.add_open,
    "close": Fold.add_close,
}


def fold_pieces(pieces: Sequence[Piece]) -> Phrase:
    """The one phrase that the pieces make; without dates, a phrase without groups."""
    fold = Fold()
    for piece in pieces:
        fold.add(piece)
    return fold.phrase
