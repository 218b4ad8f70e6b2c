"""Commands of the screen, views of the queue, and tickets by number or words."""

from functools import partial

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon
from textual.content import Content
from textual.widgets import Input

from desk.model import ItemKind
from tui.commands.everywhere import THEMES
from tui.commands.record import Command
from tui.screens.base import DeskScreen
from tui.screens.my_day import MyDay
from tui.widgets.cells import printable

TICKETS_FOUND = 12


class Palette(CommandPalette):
    """Textual's palette with a caret that stands still and a prompt that every font has."""

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
        here = screen.commands() if isinstance(screen, DeskScreen) else []
        return [command for command in (*here, *THEMES) if command.in_palette]

    async def _run(self, command: Command) -> None:
        await self.app.run_action(command.action, default_namespace=self.screen)


class TicketsProvider(Provider):
    """Tickets by their number, title or company."""

    async def search(self, query: str) -> Hits:
        screen = self.screen
        if not isinstance(screen, DeskScreen) or len(query.strip()) < 2:
            return
        for rank, item in enumerate(screen.seat.desk.find(query)[:TICKETS_FOUND]):
            if item.id.kind is not ItemKind.TICKET:
                continue
            number, title = printable(item.short_id), printable(item.title[:200])
            prompt = Content.assemble(
                (number, "$key"), " ", Content(title), (f" · {printable(item.company)}", "$quiet")
            )
            yield Hit(0.5 - rank / 1000, prompt, partial(self._open, item.id), text=f"{number} {title}")

    def _open(self, item_id: object) -> None:
        for screen in reversed(self.app.screen_stack):
            if isinstance(screen, MyDay):
                screen.open_ticket(item_id)  # type: ignore[arg-type]
                return
