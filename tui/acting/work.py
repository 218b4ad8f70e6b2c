"""What an act works with, what it asks the person, and how its outcome is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from textual.screen import ModalScreen

from desk.acts.answers import NotDone, Outcome, Question
from desk.acts.commands import Command
from desk.acts.surface import Acts
from desk.model import WorkItem
from tui.forms.confirm import Confirm
from tui.screens.base import DeskScreen, is_ticket
from tui.widgets.parts import Parts, paragraph

AnswerT = TypeVar("AnswerT")

LEAST_SECONDS = 4.0
"""How long it is told what was done."""
REFUSED_SECONDS = 8.0
"""How long it is told why nothing was."""


@dataclass(frozen=True, slots=True)
class Work:
    """One press of a key."""

    screen: DeskScreen
    acts: Acts
    items: Sequence[WorkItem]

    @property
    def tickets(self) -> Sequence[WorkItem]:
        """Those of the items that are tickets; says so where none is."""
        found = [item for item in self.items if is_ticket(item)]
        if not found:
            self.screen.tell("This is for tickets. A task and an appointment have no such thing.")
        return found

    async def ask(self, dialog: ModalScreen[AnswerT]) -> AnswerT | None:
        """What the person answers; None where they have gone elsewhere while it was being made."""
        if not self.screen.is_current:
            return None
        return await self.show(dialog)

    async def show(self, dialog: ModalScreen[AnswerT]) -> AnswerT | None:
        """Put it over the screen, with the keys that were pressed while it was made, and wait for what it gives."""
        app, early = self.screen.app, self.screen.seat.early
        dialog.call_after_refresh(early.shown, dialog, app.post_message)
        try:
            answer: AnswerT | None = await app.push_screen_wait(dialog)
        finally:
            early.answered(dialog)
        return answer

    async def do(self, command: Command) -> None:
        """Do a command, ask first what the desk wants to be sure of, and tell what came of it."""
        outcome = await self.acts.do(command)
        agreed: set[str] = set()
        while isinstance(outcome, NotDone) and not outcome.verdict.problems and outcome.verdict.questions:
            questions = outcome.verdict.questions
            if not await self.ask(Confirm("Are you sure?", asked(questions), questions[-1].yes)):
                return
            agreed |= {question.id for question in questions}
            outcome = await self.acts.do(command, agreed)
        self.tell(outcome)

    def tell(self, outcome: Outcome) -> None:
        """Say what came of it; as long as it can be taken back, where it can."""
        if isinstance(outcome, NotDone):
            self.screen.tell(outcome.says, seconds=REFUSED_SECONDS)
        elif outcome.says:
            self.screen.tell(outcome.says, seconds=max(LEAST_SECONDS, outcome.window))


def asked(questions: Sequence[Question]) -> Callable[[int], list[Parts]]:
    """What the desk wants to be sure of, a paragraph each."""
    return lambda width: [line for question in questions for line in paragraph(question.says, width)]
