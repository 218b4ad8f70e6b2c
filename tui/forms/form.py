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

from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.timer import Timer

from desk.acts.answers import Done, Problem, Verdict
from desk.acts.commands import Command
from tui.forms.fields import Field
from tui.forms.frame import Frame, Unsaid
from tui.forms.question import Asked
from tui.typed import Filled

TYPING_RESTS = 0.6
"""Seconds without a change after which the draft is kept."""

__all__ = ["Form", "Unsaid"]


class Form(Frame):
    """A form over the screen that it was asked for on. Answers with what was done, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", show=False, id="form.save"),
        Binding("escape", "leave", "Leave, the draft is kept", show=False, id="form.leave"),
        Binding("ctrl+n", "anew", "Start anew without the draft", show=False, id="form.anew"),
    ]

    _resting: Timer | None = None

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
        outcome = await self.acting.show(self)
        if outcome is not None:
            self.acting.tell(outcome)
        return outcome

    @on(Field.Changed)
    def _changed(self, event: Field.Changed) -> None:
        event.stop()
        self._agreed.clear()
        self.asked.ask(())
        self._after_change()
        self._rest()

    # Saving -----------------------------------------------------------------------------------------------------------

    def action_save(self) -> None:
        if not (self._busy or self._over or self.asked.display):
            self._save(*self._command())

    @work(group="save", exit_on_error=True, description="save the form")
    async def _save(self, command: Command | None, verdict: Verdict) -> None:
        """Do it, once however often it is asked for."""
        if self._busy:
            return
        self._busy = self._tried = True
        self._redraw()
        try:
            if command is not None:
                outcome = await self.acts.do(command, frozenset(self._agreed))
                if isinstance(outcome, Done):
                    await self._leave(outcome)
                    return
                # What is done to several answers with a sum; what is wrong with it belongs beside its field.
                verdict = outcome.verdict if not outcome.verdict.clear else await self.acts.check(command)
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

    # Leaving ----------------------------------------------------------------------------------------------------------

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
        trouble = await self._drafting.keep(self._kept(), self.act_id)
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
        for unfinished in ("draft", "look"):
            self.workers.cancel_group(self, unfinished)
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
