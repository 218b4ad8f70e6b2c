"""The last line of every screen: how long an act can be taken back, then what can be done here and now."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.commands.everywhere import HELP, PALETTE
from tui.commands.record import Command
from tui.widgets.cells import fit
from tui.widgets.parts import Part, Parts, cells, cut, parts, spread

if TYPE_CHECKING:
    from desk.acts.told import Undoable

FEWEST_BELOW = 100
ON_NARROW = 7


def hint_line(commands: Sequence[Command], undoable: "Undoable | None", width: int) -> Parts:
    """As many hints as fit, help and palette always among them.

    Args:
        undoable: what `u` would take back; counted down while its window runs.
    """
    always = [HELP] if width < FEWEST_BELOW else [HELP, PALETTE]
    shown = [command for command in commands if command.footer and command not in (HELP, PALETTE)]
    if width < FEWEST_BELOW:
        shown = shown[: ON_NARROW - len(always)]
    right = [part for command in always for part in _hint(command)]
    room = width - cells(right) - 1
    left: list[Part] = [Part(" "), *countdown(undoable, width // 2)]
    for command in shown:
        hint = _hint(command)
        if cells([*left, *hint]) > room:
            break
        left += hint
    return spread(left, right, width)


def own_keys(commands: Sequence[Command], width: int) -> Parts:
    """The hints of what lies over a screen, whose keys are few and all there are."""
    return cut([Part(" "), *(part for command in commands for part in _hint(command))], width)


def countdown(undoable: "Undoable | None", room: int) -> Parts:
    """ "u 3 s to take back: 25 min on T20261124.0031"; nothing once the window is over."""
    if undoable is None or undoable.seconds <= 0:
        return ()
    said = f" {math.ceil(undoable.seconds)} s to {undoable.says} "
    return parts(Part(" u", "badge", "screen.act('undo')"), Part(fit(said, min(room, len(said))), "badge"), "  ")


def _hint(command: Command) -> Parts:
    return parts(Part(command.key, "key", command.action), Part(f" {command.footer}  ", "quiet", command.action))
