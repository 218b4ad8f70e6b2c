"""What is typed while a form is on its way: it is meant for the form, not for the list under it."""

from collections.abc import Callable
from typing import Any

from textual import events


class EarlyKeys:
    """Holds back what is typed from when an act begins until its form takes it, or until it ends without one.

    Between two forms of one act it is held again: who chooses from a list and types on means what comes of the choice.
    """

    def __init__(self) -> None:
        self._acts = 0
        self._open: set[object] = set()
        """Forms and lists of acts that are there."""
        self._held: list[events.Key | events.Paste] = []

    @property
    def busy(self) -> bool:
        """Whether an act is under way."""
        return self._acts > 0

    @property
    def holding(self) -> bool:
        """Whether a form may be on its way."""
        return self._acts > 0 and not self._open

    def begin(self) -> None:
        """An act begins: a form may come of it."""
        self._acts += 1

    def hold(self, event: events.Key | events.Paste) -> bool:
        """Keep something typed for the form; False where none is on its way."""
        if self.holding:
            self._held.append(event)
        return self.holding

    def shown(self, form: object, post: Callable[[Any], object]) -> None:
        """A form is there and takes what was typed."""
        self._open.add(form)
        self._press_again(post)

    def answered(self, form: object) -> None:
        """A form is over; its act goes on, perhaps to another."""
        self._open.discard(form)

    def end(self, post: Callable[[Any], object]) -> None:
        """An act is over."""
        self._acts -= 1
        if not self.holding:
            self._press_again(post)

    def _press_again(self, post: Callable[[Any], object]) -> None:
        """What was held comes again, in the order in which it was typed: some came here by a longer way."""
        held, self._held = sorted(self._held, key=lambda event: event.time), []
        for event in held:
            post(again(event))


def again(event: events.Key | events.Paste) -> events.Key | events.Paste:
    """The same, typed now."""
    return events.Paste(event.text) if isinstance(event, events.Paste) else events.Key(event.key, event.character)
