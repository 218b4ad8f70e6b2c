"""The app: it hands screens their seat, tells them what the desk has new, and fails without showing anybody's data."""

from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from rich.text import Text
from textual import events
from textual._styles_cache import StylesCache
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.driver import Driver
from textual.filter import LineFilter
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input

from desk.clocks import MachineClock
from desk.model import Delta
from desk.settled import look_through
from desk.surface import Desk
from tui.attention import Attention
from tui.calm import Calm
from tui.commands.everywhere import HELP, PALETTE, PLACES
from tui.commands.record import bindings
from tui.crash import sentence, write
from tui.early_keys import EarlyKeys
from tui.forms.confirm import Confirm
from tui.glyphs import AsciiGlyphs
from tui.hands import Hands
from tui.leaving import unfinished
from tui.paste import keep_pastes_whole
from tui.providers.palette import CommandsProvider, Palette, TicketsProvider
from tui.screens.base import DeskScreen
from tui.screens.help import Chosen, Help
from tui.screens.my_day import MyDay
from tui.screens.too_small import TooSmall, fits
from tui.seat import Seat, merged
from tui.settings import ScreenSettings
from tui.themes import THEMES
from tui.widgets.live_table import MOVES, LiveTable
from tui.widgets.pane import SCROLLS, ScrollPane
from tui.widgets.parts import Parts, paragraph

PRESENT = (events.Key, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp, events.Paste)
"""Events that only a person at the screen causes."""


def utc_now() -> datetime:
    """This machine's clock."""
    return datetime.now(UTC)


