#!/bin/sh
# mergecal 0.5.0: of two revisions of one event both stay in the merged calendar.
#
# Guess: a program that merges calendars knows an event by its UID and keeps the higher SEQUENCE (RFC 5545,
# 3.8.7.4; RFC 5546, 2.1.5).
# What happens: the merged calendar has the event twice, at the old hour and at the new one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mergecal==0.5.0 icalendar==7.3.2
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import icalendar
from mergecal import merge_calendars

LINES = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example.org//calendar//EN
BEGIN:VEVENT
UID:first-reading@example.org
DTSTAMP:2017091{sequence}T120000Z
SEQUENCE:{sequence}
DTSTART:{start}
SUMMARY:First reading
END:VEVENT
END:VCALENDAR
"""
states = (LINES.format(sequence=0, start="20171002T190000Z"), LINES.format(sequence=1, start="20171006T140000Z"))
merged = merge_calendars([icalendar.Calendar.from_ical(state.replace("\n", "\r\n")) for state in states])
for event in merged.walk("VEVENT"):
    print(event["UID"], event["SEQUENCE"], event["DTSTART"].dt.isoformat())
PYTHON
cat "$folder/seen"
diff - "$folder/seen" <<'SEEN'
first-reading@example.org 0 2017-10-02T19:00:00+00:00
first-reading@example.org 1 2017-10-06T14:00:00+00:00
SEEN
