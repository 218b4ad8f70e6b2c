"""What a person should know once about the copy or the tenant, in the corner, one at a time."""

from collections.abc import Callable

from tui.seat import Seat
from tui.words.notices import in_a_line

NOTICE_SECONDS = 12.0


class Notices:
    """Remembers what was told, and lets a notice stand before the next one: a pile would hide the list."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._told: set[str] = set()
        self._left = 0.0
        self._last = ""

    def second_passed(self) -> None:
        self._left -= 1

    def tell(self, say: Callable[[str, float], None]) -> None:
        """Say the next one, for so many seconds, if its time has come.

        None before the copy was whole once: until then most of it is only what has not arrived yet. One that is true no
        more keeps no other waiting.
        """
        notices = self._seat.desk.notices
        if not self._seat.filled or (self._left > 0 and self._last in notices):
            return
        untold = [notice for notice in notices if notice not in self._told]
        if untold:
            self._last = untold[0]
            self._told.add(untold[0])
            self._left = NOTICE_SECONDS
            say(in_a_line(untold[0]), NOTICE_SECONDS)
