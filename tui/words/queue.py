"""A line of the queue in words, and the columns it stands in."""

import re
from typing import TYPE_CHECKING

from desk.model import RowText, View
from tui.widgets.columns import Column
from tui.widgets.painter import Line

if TYPE_CHECKING:
    from desk.acts.told import Mark

SHORT_NUMBER = 10
FULL_NUMBER = 14
NUMBER = re.compile(r"T\d{4}(\d{4}\.\d{4,})")
TONES = {"!!": "late", "!": "soon", "▶": "active", "@": "active", "~": "quiet", "z": "soon"}
BRIEF = {
    "pending": "pend",
    "sending": "send",
    "being looked for": "sought",
    "waits for another": "waits",
    "to be decided": "decide",
}
"""What stands for the longer words of where something is, on a narrow screen."""
HELPING = "+"
"""Before the title of what is another's, and the person works on it with them."""


def columns(view: View, *, short: bool) -> tuple[Column, ...]:
    """The columns of a view. What goes first on a narrow screen: the reason, the company's name, owner, priority."""
    owner, summary, why = (12, 24, 38) if view is View.TEAM else (0, 28, 36)
    return (
        Column("flag", "", 2, toned=True),
        Column("number", "ID", SHORT_NUMBER if short else FULL_NUMBER),
        Column("priority", "P", 2, gives_way=4),
        Column("sla", "SLA", 10, toned=True),
        Column("company", "Company", 16, gives_way=2, narrow=9),
        Column("owner", "Owner", owner, gives_way=3),
        Column("summary", "Summary", summary, flexible=True),
        Column("why", "Why it is here", why, flexible=True, gives_way=1),
    )


def short_number(number: str) -> str:
    """An Autotask number without the T and the year: T20261124.0031 is 1124.0031."""
    found = NUMBER.fullmatch(number)
    return found[1] if found else number


def line(text: RowText, mark: "Mark | None" = None, *, short: bool, gone: bool) -> Line:
    """One row. A row whose item left the queue while the order is held says so and turns grey.

    Args:
        mark: what of it is not in Autotask yet; its glyph and its word stand in front of the title.
    """
    number = short_number(text.number) if short else text.number
    if gone:
        cells = ("", number, text.priority, "gone", text.company, text.owner, text.summary, "gone from this queue")
        return Line(cells, "quiet")
    summary = f"{HELPING} {text.summary}" if text.helping else text.summary
    title = summary if mark is None else _marked(summary, mark, short=short)
    cells = (text.flag, number, text.priority, text.sla, text.company, text.owner, title, text.why)
    return Line(cells, TONES.get(text.flag, ""))


def _marked(summary: str, mark: "Mark", *, short: bool) -> str:
    """ "○ pending · VPN drops", short "○ pend VPN drops"."""
    if short:
        return f"{mark.stage.glyph} {BRIEF.get(mark.stage, mark.stage.value)} {summary}"
    return f"{mark.stage.glyph} {mark.stage.value} · {summary}"
