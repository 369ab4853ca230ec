#!/bin/sh
# ics 0.7.3: a comma in a UID stays escaped, while one in SUMMARY is read.
#
# Guess: UID and SUMMARY are both of the value type TEXT (RFC 5545, 3.8.4.7 and 3.8.1.12), in which a comma is
# written "\,", so both are read alike; icalendar 7.3.2 does so.
# What happens: the backslash stays in the UID. Whoever compares it with an id from elsewhere (a tag: URI has a
# comma) finds no match.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ics==0.7.3 icalendar==7.3.2
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import icalendar
import ics

LINES = r"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example.org//calendar//EN
BEGIN:VEVENT
UID:tag:example.org\,2017:first-reading
DTSTAMP:20170914T120000Z
DTSTART:20171002T190000Z
SUMMARY:First reading\, continued
END:VEVENT
END:VCALENDAR
"""
text = LINES.replace("\n", "\r\n")
for event in ics.Calendar(text).events:
    print("ics:", event.uid, "|", event.name)
for event in icalendar.Calendar.from_ical(text).events:
    print("icalendar:", event["UID"], "|", event["SUMMARY"])
PYTHON
cat "$folder/seen"
diff - "$folder/seen" <<'SEEN'
ics: tag:example.org\,2017:first-reading | First reading, continued
icalendar: tag:example.org,2017:first-reading | First reading, continued
SEEN
