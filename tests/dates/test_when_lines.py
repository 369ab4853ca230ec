"""Lines of real letters and what they say, and more in their style."""

# ruff: noqa: E501 (a line of a letter stays one line)

from datetime import date

import pytest

from publisher.dates.when import When, read_when

# Number of the line, date of the letter, the line as written, and under it the reading: precision, days
# (first..last; a list names each), part, hours, [condition]; "exact" if an instant may be derived;
# "fault" and "doubt" if there are any.
TABLE = """
  1  2017-09-13  25 August
                 -> day 2017-08-25 exact
  2  2017-09-13  25 September
                 -> day 2017-09-25 exact
  3  2017-09-13  2 October (afternoon)
                 -> half-day 2017-10-02 afternoon exact
  4  2017-09-13  5 October (morning)
                 -> half-day 2017-10-05 morning exact
  5  2017-09-13  Week of 23 October — Additional informal consultations, as needed
                 -> week 2017-10-23..2017-10-27 [as needed]
  6  2017-09-13  31 October
                 -> day 2017-10-31 exact
  7  2017-09-13  in the beginning of the week of 25 September 2017
                 -> part 2017-09-25..2017-09-26
  8  2017-09-13  by January 2018
                 -> by ..2018-01-31 doubt
  9  2017-09-13  during its main session
                 -> relative
 10  2017-09-13  in due course
                 -> undated [in due course]
 11  2017-09-13  to take place in 2018
                 -> year 2018-01-01..2018-12-31
 12  2017-12-22  20 February and 22 to23 February 2018 (… hearing … on 21 February)
                 -> list 2018-02-20 2018-02-22 2018-02-23 exact doubt
 12  2017-12-22  20 February and 22 to23 February 2018 (the multi-stakeholder hearing will be held on 21 February)
                 -> list 2018-02-20 2018-02-22 2018-02-23 exact doubt
 13  2017-12-22  12 to 15 March 2018
                 -> range 2018-03-12..2018-03-15 exact
 14  2017-12-22  3 to 6 April 2018
                 -> range 2018-04-03..2018-04-06 exact
 14  2017-12-22  14 to 18 May 2018
                 -> range 2018-05-14..2018-05-18 exact
 14  2017-12-22  4 to 8 June 2018
                 -> range 2018-06-04..2018-06-08 exact
 14  2017-12-22  9 to 13 July 2018
                 -> range 2018-07-09..2018-07-13 exact
 15  2017-12-22  by the beginning of February 2018
                 -> by ..2018-02-07
 16  2017-11-10  no later than 1 December 2017
                 -> by ..2017-12-01 exact
 17  2017-11-10  from 4-6 December
                 -> range 2017-12-04..2017-12-06 exact
 18  2017-11-10  starting in February
                 -> from 2018-02-01..
 19  2018-05-01  by 11 July in the evening
                 -> by ..2018-07-11 evening
 20  2018-05-01  by the morning of 13 July
                 -> by ..2018-07-13 morning
 20  2018-05-01  on Friday morning (13 July)
                 -> half-day 2018-07-13 morning exact
 21  2018-05-01  in early 2018
                 -> part 2018-01-01..2018-03-31
 22  2018-05-01  during the "first semester" of 2018
                 -> semester 2018-01-01..2018-06-30
 22  2018-05-01  second semester
                 -> semester 2018-07-01..2018-12-31
 22  2018-05-01  during the “second semester” of 2018
                 -> semester 2018-07-01..2018-12-31
 23  2017-02-01  April-November 2017
                 -> span 2017-04-01..2017-11-30
 24  2017-02-01  November 2017-January 2018
                 -> span 2017-11-01..2018-01-31
 25  2018-03-01  immediately prior to the opening of the general debate of the 73rd session of the General Assembly, unless otherwise agreed
                 -> relative [unless otherwise agreed]
 26  2017-03-01  no later than April 2017
                 -> by ..2017-04-30 doubt
 26  2017-03-01  by April 2018
                 -> by ..2018-04-30 doubt
 27  2016-04-10  at 10.00 a.m. on Monday 18 April in Conference Room 4
                 -> time 2016-04-18 10:00 exact
 28  2017-02-20  Monday 6 March 2017, at 3:00 p.m, in Conference Room 1
                 -> time 2017-03-06 15:00 exact
 29  2017-02-20  Monday 6 March 2017 at 3pm in Conference Room 1
                 -> time 2017-03-06 15:00 exact
 30  2016-08-05  In early September, on a date to be communicated in due course
                 -> part 2016-09-01..2016-09-10 [date to be communicated in due course]
 31  2014-11-20  by end of December so that negotiations can commence in January
                 -> by ..2014-12-31 doubt
 32  2014-11-20  on 3 December and 16 December 2014
                 -> list 2014-12-03 2014-12-16 exact
 33  2014-12-18  (a) 19-21 January 2015 [3 days] – Stocktaking
                 -> range 2015-01-19..2015-01-21 exact
 34  2014-12-18  (b) 17-20 February 2015 [4 days] – Declaration
                 -> range 2015-02-17..2015-02-20 exact
 35  2014-12-18  by May 2015
                 -> by ..2015-05-31 doubt
 36  2014-10-18  17 Oct (1/2 day) Opening session
                 -> half-day 2014-10-17 doubt
 37  2014-10-18  11 - 13 Nov
                 -> range 2014-11-11..2014-11-13 exact
 37  2014-10-18  9 -11 Dec
                 -> range 2014-12-09..2014-12-11 exact
 37  2014-10-18  15 – 16 Jan
                 -> range 2015-01-15..2015-01-16 exact
 37  2014-10-18  11 - 13 Nov / 9 -11 Dec / 15 – 16 Jan
                 -> list 2014-11-11 2014-11-12 2014-11-13 2014-12-09 2014-12-10 2014-12-11 2015-01-15 2015-01-16 exact
 38  2014-10-18  12 Dec or 14 Jan Learning from partnerships
                 -> alternatives 2014-12-12..2015-01-14
 39  2014-10-18  27-29 Jan 1st drafting session
                 -> range 2015-01-27..2015-01-29 exact
 39  2014-10-18  13-17 Apr 2nd drafting session
                 -> range 2015-04-13..2015-04-17 exact
 39  2014-10-18  15-19 Jun 3rd drafting session
                 -> range 2015-06-15..2015-06-19 exact
 40  2014-10-18  (dates to be decided)
                 -> undated [dates to be decided]
 41  2014-10-18  during the period up to March 2015
                 -> by ..2015-03-31 doubt
 42  2016-10-01  during the week of 17 October 2016
                 -> week 2016-10-17..2016-10-21
 43  2015-01-10  no later than 31 May 2015
                 -> by ..2015-05-31 exact
 44  2015-01-10  by the end of December 2015 … in January 2016
                 -> by ..2015-12-31 doubt
 45  2015-01-10  no later than six months in advance of the Conference
                 -> relative
 46  2016-04-01  in May, June, and July 2016
                 -> span 2016-05-01..2016-07-31
 47  2024-02-01  by the end of March
                 -> by ..2024-03-31
 48  2024-02-01  on 12 April … continuing on 2 and 3 May
                 -> list 2024-04-12 2024-05-02 2024-05-03 exact
 49  2024-02-01  24 April from 3.00 pm to 4.30 pm
                 -> time 2024-04-24 15:00-16:30 exact
 50  2024-02-01  in the second quarter of this year
                 -> quarter 2024-04-01..2024-06-30
 51  2024-07-20  29 July and, if necessary, on 30 July
                 -> list 2024-07-29 2024-07-30 [if necessary]
 52  2024-07-20  Monday 29 July and also Tuesday 30 July (if required)
                 -> list 2024-07-29 2024-07-30 [if required]
 53  2024-07-20  31 July, 10 am – 1 pm
                 -> time 2024-07-31 10:00-13:00 exact
 54  2024-07-20  1, 2, 6, 7, and 8 August
                 -> list 2024-08-01 2024-08-02 2024-08-06 2024-08-07 2024-08-08 exact
 55  2024-07-20  by early August
                 -> by ..2024-08-10
 56  2024-01-20  in early April
                 -> part 2024-04-01..2024-04-10
 56  2024-01-20  by the end of February
                 -> by ..2024-02-29
 56  2024-01-20  first quarter of 2024
                 -> quarter 2024-01-01..2024-03-31
 57  2024-01-20  by 12 February 2024 (11.59 New York time)
                 -> by ..2024-02-12 11:59 doubt
 58  2024-01-20  from 10:00-11.30 (New York time)
                 -> time 10:00-11:30 fault
 59  2024-01-20  14 and 17 May
                 -> list 2024-05-14 2024-05-17 exact
 60  2020-02-20  by early May 2020
                 -> by ..2020-05-10
 60  2020-02-20  mid-May
                 -> part 2020-05-11..2020-05-20
 60  2020-02-20  in early April
                 -> part 2020-04-01..2020-04-10
 61  2019-02-20  in June and early July
                 -> span 2019-06-01..2019-07-10
 62  2019-02-20  before the end of July 2019
                 -> by ..2019-07-31
 63  2019-02-20  during the week of 23 September 2019
                 -> week 2019-09-23..2019-09-27
 64  2018-06-01  Wednesday, 13 June, at 10:00 am and 3:00 pm in the ECOSOC Chamber
                 -> time 2018-06-13 10:00 15:00 exact
 65  2015-11-10  will be distributing the revised text on Thursday 19 November 2015
                 -> day 2015-11-19 exact
 66  2018-02-01  ten meetings to be held in March and April 2018
                 -> span 2018-03-01..2018-04-30
 67  2017-02-01  by early March, and to convene consultations beginning on 7 March 2017
                 -> by ..2017-03-10 doubt
 68  2019-02-01  by the beginning of March and in line with resolution 73/292
                 -> by ..2019-03-07
 69  2020-01-10  18-19 March 2020
                 -> range 2020-03-18..2020-03-19 exact
 70  2018-09-10  silence until 10:00 am EST on Friday, 14 September 2018
                 -> by ..2018-09-14 10:00 exact
 71  2016-06-01  silence procedure until 9 June 2016 at noon
                 -> by ..2016-06-09 12:00 exact
 71  2016-06-01  silence … until 9 June 2016 at noon (was 8 June … extended)
                 -> by ..2016-06-09 12:00 exact
 72  2020-06-10  until 6:00 p.m. on Friday, 19 June 2020
                 -> by ..2020-06-19 18:00 exact
 73  2024-08-10  silence for 72 hours starting on August 13, 2024
                 -> duration 2024-08-13..2024-08-16
 74  2024-04-10  by Friday, 26 April, COB NYC time
                 -> by ..2024-04-26 18:00
 74  2024-04-10  by Tuesday, 26 April, COB NYC time
                 -> by ..2024-04-26 18:00 fault
 74  2022-04-10  by Tuesday, 26 April, COB NYC time
                 -> by ..2022-04-26 18:00
 75  2025-04-10  16–17 December 2025
                 -> range 2025-12-16..2025-12-17 exact
 75  2025-04-10  in May 2025
                 -> month 2025-05-01..2025-05-31
 75  2025-04-10  by mid-August
                 -> by ..2025-08-20
 75  2025-04-10  in August
                 -> month 2025-08-01..2025-08-31
 76  2025-07-10  Tuesday, 29 July 2025 … 10:00 AM – 1:00 PM (EST)
                 -> time 2025-07-29 10:00-13:00 exact
 77  2017-07-10  Tuesday, 19 September to Saturday, 23 September & Monday, 25 September — a.m. and p.m.
                 -> list 2017-09-19 2017-09-20 2017-09-21 2017-09-22 2017-09-23 2017-09-25 exact
 78  2017-07-10  Wednesday, 13 September — a.m. - Venue to be confirmed
                 -> half-day 2017-09-13 morning exact
 79  2015-03-01  from Monday, 23 to Friday, 27 March 2015, at 10:00 and 15:00
                 -> range 2015-03-23..2015-03-27 10:00 15:00 exact
 80  2017-10-01  10-11:30 a.m.
                 -> time 10:00-11:30 fault
 80  2017-10-01  11:30 a.m.-1 p.m.
                 -> time 11:30-13:00 fault
 80  2017-10-01  3-4:30 p.m.
                 -> time 15:00-16:30 fault
 81  2017-04-01  June/July (6-8 meetings per week, up to 30 meetings)
                 -> span 2017-06-01..2017-07-31
 81  2017-04-01  June (1 day)
                 -> month 2017-06-01..2017-06-30
 81  2017-04-01  6 September-23 December
                 -> range 2017-09-06..2017-12-23 exact doubt
 82  2017-04-01  [ ] September 2017
                 -> month 2017-09-01..2017-09-30 [[ ]]
 83  2017-10-20  4 and 10 November
                 -> list 2017-11-04 2017-11-10 exact
 84  2011-12-20  25-27 January, the first day and a half for the first reading and the remaining day and a half
                 -> range 2012-01-25..2012-01-27 doubt
 85  2017-12-22  20, 20 and 23 February
                 -> list 2018-02-20 2018-02-23 fault
"""

