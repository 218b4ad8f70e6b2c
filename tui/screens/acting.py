"""Keys that act: on the item under the cursor, on all that are marked, or on nothing in particular."""

from collections.abc import Callable, Coroutine, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from desk.model import ItemId, WorkItem
from tui.screens.telling import Telling

if TYPE_CHECKING:
    from desk.acts.surface import Acts
    from desk.acts.told import Undoable

P = ParamSpec("P")
ScreenT = TypeVar("ScreenT", bound=Telling)


def act(
    description: str,
) -> Callable[[Callable[Concatenate[ScreenT, P], Coroutine[Any, Any, None]]], Callable[Concatenate[ScreenT, P], None]]:
    """Let a method of a screen run as an act: beside the screen, and what is typed meanwhile is for its form."""

    def decorated(
        method: Callable[Concatenate[ScreenT, P], Coroutine[Any, Any, None]],
    ) -> Callable[Concatenate[ScreenT, P], None]:
        def begin(screen: ScreenT, /, *args: P.args, **kwargs: P.kwargs) -> None:
            async def go() -> None:
                try:
                    await method(screen, *args, **kwargs)
                finally:
                    screen.seat.early.end(screen.app.post_message)

            screen.seat.early.begin()
            screen.run_worker(go(), group="act", exit_on_error=True, description=description)

        return begin

    return decorated


class Acting(Telling):
    """A screen on which something can be entered."""

    @property
    def in_sight(self) -> ItemId | None:
        """The one thing that a person looks at, for filling gaps of the day; None for no one thing."""
        return None if self.subject is None else self.subject.id

    @property
    def chosen(self) -> Sequence[WorkItem]:
        """The items that an act is for: the marked ones where some are marked, else the one under the cursor."""
        return () if self.subject is None else (self.subject,)

    def action_act(self, name: str) -> None:
        """Do one of the acts (`tui.acting.keys`), or say why nothing can be done."""
        hands = self.seat.hands
        if hands.acts is None:
            self.tell(hands.why_not)
        else:
            self._act(name, hands.acts)

    @act("do what a key says")
    async def _act(self, name: str, acts: "Acts") -> None:
        # What forms and acts are made of is read once there are acts, and would keep the first picture waiting.
        keys = import_module("tui.acting.keys")
        await keys.perform(name, self, acts)

    @property
    def undoable(self) -> "Undoable | None":
        """What can be taken back now."""
        acts = self.seat.hands.acts
        return None if acts is None else acts.undoable
