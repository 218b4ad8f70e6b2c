"""Questions about business time with the answers they should have, as plain data of a JSON file.

A case says ``op`` (the question, ``_with_pauses`` after it where there are some), ``schedule`` (the keys of
`Schedule.read`), ``start``, and as the question needs them ``end``, ``seconds``, ``count``, ``pauses``. Instants are
ISO 8601 with a zone, durations are seconds. ``expected`` is its answer. Where libraries differ by choice ``status`` is
``policy``, and ``alternative`` is what the other choice answers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from sla.calendar import BusinessCalendar
from sla.errors import NeverOpens, OutOfRange, ScheduleError, SlaError
from sla.instants import SECOND, Micros, instant, micros
from sla.pauses import Pauses
from sla.schedule import Schedule

Case: TypeAlias = Mapping[str, Any]
Answer: TypeAlias = bool | int | tuple[tuple[Micros, Micros], ...] | None
"""Open or not; an instant or a duration in microseconds; windows; None where there is no answer."""

Outcome: TypeAlias = Literal["expected", "alternative", "wrong"]

_KEPT = 64
"""Calendars kept between cases: neighbours in a file often share one."""


class CaseError(SlaError):
    """A case that cannot be read.

    Attributes:
        key: where in the case.
        cause: what is wrong there.
        remedy: what to write instead.
    """

    def __init__(self, key: str, cause: str, remedy: str) -> None:
        super().__init__(f"{key}: {cause}. {remedy}")
        self.key = key
        self.cause = cause
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Verdict:
    """How our answer to a case compares, with both answers in the words of the file."""

    outcome: Outcome
    given: object
    wanted: object


def judge(case: Case) -> Verdict:
    """Answer a case and compare. Raises `CaseError` where it cannot be read."""
    given = answer(case)
    if given == wanted(case, "expected"):
        outcome: Outcome = "expected"
    elif case.get("status") == "policy" and "alternative" in case and given == wanted(case, "alternative"):
        outcome = "alternative"
    else:
        outcome = "wrong"
    return Verdict(outcome, _in_words(given, case["op"]), case["expected"])


def answer(case: Case) -> Answer:
    """What our calendar says to a case; None where it says that there is no answer. Raises `CaseError`."""
    op = _of(case, "op")
    question = _QUESTIONS.get(op.removesuffix(_WITH_PAUSES)) if isinstance(op, str) else None
    if question is None:
        raise CaseError("op", f"{op!r} is no question we know", f"Use {', '.join(_QUESTIONS)}.")
    try:
        calendar = _calendar(json.dumps(_of(case, "schedule")))
    except ScheduleError as error:
        raise CaseError(f"schedule.{error.place}", error.cause, error.remedy) from None
    try:
        return question(calendar, case, _instant(case, "start"), _pauses(case))
    except (NeverOpens, OutOfRange):
        return None


def wanted(case: Case, which: Literal["expected", "alternative"]) -> Answer:
    """The answer that the file gives, in our units. Raises `CaseError`."""
    value = _of(case, which)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _instant(case, which)
    if isinstance(value, list):
        return _spans(case, which)
    return _length(case, which)


_QUESTIONS: dict[str, Callable[[BusinessCalendar, Case, Micros, Pauses], Answer]] = {
    "elapsed": lambda calendar, case, start, pauses: calendar.elapsed(start, _instant(case, "end"), pauses),
    "add": lambda calendar, case, start, pauses: calendar.add(start, _length(case, "seconds"), pauses),
    "subtract": lambda calendar, case, start, pauses: calendar.subtract(start, _length(case, "seconds"), pauses),
    "is_open": lambda calendar, _, start, pauses: calendar.is_open(start, pauses),
    "next_open": lambda calendar, _, start, pauses: calendar.next_open(start, pauses),
    "prev_open": lambda calendar, _, start, pauses: calendar.prev_open(start, pauses),
    "next_close": lambda calendar, _, start, pauses: calendar.next_close(start, pauses),
    "windows": lambda calendar, case, start, pauses: calendar.windows(start, _instant(case, "end"), pauses),
    "windows_after": lambda calendar, case, start, pauses: calendar.windows_after(start, _count(case), pauses),
    "windows_before": lambda calendar, case, start, pauses: calendar.windows_before(start, _count(case), pauses),
}
_WITH_PAUSES = "_with_pauses"
"""What a file adds to the name of a question that is put with pauses."""


def _written_instant(at: Micros) -> str:
    return instant(at).isoformat().replace("+00:00", "Z")


def _in_words(given: Answer, op: str) -> object:
    """An answer as a file writes it."""
    if given is None or isinstance(given, bool):
        return given
    if isinstance(given, tuple):
        return [[_written_instant(opens), _written_instant(closes)] for opens, closes in given]
    return given / SECOND if op.removesuffix(_WITH_PAUSES) == "elapsed" else _written_instant(given)


@lru_cache(_KEPT)
def _calendar(declared: str) -> BusinessCalendar:
    values = json.loads(declared)
    if not isinstance(values, dict):
        raise ScheduleError("zone", f"the schedule is {values!r}", 'Write {"zone": "UTC", "weekly": {}}.')
    return BusinessCalendar(Schedule.read(values))


def _of(case: Case, key: str) -> Any:
    try:
        return case[key]
    except KeyError:
        raise CaseError(key, "it is missing", "Write it as the other cases have it.") from None


def _instant(case: Case, key: str) -> Micros:
    return _micros(key, _of(case, key))


def _micros(key: str, written: object) -> Micros:
    try:
        if isinstance(written, str):
            return micros(datetime.fromisoformat(written))
    except ValueError:  # no date, or one without a zone
        pass
    raise CaseError(key, f"{written!r} is not an instant", "Write it like 2026-01-05T09:00:00Z.")


def _length(case: Case, key: str) -> int:
    """Seconds of the file, which keeps six decimals, in microseconds."""
    seconds = _of(case, key)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not abs(seconds) < _MOST_SECONDS:
        raise CaseError(key, f"{seconds!r} is not a number of seconds", "Write it like 28800.")
    return round(seconds * SECOND)


_MOST_SECONDS = 1e12
"""Some thirty thousand years."""


def _count(case: Case) -> int:
    count = _of(case, "count")
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        raise CaseError("count", f"{count!r} is not a number of windows", "Write 0 or more.")
    return count


def _pauses(case: Case) -> Pauses:
    return _spans(case, "pauses") if "pauses" in case or case["op"].endswith(_WITH_PAUSES) else ()


def _spans(case: Case, key: str) -> tuple[tuple[Micros, Micros], ...]:
    spans = _of(case, key)
    if not isinstance(spans, list) or not all(isinstance(span, list) and len(span) == 2 for span in spans):
        raise CaseError(key, f"{spans!r} are not pairs of instants", 'Write [["2026-01-05T09:00:00Z", "..."]].')
    return tuple((_micros(f"{key}[{index}]", a), _micros(f"{key}[{index}]", b)) for index, (a, b) in enumerate(spans))
