"""What all screens share: the first and the last line, and the desk behind them."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from desk.model import Delta, ItemKind, WorkItem
from tui.commands.everywhere import EVERYWHERE, MEANING
from tui.commands.record import Command, bindings
from tui.commands.watching import READ
from tui.screens.acting import Acting
from tui.screens.reading import Reading
from tui.screens.signs import Signs
from tui.seat import Seat
from tui.widgets.pane import Pane
from tui.words import notices
from tui.words.header import Pressing, Standing, top_line
from tui.words.hints import hint_line
from tui.words.meaning import Meaning, meaning_lines


class DeskScreen(Acting):
    """A screen of the desk."""

    PLACE = ""
    """What the first line calls it."""

    COMMANDS_HERE: Sequence[Command] = ()

    TEXT: Meaning = ()
    """What the screen means, for who asks with F1."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings((MEANING, READ))]

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self.top = Pane(id="top", boxed=False)
        self.signs = Signs(seat, self.tell, self.action_act)
        self.hints = Pane(id="hints", boxed=False)

    def compose(self) -> ComposeResult:
        """First and last line; what stands between is the screen's own."""
        yield self.top
        yield from self.body()
        yield self.signs
        yield self.hints

    def body(self) -> ComposeResult:
        """What stands between the first and the last line."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.top.set_lines(lambda width, _height: [top_line(self._standing(), width)])
        self.hints.set_lines(lambda width, _height: [hint_line(self.commands(), self.undoable, width)])

    def desk_moved(self, delta: Delta) -> None:
        """The desk has something new."""
        raise NotImplementedError

    def second_passed(self) -> None:
        """A second of machine time is over."""
        self.seat.hands.saw(self.in_sight if self.seat.attention.ever else None)
        self.signs.second_passed()
        self._redraw_edges()

    def acts_moved(self) -> None:
        """What was entered, or a timer, stands otherwise than before."""
        self._redraw_edges()

    def _redraw_edges(self) -> None:
        self.top.redraw()
        self.hints.redraw()
        self.signs.follow()

    def meaning_here(self) -> Meaning:
        """What the screen means here and now, behind what everybody should know about the desk."""
        told = self.seat.desk.notices if self.seat.filled else ()
        return (*notices.in_full(told), *self.TEXT)

    def commands(self) -> list[Command]:
        """What the person can do here and now, for hints, help and palette."""
        grave = (READ,) if self.seat.hands.remarks.grave else ()
        return [*grave, *self.COMMANDS_HERE, *EVERYWHERE]

    @property
    def paused(self) -> bool:
        """Whether the person stopped live updates."""
        return False

    @property
    def pressing(self) -> Pressing:
        """What presses in the queue that the person works from."""
        raise NotImplementedError

    def action_read(self) -> None:
        """What is grave above the hints was read."""
        self.signs.read()

    def action_meaning(self) -> None:
        """Explain the screen in words."""
        text = self.meaning_here()
        self.app.push_screen(Reading(f"What {self.PLACE} means", lambda width: meaning_lines(text, width)))

    def _standing(self) -> Standing:
        seat = self.seat
        acts = seat.hands.acts
        me = seat.desk.me
        reader = seat.reader
        return Standing(
            place=self.PLACE,
            mode=self.app.current_mode,
            person=me.name if me is not None else "",
            now=reader.now if seat.filled else None,
            zone=reader.zone,
            pressing=self.pressing,
            status=seat.desk.status,
            wall=seat.wall(),
            demo=seat.demo,
            read_only=seat.hands.only_looking,
            paused=self.paused,
            timers=None if acts is None else acts.timers,
            outbox=None if acts is None else acts.standing,
        )


def is_ticket(item: WorkItem | None) -> bool:
    """Whether there is a ticket page to open."""
    return item is not None and item.id.kind is ItemKind.TICKET
