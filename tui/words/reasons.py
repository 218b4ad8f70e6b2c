"""Why an item stands where it stands."""

import re
from collections.abc import Iterator

from rich.cells import cell_len

from desk.model import Explanation, RankingLine, RowText, WorkItem
from tui.widgets.columns import Column
from tui.widgets.painter import Line
from tui.widgets.parts import Parts, cut, paragraph, parts
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

INDENT = 3
"""Cells before a reason, in which its number stands."""
PROMISE = re.compile(r".*? (?:due|missed)\b")
CLAUSE_END = re.compile(r"[,;:] | \(| · ")


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
    """ "Why T20261124.0031 is 3rd", and whom one helps with it."""
    where = f"is {ordinal(why.position)}" if why.position else "is here"
    return ", ".join(filter(None, (f"Why {item.short_id} {where}", why.helping)))


def panel(why: Explanation, width: int, height: int) -> list[Parts]:
    """A line each, of as many whole clauses as have room: the weightiest come first. Spare rows let lines wrap."""
    texts = list(why.lines) if _told(why) else [why.sentence, *why.lines]
    spare = height - len(texts)
    lines: list[Parts] = []
    for number, text in enumerate(texts, 1):
        at_most = 1 + max(0, spare)
        said = next((words for words in _shorter(text) if _rows(words, width, at_most + 1) <= at_most), text)
        rows = paragraph(said, width, indent=INDENT, lines=at_most)
        if rows:
            spare -= len(rows) - 1
            rows[0] = parts((f"{number}  ", "quiet"), rows[0][0].text[INDENT:])
        lines += rows
    return lines if height < 1 else lines[:height]


def _rows(text: str, width: int, at_most: int) -> int:
    return len(paragraph(text, width, indent=INDENT, lines=at_most))


def strip(why: Explanation, following: RowText | None, width: int) -> Parts:
    """All of it in one line, what comes after it at the end: "then 1124.0031 (0:41 left)". Nothing is said twice.

    What is said of the item itself goes before the clock of the next one.

    Args:
        following: the next row of the list; None for the last one.
    """
    whole = "; ".join(filter(None, (why.sentence, why.helping)))
    said = next((words for words in _shorter(whole) if cell_len(words) <= width), whole)
    more = " · ".join(text for text in why.lines if _subject(text) not in why.sentence)
    ends = _thens(following, width - cell_len(said))
    lines = [(_fitting(more, width - cell_len(f"{said} · {then}")), then) for then in ends]
    clause, then = next((line for line in lines if line[0]), lines[0])
    return cut(parts(said, (f" · {clause}" if clause else "", "quiet"), (then, "quiet")), width)


def _subject(text: str) -> str:
    """What a line begins with: "resolution due", however its time is told there."""
    first = _clauses(text)[-1]
    promise = PROMISE.match(first)
    return first if promise is None else promise[0]


def _fitting(text: str, room: int) -> str:
    """As many whole clauses as fit; nothing where none does."""
    return next((clause for clause in _clauses(text) if cell_len(clause) <= room), "")


def _thens(following: RowText | None, room: int) -> list[str]:
    """What comes next, with its clock and without, as far as there is room for it."""
    if following is None or not following.number:
        return [""]
    number = short_number(following.number)
    return [then for then in (f" · then {number} ({following.sla})", f" · then {number}") if len(then) <= room] or [""]


def _shorter(text: str) -> Iterator[str]:
    """The text, then as much of it as ends with a clause, less and less; that it was longer is shown."""
    whole, *others = _clauses(text)
    yield whole
    yield from (f"{words} …" for words in others)


def _clauses(text: str) -> list[str]:
    """The text, then its beginnings that end with a clause, the longest first. What stands in brackets stays whole."""
    ends = [found.start() for found in CLAUSE_END.finditer(text)]
    closed = [end for end in ends if text.count("(", 0, end) == text.count(")", 0, end)]
    return [text, *(text[:end] for end in reversed(closed))]


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
