"""A pick list that comes by itself: the key that wakes a person's screen is not taken for their answer."""

from collections.abc import Sequence
from typing import Any

from textual import events

from desk.acts.offers import Choice
from desk.clocks import MachineClock
from tui.forms.chooser import Chooser

READ_SECONDS = 1.0
"""Machine time from the first key on in which nobody can have read the question."""
ASLEEP = "press a key, then choose"


class WakingChooser(Chooser):
    """Takes no key until somebody has shown that they are here and has had time to read."""

    AUTO_FOCUS = ""

    def __init__(self, title: str, choices: Sequence[Choice], machine: MachineClock, **more: Any) -> None:
        """
        Args:
            machine: the clock of the machine.
        """
        super().__init__(title, choices, **more)
        self._machine = machine
        self._here_since: float | None = None
        self._awake = self.box.can_focus = False

    def on_key(self, event: events.Key) -> None:
        """What comes before the list is awake ends here; the first key after that is the first that counts."""
        if self._awake:
            return
        event.stop()
        event.prevent_default()
        now = self._machine.now()
        if self._here_since is None:
            self._here_since = now
        if now - self._here_since < READ_SECONDS:
            return
        self._awake = self.box.can_focus = True
        self._show(self.table.rows)
        self.set_focus(self.box)

        async def pressed() -> None:
            # Made by the app: a key whose sender is this screen would go no further than here.
            await self.app.on_event(events.Key(event.key, event.character))

        self.app.call_later(pressed)

    def _show(self, found: Sequence[Choice]) -> None:
        super()._show(found)
        if not self._awake:
            self.table.set_titles(self._title, ASLEEP)
