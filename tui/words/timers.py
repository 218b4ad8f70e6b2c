"""Timers in words: the one that runs and those that are parked."""

from typing import TYPE_CHECKING

from desk.durations import clock_text
from desk.model import WorkItem
from tui.widgets.columns import Column
from tui.widgets.painter import Line
from tui.widgets.parts import Parts, paragraph

if TYPE_CHECKING:
    from desk.acts.told import Timer

COLUMNS = (
    Column("state", "State", 8, toned=True),
    Column("worked", "Worked", 7, right=True),
    Column("since", "Began", 12),
    Column("what", "On", 34, flexible=True),
    Column("note", "Note", 16, gives_way=0),
)
KEYS = "enter runs or parks it · t enters its time · b began at · d drops it, u brings it back · esc back"


def row(timer: "Timer", item: WorkItem | None, began: str) -> Line:
    """One timer.

    Args:
        item: what it runs on, where the desk has it.
    """
    on = timer.what if item is None else f"{item.short_id} {item.title}".strip()
    state = "▶ runs" if timer.running else "~ parked"
    cells = (state, clock_text(timer.seconds // 60), began, on, timer.note)
    return Line(cells, "active" if timer.running else "quiet")


def below(said: str, width: int) -> list[Parts]:
    """What is wrong, else the keys."""
    return paragraph(said, width, tone="late", lines=1) or paragraph(KEYS, width, tone="quiet", lines=2)
