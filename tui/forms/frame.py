"""How a form looks, and what is said on it: its fields, what is wrong beside them, and the lines below."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widget import Widget

from desk.acts.answers import Done, Problem, Question, Verdict
from desk.acts.commands import Command
from desk.model import ItemId
from tui.acting.work import Work
from tui.forms.drafting import Drafting
from tui.forms.fields import Field
from tui.forms.hooks import Hooks
from tui.forms.question import Asked
from tui.widgets.cells import printable
from tui.widgets.pane import Pane
from tui.widgets.parts import Parts, paragraph
from tui.words.billing import preview_lines

LOOK_AGAIN = 1.0
"""Seconds after which a preview that could not be certain yet is made anew."""


class Unsaid(Exception):
    """There is no command yet: a field cannot be read. Raised by `Form.command`."""

    def __init__(self, key: str, says: str) -> None:
        super().__init__(says)
        self.problem = Problem(key, says)


class Frame(Hooks, ModalScreen[Done | None]):
    """The box with its fields. `tui.forms.form.Form` saves it and leaves it."""

    CSS_PATH = Path(__file__).with_name("form.tcss")
    DRAFT: ClassVar[str] = ""
    """Under which name the draft is kept; "" keeps none."""
    SAVE_KEY: ClassVar[str] = "enter"
    """"^s" where Enter begins a new line in what the form is mostly made of."""

    def __init__(
        self, acting: Work, heading: str, fields: Sequence[Field[Any]], item: ItemId | None, *, act_id: str = ""
    ) -> None:
        """
        Args:
            item: what it is about, for the draft.
            act_id: of the form that the desk filled; else one is made.
        """
        super().__init__()
        self.acting = acting
        self.acts = acting.acts
        self.heading = heading
        self.fields = fields
        self.item = item
        self.act_id = act_id or self.acts.new_act()
        self.below = Pane(id="below", boxed=False)
        self.asked = Asked()
        self._agreed: set[str] = set()
        self._busy = False
        self._tried = False
        self._over = self._unkept = False
        self._drafting = Drafting(self.acts, self.DRAFT, item)
        self._again: Timer | None = None
        self._whole = ""
        self._told: Sequence[Parts] = ()
        self._questions: Sequence[Question] = ()

    def compose(self) -> ComposeResult:
        with Vertical(id="form") as box:
            box.border_title = Content(printable(self.heading))
            with VerticalScroll(id="fields", can_focus=False):
                yield from self.fields
            yield self.below
            yield self.asked

    def on_mount(self) -> None:
        if kept := self._drafting.begin(self._kept(), self.acting.screen.seat.desk.zone):
            self.restore(kept)
        self.below.set_lines(lambda width, _height: self._below(width))
        self._after_change()
        self.first.enter()

    def on_resize(self) -> None:
        """Lines under the fields take as many as they need at this width; before it is known they would take one a
        word."""
        self._redraw()

    @property
    def first(self) -> Field[Any]:
        """The field that the cursor begins in: the first that is shown."""
        return next(field for field in self.fields if field.display)

    def restore(self, values: Mapping[str, object]) -> None:
        """Put the values of a draft into the fields."""
        for field in self.fields:
            if field.key in values:
                field.restore(values[field.key])

    @property
    def focus_chain(self) -> list[Widget]:
        """In the order of the fields. Textual goes by where they stand, and one that a choice has just made appear
        stands nowhere yet."""
        order = {widget: place for place, widget in enumerate(self.walk_children())}
        return sorted(super().focus_chain, key=order.__getitem__)

    @on(Field.Next)
    def _next(self, event: Field.Next) -> None:
        event.stop()
        self.focus_next()

    def _after_change(self) -> None:
        self.revised()
        self._look()

    @work(exclusive=True, group="look", exit_on_error=True, description="check what was typed")
    async def _look(self) -> None:
        """Check it as it stands, and tell what saving will mean."""
        if self._over:
            return
        command, verdict = self._command()
        self._told = ()
        if command is not None:
            self._told = await self.meanwhile(command) or ()
            verdict = await self.acts.check(command)
        self._show(verdict)

    async def foretold(self, entry: Command) -> Sequence[Parts]:
        """What saving time will mean; looked at again for as long as what that takes is still being read."""
        preview = await self.acts.preview(entry)
        if self._again is not None:
            self._again.stop()
        if preview is not None and preview.reading:
            self._again = self.set_timer(LOOK_AGAIN, self._look)
        return () if preview is None else preview_lines(preview, self.room)

    def _command(self) -> tuple[Command | None, Verdict]:
        """The command, or what stands against there being one."""
        # `display` is also false while the form is being left, and then what cannot be read would be asked for.
        shown = [field for field in self.fields if field.styles.display != "none"]
        unread = tuple(Problem(field.key, said) for field in shown if (said := field.unread))
        if unread:
            return None, Verdict(problems=unread)
        try:
            return self.command(), Verdict()
        except Unsaid as unsaid:
            return None, Verdict(problems=(unsaid.problem,))

    def _show(self, verdict: Verdict) -> None:
        """Say beside each field what is wrong with it, where the person was already, and the rest below."""
        self.judged(verdict)
        said = {problem.field: problem.says for problem in reversed(verdict.problems)}
        for field in self.fields:
            if not field.display:
                field.complain("")
                continue
            mine = next((said.pop(name) for name in (field.key, *field.stands_for) if name in said), "")
            field.complain(mine if field.touched or self._tried else "")
        if self.focused is None and self.is_current and self.app.app_focus:
            # The field that the person stood in has gone with what was chosen.
            self.first.enter()
        self._whole = next(iter(said.values()), "")
        self._questions = () if self.asked.display else verdict.questions
        self._redraw()

    @property
    def room(self) -> int:
        """Cells of a line under the fields."""
        return max(1, self.query_one("#fields").size.width)

    def _redraw(self) -> None:
        lines = self._below(self.room)
        self.below.styles.height = len(lines)
        self.below.display = bool(lines)
        self.below.redraw()
        box = self.query_one("#form", Vertical)
        box.set_class(self.tone == "public", "-public")
        box.border_subtitle = Content(self._keys)

    @property
    def _keys(self) -> str:
        """What can be pressed now, for the lower edge."""
        if self._busy:
            return "saving ..."
        if self.asked.display:
            return "y says yes · n back to the form"
        begins = f"{self._drafting.says} · " if self._drafting.says else ""
        leaves = "keeps the draft" if self.DRAFT else "leaves"
        return f"{begins}{self.SAVE_KEY} {self.verb} · {'' if begins else 'tab next · '}esc {leaves}"

    def _below(self, width: int) -> list[Parts]:
        lines = [*(self.say_below(width) or ()), *self._told]
        for question in self._questions:
            if question.id not in self._agreed:
                lines += paragraph(f"? {question.says}", width, tone="soon", lines=2)
        if self._whole:
            lines += paragraph(f"! {self._whole}", width, tone="late", lines=3)
        return lines

    def _kept(self) -> Mapping[str, object]:
        return {field.key: field.kept for field in self.fields}
