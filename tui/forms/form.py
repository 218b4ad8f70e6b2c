"""The frame of every form: fields with what is wrong beside them, questions to say yes to, a draft that is kept.

A form is a subclass. It makes its fields, says under which name its draft is kept, and turns what stands in the fields
into a command:

    class SkipForm(Form):
        DRAFT = "skip"
        VERB = "skip it"

        def __init__(self, work: Work, item: WorkItem) -> None:
            self.reason = PickField("reason", "Reason", choices)
            super().__init__(work, f"Skip {item.short_id}", (self.reason,), item.id)

        def command(self) -> Command:
            return Skip(item=self.item, reason=self.reason.chosen.label, act_id=self.act_id)

    await SkipForm(work, item).fill_in()

`fill_in` shows it over the screen, waits and tells what came of it; it gives what was done, or None. It runs in a
worker, as every act does. The frame then does all the rest: checks the command with each change, marks the fields that
it is about (`Field.stands_for`), asks the questions (y, n), keeps the draft when typing rests and at escape, puts it
back the next time, and does the command once however often Enter is pressed.

Hooks: `revised` when something was changed (show and hide fields there), `judged` for what the desk says of it,
`meanwhile` for lines under the fields that take a look at the command (a preview), `say_below` for such lines that need
none, `left` when the form is left without saving, `done` when it was saved, `verb` and `tone` where they depend on what
was chosen.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer

from desk.acts.answers import Done, Problem, Question, Verdict
from desk.acts.commands import Command
from desk.model import ItemId
from tui.acting.work import Work
from tui.forms.drafting import Drafting
from tui.forms.fields import Field
from tui.forms.hooks import Hooks
from tui.forms.question import Asked
from tui.typed import Filled
from tui.widgets.cells import printable
from tui.widgets.pane import Pane
from tui.widgets.parts import Parts, paragraph

TYPING_RESTS = 0.6
"""Seconds without a change after which the draft is kept."""


class Unsaid(Exception):
    """There is no command yet: a field cannot be read. Raised by `Form.command`."""

    def __init__(self, key: str, says: str) -> None:
        super().__init__(says)
        self.problem = Problem(key, says)


class Form(Hooks, ModalScreen[Done | None]):
    """A form over the screen that it was asked for on. Answers with what was done, or None."""

    CSS_PATH = Path(__file__).with_name("form.tcss")
    DRAFT: ClassVar[str] = ""
    """Under which name the draft is kept; "" keeps none."""
    SAVE_KEY: ClassVar[str] = "enter"
    """"^s" where Enter begins a new line in what the form is mostly made of."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", show=False, id="form.save"),
        Binding("escape", "leave", "Leave, the draft is kept", show=False, id="form.leave"),
        Binding("ctrl+n", "anew", "Start anew without the draft", show=False, id="form.anew"),
    ]

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
        self._resting: Timer | None = None
        self._over = self._unkept = False
        self._drafting = Drafting(self.acts, self.DRAFT, item)
        self._whole = ""
        self._told: Sequence[Parts] = ()
        self._questions: Sequence[Question] = ()

    # The frame --------------------------------------------------------------------------------------------------------

    async def fill_in(self) -> Done | None:
        """Show it, wait, and tell what came of it."""
        app = self.acting.screen.app
        if self.acts.read_only:
            self.acting.screen.tell(self.acts.read_only, seconds=8)
            return None
        if isinstance(app.screen, Form):
            return None
        # What was told of the act before stands in the corner, which the form needs.
        app.clear_notifications()
        outcome = await app.push_screen_wait(self)
        if outcome is not None:
            self.acting.tell(outcome)
        return outcome

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

    @property
    def first(self) -> Field[Any]:
        """The field that the cursor begins in: the first that is shown."""
        return next(field for field in self.fields if field.display)

    def restore(self, values: Mapping[str, object]) -> None:
        """Put the values of a draft into the fields."""
        for field in self.fields:
            if field.key in values:
                field.restore(values[field.key])

    @on(Field.Changed)
    def _changed(self, event: Field.Changed) -> None:
        event.stop()
        self._agreed.clear()
        self.asked.ask(())
        self._after_change()
        self._rest()

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
        command, verdict = self._command()
        self._told = ()
        if command is not None:
            self._told = await self.meanwhile(command) or ()
            verdict = await self.acts.check(command)
        self._show(verdict)

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
        if self.focused is None and self.is_current:
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

    # Saving -----------------------------------------------------------------------------------------------------------

    @on(Field.Save)
    def _enter(self, event: Field.Save) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        if not (self._busy or self._over or self.asked.display):
            self._save()

    @work(group="save", exit_on_error=True, description="save the form")
    async def _save(self) -> None:
        """Do it, once however often it is asked for."""
        if self._busy:
            return
        self._busy = self._tried = True
        self._redraw()
        try:
            command, verdict = self._command()
            if command is not None:
                outcome = await self.acts.do(command, frozenset(self._agreed))
                if isinstance(outcome, Done):
                    await self._leave(outcome)
                    return
                verdict = outcome.verdict
                if verdict.clear:
                    verdict = Verdict(problems=(Problem("", outcome.says),))
        finally:
            self._busy = False
        self._refuse(verdict)

    def _refuse(self, verdict: Verdict) -> None:
        """It is not saved: go to the first field that is wrong, else ask."""
        open_questions = [each for each in verdict.questions if each.id not in self._agreed]
        self.asked.ask(() if verdict.problems else open_questions)
        self._show(verdict)
        wrong = next((field for field in self.fields if field.problem and field.display), None)
        if wrong is not None:
            wrong.enter()

    @on(Asked.Answered)
    def _answered(self, event: Asked.Answered) -> None:
        event.stop()
        self.asked.ask(())
        if event.yes:
            self._agreed.add(event.question.id)
            self.action_save()
        else:
            self.first.enter()
            self._look()

    # Drafts -----------------------------------------------------------------------------------------------------------

    def _kept(self) -> Mapping[str, object]:
        return {field.key: field.kept for field in self.fields}

    def _rest(self) -> None:
        if self.DRAFT:
            if self._resting is None:
                self._resting = self.set_timer(TYPING_RESTS, self._typing_rests)
            else:
                self._resting.reset()

    @work(exclusive=True, group="draft", exit_on_error=True, description="keep the draft")
    async def _typing_rests(self) -> None:
        self._resting = None
        await self.keep()

    async def keep(self) -> bool:
        """Keep the draft where anything was changed; says so and answers False where the disk does not take it."""
        trouble = await self._drafting.keep(self._kept())
        if trouble:
            self._whole = f"{trouble} What you typed is not kept: esc once more leaves without it."
            self._redraw()
        return not trouble

    async def action_leave(self) -> None:
        """Leave; where what was typed cannot be kept, only when that is wanted once more."""
        if self._busy or self._over:
            return
        self._over, warned = True, self._unkept
        self._unkept = not await self.keep()
        if self._unkept and not warned:
            self._over = False
        else:
            await self._leave(None)

    async def _leave(self, outcome: Done | None) -> None:
        self._over = True
        if self._resting is not None:
            self._resting.stop()
        self.workers.cancel_group(self, "draft")
        if outcome is None:
            await self.left()
        else:
            await self._drafting.drop()
            if self.DRAFT:
                typed = Filled(self.DRAFT, self.item, self._kept())
                self.acting.screen.seat.hands.typed.saved(outcome.act_id, typed)
            await self.done(outcome)
        self.dismiss(outcome)

    async def action_anew(self) -> None:
        """Throw the draft away and begin with what the desk proposes."""
        if not self._drafting.says or self._busy or self._over:
            return
        await self._drafting.drop()
        self.restore(self._drafting.opened_with)
        self._after_change()
        self.first.enter()
