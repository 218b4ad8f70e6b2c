"""What the acts have to say on every screen: what is grave until it is read, the rest in passing, and one question."""

from collections.abc import Callable

from tui.seat import Seat
from tui.widgets.cells import wrap
from tui.widgets.pane import Pane
from tui.widgets.parts import Part, Parts, cells, parts, spread

SEATED = "-signed"
"""Class of a screen on which something grave stands: what lies over the lower panes moves up."""
LINES = 2
KEYS_REST = 2.0
"""Seconds of machine time without a key before anything is asked that nobody has called for."""


class Signs(Pane):
    """Two lines above the hints, which are there only while something grave has not been read."""

    def __init__(self, seat: Seat, say: Callable[[str, float], None], act: Callable[[str], object]) -> None:
        """
        Args:
            say: tells something in the corner for so many seconds.
            act: does an act by its name.
        """
        super().__init__(id="signs", boxed=False)
        self.display = False
        self._seat = seat
        self._say = say
        self._act = act
        self._pauses: set[str] = set()
        """Why nothing left, as it was told; each cause is told once, however often it is tried meanwhile."""

    def on_mount(self) -> None:
        self.set_lines(self._grave)
        self.follow()

    def follow(self) -> None:
        """Come when there is something grave, go when all of it was read."""
        grave = bool(self._seat.hands.remarks.grave)
        self.display = grave
        self.screen.set_class(grave, SEATED)
        self.redraw()

    def read(self) -> None:
        """Somebody has read what stands there."""
        self._seat.hands.remarks.acknowledge()
        self.follow()

    def second_passed(self) -> None:
        """Tell the next thing in passing, and ask about time that nobody saw."""
        hands = self._seat.hands
        if said := hands.remarks.second_passed():
            self._say(said, 8)
        if hands.acts is None:
            return
        standing = hands.acts.standing
        if not standing.waiting:
            self._pauses.clear()
        elif standing.paused and standing.paused not in self._pauses:
            self._pauses.add(standing.paused)
            self._say(f"Nothing leaves: {standing.paused}", 8)
        idle = hands.acts.idle
        if idle is not None and self._may_ask and hands.ask(idle):
            self._act("idle")

    @property
    def _may_ask(self) -> bool:
        """A question over a form, or over what is being typed, would take that for its answer."""
        rests = self._seat.attention.rested(KEYS_REST) and not self._seat.early.busy
        return rests and self.app.screen is self.screen

    def _grave(self, width: int, _height: int) -> list[Parts]:
        grave = self._seat.hands.remarks.grave
        if not grave:
            return []
        more = f" +{len(grave) - 1} more" if len(grave) > 1 else ""
        keys = [Part(f"{more}  ", "late"), Part("i", "key", "screen.read"), Part(" read it  ", "quiet")]
        keys += [Part("L", "key", "screen.act('log')"), Part(" log ", "quiet")]
        rows = wrap(grave[0].says, max(1, width - cells(keys) - 3), lines=LINES)
        rows += [""] * (LINES - len(rows))
        first, last = parts((" ! ", "late"), (rows[0], "strong")), parts("   ", (rows[1], "strong"))
        return [first, spread(last, keys, width)]
