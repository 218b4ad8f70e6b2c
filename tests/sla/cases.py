"""The conformance cases: 723 questions about business time with the answers of thirteen libraries' own tests.

`data/business_time_cases.json.gz` keeps for each case the repository, commit and file it was taken from, and in
`conventions` how to read it. What other engines answered was left out of the copy.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from sla.calendar import BusinessCalendar
from sla.instants import micros
from sla.schedule import Schedule

Case: TypeAlias = dict[str, Any]
Answer: TypeAlias = bool | int | tuple[tuple[int, int], ...]

POLICIES = ("dst_edge", "holiday_overnight", "boundary", "reversed")
"""The tags of the cases on which libraries differ by choice; each policy case bears exactly one."""


@cache
def cases() -> tuple[Case, ...]:
    """All cases, in the order of the file."""
    packed = Path(__file__).with_name("data") / "business_time_cases.json.gz"
    return tuple(json.loads(gzip.decompress(packed.read_bytes()))["cases"])


def policy(case: Case) -> str | None:
    """The choice that decides a case; None where all agree."""
    if case["status"] != "policy":
        return None
    (tag,) = set(POLICIES) & set(case["tags"])
    return str(tag)


def answer(case: Case) -> Answer:
    """What our calendar says."""
    calendar, start = _calendar(json.dumps(case["schedule"])), _instant(case["start"])
    pauses = tuple((_instant(begin), _instant(end)) for begin, end in case.get("pauses", ()))
    questions: dict[str, Callable[[], Answer]] = {
        "elapsed": lambda: calendar.elapsed(start, _instant(case["end"])),
        "elapsed_with_pauses": lambda: calendar.elapsed(start, _instant(case["end"]), pauses),
        "add": lambda: calendar.add(start, _length(case["seconds"])),
        "add_with_pauses": lambda: calendar.add(start, _length(case["seconds"]), pauses),
        "subtract": lambda: calendar.subtract(start, _length(case["seconds"])),
        "is_open": lambda: calendar.is_open(start),
        "next_open": lambda: calendar.next_open(start),
        "prev_open": lambda: calendar.prev_open(start),
        "next_close": lambda: calendar.next_close(start),
        "windows_after": lambda: calendar.windows_after(start, case["count"]),
        "windows_before": lambda: calendar.windows_before(start, case["count"]),
    }
    return questions[case["op"]]()


def wanted(case: Case, which: str) -> Answer | None:
    """The `expected` or `alternative` value of a case in our units."""
    value = case.get(which)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _instant(value)
    if isinstance(value, list):
        return tuple((_instant(opens), _instant(closes)) for opens, closes in value)
    return _length(value)


@cache
def _calendar(declared: str) -> BusinessCalendar:
    schedule = json.loads(declared)
    return BusinessCalendar(Schedule.of(schedule.pop("zone"), schedule.pop("weekly"), **schedule))


def _instant(written: str) -> int:
    return micros(datetime.fromisoformat(written))


def _length(seconds: float) -> int:
    """Seconds of the file, which keeps six decimals, in microseconds."""
    return round(seconds * 1_000_000)