class ServiceDesk(App[None]):
    """servicedeck in a terminal."""

    TITLE = "servicedeck"
    CSS_PATH = "app.tcss"
    DEFAULT_MODE = "day"
    COMMANDS: ClassVar[Any] = {CommandsProvider, TicketsProvider}
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((HELP, PALETTE, *PLACES))]

    class DeskMoved(Message):
        """The desk has something new. One message stands for all that wait."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ServiceDesk.DeskMoved)

    class ActsMoved(Message):
        """What was entered stands otherwise. One message stands for all that wait."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ServiceDesk.ActsMoved)

    def __init__(
        self,
        desk: Desk,
        settings: ScreenSettings | None = None,
        *,
        machine: MachineClock,
        wall: Callable[[], datetime] = utc_now,
        background: Sequence[Callable[[], Coroutine[Any, Any, None]]] = (),
        crash_file: Path | None = None,
        demo: bool = False,
        hands: Hands | None = None,
        ticking: bool = True,
    ) -> None:
        """`background` runs on the app's loop for as long as the app does; `ticking` is off where a test ticks.

        Without `hands` nothing can be entered.
        """
        super().__init__()
        settings = settings or ScreenSettings()
        attention = Attention(machine, settings.hold_seconds)
        self.seat = Seat(desk, settings, attention, wall, demo, hands or Hands(), EarlyKeys())
        self._calm = Calm(attention, machine)
        self._background = tuple(background)
        self._crash_file = crash_file
        self._ticking = ticking
        self._news = Delta()
        # Whoever is told to end while it starts leaves without having come.
        self._stop_hearing: Sequence[Callable[[], None]] = ()
        self._ascii = AsciiGlyphs(enabled=settings.ascii)
        self.animation_level = "none"
        self.add_mode("day", lambda: MyDay(self.seat))
        self.add_mode("dispatch", self._dispatch)
        self.add_mode("lead", self._lead)
        for theme in THEMES.values():
            self.register_theme(theme)
        # A theme of the terminal's own colours is painted black on black without colours, so none is offered,
        # and where the person asked for no colour the one that needs none is shown.
        self.theme = "mono" if self.no_color else settings.theme

    def get_driver_class(self) -> type[Driver]:
        driver = super().get_driver_class()
        keep_pastes_whole()
        if driver.__name__ == "LinuxDriver":
            # Only here can its module be read: elsewhere there are no such terminals.
            from tui.hangup import HangupDriver

            return HangupDriver
        return driver

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), *([self._ascii] if self._ascii.enabled else [])]

    def on_mount(self) -> None:
        self._stop_hearing = (
            self.seat.desk.subscribe(self._heard),
            self.seat.hands.subscribe(self._acted),
        )
        self.call_after_refresh(self._start_background)
        if self._ticking:
            self.set_interval(1.0, self.second_passed)

    def _start_background(self) -> None:
        """Only now, so that the first picture waits for nothing."""
        for work in self._background:
            self.run_worker(work(), group="background", description="the desk", exit_on_error=True)

    def on_ready(self) -> None:
        self._mind_size(self.size)

    def on_unmount(self) -> None:
        for stop in self._stop_hearing:
            stop()

    def on_resize(self, event: events.Resize) -> None:
        self._mind_size(event.size)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, PRESENT):
            self.seat.attention.touch()
            self.seat.hands.key_pressed()
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded and self.seat.early.holding:
            # The form may have the focus already, but not yet what was typed before this.
            if isinstance(event, events.Paste) or not await self._check_bindings(event.key, priority=True):
                self.seat.early.hold(event)
            return
        await super().on_event(event)

    def pop_screen(self) -> AwaitComplete:
        # A cache of a method of Textual's keeps what a thousand widgets have drawn, those of closed forms as well.
        StylesCache.get_inner_outer.cache_clear()
        return super().pop_screen()

    def on_key(self, event: events.Key) -> None:
        """A letter that gets here while an input has the focus was typed before it had it, and was meant for it."""
        if self.seat.early.hold(event):
            event.prevent_default()
        elif event.is_printable and isinstance(self.focused, Input):
            event.prevent_default()
            self.focused.post_message(events.Key(event.key, event.character))

    def second_passed(self) -> None:
        """Let the screen in front count its clocks on."""
        if (screen := self._in_front()) is not None:
            screen.second_passed()
        if self._calm.comes():
            look_through()

    def _heard(self, delta: Delta) -> None:
        self._news = merged(self._news, delta)
        self.post_message(self.DeskMoved())

    def on_service_desk_desk_moved(self) -> None:
        news, self._news = self._news, Delta()
        if (screen := self._in_front()) is not None:
            screen.desk_moved(news)

    def on_service_desk_acts_moved(self) -> None:
        if (screen := self._in_front()) is not None:
            screen.acts_moved()

    def _acted(self, _moved: object) -> None:
        self.post_message(self.ActsMoved())

    def _in_front(self) -> DeskScreen | None:
        """The screen of the desk that a person sees, under whatever lies over it.

        One that is being put up is not there yet: it shows everything as it is when it is.
        """
        ready = (screen for screen in reversed(self.screen_stack) if isinstance(screen, DeskScreen))
        return next((screen for screen in ready if screen.is_mounted), None)

    def _mind_size(self, size: Size) -> None:
        if not self.screen_stack:
            return
        covered = isinstance(self.screen, TooSmall)
        if fits(size) and covered:
            self.pop_screen()
        elif not fits(size) and not covered:
            self.push_screen(TooSmall())

    def action_palette(self) -> None:
        """Open the palette over the screen in front."""
        if not any(isinstance(screen, Palette) for screen in self.screen_stack):
            self.push_screen(Palette(placeholder="a command, or the number or words of a ticket"))

    def action_place(self, name: str) -> None:
        """Go to another screen, where what lies over it stays as it was left; on the same one, back to its list."""
        if name != self.current_mode:
            self.switch_mode(name)
            self.call_after_refresh(self._mind_size, self.size)
        elif not isinstance(self.screen, TooSmall):
            while len(self.screen_stack) > 1:
                self.pop_screen()

    def _dispatch(self) -> Screen[None]:
        # Whoever never dispatches does not wait for what it is made of.
        screen: Screen[None] = import_module("tui.screens.dispatch").Dispatch(self.seat)
        return screen

    def _lead(self) -> Screen[None]:
        screen: Screen[None] = import_module("tui.screens.lead").Lead(self.seat)
        return screen

    def action_help(self) -> None:
        """List the keys of the screen in front."""
        screen = self._in_front()
        if screen is None or isinstance(self.screen, Help):
            return
        rows = [Chosen(command, screen) for command in screen.commands()]
        focused = screen.focused
        if isinstance(focused, LiveTable):
            rows += [Chosen(command, focused) for command in MOVES]
        elif isinstance(focused, ScrollPane):
            rows += [Chosen(command, focused) for command in SCROLLS]
        self.push_screen(Help(rows), self._run_chosen)

    def _run_chosen(self, chosen: Chosen | None) -> None:
        if chosen is not None:
            self.call_later(self.run_action, chosen.command.action, chosen.node)

    async def action_quit(self) -> None:
        """Leave; asks first where a timer runs or something is not in Autotask yet. A demo is over with its end."""
        told = [] if self.seat.demo else unfinished(self.seat.hands.acts)
        if not told:
            self.exit()
        elif not isinstance(self.screen, Confirm):
            self.push_screen(
                Confirm("Leave servicedeck?", lambda width: _paragraphs(told, width), "leave"), self._leave
            )

    def _leave(self, yes: bool | None) -> None:
        if yes:
            self.exit()

    def action_theme(self, name: str) -> None:
        """Use another of our themes."""
        self.theme = name

    def _fatal_error(self) -> None:
        self._explain(self._exception or RuntimeError("unknown"))

    def panic(self, *renderables: Any) -> None:
        # Errors that know how to render themselves come here with their text, which may be a ticket's.
        if self._exception is not None:
            self._explain(self._exception)
        else:
            super().panic(*renderables)

    def _explain(self, error: BaseException) -> None:
        """Leave a sentence on the terminal. Textual's own traceback shows local variables, a secret among them."""
        kept = self._crash_file if self._crash_file is not None and write(error, self._crash_file) else None
        self._exit_renderables[:] = [Text(sentence(error, kept))]
        self._close_messages_no_wait()


def _paragraphs(told: Sequence[str], width: int) -> list[Parts]:
    return [line for sentence in told for line in paragraph(sentence, width)]
