"""outbox.journal.jsonl: the second copy, a line for every transaction, synced before anybody hears of it.

It is written after COMMIT and before the acknowledgement. A database that is damaged, or that lost what it had
committed (a log that a careless copy left behind is lost without a word), gets from here what is missing.

A line is a checksum and a JSON object: `tx`, and the rows that the transaction left: `op`, `op_log`, `kept`, `gone`.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias
from zlib import crc32

from replica.files import private_file
from replica.lock import locked

JOURNAL = "outbox.journal.jsonl"

Line: TypeAlias = Mapping[str, Any]


class Journal:
    """The second copy of one outbox. Used by the thread that writes the first."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / JOURNAL

    def append(self, line: Line) -> None:
        """Add a line and sync it.

        Raises:
            OSError: it may not be there.
        """
        text = _text(line)
        while True:
            private_file(self.path)
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND)
            try:
                with locked(handle):
                    if self._is(handle):
                        _write(handle, text)
                        return
            finally:
                os.close(handle)

    @contextmanager
    def rewritten(self) -> Iterator["Rewriting"]:
        """Put a shorter one in its place, in one step; whoever appends meanwhile waits and appends to the new one.

        What the new one says has to be read from the database inside the block: everything that was committed before
        is in it then, and what comes later is appended.
        """
        private_file(self.path)
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND)
        fresh = self.path.with_suffix(".new")
        try:
            with locked(handle):
                fresh.unlink(missing_ok=True)
                private_file(fresh)
                writing = Rewriting()
                yield writing
                new = os.open(fresh, os.O_WRONLY | os.O_APPEND)
                try:
                    _write(new, b"".join(map(_text, writing.lines)))
                finally:
                    os.close(new)
                os.replace(fresh, self.path)
                _sync_folder(self.path.parent)
        finally:
            os.close(handle)

    def lines(self) -> tuple[list[Line], int]:
        """Every line that can be read, in the order of their transactions, and how many cannot.

        The last line before a power cut may be torn: nobody was told of it.
        """
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return [], 0
        read: list[Line] = []
        torn = 0
        for piece in filter(None, raw.split(b"\n")):
            line = _line(piece)
            if line is None:
                torn += 1
            else:
                read.append(line)
        return sorted(read, key=lambda line: int(line["tx"])), torn

    def _is(self, handle: int) -> bool:
        """Whether the open file is still the one that lies there, and was not replaced while we waited."""
        try:
            return os.path.samestat(os.fstat(handle), self.path.stat())
        except FileNotFoundError:
            return False


class Rewriting:
    """What a new journal shall say."""

    def __init__(self) -> None:
        self.lines: Iterable[Line] = ()


def _text(line: Line) -> bytes:
    body = json.dumps(line, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    # It begins with a line end too, or it would be lost together with a torn line before it.
    return b"\n%08x %s\n" % (crc32(body), body)


def _line(piece: bytes) -> Line | None:
    checksum, _, body = piece.partition(b" ")
    try:
        if int(checksum, 16) != crc32(body):
            return None
        line = json.loads(body)
    except ValueError:
        return None
    return line if isinstance(line, dict) and isinstance(line.get("tx"), int) else None


def _write(handle: int, text: bytes) -> None:
    while text:
        text = text[os.write(handle, text) :]
    os.fsync(handle)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # there a folder cannot be opened, and a rename is journalled by the file system
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
