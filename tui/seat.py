"""What every screen is given: the desk, and the place of the person in front of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desk.model import Delta
from desk.surface import Desk
from tui.attention import Attention
from tui.settings import ScreenSettings
from tui.words.reader import Reader


@dataclass(frozen=True, slots=True)
class Seat:
    """Handed down from the app; nothing in it is replaced while the program runs."""

    desk: Desk
    settings: ScreenSettings
    attention: Attention
    wall: Callable[[], datetime]
    """This machine's clock, aware UTC."""
    demo: bool
    read_only: bool

    @property
    def reader(self) -> Reader:
        """The person at the screen, now."""
        return Reader(self.desk.clock.now(), self.desk.zone)


def merged(first: Delta, second: Delta) -> Delta:
    """Two deltas as one: a screen that was busy learns both at once."""
    return Delta(
        changed=(first.changed | second.changed) - second.gone,
        gone=(first.gone - second.changed) | second.gone,
        reordered=first.reordered or second.reordered,
        alarms=tuple(dict.fromkeys((*first.alarms, *second.alarms))),
        status_changed=first.status_changed or second.status_changed,
        tick=first.tick or second.tick,
    )
