"""What each key of config.toml means, as docs/reference.md has it and as an editor shows it."""

NOTES: dict[str, dict[str, str]] = {
    "FileShape": {
        "publication": "The publication as its readers know it.",
        "announcements": "the folder of announcements",
        "ledger": "a file, or `postgresql+psycopg://…`",
        "proof": "whether the daemon looks, as a reader would, a minute after each release",
        "calendar": "Working days leave out Saturdays, Sundays and these.",
        "schedule": "When things are released, where nothing else is said.",
        "issue": "The numbered Journal of a day; without this table there is none.",
        "operating": "What an operator looks at.",
        "alarms": "Whom the program tells when something is wrong; without this table nobody.",
        "outlets": "Places that take documents or are told of releases, each under a name of its own.",
        "roadmaps": "The roadmaps by name, or a pattern such as `roadmaps/*.toml` with a file for each.",
    },
    "PublicationShape": {
        "id": 'names every item in the feeds, such as `"example.org,2026:journal"` (RFC 4151); '
        "never change it",
        "title": "the name of the publication",
        "base_url": "where readers find the site; ends with a slash",
        "timezone": "the zone of every time that is written, such as `America/New_York`",
        "languages": "those of its readers, of the list in `docs/languages.md`; the first is the default",
        "hub": "the address of a WebSub hub that readers may ask for news",
    },
    "CalendarShape": {
        "holidays": "the packaged list, or a list of dates",
        "also": "more days off",
        "except": "days of the list that are worked",
    },
    "ScheduleShape": {
        "publish": "the rule where an announcement and its roadmap have none",
        "first": "how long something already due must have lain unchanged; `publish: at once` does not wait",
        "changes": "the same for an edit to something released",
        "late": 'until when something late is still told; or `"until the meeting begins"`',
        "minimum_notice": "warns of fewer clear working days of notice",
        "approve": "how many people have to approve what an author wrote; `2` for two pairs of eyes",
    },
    "IssueShape": {
        "close": "when the issue of the next working day closes",
        "next_number": 'the number of the first issue, or `"2017/188"` for the next one of that year',
        "pdf": "prints each issue as PDF too, in each language; needs the extra `pdf`",
        "pdf_seconds": "how long one sheet may take; one that takes longer is tried again later",
    },
    "OperatingShape": {
        "port": "the port on this machine of the page of status and the metrics; 0 takes any free one",
    },
    "AlarmsShape": {
        "webhook": 'an address to which each alarm is posted as JSON; `"env:NAME"` where it is secret',
        "heartbeat": "an address that is asked for after each good pass, at most once a minute",
        "email": "mails each alarm",
        "authors": "addresses that are mailed what is wrong in the sources; takes `email`",
        "problems": "a text file that lists what is wrong in the sources, gone when nothing is",
    },
    "AlarmMailShape": {
        "host": "the mail server",
        "sender": "the address that mails come from",
        "to": "the addresses of those who are to be told",
        "port": "the mail server's port",
        "security": "`starttls`, `tls` or `none`",
        "user": "the name to log in with",
        "password": 'its password, named as `"env:NAME"`',
    },
    "RoadmapShape": {
        "title": "what the roadmap is of",
        "letter": "the letter's date: gives the lines their year; nothing is due before it",
        "publish": "the rule for this roadmap",
        "translations": 'the title in other languages: `{ fr = "…" }`',
        "milestones": "the lines, each a `[[roadmaps.NAME.milestones]]`",
    },
    "MilestoneShape": {
        "id": "a short name: small letters, digits, single hyphens",
        "when": "the date as the letter writes it",
        "what": "the letter's own words",
        "kind": "`meeting`, `text`, `deadline` or `silence`",
        "status": "`proposed`, `confirmed` or `cancelled`",
        "reason": "why it moved or was cancelled; readers see it",
        "where": "the place that the letter names",
        "translations": "`what` in other languages",
    },
}
"""By the shape in config.py and the key as it is written; what an outlet takes, its own settings tell."""
