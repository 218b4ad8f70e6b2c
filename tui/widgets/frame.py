"""The lines of a box around a pane, drawn as text, so that a counter in the border costs one line and not the pane."""

from dataclasses import dataclass

from rich.cells import cell_len

from tui.widgets.cells import fit


@dataclass(frozen=True, slots=True)
class Box:
    """The line glyphs of one weight."""

    top_left: str
    top_right: str
    bottom_left: str
    bottom_right: str
    across: str
    down: str


LIGHT = Box("╭", "╮", "╰", "╯", "─", "│")
HEAVY = Box("┏", "┓", "┗", "┛", "━", "┃")


def top_edge(box: Box, title: str, width: int) -> tuple[str, str, str]:
    """The upper edge in three pieces, the middle one being the title, to be coloured by itself."""
    title = _titled(title, width)
    lead = box.top_left + (box.across if width > 2 else "")
    rest = width - len(lead) - cell_len(title) - 1
    return lead, title, box.across * max(0, rest) + box.top_right


def bottom_edge(box: Box, title: str, width: int) -> tuple[str, str, str]:
    """The lower edge, its title towards the right."""
    title = _titled(title, width)
    tail = (box.across if width > 2 else "") + box.bottom_right
    rest = width - len(tail) - cell_len(title) - 1
    return box.bottom_left + box.across * max(0, rest), title, tail


def _titled(title: str, width: int) -> str:
    room = width - 6
    if not title or room < 3:
        return ""
    return f" {fit(title, min(cell_len(title), room))} "
