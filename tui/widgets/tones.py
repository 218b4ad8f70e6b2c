"""The parts that colours are given to, by name. What each looks like stands in the style sheet of the app."""

from typing import ClassVar

from rich.style import Style
from textual.widget import Widget

GROUNDS = frozenset({"row", "frame"})
"""Parts with a background of their own; all others change only what they name on the ground below them."""

PARTS = frozenset(
    {
        *GROUNDS,
        "title",
        "header",
        "cursor",
        "hover",
        "mark",
        "late",
        "soon",
        "active",
        "quiet",
        "strong",
        "key",
        "badge",
        "alarm",
        "public",
        "track",
    }
)


class Toned(Widget):
    """A widget that draws its own lines in the colours of the parts."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"tone--{part}" for part in PARTS}

    def part_style(self, part: str) -> Style:
        """The look of a part in the present theme."""
        return self.get_component_rich_style(f"tone--{part}", partial=part not in GROUNDS)
