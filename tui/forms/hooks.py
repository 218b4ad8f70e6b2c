"""What each form says for itself; the frame (`tui.forms.form`) asks."""

from collections.abc import Sequence
from typing import ClassVar

from desk.acts.answers import Done, Verdict
from desk.acts.commands import Command
from tui.widgets.parts import Parts


class Hooks:
    """All but `command` may stay as they are."""

    VERB: ClassVar[str] = "save"

    def command(self) -> Command:
        """What stands in the fields, as a command.

        Raises:
            Unsaid: a field cannot be read.
        """
        raise NotImplementedError

    def revised(self) -> None:
        """Something was changed."""

    def judged(self, verdict: Verdict) -> None:
        """The desk has said what it thinks of it."""

    async def meanwhile(self, command: Command) -> Sequence[Parts] | None:
        """Lines under the fields that tell what saving will mean."""

    def say_below(self, width: int) -> Sequence[Parts] | None:
        """Lines under the fields that need no command."""

    async def left(self) -> None:
        """The form is left without saving."""

    async def done(self, outcome: Done) -> None:
        """It was saved."""

    @property
    def verb(self) -> str:
        """What Enter does, for the lower edge."""
        return self.VERB

    @property
    def tone(self) -> str:
        """A class of the box for another border, as where the customer reads along; "" for the usual one."""
        return ""
