"""A pick list that comes by itself: what a person was typing for the screen under it is not taken for their answer."""

import math
from collections.abc import Sequence
from typing import Any

from textual import events

from desk.acts.offers import Choice
from desk.clocks import MachineClock
from tui.forms.chooser import Chooser

READ_SECONDS = 1.0
"""Machine time from the first key on in which nobody can have read the question."""
TYPING_SECONDS = 0.5
"""Keys that come closer than that are typed in one go, by who looks elsewhere."""
TYPED = 3
"""So many characters in one go are typed; fewer were pressed to wake the screen."""
ASLEEP = "press a key, then choose"
WAITS = "what you typed waits · pause, then choose"


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
        self._first = math.inf
        self._last = -math.inf
        self._runs: list[list[events.Key | events.Paste]] = []
        self._awake = self.box.can_focus = False

    @property
    def typed(self) -> Sequence[events.Key | events.Paste]:
        """What was typed in one go before the list was awake."""
        return [event for run in self._runs if _is_text(run) for event in run]

    def on_key(self, event: events.Key) -> None:
        """What comes before the list is awake ends here; the first key after that is the first that counts."""
        if self._awake:
            return
        event.stop()
        event.prevent_default()
        now = self._machine.now()
        if now - self._first >= READ_SECONDS and now - self._last >= TYPING_SECONDS:
            self._wake(event)
        else:
            self._hold(event, now)

    def on_paste(self, event: events.Paste) -> None:
        """As keys do."""
        if not self._awake:
            event.stop()
            self._hold(event, self._machine.now())

    def _hold(self, event: events.Key | events.Paste, now: float) -> None:
        if now - self._last >= TYPING_SECONDS:
            self._runs.append([])
        self._runs[-1].append(event)
        self._first, self._last = min(self._first, now), now
        self._show(self.table.rows)

    def _wake(self, event: events.Key) -> None:
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
            self.table.set_titles(self._title, WAITS if self.typed else ASLEEP)


def _is_text(run: Sequence[events.Key | events.Paste]) -> bool:
    """Whether somebody typed, and did not only wake the screen."""
    return sum(TYPED if isinstance(each, events.Paste) else each.is_printable for each in run) >= TYPED
