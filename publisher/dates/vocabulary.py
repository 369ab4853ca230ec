"""The words of roadmaps and letters: months, weekdays, bounds, conditions, zones, rooms, changes."""

from datetime import time

Wordings = dict[str, list[tuple[str, ...]]]


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def wordings(*lines: str) -> Wordings:
    """Wordings of several words by the word they begin with, the longest first; "|" parts them."""
    found: Wordings = {}
    for wording in sorted(
        (tuple(w.split()) for line in lines for w in line.split("|")), key=len, reverse=True
    ):
        found.setdefault(wording[0], []).append(wording)
    return found


def kinds(table: dict[str, str]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The same, each with the kind that it stands for."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    pairs = [(tuple(wording.split()), kind) for kind, line in table.items() for wording in line.split("|")]
    for wording, kind in sorted(pairs, key=lambda pair: -len(pair[0])):
        found.setdefault(wording[0], []).append((wording, kind))
    return found


# The calendar

MONTH_NAMES = tuple(
    "January February March April May June July August September October November December".split()
)
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = {name.lower(): number for number, name in enumerate(MONTH_NAMES, 1)}
MONTHS |= {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, 1)}
MONTHS |= {"sept": 9}
WEEKDAYS = {name.lower(): number for number, name in enumerate(WEEKDAY_NAMES)}
WEEKDAYS |= {name[:3].lower(): number for number, name in enumerate(WEEKDAY_NAMES)}
WEEKDAYS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}

# "may", "march", "sat" and "sun" are also plain words: "delegations may wish", "the Committee sat".
CAPITALIZED_ONLY = words("may march mar sat sun wed mon")

ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
COUNT_WORDS = {
    name: number
    for number, name in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}

# Usual hours at Headquarters; an evening has no agreed end.
HALF_DAYS: dict[str, tuple[time, time | None]] = {
    "morning": (time(10), time(13)),
    "afternoon": (time(15), time(18)),
    "evening": (time(18), None),
}
PARTS = {name + ending: name for name in HALF_DAYS for ending in ("", "s")} | {"night": "evening"}

# Portions of a longer stretch; their days are by convention (in `settle`).
PORTION_WORDINGS = {
    "early": "early",
    "beginning": "beginning|start",
    "mid": "mid|middle|midway",
    "late": "late",
    "end": "end|close",
    "first half": "first half|1 half|first part",
    "second half": "second half|2 half|last half|latter half|second part|latter part",
    "first week": "first week|1 week",
    "second week": "second week|2 week",
    "third week": "third week|3 week",
    "fourth week": "fourth week|4 week",
    "last week": "last week",
}
PORTIONS = {tuple(w.split()): name for name, line in PORTION_WORDINGS.items() for w in line.split("|")}
PORTION_WORDS = words("early mid middle late end beginning start half week")
STRETCHES = {"quarter": "quarter", "quarters": "quarter", "semester": "semester", "semesters": "semester"}
WEEK_PREFIXES = wordings(
    "week of|week commencing|week beginning|week starting|week from|week ending|w / c|w / b|wc",
    "weeks of|weeks commencing|weeks beginning|weeks starting",
)

# A year stands by itself only after these: "in 2018", not "the 2018 session".
YEAR_LEADS = words("in during of by until before from since to for year through late or and - / early mid")
DATE_STARTS = words(
    "the week weeks w wc this next first second third fourth last latter early mid middle midway late end "
    "close beginning start year"
)

# What stands between dates

