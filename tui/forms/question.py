"""What is asked before something is done: y goes on, n goes back. Enter does neither, for it was just pressed."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from desk.acts.answers import Question
from tui.widgets.cells import fit, wrap
from tui.widgets.tones import Toned

MOST_LINES = 4


class Asked(Toned, can_focus=True):
    """One question at a time."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", show=False),
        Binding("n,escape,up,shift+tab", "answer(False)", "Back to the form", show=False),
        Binding("enter,tab", "nothing", "Nothing", show=False),
    ]

    class Answered(Message):
        """The person said yes or no."""

        def __init__(self, question: Question, *, yes: bool) -> None:
            super().__init__()
            self.question = question
            self.yes = yes

    def __init__(self) -> None:
        super().__init__(classes="asked")
        self.display = False
        self._questions: Sequence[Question] = ()
        self._lines: list[str] = []

    def ask(self, questions: Sequence[Question]) -> None:
        """Ask the first of these; ask nothing where there is none."""
        self._questions = questions
        self.display = bool(questions)
        self._word()
        if questions:
            self.focus()

    @property
    def question(self) -> Question | None:
        """What is asked now."""
        return self._questions[0] if self._questions else None

    def on_resize(self) -> None:
        self._word()

    def _word(self) -> None:
        if self.question is None:
            return
        more = f" ({len(self._questions) - 1} more after this)" if len(self._questions) > 1 else ""
        self._lines = wrap(f"? {self.question.says}{more}", max(1, self.size.width), lines=MOST_LINES)
        self.styles.height = len(self._lines) + 1
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, row = self.size.width, self.part_style("row")
        if y < len(self._lines):
            return Strip([Segment(fit(self._lines[y], width), row + self.part_style("soon"))], width)
        if y > len(self._lines) or self.question is None:
            return Strip([Segment(" " * width, row)], width)
        keys = f"  y  {self.question.yes}    n  back to the form"
        return Strip([Segment(fit(keys, width), row + self.part_style("key"))], width)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()

    def action_answer(self, yes: bool) -> None:
        if self.question is not None:
            self.post_message(self.Answered(self.question, yes=yes))

    def action_nothing(self) -> None:
        """Enter came here from the field before, perhaps by a second press: it must not answer."""
