"""A field that holds one of many: the list opens under it and filters while somebody types.

Typing or space opens the list, arrows move in it, enter or tab takes the line under the cursor and goes on to the next
field, escape leaves what stood there. What was typed and fits nothing stays, and is said.
"""

from collections.abc import Awaitable, Callable, Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Input

from desk.acts.offers import Choice
from tui.forms.chooser import fitting
from tui.forms.fields import Field
from tui.forms.pick_list import Choosing, Listed
from tui.widgets.cells import printable

Find = Callable[[str], Awaitable[Sequence[Choice]]]
"""The choices for what is typed, best first."""


class ChosenField(Field[Choosing]):
    """What is chosen of many, and what was typed in its place: told, kept in a draft, and put back."""

    def __init__(
        self,
        key: str,
        label: str,
        choices: Sequence[Choice] = (),
        now: int | None = None,
        *,
        find: Find | None = None,
        optional: bool = False,
        own_words: bool = False,
        stands_for: tuple[str, ...] = (),
        placeholder: str = "",
        hint: str = "",
    ) -> None:
        self.choices = choices
        self.chosen = next((choice for choice in choices if choice.id == now), None)
        self.optional = optional or own_words
        self._own_words = own_words
        self.listed = Listed()
        self._find = find
        self._listed_for = ""
        """The text that the list was made for last."""
        editor = Choosing(self._words, placeholder)
        super().__init__(key, label, editor, stands_for=stands_for, hint=hint)

    def enter(self) -> None:
        """Put the cursor into it, all of it selected: what is typed takes the place of what a draft put there."""
        super().enter()
        self.editor.action_select_all()

    @property
    def value(self) -> int | None:
        """The id of what is chosen."""
        return None if self.chosen is None or self.typed else self.chosen.id

    @property
    def typed(self) -> str:
        """What was typed and is none of the choices; "" where all is well."""
        typed = self.editor.value.strip()
        return typed if typed and typed != self._words.strip() else ""

    @property
    def words(self) -> str:
        """The label of what is chosen, or what was typed."""
        return self.editor.value.strip()

    @property
    def unread(self) -> str:
        if self._own_words:
            return ""
        return f"“{self.typed}” is none of the choices." if self.typed and not self.editor.open else ""

    @property
    def kept(self) -> object:
        if self._own_words:
            return self.words
        # What was found is in no list where it could be found again by its id.
        return [self.chosen.id, self.chosen.label] if self._find is not None and self.chosen is not None else self.value

    def restore(self, kept: object) -> None:
        if self._own_words:
            self.say_words(str(kept or ""))
            return
        if isinstance(kept, list | tuple) and len(kept) == 2:
            found: Choice | None = Choice(int(kept[0]), str(kept[1]))
        else:
            found = next((choice for choice in self.choices if choice.id == kept), None)
        if found is not None or (kept is None and self.optional):
            self.choose(found)

    def say_words(self, words: str) -> None:
        """Put a choice into it by its label, or own words."""
        self.choose(next((choice for choice in self.choices if choice.label == words), None))
        if self.chosen is None:
            with self.prevent(Input.Changed):
                self.editor.value = printable(words)

    def choose(self, choice: Choice | None) -> None:
        """Put a choice into it, or none."""
        self.chosen = choice
        self._shut()

    def offer(self, choices: Sequence[Choice], now: int | None) -> None:
        """Other choices, one of which stands."""
        self.choices = choices
        self.choose(next((choice for choice in choices if choice.id == now), None))

    @property
    def _words(self) -> str:
        return "" if self.chosen is None else printable(self.chosen.label)

    def _shut(self) -> None:
        with self.prevent(Input.Changed):
            self.editor.value = self._words
        self.editor.cursor_position = len(self.editor.value)
        self._close_list()

    def _close_list(self) -> None:
        self.editor.open = False
        self.listed.show((), 0)


class PickField(ChosenField):
    """One of `choices`, or of what `find` finds for the letters typed.

    An optional field may be empty. Where `own_words` are taken, what fits no choice stands for itself, and escape keeps
    it where the list has something else.
    """

    def compose(self) -> ComposeResult:
        yield self.editor
        self.listed.display = False
        yield self.listed

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self.editor.value != self._words:
            self._look(self.editor.value)
            self.changed()

    @work(exclusive=True, group="find", exit_on_error=True, description="look for choices")
    async def _look(self, text: str) -> None:
        found = await self._fitting(text)
        if self.editor.has_focus and self.editor.value == text:
            self._open(found, text)

    async def _fitting(self, text: str) -> Sequence[Choice]:
        return fitting(self.choices, text) if self._find is None else await self._find(text)

    @on(Choosing.Wanted)
    def _wanted(self) -> None:
        if self._find is None:
            self._open(self.choices, self.editor.value)

    def _open(self, found: Sequence[Choice], text: str) -> None:
        """Show the list, the cursor on what is chosen where nothing was typed."""
        standing = text == self._words and self.chosen in found
        self.listed.show(found, found.index(self.chosen) if standing and self.chosen is not None else 0)
        self.editor.open = bool(found)
        self._listed_for = text

    @on(Choosing.Step)
    def _step(self, event: Choosing.Step) -> None:
        event.stop()
        self.listed.step(event.lines)

    @on(Listed.Clicked)
    def _clicked(self, event: Listed.Clicked) -> None:
        event.stop()
        if event.row < len(self.listed.rows):
            self.listed.at = event.row
            self._take()
            self.editor.focus()

    @on(Choosing.Escaped)
    def _escaped(self, event: Choosing.Escaped) -> None:
        event.stop()
        if self._own_words:
            self._close_list()
        else:
            self._shut()
        self.changed()

    @on(Choosing.Left)
    async def _left(self, event: Choosing.Left) -> None:
        event.stop()
        await self._settle()

    @on(Choosing.GoOn)
    async def _go_on(self, event: Choosing.GoOn) -> None:
        event.stop()
        nothing_to_take = not (self.editor.open or (self.typed and self.typed != self._listed_for.strip()))
        await self._settle()
        if event.enters and (nothing_to_take or (self.typed and self._own_words)):
            self.save()
            self.editor.stay()
        elif event.enters and (self.typed or self.screen.focus_chain[-1] is self.editor):
            self.editor.stay()
        else:
            self.post_message(self.Next())

    async def _settle(self) -> None:
        """Take what was meant: the line under the cursor, else what was typed.

        Who types fast means what is found for all that they typed, not what stands in the list yet.
        """
        if self.typed and self._listed_for != self.editor.value:
            self._open(await self._fitting(self.editor.value), self.editor.value)
        if self.editor.open:
            self._take()
        elif not self.typed and self.optional and not self.editor.value.strip() and self.chosen is not None:
            self.choose(None)
            self.changed()
        elif self.typed:
            self.changed()
        else:
            self._shut()

    def _take(self) -> None:
        self.choose(self.listed.rows[self.listed.at])
        self.changed()
