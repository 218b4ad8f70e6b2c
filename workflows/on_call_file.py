"""Reading a rota from its TOML file; every refusal names the file, the line, the key and the next step.

```toml
team = "Service desk"
zone = "Europe/London"

[[weekly]]
days = "mon-fri"
from = "18:00"
to = "08:00"
who = ["ana@desk.example", "Ben Cole"]   # take turns, a week each
since = 2026-11-23                       # the day on which the first of them begins
backup = "chi@desk.example"

[days]
2026-12-31 = "Chi Wu"
```
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

from sla.errors import ScheduleError
from sla.parsing import read_weekly
from workflows.catalog_schema import Source
from workflows.on_call import DatedShift, Duty, Rota, StandIn, WeeklyShift
from workflows.on_call_values import Path, RotaError, Values

__all__ = ["RotaError", "read_rota"]

_KEYS = ("team", "zone", "queues", "backup_minutes", "weekly", "dated", "days")
_WEEKLY = ("days", "from", "to", "who", "since", "backup")
_DATED = ("from", "to", "who", "backup")
_DAY = ("who", "backup")


def read_rota(text: str, *, name: str) -> Rota:
    """The rota that a file declares.

    Args:
        name: of the file, for messages.

    Raises:
        RotaError: it is not TOML, or something in it is wrong.
    """
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RotaError(f"{name}: not valid TOML: {error}. Correct that line.") from None
    except RecursionError:
        raise RotaError(f"{name}: it is nested too deeply. Write tables and lists of texts alone.") from None
    return _Reader(Source(name, text)).rota(tree)


class _Reader:
    """Reads one file, and notes where each person is named."""

    def __init__(self, source: Source) -> None:
        self._values = Values(source)
        self._places: dict[str, str] = {}

    def rota(self, tree: Mapping[str, Any]) -> Rota:
        self._values.keys((), tree, _KEYS, needed=("team", "zone"))
        weekly = tuple(
            self._weekly(("weekly", str(n)), each) for n, each in enumerate(self._values.tables(tree, "weekly"))
        )
        dated = tuple(self._dated(("dated", str(n)), each) for n, each in enumerate(self._values.tables(tree, "dated")))
        if not weekly and not dated:
            raise self._values.refuse((), "it has no shift. Write one in [[weekly]] or [[dated]].")
        days: dict[date, StandIn] = {}
        for key, value in self._values.table(("days",), tree.get("days", {})).items():
            day, stand_in = self._day(("days", key), key, value, weekly)
            if day in days:
                raise self._values.refuse(("days", key), "this day is given twice. Leave one.")
            days[day] = stand_in
        return Rota(
            team=self._values.text(("team",), tree["team"]),
            zone=self._values.zone(tree["zone"]),
            queues=self._values.texts(("queues",), tree.get("queues", [])),
            backup_minutes=self._values.minutes(("backup_minutes",), tree.get("backup_minutes", 15)),
            weekly=weekly,
            dated=dated,
            days=days,
            places=self._places,
            queues_at=self._values.source.where(("queues",)),
        )

    def _weekly(self, path: Path, shift: Mapping[str, Any]) -> WeeklyShift:
        self._values.keys(path, shift, _WEEKLY, needed=("days", "from", "to", "who"))
        who = self._people((*path, "who"), shift["who"])
        if len(who) > 1 and "since" not in shift:
            raise self._values.refuse((*path, "since"), "it is missing: say on which day the first of them begins.")
        return WeeklyShift(
            windows=self._windows(path, shift),
            who=who,
            since=self._values.day((*path, "since"), shift["since"]) if "since" in shift else date.min,
            backup=self._backup(path, shift),
        )

    def _windows(self, path: Path, shift: Mapping[str, Any]) -> tuple[tuple[tuple[int, int], ...], ...]:
        begins, ends = (self._values.text((*path, key), shift[key]) for key in ("from", "to"))
        written = shift["days"]
        names = self._values.texts((*path, "days"), [written] if isinstance(written, str) else written)
        if not names:
            raise self._values.refuse(
                (*path, "days"), "it names no day. Write one such as mon, or a run such as mon-fri."
            )
        try:
            return read_weekly("days", {each: [(begins, ends)] for each in names})
        except ScheduleError as error:
            key = next((each for each in ("from", "to") if str(shift[each]) in error.cause), "days")
            raise self._values.refuse((*path, key), f"{error.cause}. {error.remedy}") from None

    def _dated(self, path: Path, shift: Mapping[str, Any]) -> DatedShift:
        self._values.keys(path, shift, _DATED, needed=("from", "to", "who"))
        begins, ends = (self._values.moment((*path, key), shift[key]) for key in ("from", "to"))
        if ends <= begins:
            raise self._values.refuse((*path, "to"), "it does not end after it begins. Write a later date or time.")
        return DatedShift(begins, ends, self._duty(path, shift))

    def _day(self, path: Path, key: str, value: Any, weekly: tuple[WeeklyShift, ...]) -> tuple[date, StandIn]:
        day = self._values.day(path, key)
        if not any(shift.windows[day.weekday()] for shift in weekly):
            cause = f"no weekly shift begins on a {day:%A}. Name the day on which the shift begins, or use [[dated]]."
            raise self._values.refuse(path, cause)
        if isinstance(value, str):
            return day, StandIn(self._person(path, value))
        self._values.keys(path, self._values.table(path, value), _DAY, needed=("who",))
        return day, StandIn(*self._duty(path, value))

    def _duty(self, path: Path, table: Mapping[str, Any]) -> Duty:
        return Duty(self._person((*path, "who"), table["who"]), self._backup(path, table))

    def _backup(self, path: Path, table: Mapping[str, Any]) -> str:
        return self._person((*path, "backup"), table["backup"]) if "backup" in table else ""

    def _people(self, path: Path, value: Any) -> tuple[str, ...]:
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not names:
            raise self._values.refuse(
                path, f'{value!r} names nobody. Write an e-mail or "First Last", or a list of them.'
            )
        return tuple(self._person(path, each) for each in names)

    def _person(self, path: Path, value: Any) -> str:
        name = self._values.text(path, value)
        self._places.setdefault(name, self._values.source.where(path))
        return name
