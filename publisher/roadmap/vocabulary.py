"""The words of roadmaps and letters: months, weekdays, conditions, rooms, changes."""

from datetime import time

# Each reading has one of these; only the first five, and a deadline that names a day, can be exact.
PRECISIONS = (
    "time",
    "half-day",
    "day",
    "range",
    "list",
    "week",
    "part",
    "month",
    "quarter",
    "semester",
    "year",
    "span",
    "by",
    "from",
    "duration",
    "alternatives",
    "relative",
    "undated",
    "unread",
)

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

MONTHS = {name.lower(): number for number, name in enumerate(MONTH_NAMES, 1)}
MONTHS |= {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, 1)}
MONTHS |= {"sept": 9}
WEEKDAYS = {name.lower(): number for number, name in enumerate(WEEKDAY_NAMES)}
WEEKDAYS |= {name[:3].lower(): number for number, name in enumerate(WEEKDAY_NAMES)}
WEEKDAYS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}

# "may", "march", "sat" and "sun" are also plain words: "delegations may wish", "the Committee sat".
CAPITALIZED_ONLY = frozenset({"may", "march", "mar", "sat", "sun", "wed", "mon"})

ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
COUNT_WORDS = {
    name: number
    for number, name in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(),
        1,
    )
}
ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})

# Usual hours at Headquarters (un-journal.md rule 3); an evening has no agreed end.
HALF_DAYS: dict[str, tuple[time, time | None]] = {
    "morning": (time(10), time(13)),
    "afternoon": (time(15), time(18)),
    "evening": (time(18), None),
}
PARTS = {
    "morning": "morning",
    "mornings": "morning",
    "afternoon": "afternoon",
    "afternoons": "afternoon",
    "evening": "evening",
    "evenings": "evening",
    "night": "evening",
}

# Portions of a longer stretch, all by convention (un-journal.md rule 5).
PORTIONS: dict[tuple[str, ...], str] = {
    ("early",): "early",
    ("mid",): "mid",
    ("middle",): "mid",
    ("midway",): "mid",
    ("late",): "late",
    ("end",): "end",
    ("close",): "end",
    ("beginning",): "beginning",
    ("start",): "beginning",
    ("first", "half"): "first half",
    ("first", "part"): "first half",
    ("second", "half"): "second half",
    ("second", "part"): "second half",
    ("latter", "half"): "second half",
    ("last", "half"): "second half",
    ("latter", "part"): "second half",
    ("1", "half"): "first half",
    ("2", "half"): "second half",
    ("first", "week"): "first week",
    ("second", "week"): "second week",
    ("third", "week"): "third week",
    ("fourth", "week"): "fourth week",
    ("last", "week"): "last week",
    ("1", "week"): "first week",
    ("2", "week"): "second week",
    ("3", "week"): "third week",
    ("4", "week"): "fourth week",
}

DATE_STARTS = frozenset(
    (
    "the week weeks w wc this next first second third fourth last latter early mid middle midway "
    "late end close beginning start"
).split()
)
STRONG_JOINS = frozenset({"continuing", "continued", "resuming", "resumed", "resumes", "continues"})
PORTION_WORDS = frozenset({"early", "mid", "middle", "late", "end", "beginning", "start", "half", "week"})
STRETCHES = {"quarter": "quarter", "semester": "semester"}
# A year stands by itself only after these: "in 2018", not "the 2018 session".
YEAR_LEADS = frozenset("in during of by until before from since to for year through late or and - / early mid".split())

WEEK_PREFIXES: tuple[tuple[str, ...], ...] = (
    ("week", "of"),
    ("weeks", "of"),
    ("week", "commencing"),
    ("weeks", "commencing"),
    ("week", "beginning"),
    ("weeks", "beginning"),
    ("week", "starting"),
    ("weeks", "starting"),
    ("week", "from"),
    ("week", "ending"),
    ("w", "/", "c"),
    ("w", "/", "b"),
    ("wc",),
)

# What bounds a date on one side, by its first word; longer wordings stand first.
BOUND_WORDS = {
    "by": "no later than|not later than|at the latest by|at the latest on|on or before|not after|up to|up until"
    "|by|until|till|deadline",
    "before": "in advance of|ahead of|prior to|before",
    "from": "no earlier than|not earlier than|not before|on or after|since|as of|as from",
    "after": "after|following",
    "starting": "starting|starts|beginning|begins|commencing|commences|commence|begin|start",
    "opening": "from",
    "between": "between",
}
LATE_BOUND_WORDS = {
    "by": "at the latest|at latest|or earlier|or before",
    "from": "at the earliest|at earliest|and onward|and onwards|onwards|onward|or later|or after",
}


