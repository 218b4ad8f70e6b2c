"""What a terminal would show of the bytes that a program writes, and which control sequences were among them.

Only what Textual writes is understood: cursor addresses, erasing, and text of any width.
"""

import re
from codecs import getincrementaldecoder

from rich.cells import cell_len

_SEQUENCE = re.compile(
    r"\x1b\[(?P<private>[<-?]*)(?P<numbers>[0-;]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|\x1b\](?P<osc>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|\x1b(?P<string>[PX^_])[^\x1b]*\x1b\\"
    r"|\x1b(?P<short>[ -/]*[0-OQ-WYZ\\`-~])"
)
_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|[PX^_][^\x1b]*\x1b?|[ -/]*)?\Z")
_MODES = "hl"


class Screen:
    """A grid of characters, fed with bytes."""

    def __init__(self, columns: int, rows: int) -> None:
        self.sequences: set[str] = set()
        """The kinds of control sequences seen: `CSI ?1049h`, `CSI m`, `OSC 0`, `ESC >`."""
        self.shown: list[str] = []
        """The texts between the sequences."""
        self.hidden: list[str] = []
        """The sequences themselves, and what is in them."""
        self._decode = getincrementaldecoder("utf-8")("surrogateescape")
        self._pending = ""
        self.resize(columns, rows)

    def resize(self, columns: int, rows: int) -> None:
        """Start with an empty grid of another size."""
        self.columns, self.rows = columns, rows
        self._cells = [[" "] * columns for _ in range(rows)]
        self._row = self._column = 0

    def feed(self, data: bytes) -> None:
        """Take in what the program wrote."""
        text = self._pending + self._decode.decode(data)
        self._pending = ""
        at = 0
        while at < len(text):
            if text[at] != "\x1b":
                at = self._write(text, at)
            elif found := _SEQUENCE.match(text, at):
                self.hidden.append(found[0])
                self._obey(found)
                at = found.end()
            elif _UNFINISHED.match(text, at):
                self._pending = text[at:]
                return
            else:
                self.sequences.add(f"broken {text[at : at + 12]!r}")
                at += 1

    @property
    def lines(self) -> list[str]:
        """The lines of the grid, without trailing blanks."""
        return ["".join(row).rstrip() for row in self._cells]

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(self.lines)

    def _write(self, text: str, at: int) -> int:
        end = text.find("\x1b", at)
        end = len(text) if end < 0 else end
        self.shown.append(text[at:end])
        for character in text[at:end]:
            if character == "\r":
                self._column = 0
            elif character == "\n":
                self._row += 1
            else:
                self._put(character)
        return end

    def _put(self, character: str) -> None:
        width = cell_len(character)
        inside = self._row < self.rows and self._column + max(width, 1) <= self.columns
        if width and inside:
            self._cells[self._row][self._column : self._column + width] = [character, *[""] * (width - 1)]
        self._column += width

    def _obey(self, found: "re.Match[str]") -> None:
        if found["osc"] is not None:
            self.sequences.add(f"OSC {found['osc'].partition(';')[0]}")
        elif found["string"]:
            self.sequences.add(f"string {found['string']}")
        elif found["short"]:
            self.sequences.add(f"ESC {found['short']}")
        else:
            final, numbers = found["final"], found["numbers"]
            shown = numbers if final in _MODES else ""
            self.sequences.add(f"CSI {found['private']}{shown}{found['between']}{final}")
            self._move(final, [int(number or 0) for number in re.split("[;:]", numbers)])

    def _move(self, final: str, numbers: list[int]) -> None:
        if final == "H":
            self._row = max(numbers[0], 1) - 1
            self._column = max(numbers[1] if len(numbers) > 1 else 1, 1) - 1
        elif final == "J" and numbers[0] == 2:
            self._cells = [[" "] * self.columns for _ in range(self.rows)]
