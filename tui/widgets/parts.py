"""A line of words in pieces, each with its tone: what a pane is written in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len

from tui.widgets.cells import fit, printable, wrap


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line. `action` is one of our own Textual actions, run by a click; never a foreign text."""

    text: str
    tone: str = ""
    action: str = ""


Parts = Sequence[Part]


def parts(*pieces: str | Part | tuple[str, str]) -> tuple[Part, ...]:
    """A line from bare words, words with a tone, and parts."""
    return tuple(_part(piece) for piece in pieces)


def _part(piece: str | Part | tuple[str, str]) -> Part:
    if isinstance(piece, Part):
        return piece
    return Part(piece) if isinstance(piece, str) else Part(*piece)


def cells(line: Iterable[Part]) -> int:
    """The width of a line."""
    return sum(cell_len(printable(part.text)) for part in line)


def cut(line: Parts, width: int) -> list[Part]:
    """As much of the line as fits; the piece that is cut ends in an ellipsis."""
    kept: list[Part] = []
    room = width
    for part in line:
        if room <= 0:
            break
        size = cell_len(printable(part.text))
        kept.append(part if size <= room else replace(part, text=fit(part.text, room)))
        room -= min(size, room)
    return kept


def spread(left: Parts, right: Parts, width: int) -> list[Part]:
    """`left` at the left edge, `right` at the right one; the left gives way."""
    right = cut(right, width)
    room = width - cells(right)
    kept = cut(left, room - 1 if right else room)
    return [*kept, Part(" " * (room - cells(kept))), *right]


def joined(pieces: Iterable[Part], separator: str = " · ") -> list[Part]:
    """The pieces that say something, with a quiet dot between them."""
    line: list[Part] = []
    for piece in pieces:
        if piece.text:
            line += [Part(separator, "quiet"), piece] if line else [piece]
    return line


def flowing(pieces: Iterable[Part], width: int, separator: str = " · ") -> list[Parts]:
    """The pieces that say something on as many lines as they need, no piece broken."""
    lines: list[Parts] = []
    row: list[Part] = []
    for piece in pieces:
        longer = joined([*row, piece], separator)
        if row and cells(longer) > width:
            lines.append(joined(row, separator))
            row = []
        if piece.text:
            row.append(piece)
    return [*lines, joined(row, separator)] if row else lines


def paragraph(text: str, width: int, *, indent: int = 0, tone: str = "", lines: int = 400) -> list[Parts]:
    """A text of several lines as lines of a pane, its own line ends kept, runs of empty lines made one."""
    room = max(1, width - indent)
    rows: list[Parts] = []
    blank = False
    for part in printable_lines(text):
        if not part.strip():
            blank = bool(rows)
            continue
        if blank:
            rows.append(())
            blank = False
        rows += [parts((" " * indent + row, tone)) for row in wrap(part, room, lines=lines)]
        if len(rows) >= lines:
            break
    return rows[:lines]


def printable_lines(text: str) -> list[str]:
    return [printable(line) for line in text.splitlines()]
