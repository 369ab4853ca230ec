"""Asks what cannot be known, with what is proposed as the answer of the Enter key."""

import sys
from collections.abc import Callable

import click

FindFault = Callable[[str], str | None]
"""What is wrong with an answer, or None."""


class Asker:
    """Asks people; takes the proposals where nobody is there to ask, or nobody wants to be asked."""

    def __init__(self, *, yes: bool) -> None:
        self.is_on = not yes and is_terminal()

    def ask(self, question: str, proposal: str = "", *, fault: FindFault = lambda answer: None) -> str:
        """The answer, asked again until it can be read; the proposal itself where nobody is asked."""
        while self.is_on:
            if proposal:
                hint = None
            else:
                hint = "Enter leaves it open"
            if hint:
                text = f"{question} ({hint})"
            else:
                text = question
            answer = str(click.prompt(text, default=proposal, show_default=bool(proposal))).strip()
            wrong = None
            if answer:
                wrong = fault(answer)
            if wrong is None:
                return answer
            click.echo(f"  {wrong}")
        return proposal

    def confirm(self, question: str) -> bool:
        if self.is_on:
            return click.confirm(question, default=True)
        return True


def is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()
