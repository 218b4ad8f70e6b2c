"""Commands of the screen, views of the queue, and what is in it by number, words or company."""

from functools import partial

from textual.app import App, ComposeResult
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon
from textual.content import Content
from textual.widgets import Input

from desk.model import View, WorkItem
from desk.surface import Desk
from tui.commands.everywhere import THEMES
from tui.commands.record import Command
from tui.commands.views import VIEWS
from tui.screens.base import DeskScreen
from tui.screens.context_line import views
from tui.screens.opening_list import OpeningList
from tui.widgets.cells import printable
from tui.widgets.pane import Pane
from tui.words.hints import own_keys

FOUND = 12


RUN = Command("palette.run", "Run it", "What the line says.", "enter", "", "runs it")
CHOOSE = Command("palette.choose", "Next", "One line down.", "down", "screen.cursor_down", "choose", "↑ ↓")
CLOSE = Command("palette.close", "Back", "To the screen behind.", "escape", "screen.escape", "back")


class Palette(CommandPalette):
    """Textual's palette with a caret that stands still, a prompt that every font has, and its own keys in the last
    line: those of the screen behind do nothing."""

    DEFAULT_CSS = """
    Palette > #hints {
        dock: bottom;
    }
    """

    def compose(self) -> ComposeResult:
        yield from super().compose()
        hints = Pane(id="hints", boxed=False)
        hints.set_lines(lambda width, _height: [own_keys((RUN, CHOOSE, CLOSE), width)])
        yield hints

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False
        self.query_one(SearchIcon).icon = ">"


def _prompt(command: Command) -> Content:
    keys = f"  {command.all_keys}" if command.all_keys else ""
    return Content.assemble(command.name, (keys, "$key"))


class CommandsProvider(Provider):
    """What the keys of the screen do, and the themes."""

    async def discover(self) -> Hits:
        for command in self._commands():
            yield DiscoveryHit(_prompt(command), partial(self._run, command), text=command.name, help=command.help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in self._commands():
            if (score := matcher.match(command.name)) > 0:
                yield Hit(score, _prompt(command), partial(self._run, command), text=command.name, help=command.help)

    def _commands(self) -> list[Command]:
        screen = self.screen
        if not isinstance(screen, DeskScreen):
            return [*THEMES]
        there = [VIEWS[view] for view in views(screen.seat)]
        return [command for command in (*screen.commands(), *there, *THEMES) if command.in_palette]

    async def _run(self, command: Command) -> None:
        if command in VIEWS.values():
            self.app.switch_mode("day")
            while self.app.screen is not _home(self.app):
                self.app.pop_screen()
        await self.app.run_action(command.action, default_namespace=self.screen)


class TicketsProvider(Provider):
    """Tickets, project tasks and appointments by their number or words of the title, then by company."""

    async def search(self, query: str) -> Hits:
        screen = self.screen
        if not isinstance(screen, DeskScreen) or len(query.strip()) < 2:
            return
        for rank, item in enumerate(_found(screen.seat.desk, query)):
            number, title = printable(item.short_id), printable(item.title[:200])
            prompt = Content.assemble(
                (number, "$key"), " ", Content(title), (f" · {printable(item.company)}", "$quiet")
            )
            yield Hit(0.5 - rank / 1000, prompt, partial(self._open, item), text=f"{number} {title}")

    def _open(self, item: WorkItem) -> None:
        _home(self.app).open_item(item)


def _found(desk: Desk, query: str) -> list[WorkItem]:
    found = {item.id: item for item in desk.find(query)}
    company = query.replace('"', " ").strip()
    if company and len(found) < FOUND:
        found |= {item.id: item for item in desk.queue(View.TEAM, desk.parse_filter(f'client:"{company}"')).items}
    return list(found.values())[:FOUND]


def _home(app: App[object]) -> OpeningList:
    """The screen that all others lie over."""
    return next(screen for screen in app.screen_stack if isinstance(screen, OpeningList))
