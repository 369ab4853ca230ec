"""An entry as plain text, for a mail: what stands on its page, in the same order."""

import re
from collections.abc import Iterator

from publisher.journal.entry import Entry, Notice

BLOCKS = "p div li tr h1 h2 h3 h4 h5 h6 blockquote pre table ul ol".split()


def write_entry(entry: Entry, notice: Notice | None = None) -> str:
    """The entry in lines; `notice` is the change to be told, which stands on top."""
    parts = (
        "\n".join(list_notice(notice)) if notice else "",
        "\n".join(list_facts(entry)),
        entry.untranslated or "",
        write_text(entry.html),
        *(fact.text for fact in entry.facts_of("documents", "contact")),
    )
    return "\n\n".join(part for part in parts if part)


def list_notice(notice: Notice) -> Iterator[str]:
    yield ": ".join(filter(None, (notice.word, "; ".join(notice.lines))))
    if notice.reason:
        yield notice.reason


def list_facts(entry: Entry) -> Iterator[str]:
    """Organ, days and hours, room, access, conveners and details, a line each."""
    facts = (
        ", ".join(filter(None, (entry.organ, entry.session))),
        ", ".join(filter(None, (entry.days, entry.hours))),
        entry.room if entry.kind == "meeting" else "",
        f"[{entry.closed}]" if entry.closed else "",
        *(fact.text for fact in entry.facts_of("conveners", "detail")),
    )
    return (fact for fact in facts if fact)


def write_text(html: str) -> str:
    """Clean HTML as plain text: a line a block, and the address behind each link."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    for link in soup.find_all("a", href=True):
        if link["href"] not in (link.get_text(), f"mailto:{link.get_text()}"):
            link.append(f" ({link['href']})")
    for row in soup.find_all("br"):
        row.replace_with("\n")
    for block in soup.find_all(BLOCKS):
        block.insert_before("\n")
        block.insert(0, "- " if block.name == "li" else "")
        block.append("\n\n" if block.name == "p" else "\n")
    lines = (" ".join(line.split()) for line in soup.get_text().splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
