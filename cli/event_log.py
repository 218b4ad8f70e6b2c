"""Event logs of incidents: one line an event and several an incident, CSV, plain or packed with gzip.

The events of an incident stand in the order in which they happened. Columns that are filled in afterwards (when it was
resolved, when closed) say the same on every line, so they are read once an incident, from its last event. Times name no
zone, or all of them do.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import Protocol, TypeAlias

from cli.exits import Exit, Stop
from cli.sla_files import opened

KIND = "a CSV log of events, plain or gzip"
UNKNOWN = ("", "?")
"""How a log writes that something is not known: an incident without `resolved_at` is not resolved."""

YEARS = range(1901, 2199)
"""The years whose every local time is an instant that a calendar answers for."""

Event: TypeAlias = tuple[int, tuple[str, ...]]
"""The number of its line, and the values of the columns that were asked for."""

_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d{2})(?::(\d{2}))?")


class Unreadable(ValueError):
    """What is wrong with a log: the number of the line, then the words."""


class _CsvLines(Protocol):
    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


@contextmanager
def events(path: Path, columns: Sequence[str]) -> Iterator[Iterator[Event]]:
    """The events of a log in its order, `columns` of each without blanks around; the first one names the incident.

    `Unreadable`, raised while they are read and used, becomes a `Stop` with file, line, column and next step.
    """
    with opened(path, KIND) as file:
        lines = csv.reader(file)
        try:
            yield _events(lines, columns)
        except csv.Error as error:
            raise Stop(Exit.WRONG_USE, f"{path}, line {lines.line_num}: no CSV ({error}). Name {KIND}.") from None
        except Unreadable as error:
            raise Stop(Exit.WRONG_USE, f"{path}, line {error}") from None


def moment(line: int, column: str, written: str) -> datetime:
    """A time of a log, with a zone if it names one. Raises `Unreadable`."""
    read = None
    match = _DAY_FIRST.fullmatch(written.strip())
    try:
        if match:
            day, month, year, hour, minute, second = (int(part or 0) for part in match.groups())
            read = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the log names no zone
        else:
            read = datetime.fromisoformat(written.strip())
    except ValueError:
        pass
    if read is None or read.year not in YEARS:
        raise Unreadable(
            f"{line}: {column}: {written!r} is no time. Write it like 29/2/2016 01:16 (day first) or 2016-02-29T01:16."
        )
    return read


def _events(lines: _CsvLines, columns: Sequence[str]) -> Iterator[Event]:
    header = [name.strip() for name in next(lines, [])]
    for name in columns:
        if name not in header:
            raise Unreadable(f"1: {name}: there is no such column. A log has {', '.join(columns)} and more.")
    pick = itemgetter(*(header.index(name) for name in columns))
    for row in lines:
        if len(row) != len(header):
            if not "".join(row).strip():
                continue
            raise Unreadable(f"{lines.line_num}: {len(row)} fields where the header has {len(header)}. Mend the line.")
        written: tuple[str, ...] = pick(row)
        values = tuple(map(str.strip, written))
        if values[0] in UNKNOWN:
            raise Unreadable(
                f"{lines.line_num}: {columns[0]}: {written[0]!r} names no incident. Write its number, or no line."
            )
        yield lines.line_num, values