# Plausible shapes that were not found verbatim (the end of section 6).
CONSTRUCTED = """
 86  2017-09-13  mid-October
                 -> part 2017-10-11..2017-10-20
 87  2017-09-13  first half of November
                 -> part 2017-11-01..2017-11-15
 88  2017-09-13  second half of January
                 -> part 2018-01-16..2018-01-31
 89  2017-09-13  late November
                 -> part 2017-11-21..2017-11-30
 90  2017-09-13  early December (tbc)
                 -> part 2017-12-01..2017-12-10 [tbc]
 91  2017-09-13  2-3 October
                 -> range 2017-10-02..2017-10-03 exact
 92  2017-09-13  2/3 October
                 -> list 2017-10-02 2017-10-03 exact
 93  2017-09-13  w/c 23 October
                 -> week 2017-10-23..2017-10-27
 94  2017-09-13  TBC
                 -> undated [TBC]
 95  2017-09-13  end of the main part of the session
                 -> relative
 96  2017-09-13  before the winter recess
                 -> relative
 97  2017-09-13  30 Sept.–2 Oct.
                 -> range 2017-09-30..2017-10-02 exact
 98  2017-09-13  28 February-1 March
                 -> range 2018-02-28..2018-03-01 exact
 99  2017-09-13  29 December 2017 to 5 January 2018
                 -> range 2017-12-29..2018-01-05 exact
100  2017-09-13  5 October, 10 a.m. (tbc)
                 -> time 2017-10-05 10:00 [tbc]
101  2017-09-13  Week of 23 and 30 October
                 -> week 2017-10-23..2017-11-03
"""

