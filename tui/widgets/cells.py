"""Text into exactly so many terminal cells, whatever the text holds."""

from functools import lru_cache
from itertools import islice

from rich.cells import cell_len, set_cell_size

ELLIPSIS = "…"

LONGEST_GLYPH = 8
"""Code points looked at for each cell wanted: a letter with all its marks, or a family joined of emoji."""


def printable(text: str) -> str:
    """The text with every code point that a terminal might act on replaced.

    Text from outside is cleaned where it is decoded. This is the second door: the line interface of Textual
    hands every code point to the terminal as it is, and a lone surrogate would stop the writer.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else " " if char in "\n\r\t\u2028\u2029" else "\ufffd" for char in text)


def fit(text: str, width: int, *, right: bool = False) -> str:
    """The text cut or padded to exactly `width` cells; what was cut ends in an ellipsis."""
    if width <= 0:
        return ""
    if text.isascii() and text.isprintable():
        if len(text) > width:
            return text[: width - 1] + ELLIPSIS
        return text.rjust(width) if right else text.ljust(width)
    return _fit_wide(text[: width * LONGEST_GLYPH + 1], width, right)


@lru_cache(maxsize=4096)
def _fit_wide(text: str, width: int, right: bool) -> str:
    text = printable(text)
    size = cell_len(text)
    if size > width:
        return set_cell_size(set_cell_size(text, width - 1).rstrip() + ELLIPSIS, width)
    return " " * (width - size) + text if right else text + " " * (width - size)


def wrap(text: str, width: int, *, lines: int) -> list[str]:
    """The first words of the text in at most `lines` lines of `width` cells; the last line ends in an ellipsis
    where words are left over. Line ends of the text are spaces here."""
    words = islice(printable(text[: width * lines * LONGEST_GLYPH]).split(), width * lines)
    rows: list[str] = []
    row = ""
    for word in words:
        candidate = f"{row} {word}" if row else word
        if not row or cell_len(candidate) <= width:
            row = candidate
            continue
        if len(rows) == lines - 1:
            return [*rows, fit(candidate, width)]
        rows.append(fit(row, width).rstrip())
        row = word
    return [*rows, fit(row, width).rstrip()] if row else rows
