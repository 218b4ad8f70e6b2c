"""The parts that colours are given to, by name, and what each looks like in a theme.

These are no component classes of Textual: styling seventeen of them anew for every widget cost a quarter of a start.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from rich.style import Style
from textual.widget import Widget

from tui.themes import DARK, THEMES


class Look(NamedTuple):
    """Colours by the names that a theme gives them; an empty one leaves the ground below as it is."""

    colour: str = ""
    ground: str = ""
    bold: bool = False


LOOKS: Mapping[str, Look] = {
    "row": Look("foreground", "background"),
    "frame": Look("frame-line", "background"),
    "frame focused": Look("frame-focus", "background"),
    "title": Look("strong", bold=True),
    "header": Look("quiet"),
    "cursor": Look("strong", "cursor-ground"),
    "hover": Look(ground="hover-ground"),
    "mark": Look("key", bold=True),
    "late": Look("late", bold=True),
    "soon": Look("soon"),
    "active": Look("active"),
    "quiet": Look("quiet"),
    "strong": Look("strong", bold=True),
    "key": Look("key"),
    "badge": Look("badge-text", "badge-ground", bold=True),
    "alarm": Look("alarm-text", "alarm-ground", bold=True),
    "public": Look("soon", bold=True),
    "track": Look("track"),
}
PARTS = frozenset(LOOKS) - {"frame focused"}
"""What a line may name."""


class Toned(Widget):
    """A widget that draws its own lines in the colours of the parts."""

    def part_style(self, part: str) -> Style:
        """The look of a part in the present theme."""
        return style_of(self.app.theme, "frame focused" if part == "frame" and self.has_focus else part)


@cache
def style_of(theme_name: str, part: str) -> Style:
    """The look of a part in a theme of ours; in an app that has none of them, in the dark one."""
    theme, look = THEMES.get(theme_name, DARK), LOOKS[part]
    named = {"foreground": theme.foreground, "background": theme.background, **theme.variables}
    return Style(
        color=named[look.colour] if look.colour else None,
        bgcolor=named[look.ground] if look.ground else None,
        bold=look.bold or None,
    )
