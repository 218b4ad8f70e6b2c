"""Entities to rows and back, without validating again what was validated when its page was parsed.

An entity is a frozen slotted dataclass. Going through its `__init__` would validate each field once more (about 20 us
a ticket); setting the slots takes a tenth of that, and what comes from our own table has been valid before.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from typing import Any, Generic, TypeAlias, TypeVar

from autotask.kinds import Kind
from autotask.text import Cleaned, raw_of

E = TypeVar("E")
Cells: TypeAlias = tuple[Any, ...]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FIRST = (datetime.min.replace(tzinfo=UTC) - EPOCH) // _MICROSECOND
_LAST = (datetime.max.replace(tzinfo=UTC) - EPOCH) // _MICROSECOND


def to_micros(instant: datetime) -> int:
    """Epoch microseconds UTC of an aware datetime, exactly.

    Raises:
        OverflowError: its zone puts it outside the years 1 to 9999 in UTC, from where it could not be read again.
    """
    at = (instant - EPOCH) // _MICROSECOND
    if not _FIRST <= at <= _LAST:
        raise OverflowError("an instant is outside the years 1 to 9999")
    return at


def to_instant(at: int) -> datetime:
    """The aware UTC datetime of epoch microseconds, exactly."""
    return EPOCH + timedelta(microseconds=at)


class Codec(Generic[E]):
    """Reads and writes the rows of one kind: its fields in order, then the raw texts."""

    def __init__(self, kind: Kind[E]) -> None:
        self.kind = kind
        self._cells_of = attrgetter(*(field.attr for field in kind.fields))
        self._set = tuple(getattr(kind.entity, field.attr).__set__ for field in kind.fields)
        types = [(place, field.type) for place, field in enumerate(kind.fields)]
        self._texts = tuple((place, kind.fields[place].attr) for place, type_ in types if type_ is str)
        self._place = {attr: place for place, attr in self._texts}
        self._in: tuple[tuple[int, Callable[[Any], Any]], ...] = tuple(
            (place, _WRITE[type_]) for place, type_ in types if type_ in _WRITE
        )
        self._out: tuple[tuple[int, Callable[[Any], Any]], ...] = tuple(
            (place, _READ[type_]) for place, type_ in types if type_ in _READ
        )

    def cells(self, entity: E) -> Cells:
        """The row of an entity."""
        cells = list(self._cells_of(entity))
        for place, write in self._in:
            if cells[place] is not None:
                cells[place] = write(cells[place])
        raw: dict[str, str] | None = None
        for place, attr in self._texts:
            text = cells[place]
            if text is not None and type(text) is not str:
                raw = raw or {}
                raw[attr] = raw_of(text)
                cells[place] = str(text)
        # ASCII only: raw text may hold lone surrogates, which UTF-8 cannot carry.
        cells.append(None if raw is None else json.dumps(raw, ensure_ascii=True))
        return tuple(cells)

    def entities(self, rows: Iterable[Sequence[Any]]) -> Iterator[E]:
        """The entities of rows; cells behind the raw texts are ignored."""
        new, entity, setters, out, width = object.__new__, self.kind.entity, self._set, self._out, len(self._set)
        for row in rows:
            cells = list(row)
            try:
                for place, read in out:
                    if cells[place] is not None:
                        cells[place] = read(cells[place])
            except (ValueError, TypeError, OverflowError):
                cells = self._readable(row)
            if cells[width] is not None:
                for attr, raw in json.loads(cells[width]).items():
                    cells[self._place[attr]] = Cleaned(cells[self._place[attr]], raw)
            made = new(entity)
            for put, cell in zip(setters, cells, strict=False):
                put(made, cell)
            yield made

    def _readable(self, row: Sequence[Any]) -> list[Any]:
        """The cells of a row of which some cannot be read: those are None, and one odd cell hides no row."""
        cells = list(row)
        for place, read in self._out:
            if cells[place] is not None:
                try:
                    cells[place] = read(cells[place])
                except (ValueError, TypeError, OverflowError):
                    cells[place] = None
        return cells

    def entity(self, row: Sequence[Any]) -> E:
        """The entity of one row."""
        return next(self.entities((row,)))


_WRITE: dict[type, Callable[[Any], Any]] = {bool: int, datetime: to_micros, date: date.isoformat}
_READ: dict[type, Callable[[Any], Any]] = {bool: bool, datetime: to_instant, date: date.fromisoformat}


def to_cell(value: object) -> object:
    """One value as a cell, to compare a column with."""
    write = _WRITE.get(type(value))
    return value if write is None else write(value)
