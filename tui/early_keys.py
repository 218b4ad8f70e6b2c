"""Keys that are pressed while a form is on its way: they are meant for the form, not for the list under it."""

from collections.abc import Callable

from textual import events


class EarlyKeys:
    """Holds keys back from when an act begins until its form takes them, or until it ends without one."""

    def __init__(self) -> None:
        self._holding = False
        self._held: list[events.Key] = []

    def begin(self) -> None:
        """An act begins: a form may come of it."""
        self._holding = True

    def hold(self, event: events.Key) -> bool:
        """Keep a key for the form; False where none is on its way."""
        if self._holding:
            self._held.append(event)
        return self._holding

    def end(self, post: Callable[[events.Key], object]) -> None:
        """The form is there, or there will be none: press the keys again, in their order."""
        self._holding = False
        held, self._held = self._held, []
        for event in held:
            post(events.Key(event.key, event.character))
