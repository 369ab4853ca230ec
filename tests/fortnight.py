"""A fortnight of 2017 with two holidays, weekends, empty days and late changes, and its rehearsal."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from publisher.config.config import load_config
from publisher.preview.rehearsal import Rehearsal
from publisher.schedule.script import Event, read_script

ZONE = ZoneInfo("America/New_York")
BEGIN, END = datetime(2017, 8, 29, 4, tzinfo=UTC), datetime(2017, 9, 13, 3, 59, tzinfo=UTC)

CONFIG = """[publication]
id = "example.org,2017:fortnight"
title = "Journal of Consultations"
base_url = "https://journal.example.org/"
timezone = "America/New_York"
languages = ["en", "ar", "zh"]

[issue]
close = "18:30"
next_number = "2017/167"   # Monday, 11 September 2017 was No. 2017/173

[outlets.site]
kind = "directory"
serves = true

[roadmaps.modalities]
title = "Modalities resolution"
letter = 2017-08-25

[[roadmaps.modalities.milestones]]
id = "zero-draft"
when = "5 September"
what = "Circulation of a 0-draft"
kind = "text"

[[roadmaps.modalities.milestones]]
id = "bureau"
when = "31 August (morning)"
what = "Meeting of the Bureau"

[[roadmaps.modalities.milestones]]
id = "first-reading"
when = "6 September (afternoon)"
what = "1st reading"

[[roadmaps.modalities.milestones]]
id = "second-reading"
when = "13 September (morning)"
what = "2nd reading"
"""

SCRIPT = """# Both come after the issue of the next day has closed.
on 30 August 2017 at 21:00 cancel bureau because There is no quorum
on 5 September 2017 at 20:00 move first-reading to 11 September (afternoon) because Room 1 was taken
"""

FILES = {
    "plenary-97.md": """---
title: 97th plenary meeting
when: 11 September 2017
time: 10:00
section: official
organ: General Assembly
session: Seventy-first session
room: General Assembly Hall
documents: [A/71/L.86, A/71/L.89]
---

1. Culture of peace: draft resolution (A/71/L.89) [item 14]
2. Multilingualism: draft resolution (A/71/L.86) [item 125]
""",
    "plenary-97.ar.md": """---
title: الجلسة العامة السابعة والتسعون
---

1. ثقافة السلام: مشروع قرار (A/71/L.89) [البند 14]
2. تعدد اللغات: مشروع قرار (A/71/L.86) [البند 125]
""",
    "plenary-97.zh.md": """---
title: 第97次全体会议
---

1. 和平文化：决议草案(A/71/L.89)[项目14]
2. 使用多种语文：决议草案(A/71/L.86)[项目125]
""",
    "council.md": """---
title: Consultations of the whole
when: 11 September 2017
time: 15:00
section: official
organ: Security Council
room: Consultations Room
access: closed
---

Other matters
""",
    "council.ar.md": "---\ntitle: مشاورات المجلس بكامل هيئته\n---\n\nمسائل أخرى\n",
    "council.zh.md": "---\ntitle: 全体磋商\n---\n\n其他事项\n",
    "bureau.md": """---
title: Meeting of the Bureau
milestone: bureau
time: 09:00
room: Conference Room 5
access: closed
---
""",
    "zero-draft.md": """---
title: Zero draft of the modalities resolution
milestone: zero-draft
kind: text
convened_by: [Mexico, Switzerland]
---

The zero draft is circulated by the co-facilitators under paragraph 13 of resolution 71/280.
""",
    "first-reading.md": """---
title: First reading of the draft modalities resolution
milestone: first-reading
organ: General Assembly
session: Seventy-first session
room: Conference Room 1
convened_by: [Mexico, Switzerland]
documents: [A/RES/71/280]
contact: gcmigration@un.org
---

The co-facilitators convene the first reading of the draft resolution on the modalities of the conference,
under paragraph 13 of resolution 71/280. Delegations that wish to speak are invited to write beforehand.

Conference Room 11 will serve as overflow room.
""",
    "first-reading.ar.md": """---