# Further shapes in the letters' style, faulty ones among them.
FURTHER = """
102  2017-09-13  Monday, 2 October 2017, from 3 to 6 p.m., in Conference Room 1
                 -> time 2017-10-02 15:00-18:00 exact
103  2017-09-13  2 October: 10 a.m.-1 p.m. and 3-6 p.m.
                 -> time 2017-10-02 10:00-13:00 15:00-18:00 exact
104  2017-09-13  Thursday, October 5, 2017, 10:00 AM
                 -> time 2017-10-05 10:00 exact
105  2017-09-13  The first reading will be held on Monday, 2 October, in the afternoon, in Conference Room 4.
                 -> half-day 2017-10-02 afternoon exact
106  2017-09-13  5 October (morning, room tbc)
                 -> half-day 2017-10-05 morning exact
107  2017-09-13  5 October (time tbc)
                 -> day 2017-10-05 [time tbc]
108  2017-09-13  6, 9 and 10 November, mornings only
                 -> list 2017-11-06 2017-11-09 2017-11-10 morning exact
109  2017-09-13  15 November (morning) and 16 November (afternoon)
                 -> list 2017-11-15 2017-11-16 exact
110  2017-09-13  6-10 November 2017 [4 days]
                 -> range 2017-11-06..2017-11-10 fault
111  2017-09-13  weeks of 6 and 27 November, as required
                 -> week 2017-11-06..2017-12-01 [as required]
112  2017-09-13  Week of 24 October
                 -> week 2017-10-23..2017-10-27 doubt
113  2017-09-13  Tuesday, 2 October
                 -> day 2017-10-02 fault
114  2017-09-13  31 November
                 -> unread fault
115  2017-09-13  early to mid-November
                 -> span 2017-11-01..2017-11-20
116  2017-09-13  Wednesday and Thursday, 27 and 28 September 2017
                 -> list 2017-09-27 2017-09-28 exact
117  2017-09-13  no later than 5 p.m. on Friday, 20 October
                 -> by ..2017-10-20 17:00 exact
118  2017-09-13  Deadline for inscription: 29 September, COB
                 -> by ..2017-09-29 18:00
119  2017-09-13  before 5 October
                 -> by ..2017-10-04 exact
120  2017-09-13  until midnight on 16 November 2017
                 -> by ..2017-11-16 23:59 exact doubt
121  2017-09-13  from 10 a.m. on 12 October to 1 p.m. on 13 October
                 -> range 2017-10-12..2017-10-13 10:00-13:00 exact
122  2017-09-13  2 October 2017, 3 p.m. Geneva time
                 -> time 2017-10-02 15:00 fault
123  2017-09-13  5 October, 9:00
                 -> time 2017-10-05 09:00 exact
124  2017-09-13  5 October, 3:00
                 -> time 2017-10-05 03:00 fault
125  2017-09-13  02/10/2017
                 -> unread fault
126  2017-09-13  moved from 5 October to 6 October
                 -> range 2017-10-05..2017-10-06 fault
127  2017-09-13  every Tuesday in November
                 -> month 2017-11-01..2017-11-30 fault
128  2017-09-13  second and third quarters of 2018
                 -> span 2018-04-01..2018-09-30
129  2017-09-13  by the end of the year
                 -> by ..2017-12-31
130  2017-09-13  three weeks before 5 December
                 -> unread fault
131  2017-09-13  spring 2018
                 -> unread fault
132  2017-09-13  9 to 4 October
                 -> unread fault
133  2017-09-13  14 June
                 -> day 2017-06-14 exact doubt
134  2017-09-13  The co-facilitators' letter of 13 September announces informals on 5 October
                 -> day 2017-10-05 exact
135  2017-09-13  Conference Room 4, items 14 and 117, resolution 71/280
                 -> unread fault
"""


