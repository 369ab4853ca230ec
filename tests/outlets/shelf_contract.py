"""What every shelf promises: whole documents, in turn, never an older printing over a newer one."""

from abc import ABC, abstractmethod
from collections.abc import Iterator

import pytest

from publisher.errors import DeliveryError
from publisher.outlets.outlet import Printing, Shelf
from publisher.releases.document import Document, Turn
from publisher.releases.keys import read_path

ONE, TWO, THREE = (Printing("ours", sequence) for sequence in (1, 2, 3))


def page(path: str, body: str = "words") -> Document:
    turn = {"html": Turn.PAGE, "css": Turn.ASSET, "rss": Turn.FEED}[path.rsplit(".", 1)[1]]
    key = read_path(path)
    assert key is not None
    return Document(key, body.encode(), Turn.LISTING if path.endswith("index.html") else turn)


class ShelfContract(ABC):
    """The promises; a subclass makes the shelf and says what readers find on it."""

    @pytest.fixture
    @abstractmethod
    def shelf(self) -> Shelf:
        """An empty shelf named `site`."""

    @abstractmethod
    def found(self, shelf: Shelf) -> dict[str, bytes]:
        """Every document that readers find, by path."""

    def test_it_says_what_it_is(self, shelf: Shelf) -> None:
        assert isinstance(shelf, Shelf)
        assert shelf.name == "site"

    def test_an_empty_shelf_carries_no_printing(self, shelf: Shelf) -> None:
        assert shelf.printing() is None

    def test_it_knows_whether_pages_lie_there(self, shelf: Shelf) -> None:
        assert not shelf.holds_pages()
        shelf.put([page("en/index.html"), page("assets/journal.css")], ONE)
        assert not shelf.holds_pages()
        shelf.put([page("en/entries/one.html")], TWO)
        assert shelf.holds_pages()

    def test_what_is_put_is_found_as_it_was(self, shelf: Shelf) -> None:
        documents = [
            page("en/index.html"),
            page("en/entries/été-x.html", "été \x00\n"),
            page("ar/index.html", ""),
        ]
        assert shelf.put(documents, ONE) == 3
        assert self.found(shelf) == {document.path: document.body for document in documents}
        assert shelf.printing() == ONE

    def test_a_path_may_be_replaced_by_longer_and_by_shorter_bytes(self, shelf: Shelf) -> None:
        for number, body in enumerate(["short", "much longer than before", "", "x"], start=1):
            assert shelf.put([page("en/index.html", body)], Printing("ours", number)) == 1
            assert self.found(shelf) == {"en/index.html": body.encode()}

    def test_the_same_bytes_again_are_not_counted(self, shelf: Shelf) -> None:
        shelf.put([page("en/index.html"), page("en/journal.rss")], ONE)
        assert shelf.put([page("en/index.html"), page("en/journal.rss", "new")], TWO) == 1
        assert shelf.printing() == TWO

    def test_what_a_printing_does_not_name_stays(self, shelf: Shelf) -> None:
        shelf.put([page("en/entries/one.html")], ONE)
        shelf.put([page("en/entries/two.html")], TWO)
        assert set(self.found(shelf)) == {"en/entries/one.html", "en/entries/two.html"}

    def test_an_older_printing_never_replaces_a_newer_one(self, shelf: Shelf) -> None:
        shelf.put([page("en/index.html", "new")], TWO)
        assert shelf.put([page("en/index.html", "old"), page("en/entries/old.html")], ONE) == 0
        assert self.found(shelf) == {"en/index.html": b"new"}
        assert shelf.printing() == TWO

    def test_the_same_printing_may_be_put_again(self, shelf: Shelf) -> None:
        shelf.put([page("en/index.html", "damaged")], TWO)
        assert shelf.put([page("en/index.html", "mended")], TWO) == 1

    def test_a_newer_printing_is_replaced_when_a_person_named_it(self, shelf: Shelf) -> None:
        shelf.put([page("en/index.html", "new")], THREE)
        assert shelf.put([page("en/index.html", "old")], ONE, replacing=TWO) == 0
        assert shelf.put([page("en/index.html", "old")], ONE, replacing=THREE) == 1
        assert shelf.printing() == ONE

    def test_documents_may_come_one_by_one(self, shelf: Shelf) -> None:
        def print_slowly() -> Iterator[Document]:
            yield page("assets/journal.css")
            yield page("en/journal.rss")

        assert shelf.put(print_slowly(), ONE) == 2
        assert shelf.put([], TWO) == 0
        assert shelf.printing() == TWO

    def test_a_printing_that_fails_half_way_leaves_the_mark_of_the_one_before(self, shelf: Shelf) -> None:
        def fail_half_way() -> Iterator[Document]:
            yield page("en/index.html", "new")
            raise DeliveryError("the press broke down")

        shelf.put([page("en/index.html", "old")], ONE)
        with pytest.raises(DeliveryError):
            shelf.put(fail_half_way(), TWO)
        assert shelf.printing() == ONE
        shelf.put([page("en/index.html", "new")], TWO)
        assert self.found(shelf) == {"en/index.html": b"new"}
        assert shelf.printing() == TWO