RANGE_WORDS = words("- to until till til through thru")
JOIN_WORDS = words(", and & / ; + plus continuing then resuming")
JOIN_SOFT = words("also on then again the in during from both of continuing at")
STRONG_JOINS = words("continuing continued continues resuming resumed resumes")
FILLERS = words(
    "on the in of at during about both over for local session sessions inclusive period daily days day "
    "respectively starting meeting meetings only all full whole either also as well again each every is are "
    "be will held scheduled a @ . : -"
)
BOUNDS = kinds(
    {
        "by": "by|until|till|up to|up until|no later than|not later than|at the latest by|at the latest on"
        "|on or before|not after",
        "deadline": "deadline",
        "before": "before|prior to|ahead of|in advance of",
        "from": "since|as of|as from|no earlier than|not earlier than|not before|on or after",
        "after": "after|following",
        "starting": "starting|starts|start|beginning|begins|begin|commencing|commences|commence",
        "opening": "from",
        "between": "between",
    }
)
LATE_BOUNDS = kinds(
    {
        "by": "at the latest|at latest|or earlier|or before",
        "from": "at the earliest|at earliest|and onward|and onwards|onwards|onward|or later|or after",
    }
)

# A condition is copied as written, but found by these words; "*" is one of SETTLED.
CONDITIONS = wordings(
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
SETTLED = words(
    "confirmed decided determined announced communicated agreed set fixed scheduled advised finalized "
    "finalised notified indicated specified defined settled established"
)
# Texts are agreed and set too, so these want "date" or "time" beside them.
SETTLED_TEXTS = words(
    "agreed set fixed defined specified settled established finalized finalised notified indicated"
)
# "The text is to be finalized by 31 October": a date for the settling, not a date to be settled.
SETTLED_ELSEWHERE = words("by on at before no until from")
APPROXIMATE = words("around about approximately approx circa")
CLAUSE_ENDS = words(". ; : , ( ) [ ] -")
# Only the other conditions speak of a date by themselves; "as needed" speaks of the meeting.
NEED_WORDS = words("as if where when should time possibly perhaps probably likely ?")
# "Venue to be confirmed" leaves the date certain (General Assembly schedule, 71st session).
NOT_THE_DATE = words(
    "venue venues room rooms location place link links agenda programme details detail information "
    "modalities speakers speaker panellists format chair topic theme title duration"
)
OF_A_TEXT = words("list text draft outline structure elements version")
OF_THE_DATE = words("date dates time times timing")

# Letters say "EST" in September and mean New York time (silence procedure of 14 September 2018).
HOME_ZONES = wordings(
    "eastern standard time|eastern daylight time|eastern daylight savings time|eastern time|us eastern time",
    "new york local time|new york city time|new york time|n . y . time|nyc time|ny time|local time",
    "nyt|est|edt|et",
)
AWAY_ZONES = words("z gmt utc cet cest bst eet eest msk eat wat sast ist jst pst pdt cst cdt mst mdt aest")

# "Conference Room 4", "resolution 71/280", "item 14": their numbers are no dates.
NUMBERED = words(
    "room rooms cr resolution resolutions decision decisions paragraph paragraphs para paras item items "
    "article articles no nos number chapter section sections page pages p pp annex goal goals sdg sdgs rev "
    "phase part round cluster track target targets table corr add document documents step version floor "
    "option tel fax ext"
)
# After "May 6" these say that 6 was a number of things: "in May 6 meetings", "Jan 1st drafting session".
COUNTED = words(
    "meeting meetings session sessions reading readings day days week weeks hour hours round rounds draft "
    "drafts drafting revision revised informal informals part plenary committee committees formal working "
    "intersessional substantive prepcom preparatory thematic dialogue consultation consultations minutes "
    "months years half quarter regional delegations states hearings briefings"
)
CITED = words(
    "letter letters note report decision statement communication memo e-mail resolution resolutions"
)
HISTORY = words("was previously originally formerly initially")
CHANGES = words(
    "except excluding postponed rescheduled moved instead cancelled canceled deferred weekly biweekly "
    "fortnightly monthly mondays tuesdays wednesdays thursdays fridays"
)
RELATIVE = words(
    "during prior before after following advance margins upon adjournment parallel simultaneously "
    "immediately thereafter subsequent subsequently ahead once recess when until throughout end beginning"
)
SEASONS = words("spring summer autumn fall winter")
LOOSE = words("next tomorrow today yesterday tonight")
