"""What every screen is given: the desk, and the place of the person in front of it."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from desk.model import Delta
from desk.surface import Desk
from tui.alarms import Alarms
from tui.attention import Attention
from tui.early_keys import EarlyKeys
from tui.hands import Hands
from tui.settings import ScreenSettings
from tui.words.reader import Reader

SECOND = 1_000_000
"""In the microseconds of desk time."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Handed down from the app; nothing in it is replaced while the program runs."""

    desk: Desk
    settings: ScreenSettings
    attention: Attention
    wall: Callable[[], datetime]
    """This machine's clock, aware UTC."""
    demo: bool
    hands: Hands
    early: EarlyKeys
    alarms: Alarms = field(default_factory=Alarms)
    """Of all screens: what was looked at on one alarms on none."""

    @property
    def reader(self) -> Reader:
        """The person at the screen, now."""
        return Reader(self.desk.clock.now(), self.desk.zone, self.hands.line_mark)

    @property
    def filled(self) -> bool:
        """Whether the copy was ever whole. Before that its office hours, my day and what is wrong with the tenant are
        made of what has arrived so far, and are no statement about the desk."""
        return self.desk.status.last_good is not None

    def moment(self, at: datetime) -> str:
        """An instant of this machine's clock in words, by the clock of the desk, which the demo lets run faster."""
        now = self.desk.clock.now()
        wait = self.desk.clock.seconds_until(now + SECOND)
        pace = 1 / wait if 0 < wait < math.inf else 1.0
        return self.reader.moment(now - round((self.wall() - at).total_seconds() * pace * SECOND))


def merged(first: Delta, second: Delta) -> Delta:
    """Two deltas as one: a screen that was busy learns both at once."""
    return Delta(
        changed=(first.changed | second.changed) - second.gone,
        gone=(first.gone - second.changed) | second.gone,
        reordered=first.reordered or second.reordered,
        needs=first.needs or second.needs,
        alarms=tuple(dict.fromkeys((*first.alarms, *second.alarms))),
        status_changed=first.status_changed or second.status_changed,
        tick=first.tick or second.tick,
    )
