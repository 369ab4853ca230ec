"""What every messenger promises: it is tried once, says the same each time, and fails in one line."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

import pytest

from publisher.errors import DeliveryError
from publisher.outlets.outlet import Messenger
from tests.outlets.messages import make_message, make_move

KEY, OTHER = "ledger/2/hook", "ledger/3/hook"


class MessengerContract(ABC):
    """The promises; a subclass makes the messenger and says what arrived at the other end."""

    @pytest.fixture
    @abstractmethod
    def messenger(self) -> Messenger:
        """A messenger named `hook`, with its other end at work."""

    @pytest.fixture
    @abstractmethod
    def arrived(self) -> Callable[[], list[Any]]:
        """What arrived, as values by which a receiver knows a repetition."""

    @pytest.fixture
    @abstractmethod
    def disturb(self) -> Callable[[bool], None]:
        """Makes the other end refuse everything for a while, or take it again."""

    def test_it_says_what_it_is(self, messenger: Messenger) -> None:
        assert isinstance(messenger, Messenger)
        assert messenger.name == "hook"

    def test_each_release_is_told_once(self, messenger: Messenger, arrived: Callable[[], list[Any]]) -> None:
        messenger.tell(make_message(), KEY)
        first = arrived()
        assert first
        messenger.tell(make_message(make_move()), OTHER)
        assert len(set(arrived())) == len(arrived()) == 2 * len(first)

    def test_told_again_it_can_be_known_for_the_same(
        self, messenger: Messenger, arrived: Callable[[], list[Any]]
    ) -> None:
        messenger.tell(make_message(), KEY)
        first = arrived()
        messenger.tell(make_message(), KEY)
        assert arrived() == first + first

    def test_a_failure_is_one_line_and_the_next_attempt_says_it_all(
        self, messenger: Messenger, arrived: Callable[[], list[Any]], disturb: Callable[[bool], None]
    ) -> None:
        disturb(True)
        with pytest.raises(DeliveryError) as failed:
            messenger.tell(make_message(), KEY)
        assert "\n" not in str(failed.value)
        assert not failed.value.permanent
        disturb(False)
        messenger.tell(make_message(done=failed.value.done), KEY)
        assert len(set(arrived())) == len(arrived()) > 0