def by_first_word(table: dict[str, str]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Wordings by the word they begin with, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    pairs = [(tuple(words.split()), kind) for kind, line in table.items() for words in line.split("|")]
    for words, kind in sorted(pairs, key=lambda pair: -len(pair[0])):
        found.setdefault(words[0], []).append((words, kind))
    return found


BOUNDS = by_first_word(BOUND_WORDS)
LATE_BOUNDS = by_first_word(LATE_BOUND_WORDS)

RANGE_WORDS = frozenset({"-", "to", "until", "till", "til", "through", "thru"})
JOIN_WORDS = frozenset({",", "and", "&", "/", ";", "+", "plus", "continuing", "then", "resuming"})
JOIN_SOFT = frozenset({"also", "on", "then", "again", "the", "in", "during", "from", "both", "of", "continuing", "at"})

# Words that may stand between the pieces of one date without separating them.
FILLERS = frozenset(
    {
        "on",
        "the",
        "in",
        "of",
        "at",
        "during",
        "about",
        "both",
        "over",
        "for",
        "local",
        "session",
        "sessions",
        "inclusive",
        "period",
        "daily",
        "days",
        "day",
        "respectively",
        "starting",
        "meeting",
        "meetings",
        "only",
        "all",
        "full",
        "whole",
        "either",
        "also",
        "as",
        "well",
        "again",
        "each",
        "every",
        "is",
        "are",
        "be",
        "will",
        "held",
        "scheduled",
        "a",
        "@",
        ".",
        ":",
        "-",
    }
)

# A condition is copied as written, but found by these words (un-journal.md rule 7); "*" is one of SETTLED.
CONDITION_WORDS = (
    "as needed|if needed|where needed|when needed|if and when needed|as and when needed",
    "as necessary|if necessary|where necessary|when necessary|if deemed necessary|if so decided",
    "as required|if required|where required|when required|as and when required",
    "as appropriate|if appropriate|if possible|as soon as possible",
    "as may be needed|as may be required|as may be necessary|if it is needed|if it is necessary",
    "should the need arise|if the need arises|as the need arises|should it be needed",
    "tentative|tentatively|provisional|provisionally|indicative|indicatively",
    "possibly|perhaps|probably|likely",
    "tbc|tbd|tba|t . b . c .|t . b . d .|t . b . a .|t . b . c|t . b . d|t . b . a",
    "to be *|yet to be *|still to be *|remains to be *|remain to be *|not yet *|not *",
    "pending confirmation|pending approval|pending agreement",
    "in due course|in due time|at a later date|at a later stage|on a later date",
    "unless otherwise *|if time permits|time permitting|if time allows",
)
CONDITIONS: dict[str, list[tuple[str, ...]]] = {}
for _words in sorted((tuple(w.split()) for line in CONDITION_WORDS for w in line.split("|")), key=len, reverse=True):
    CONDITIONS.setdefault(_words[0], []).append(_words)
SETTLED = frozenset(
    (
    "confirmed decided determined announced communicated agreed set fixed scheduled advised "
    "finalized finalised notified indicated specified defined settled established"
).split()
)
# "The text is to be finalized by 31 October": a date for the settling, not a date to be settled.
SETTLED_ELSEWHERE = frozenset({"by", "on", "at", "before", "no", "until", "from"})
APPROXIMATE = frozenset({"around", "about", "approximately", "approx", "circa", "c"})
CLAUSE_ENDS = frozenset({".", ";", ":", ",", "(", ")", "[", "]", "-"})
# Only these speak of a date by themselves; "as needed" speaks of the meeting.
NEED_WORDS = frozenset({"as", "if", "where", "when", "should", "time", "possibly", "perhaps", "probably", "likely", "?"})
# "Venue to be confirmed" leaves the date certain (General Assembly schedule, 71st session).
NOT_THE_DATE = frozenset(
    (
    "venue venues room rooms location place link links agenda programme details detail "
    "information modalities speakers speaker panellists format chair topic theme title duration"
).split()
)
OF_THE_DATE = frozenset({"date", "dates", "time", "times", "timing"})

# Letters say "EST" in September and mean New York time (silence procedure of 14 September 2018).
HOME_ZONES: dict[str, list[tuple[str, ...]]] = {}
for _name in (
    "eastern standard time|eastern daylight time|eastern daylight savings time|eastern time|u . s . eastern time",
    "new york local time|new york city time|new york time|n . y . time|nyc time|ny time|local time|nyt|est|edt|et",
):
    for _zone in _name.split("|"):
        HOME_ZONES.setdefault(_zone.split()[0], []).append(tuple(_zone.split()))
AWAY_ZONES = frozenset("gmt utc cet cest bst eet eest msk eat wat sast ist jst pst pdt cst cdt mst mdt aest".split())

# "Conference Room 4", "resolution 71/280", "item 14": their numbers are no dates.
NUMBERED = frozenset(
    (
    "room rooms cr resolution resolutions decision decisions paragraph paragraphs para paras item "
    "items article articles no nos number chapter section sections page pages p pp annex goal "
    "goals sdg sdgs rev phase part round cluster track target targets table corr add document "
    "documents step version floor option tel fax ext"
).split()
)
# After "May 6" these say that 6 was a number of things: "in May 6 meetings", "Jan 1st drafting session".
COUNTED = frozenset(
    (
    "meeting meetings session sessions reading readings day days week weeks hour hours round "
    "rounds draft drafts drafting revision revised informal informals part plenary committee "
    "formal working intersessional substantive prepcom preparatory thematic dialogue consultation "
    "consultations minutes months years half quarter regional delegations states hearings "
    "briefings committees"
).split()
)
CITED = frozenset({"letter", "letters", "note", "report", "decision", "statement", "communication", "memo", "e-mail"})
HISTORY = frozenset({"was", "previously", "originally", "formerly", "initially"})
CHANGES = frozenset(
    (
    "except excluding postponed rescheduled moved instead cancelled canceled deferred weekly "
    "biweekly fortnightly monthly"
).split()
)
RELATIVE = frozenset(
    (
    "during prior before after following advance margins upon adjournment conclusion opening "
    "parallel simultaneously immediately thereafter subsequent subsequently ahead once pending "
    "recess when until throughout end beginning close early late start by within"
).split()
)
SEASONS = frozenset({"spring", "summer", "autumn", "fall", "winter"})
LOOSE = frozenset({"next", "tomorrow", "today", "yesterday", "tonight"})
