"""A line of the intervention list in words, its columns, its headings, and the strip that says why."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desk.interventions.model import Intervention, NeedKind, SuggestedAct, Tab, tab_of
from desk.model import RowText
from tui.widgets.columns import Column
from tui.widgets.painter import Line
from tui.widgets.parts import Part, Parts, cells, flowing, parts, spread
from tui.words.queue import FULL_NUMBER, SHORT_NUMBER, short_number

if TYPE_CHECKING:
    from desk.acts.told import Mark

GLYPHS: Mapping[Tab, str] = {
    Tab.LATE: "!!",
    Tab.RISK: "!",
    Tab.UNASSIGNED: "?",
    Tab.BOOK: "@",
    Tab.STALE: "z",
    Tab.WAITING: "~",
}
NAMES: Mapping[Tab, str] = {
    Tab.ALL: "All",
    Tab.LATE: "Late",
    Tab.RISK: "At risk",
    Tab.UNASSIGNED: "Untaken",
    Tab.BOOK: "To book",
    Tab.STALE: "Stale",
    Tab.WAITING: "Waiting",
}
SHORT_NAMES: Mapping[Tab, str] = {
    **NAMES,
    Tab.RISK: "Risk",
    Tab.UNASSIGNED: "Untaken",
    Tab.BOOK: "Book",
    Tab.WAITING: "Wait",
}
TONES: Mapping[Tab, str] = {
    Tab.LATE: "late",
    Tab.RISK: "soon",
    Tab.UNASSIGNED: "key",
    Tab.STALE: "soon",
    Tab.WAITING: "quiet",
}
STATES: Mapping[NeedKind, str] = {
    NeedKind.BREACHED: "LATE",
    NeedKind.OLD_MISS: "OLD",
    NeedKind.AT_RISK: "RISK",
    NeedKind.FORECAST: "TIGHT",
    NeedKind.ANSWER: "REPLY",
    NeedKind.UNTRIAGED: "NEW",
    NeedKind.UNASSIGNED: "NOONE",
    NeedKind.OWNER_AWAY: "AWAY",
    NeedKind.NO_CALL: "BOOK",
    NeedKind.UNBOOKED: "BOOK",
    NeedKind.REOPENED: "AGAIN",
    NeedKind.SILENT: "QUIET",
    NeedKind.STALE: "STALE",
    NeedKind.HOLD_OVER: "HOLD",
    NeedKind.WAITING_LONG: "WAIT",
}
"""Each in five cells: what the row needs a hand for, beside the glyph of its heading."""
HELPS: Mapping[SuggestedAct, tuple[str, str]] = {
    SuggestedAct.ASSIGN: ("a", "assign it"),
    SuggestedAct.PROMISE: ("d", "promise a new date"),
    SuggestedAct.BOOK: ("o", "book it in Autotask"),
    SuggestedAct.NUDGE: ("m", "nudge its owner"),
    SuggestedAct.ANSWER: ("n", "answer"),
    SuggestedAct.RELEASE: ("H", "release it"),
    SuggestedAct.TRIAGE: ("C", "sort it"),
}
"""Which key helps, and what it does."""
NOBODY = "–"
OWNER, SHORT_OWNER = 12, 7


def columns(*, short: bool) -> tuple[Column, ...]:
    """What goes first on a narrow screen: the reason, the company's name, owner, priority."""
    return (
        Column("flag", "", 2, toned=True),
        Column("state", "State", 5, toned=True),
        Column("number", "ID", SHORT_NUMBER if short else FULL_NUMBER),
        Column("priority", "P", 2, gives_way=4),
        Column("left", "Left", 10, toned=True),
        Column("owner", "Owner", SHORT_OWNER if short else OWNER, gives_way=3),
        Column("company", "Company", 15, gives_way=2, narrow=9),
        Column("summary", "Summary", 20, flexible=True),
        Column("why", "Why here", 26, flexible=True, gives_way=1),
    )


def line(
    text: RowText, listed: Intervention | None, why: str, mark: "Mark | None" = None, *, tab: Tab, short: bool
) -> Line:
    """One row; of one that needs no hand any more while the order is held, that it is settled.

    Args:
        listed: as it stands now.
        why: the sentence of the need that it stands here for.
        mark: what of it is not in Autotask yet.
    """
    number = short_number(text.number) if short else text.number
    owner = (text.owner.split(" ", 1)[0] if short else text.owner) or NOBODY
    title = text.summary if mark is None else f"{mark.stage.glyph} {text.summary}"
    if listed is None:
        return Line(
            ("", "done", number, text.priority, "", owner, text.company, title, "needs no hand any more"), "quiet"
        )
    need = listed.first_of(tab)
    heading = tab_of(need.kind)
    left = text.sla or NOBODY
    more = f" (+{len(listed.needs) - 1})" if len(listed.needs) > 1 else ""
    row = (
        GLYPHS[heading], STATES[need.kind], number, text.priority, left, owner, text.company, title, f"{why}{more}",
    )  # fmt: skip
    return Line(row, TONES.get(heading, ""))


def tab_name(tab: Tab, count: int, *, short: bool) -> str:
    """ "!! Late 2", "All 11"."""
    glyph = f"{GLYPHS[tab]} " if tab in GLYPHS else ""
    return f"{glyph.strip() if short else glyph}{(SHORT_NAMES if short else NAMES)[tab]} {count}"


def why_strip(sentences: Sequence[str], help_: SuggestedAct, width: int, lines: int) -> list[Parts]:
    """All that a ticket needs a hand for, the gravest first; at the right of the first line the key that helps."""
    key, does = HELPS[help_]
    helps = parts("  ", (key, "key"), (f" {does} ", "quiet"))
    first, *others = sentences
    if lines == 1:
        told = [Part(first, "strong"), *(Part(f" · {other}") for other in others)]
        return [spread(told, helps, width)]
    flowed = flowing([Part(first, "strong"), *map(Part, others)], width - cells(helps))
    return [spread(flowed[0], helps, width), *flowed[1:lines]]
