"""The values of a rota's file, each of its kind; every refusal names the file, the line, the key and the next step."""

from collections.abc import Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, TypeAlias

from sla.errors import ScheduleError
from sla.zones import iana
from workflows.catalog_schema import Source

Path: TypeAlias = tuple[str, ...]
"""The way to a key from the top of the file; an entry of a list of tables by its number."""


class RotaError(ValueError):
    """A rota says something that has no meaning here."""


class Values:
    """Checks the values of one file."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def zone(self, value: Any) -> str:
        try:
            return iana(self.text(("zone",), value))
        except ScheduleError as error:
            raise self.refuse(("zone",), f"{error.cause}. {error.remedy}") from None

    def minutes(self, path: Path, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.refuse(path, f"{value!r} is no number of minutes. Write one such as 15.")
        return value

    def day(self, path: Path, value: Any) -> date:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.refuse(path, f"{value!r} is no date. Write one such as 2026-12-31.") from None

    def moment(self, path: Path, value: Any) -> datetime:
        """A moment of the wall clock; a date is its midnight."""
        try:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is not None:
            raise self.refuse(path, f'{value!r} is no moment without a zone. Write "2026-12-24 18:00".')
        return moment

    def text(self, path: Path, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(path, f"{value!r} is not text. Write text in quotes.")
        return value.strip()

    def texts(self, path: Path, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise self.refuse(path, f"{value!r} is not a list of texts. Write a list of texts.")
        return tuple(self.text(path, each) for each in value)

    def tables(self, tree: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        value = tree.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.refuse((key,), f"{value!r} is not a list of tables. Write [[{key}]] above each shift.")
        return value

    def table(self, path: Path, value: Any) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self.refuse(path, f"{value!r} is not a table. Write a table.")
        return value

    def keys(self, path: Path, table: Mapping[str, Any], known: tuple[str, ...], needed: tuple[str, ...]) -> None:
        for key in table:
            if key not in known:
                close = get_close_matches(key, known, n=1)
                remedy = f"Did you mean {close[0]}?" if close else f"Use one of {', '.join(known)}."
                raise self.refuse((*path, key), f"unknown key. {remedy}")
        missing = [key for key in needed if key not in table]
        if missing:
            raise self.refuse(path, f"lacks {', '.join(missing)}. Add it.")

    def refuse(self, path: Path, cause: str) -> RotaError:
        where = self.source.where(path)
        return RotaError(f"{where}: {'.'.join(path)}: {cause}" if path else f"{where}: {cause}")