def rows_of(table: str) -> list[tuple[str, date, str, str]]:
    lines = table.strip("\n").splitlines()
    return [
        (head[:3].strip(), date.fromisoformat(head[5:15]), head[17:], reading.strip().removeprefix("-> "))
        for head, reading in zip(lines[::2], lines[1::2], strict=True)
    ]


def sketch(when: When) -> str:
    """A reading in one line, as the tables write it."""
    words = [when.precision]
    if when.precision == "list":
        words += [day.isoformat() for day in when.days]
    elif when.first and when.first == when.last:
        words.append(when.first.isoformat())
    elif when.first or when.last:
        words.append(f"{when.first or ''}..{when.last or ''}")
    words += [when.part] if when.part else []
    words += [f"{one.start:%H:%M}" + (f"-{one.end:%H:%M}" if one.end else "") for one in when.times]
    words += [f"[{when.condition}]"] if when.condition else []
    words += ["exact"] if when.exact else []
    words += ["fault"] if when.faults else []
    words += ["doubt"] if when.doubts else []
    return " ".join(words)


@pytest.mark.parametrize(
    ("number", "letter", "line", "reading"),
    [
        pytest.param(*row, id=f"{row[0]}: {row[2]}")
        for row in rows_of(TABLE + CONSTRUCTED.lstrip("\n") + FURTHER.lstrip("\n"))
    ],
)
def test_a_line_says_what_its_letter_meant(number: str, letter: date, line: str, reading: str) -> None:
    assert sketch(read_when(line, letter=letter)) == reading, number


def test_every_line_of_the_table_is_there() -> None:
    assert {int(row[0]) for row in rows_of(TABLE)} == set(range(1, 86))
