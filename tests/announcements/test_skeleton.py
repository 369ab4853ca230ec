"""The source of a new announcement: whatever stands in a field is read back as it was written."""

from hypothesis import given
from hypothesis import strategies as st

from publisher.announcements.front_matter import split_source
from publisher.announcements.skeleton import Blank, list_blanks, write_source

WORDS = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40).map(
    lambda text: " ".join(text.split())
)


@given(WORDS.filter(bool), st.lists(WORDS.filter(bool), min_size=1, max_size=3).map(tuple))
def test_any_words_come_back_as_they_were(title: str, names: tuple[str, ...]) -> None:
    text = write_source([Blank("title", title, "a note"), Blank("convened_by", names, "another")], "Words.")
    source = split_source("x.md", text)
    assert source.problems == ()
    assert {name: field.value for name, field in source.fields.items()} == {
        "title": title,
        "convened_by": names,
    }
    assert source.body.strip() == "Words."


def test_what_is_not_known_stays_a_comment_that_shows_how_it_looks() -> None:
    text = write_source(list_blanks({"title": "A", "when": "2 May 2029"}, {}, {"publish": "at once"}), "")
    fields = split_source("x.md", text).fields
    assert list(fields) == ["title", "when"]
    assert "# publish: at once " in text
    assert "# room: Conference Room 1 " in text
