"""Why an item stands where it stands."""

from desk.model import Explanation, RankingLine, WorkItem
from tui.widgets.columns import Column
from tui.widgets.painter import Line
from tui.widgets.parts import Part, Parts, paragraph, parts

RUNGS = {
    1: "interrupts",
    2: "in hand",
    3: "booked now",
    4: "late",
    5: "due",
    6: "queue",
    7: "waits",
}

RANKING = (
    Column("position", "#", 3, right=True),
    Column("number", "ID", 14),
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


def strip(why: Explanation) -> Parts:
    """All of it in one line."""
    more = (text for text in why.lines if why.sentence not in text)
    return [Part(why.sentence), *(Part(f" · {text}", "quiet") for text in more)]


def _told(why: Explanation) -> bool:
    """Whether the rules say the sentence already."""
    return any(why.sentence in text for text in why.lines)


def ranking_line(line: RankingLine) -> Line:
    """One line of the full ranking."""
    rung = f"{line.rung} {RUNGS.get(line.rung, '')}".strip()
    cells = (str(line.position), line.number, rung, line.title, line.sentence, " · ".join(line.evidence))
    return Line(cells, "" if line.offered else "quiet")
