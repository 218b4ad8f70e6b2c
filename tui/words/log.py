"""The log in words: a line for each thing that was entered, and its whole life below."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from desk.acts.told import ClashLine, Conflict, LogEntry, Stage
from tui.widgets.cells import fit, printable, wrap
from tui.widgets.columns import Column
from tui.widgets.painter import Line
from tui.widgets.parts import Part, Parts, cells, paragraph, parts
from tui.words.pending import tone
from tui.words.queue import FULL_NUMBER, SHORT_NUMBER, short_number

LABEL = 15
TONES = {Stage.DONE: "active", Stage.HERE: "quiet", Stage.DROPPED: "quiet"}
FIELD = 14
SIDE_LINES = 40
TYPED_LINES = 12
"""Of one text: the log is to be looked through, the whole of it stands in the form."""


def columns(*, short: bool) -> tuple[Column, ...]:
    """What goes first on a narrow screen: what became of it, which is said below."""
    return (
        Column("stage", "Where it is", 17, toned=True),
        Column("entered", "Entered", 12, gives_way=2),
        Column("number", "Ticket", SHORT_NUMBER if short else FULL_NUMBER),
        Column("what", "What", 24, flexible=True),
        Column("says", "What became of it", 30, flexible=True, gives_way=1),
    )


def line(entry: LogEntry, entered: str, *, short: bool) -> Line:
    """One thing that was entered."""
    number = short_number(entry.ticket) if short else entry.ticket
    cells = (f"{entry.stage.glyph} {entry.stage.value}", entered, number, entry.what, entry.says)
    return Line(cells, TONES.get(entry.stage, tone(entry.stage)))


def detail(entry: LogEntry, history: Sequence[str], width: int) -> list[Parts]:
    """What it is, what can be done about it, what was typed, and how it got there."""
    lines: list[Parts] = [
        *_labelled("What", entry.what, width),
        *_labelled("Where it is", entry.says, width, "late" if entry.stage.for_a_person else "strong"),
    ]
    if entry.next:
        lines += _labelled("You can", entry.next, width, "key")
    if entry.found:
        lines += _labelled("Found", f"{', '.join(map(str, entry.found))} in Autotask; b says which is it", width)
    for label, text in entry.typed:
        lines += _labelled(label.capitalize(), text, width)
    for at, said in enumerate(history):
        lines += _labelled("History" if at == 0 else "", said, width, "quiet")
    return lines


def _labelled(label: str, text: str, width: int, shown_as: str = "") -> list[Parts]:
    rows = paragraph(text, width, indent=LABEL, tone=shown_as, lines=TYPED_LINES) or [parts(" " * LABEL)]
    first = rows[0][0].text[LABEL:] if rows[0] else ""
    return [parts((fit(label, LABEL), "quiet"), (first, shown_as)), *rows[1:]]


def conflict(found: Conflict, width: int) -> list[Parts]:
    """Each field that two people changed: as it was, as you want it, as it is now."""
    room = max(8, (width - FIELD) // 3)
    head = parts((fit("", FIELD), "quiet"), *((fit(title, room), "key") for title in ("It was", "Yours", "Theirs")))
    lines: list[Parts] = [head]
    for clash in found.lines:
        lines += [(), *_side_by_side(clash, room)]
    if found.others:
        lines += [(), *paragraph(f"Goes either way: {', '.join(found.others)}.", width, tone="quiet")]
    return lines


def _side_by_side(clash: ClashLine, room: int) -> list[Parts]:
    sides = ((clash.base, "quiet"), (clash.mine, "strong"), (clash.theirs, "soon"))
    columns = [_side(printable(text) or "none", printable(clash.base), room, tone) for text, tone in sides]
    rows: list[Parts] = []
    for at in range(max(map(len, columns))):
        label = Part(fit(clash.label.capitalize() if at == 0 else "", FIELD), "quiet")
        sides_here = (column[at] if at < len(column) else (Part(" " * room),) for column in columns)
        rows.append((label, *(part for side in sides_here for part in side)))
    return rows


def _side(text: str, base: str, room: int, tone: str) -> list[Parts]:
    """One of the texts in lines of `room` cells. Of one that was changed only the other words stand out."""
    words = text.split()
    same = SequenceMatcher(None, base.split(), words, autojunk=False).get_matching_blocks() if text != base else ()
    kept = {at for block in same for at in range(block.b, block.b + block.size)}
    lines: list[Parts] = []
    said = 0
    for line in wrap(text, room - 2, lines=SIDE_LINES):
        here = line.split(" ")
        pieces = [Part(f"{word} ", "" if said + at in kept else tone) for at, word in enumerate(here)]
        lines.append((*pieces, Part(" " * (room - cells(pieces)))))
        said += len(here)
    return lines
