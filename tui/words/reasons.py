"""Why an item stands where it stands."""

from desk.model import Explanation, RankingLine, RowText, WorkItem
from tui.widgets.columns import Column
from tui.widgets.painter import Line
from tui.widgets.parts import Part, Parts, cells, cut, joined, paragraph, parts
from tui.words.queue import FULL_NUMBER, SHORT_NUMBER, short_number

RUNGS = {
    1: "interrupts",
    2: "in hand",
    3: "booked now",
    4: "late",
    5: "due",
    6: "queue",
    7: "waits",
}

LEAST_WORTH_A_WORD = 16
"""Cells under which a piece of a line says nothing."""


def ranking_columns(*, short: bool) -> tuple[Column, ...]:
    """The columns of the full ranking."""
    return (
        Column("position", "#", 3, right=True),
        Column("number", "ID", SHORT_NUMBER if short else FULL_NUMBER),
        Column("rung", "Rung", 12, gives_way=2),
        Column("title", "Summary", 34, gives_way=3, narrow=18),
        Column("sentence", "Why it is here", 36, flexible=True),
        Column("evidence", "How its workflow was found", 46, gives_way=1),
    )


def ordinal(position: int) -> str:
    """1st, 2nd, 3rd, 11th, 21st."""
    suffix = "th" if position % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(position % 10, "th")
    return f"{position}{suffix}"


def heading(item: WorkItem, why: Explanation) -> str:
    """ "Why T20261124.0031 is 3rd"."""
    return f"Why {item.short_id} is {ordinal(why.position)}" if why.position else f"Why {item.short_id} is here"


def panel(why: Explanation, width: int, height: int) -> list[Parts]:
    """A line each, cut where the room ends: the desk writes the weightiest words first. Spare rows let lines wrap."""
    texts = list(why.lines) if _told(why) else [why.sentence, *why.lines]
    spare = height - len(texts)
    lines: list[Parts] = []
    for number, text in enumerate(texts, 1):
        rows = paragraph(text, width, indent=3, lines=1 + max(0, spare))
        if rows:
            spare -= len(rows) - 1
            rows[0] = parts((f"{number}  ", "quiet"), rows[0][0].text[3:])
        lines += rows
    return lines if height < 1 else lines[:height]


def strip(why: Explanation, following: RowText | None, width: int) -> Parts:
    """All of it in one line, what comes after it at the end: "then 1124.0031 (0:41 left)".

    Args:
        following: the next row of the list; None for the last one.
    """
    said = [Part(why.sentence)]
    then: Parts = ()
    if following is not None and following.number:
        number = short_number(following.number)
        for words in (f" · then {number} ({following.sla})", f" · then {number}"):
            if cells(said) + len(words) <= width:
                then = parts((words, "quiet"))
                break
    more = joined(Part(text, "quiet") for text in why.lines if why.sentence not in text)
    room = width - cells([*said, *then]) - len(" · ")
    return [*said, *([Part(" · ", "quiet"), *cut(more, room)] if room >= LEAST_WORTH_A_WORD else ()), *then]


def _told(why: Explanation) -> bool:
    """Whether the rules say the sentence already."""
    return any(why.sentence in text for text in why.lines)


def in_full(line: RankingLine, width: int, height: int) -> list[Parts]:
    """What a column of the ranking has no room for."""
    return paragraph(f"{line.sentence} · {' · '.join(line.evidence)}", width, indent=4, lines=height)


def ranking_line(line: RankingLine, *, short: bool) -> Line:
    """One line of the full ranking."""
    number = short_number(line.number) if short else line.number
    rung = f"{line.rung} {RUNGS.get(line.rung, '')}".strip()
    said = (str(line.position), number, rung, line.title, line.sentence, " · ".join(line.evidence))
    return Line(said, "" if line.offered else "quiet")