title: القراءة الأولى لمشروع القرار المتعلق بالطرائق
convened_by: [المكسيك, سويسرا]
reason: غرفة الاجتماعات 1 محجوزة
---

يعقد الميسران المشاركان القراءة الأولى لمشروع القرار المتعلق بطرائق عقد المؤتمر،
عملا بالفقرة 13 من القرار 71/280.
والوفود التي ترغب في أخذ الكلمة مدعوة إلى الكتابة مسبقا.
""",
    "first-reading.zh.md": """---
title: 方式决议草案一读
convened_by: [墨西哥, 瑞士]
reason: 第1会议室已被占用
---

共同召集人将根据第71/280号决议第13段，就会议方式决议草案举行一读。希望发言的代表团请事先来函。
""",
    "second-reading.md": """---
title: Second reading of the draft modalities resolution
milestone: second-reading
publish: 7 September 2017 at 18:00
organ: General Assembly
session: Seventy-first session
convened_by: [Mexico, Switzerland]
---
""",
    "second-reading.ar.md": """---
title: القراءة الثانية لمشروع القرار المتعلق بالطرائق
convened_by: [المكسيك, سويسرا]
---
""",
    "second-reading.zh.md": "---\ntitle: 方式决议草案二读\nconvened_by: [墨西哥, 瑞士]\n---\n",
    "briefing.md": """---
title: Briefing on irregular migration (organized by the Permanent Mission of Switzerland)
when: 11 September 2017
time: 13:15 to 14:30
section: other
room: Conference Room 11
---

All are invited to attend. To take part, write to briefing@example.org.
""",
    "briefing.ar.md": """---
title: إحاطة بشأن الهجرة غير النظامية (تنظمها البعثة الدائمة لسويسرا)
---

الدعوة موجهة إلى الجميع للحضور. وللمشاركة، يرجى الكتابة إلى briefing@example.org.
""",
    "briefing.zh.md": """---
title: 关于非正常移民的情况介绍会(瑞士常驻代表团主办)
---

欢迎所有人参加。报名请致函 briefing@example.org。
""",
    "drafting.md": """---
title: Drafting group
when: Week of 18 September 2017
publish: 5 September 2017 at 9:00
---
""",
    "drafting.ar.md": "---\ntitle: فريق الصياغة\n---\n",
    "drafting.zh.md": "---\ntitle: 起草小组\n---\n",
    "inputs.md": """---
title: Written inputs of Member States and observers
when: by 13 September 2017
kind: deadline
contact: gcmigration@un.org
---

Inputs on chapter III of the draft, and on A/71/728 and its addendum, may be sent in writing.
""",
    "inputs.ar.md": """---
title: المساهمات الخطية للدول الأعضاء والمراقبين
---

يمكن إرسال المساهمات المتعلقة بالفصل الثالث من المشروع وبالوثيقة A/71/728 وإضافتها كتابة.
""",
    "inputs.zh.md": """---
title: 会员国和观察员的书面意见
---

可书面提交关于草案第三章以及A/71/728号文件及其增编的意见。
""",
}


def write_fortnight(folder: Path) -> Path:
    """The publication's files in `folder`; returns its config.toml."""
    (folder / "announcements").mkdir(parents=True)
    for name, text in FILES.items():
        (folder / "announcements" / name).write_text(text, encoding="utf-8")
    config = folder / "config.toml"
    config.write_text(CONFIG, encoding="utf-8")
    return config


def read_events() -> list[Event]:
    events, problems = read_script(SCRIPT, "script.txt", BEGIN.date(), ZONE)
    assert not problems
    return events


def rehearse_fortnight(folder: Path) -> Path:
    """Plays it; returns the folder with `ledger.sqlite` and `public/`."""
    rehearsal = Rehearsal(load_config(write_fortnight(folder / "sources")), folder / "played", BEGIN, END,
                          read_events())  # fmt: skip
    try:
        for done in rehearsal.play():
            assert not [str(one) for one in done.survey.problems if not one.warning]
    finally:
        rehearsal.close()
    return folder / "played"
