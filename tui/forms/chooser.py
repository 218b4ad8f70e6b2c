"""One pick list: it filters while somebody types, enter takes the line under the cursor, escape takes none.

    picked = await app.push_screen_wait(Chooser("Status", choices, now=ticket.status))
    if picked is not None:
        ... picked.choice.id

It waits in a worker, as every act does. What cannot be listed beforehand (contacts, tickets by their number, own words)
comes from `find`, which is asked for more with every letter.
"""

import unicodedata
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input
from textual.worker import Worker, WorkerCancelled

from desk.acts.offers import Choice
from tui.widgets.cells import printable
from tui.widgets.columns import Column
from tui.widgets.live_table import FRAME_LINES, LiveTable
from tui.widgets.painter import Line

Find = Callable[[str], Awaitable[Sequence[Choice]]]
"""Further choices for what is typed, best first."""

MOST_LINES = 12
"""Choices in sight: more are scrolled to, and the screen behind stays in view."""
FINDING_LINES = 8
"""Of a list that fills while somebody types."""
WIDEST_BESIDE = 40
"""Cells of what stands beside a label."""
NOW = "now"
_DIGITS = ("1", "2", "3")


@dataclass(frozen=True, slots=True)
class Picked:
    """What was chosen; `other` where it was for the second thing, by tab, `at_once` where its digit took it."""

    choice: Choice
    other: bool = False
    at_once: bool = False


class Chooser(ModalScreen[Picked | None]):
    """Answers with what was picked, or None."""

    CSS_PATH = "chooser.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Back", show=False, id="chooser.close"),
        Binding("tab", "second", "The second thing", show=False, id="chooser.second"),
        Binding("down,ctrl+n", "step('down')", "Next", show=False, id="chooser.down"),
        Binding("up", "step('up')", "Previous", show=False, id="chooser.up"),
        Binding("pagedown", "step('page_down')", "Page down", show=False, id="chooser.page-down"),
        Binding("pageup", "step('page_up')", "Page up", show=False, id="chooser.page-up"),
    ]

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        now: int | None = None,
        columns: tuple[str, str] = ("", ""),
        prompt: str = "type to find one",
        find: Find | None = None,
        second: str = "",
        quick: int = 0,
        beside: int = WIDEST_BESIDE,
    ) -> None:
        """
        Args:
            now: the choice that stands: the cursor begins on it, unless a digit takes one of the first.
            columns: what the labels are, and what stands beside them.
            prompt: what to type.
            second: what tab does with a line, where it does something.
            quick: how many of the first choices their digit takes, as long as nothing is typed; at most 3.
            beside: cells of what stands beside a label, at most.
        """
        super().__init__()
        self._title = title
        self._choices = choices
        self._now = now
        self._find = find
        self._second = second
        self._quick = quick
        self._beside = beside
        self._titles = columns
        self._looking: Worker[None] | None = None
        self.box = Input(placeholder=prompt, id="chooser-text", compact=True)
        self.table: LiveTable[Choice] = LiveTable(
            self._columns(choices), key=lambda choice: choice.id, line=self._line, id="chooser-list"
        )

    def compose(self) -> ComposeResult:
        with Vertical(id="chooser"):
            yield self.box
            yield self.table

    def on_mount(self) -> None:
        self.box.cursor_blink = False
        self.table.can_focus = False
        lines = FINDING_LINES if self._find is not None else len(self._choices)
        self.table.styles.height = max(1, min(lines, MOST_LINES)) + FRAME_LINES
        self._show(fitting(self._choices, ""))
        if self._now is not None and not self._quick:
            self.table.move_to(self._now)
        self.box.focus()

    def _show(self, found: Sequence[Choice]) -> None:
        typed = self.box.value.strip()
        self.table.set_empty(f"Nothing fits: {typed}" if typed else "There is nothing to choose from.")
        self.table.set_rows(found)
        second = f" · tab {self._second}" if self._second else ""
        quick = f"1-{self._quick} picks · " if self._quick > 1 and not typed else ""
        self.table.set_titles(self._title, f"{len(found)} · {quick}enter takes it{second} · esc back")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if event.value in _DIGITS[: self._quick]:
            self.dismiss(Picked(self._choices[_DIGITS.index(event.value)], at_once=True))
        elif self._find is None:
            self._show(fitting(self._choices, event.value))
            self.table.action_first()
        else:
            self._looking = self._look(self._find, event.value)

    @work(exclusive=True, group="find", exit_on_error=True, description="look for choices")
    async def _look(self, find: Find, text: str) -> None:
        """What is listed and what is found, at once: a slower answer to fewer letters is not shown any more."""
        listed = fitting(self._choices, text)
        known = {choice.id for choice in listed}
        found = [*listed, *(choice for choice in await find(text) if choice.id not in known)]
        self.table.set_columns(self._columns(found))
        self._show(found)
        self.table.action_first()

    @on(Input.Submitted)
    @on(LiveTable.Opened)
    def _take(self) -> None:
        self._answer(other=False)

    def action_second(self) -> None:
        if self._second:
            self._answer(other=True)

    @work(group="answer", exit_on_error=True, description="take the line under the cursor")
    async def _answer(self, *, other: bool) -> None:
        """Who types fast means what is found for all that they typed, not what stands there yet."""
        if self._looking is not None:
            with suppress(WorkerCancelled):
                await self._looking.wait()
        if self.is_current and (choice := self.table.cursor_row) is not None:
            self.dismiss(Picked(choice, other))

    def action_step(self, how: str) -> None:
        {"down": self.table.action_down, "up": self.table.action_up, "page_down": self.table.action_page_down,
         "page_up": self.table.action_page_up}[how]()  # fmt: skip

    def action_close(self) -> None:
        self.dismiss(None)

    def _columns(self, shown: Sequence[Choice]) -> tuple[Column, Column]:
        """The labels, and as many cells as it needs for what stands beside them."""
        beside = max((cell_len(printable(self._why(choice))) for choice in shown), default=0)
        return (
            Column("label", self._titles[0], 20, flexible=True, toned=True),
            Column("why", self._titles[1], max(cell_len(self._titles[1]), min(beside, self._beside))),
        )

    def _line(self, choice: Choice) -> Line:
        stands = choice.id == self._now and self._now is not None
        return Line((f"{self._digit(choice)}{choice.label}", self._why(choice)), "active" if stands else "")

    def _digit(self, choice: Choice) -> str:
        """What takes it at once, or as much room."""
        if self._quick <= 1 or self.box.value:
            return ""
        at = self._choices.index(choice)
        return f"{_DIGITS[at]} " if at < self._quick else "  "

    def _why(self, choice: Choice) -> str:
        """What stands beside a label."""
        stands = choice.id == self._now and self._now is not None
        return " · ".join(text for text in (NOW if stands else "", choice.why) if text)


def fitting(choices: Sequence[Choice], text: str) -> list[Choice]:
    """The choices in which every word of the text occurs, those first whose label begins with it.

    Case and accents make no difference. The tenant's order holds among equals.
    """
    wanted = folded(text).split()
    found = [choice for choice in choices if all(word in folded(f"{choice.label} {choice.why}") for word in wanted)]
    return sorted(found, key=lambda choice: _distance(folded(choice.label), wanted)) if wanted else found


def _distance(label: str, wanted: Sequence[str]) -> int:
    """How far the label is from what was typed: it begins so, one of its words does, or it is only in there."""
    if label.startswith(" ".join(wanted)):
        return 0
    return 1 if all(any(word.startswith(part) for word in label.split()) for part in wanted) else 2


def folded(text: str) -> str:
    """The text as it is compared: "Jörg" is found by "jorg"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))
