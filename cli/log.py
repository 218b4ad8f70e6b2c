"""The log: what went wrong without stopping the program, kept beside the copy and never written over a screen.

A line holds places and words of ours. Secrets, addresses and customers' texts are masked as they are in a report of
a fault, because a log is what people send around.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from tui.crash import redacted, report

FILE = "servicedeck.log"
BYTES = 1_000_000
KEPT = 3


class Masked(logging.Formatter):
    """One line a record, and the places of an exception below it."""

    def format(self, record: logging.LogRecord) -> str:
        line = (
            f"{self.formatTime(record)} {record.levelname} {record.name}: {_printable(redacted(record.getMessage()))}"
        )
        error = record.exc_info[1] if record.exc_info else None
        return line if error is None else f"{line}\n{report(error).rstrip()}"


@contextmanager
def logging_to(folder: Path) -> Iterator[None]:
    """Write warnings and worse into a file of that folder; nowhere, where that cannot be."""
    handler = _handler(folder)
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        handler.close()


class LogFile(RotatingFileHandler):
    """A log file that is silent about its own troubles: a full disk is told on the screen, once."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name of the base class
        pass


def _handler(folder: Path) -> logging.Handler:
    if not folder.is_dir():
        return logging.NullHandler()
    handler = LogFile(folder / FILE, maxBytes=BYTES, backupCount=KEPT, encoding="utf-8", delay=True)
    handler.setFormatter(Masked())
    handler.setLevel(logging.WARNING)
    return handler


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
