"""Ten thousand tickets a minute later: what the desk recomputes of itself, against recomputing everything.

Each ticket is read, classified and placed once; then desk time goes on minute by minute through an hour of a working
day. Ours refreshes the items whose next instant has come, the peer all of them. After each full round both are held to
the same states, places and marks. The memory is that of one calendar with the quarter hours of ten years.
"""

import asyncio
import gc
import random
import time
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from statistics import fmean
from typing import Any

from autotask.entities import InternalLocationWithBusinessHours, Ticket
from autotask.kinds import kind_of
from autotask.picklists import Picklist, Picklists, PicklistValue
from bench.figures import Figure
from desk.judgements import Judgements
from desk.model import ItemId
from desk.roster import Moves
from desk.settings import DeskSettings
from desk.state import InHand, State
from replica.store import Replica
from replica.writing import Batch
from sla.calendar import BusinessCalendar
from sla.instants import MINUTE, Micros, micros
from sla.schedule import Schedule
from workflows.catalog import packaged

TICKETS = 10_000
MINUTES = 60
FULL_EVERY = 12
GOAL = 0.02
YEARS = 10
MEGABYTES = 5.0
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
_TITLES = ("Outlook is slow", "Printer does not print", "Please reset my password", "New laptop", "VPN drops")
_WORDS = Picklists(
    {
        ("Tickets", "status"): Picklist(
            tuple(PicklistValue(id_, label) for id_, label in ((1, "New"), (8, "In Progress"), (7, "Waiting Customer")))
        ),
        ("Tickets", "priority"): Picklist(
            tuple(PicklistValue(id_, label) for id_, label in ((4, "Critical"), (1, "High"), (2, "Medium"), (3, "Low")))
        ),
        ("InternalLocationWithBusinessHours", "timeZoneID"): Picklist((PicklistValue(31, "GMT Standard Time"),)),
    }
)


def measure() -> list[Figure]:
    """The mean of an hour's minutes, the mean of the full rounds among them, and the memory of a calendar."""
    with Replica.in_memory() as copy:
        asyncio.run(_fill(copy))
        state = State.build(copy, DeskSettings(), Judgements(packaged()), InHand(), micros(NOON))
    due, all_of_them, moved = _an_hour(state)
    told = f"In a minute {moved:.1f} of {TICKETS:,} items moved on the average; the others were not looked at."
    calendar = _memory_of_a_calendar()
    return [
        Figure(
            f"a minute later on {TICKETS:,} tickets",
            fmean(due) * 1e3,
            fmean(all_of_them) * 1e3,
            "a full recomputation",
            "ms",
            GOAL,
            at_most=True,
            note=told,
            rounds=f"{len(due)} and {len(all_of_them)}",
        ),
        Figure(f"a calendar of {YEARS} years", calendar, MEGABYTES, "the bound", "MB", 1.0, at_most=True, rounds="1"),
    ]


async def _fill(copy: Replica) -> None:
    rng = random.Random(5)
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    hours: dict[str, Any] = {
        f"{day}_business_hours_{edge}_time": datetime(1900, 1, 1, hour, tzinfo=UTC)
        for day in days
        for edge, hour in (("start", 8), ("end", 18))
    }
    office = InternalLocationWithBusinessHours(id=1, name="London", is_default=True, time_zone_id=31, **hours)
    await copy.write_picklists(_WORDS)
    await copy.write(Batch(kind_of(InternalLocationWithBusinessHours).name, [office]))
    await copy.write(Batch(kind_of(Ticket).name, [_ticket(number, rng) for number in range(1, TICKETS + 1)]))


def _ticket(number: int, rng: random.Random) -> Ticket:
    """Opened within four weeks, one in eight waiting, half of them with dates of Autotask's own."""
    created = NOON - timedelta(seconds=rng.randrange(28 * 86_400))
    waits = rng.random() < 0.125
    responded = created + timedelta(minutes=rng.randrange(1, 60))
    dated = rng.random() < 0.5
    return Ticket(
        id=number,
        ticket_number=f"T20261124.{number:05}",
        title=rng.choice(_TITLES),
        status=7 if waits else rng.choice((1, 8)),
        priority=rng.choice((1, 2, 2, 3, 3, 4)),
        create_date=created,
        last_activity_date=responded,
        last_tracked_modification_date_time=responded,
        first_response_date_time=responded if rng.random() < 0.8 else None,
        resolved_due_date_time=created + timedelta(seconds=rng.randrange(40 * 86_400)) if dated else None,
    )


def _an_hour(state: State) -> tuple[list[float], list[float], float]:
    """Seconds of processor time of each minute, of each full round, and how many items a minute moved."""
    due: list[float] = []
    full: list[float] = []
    moved = 0
    for minute in range(1, MINUTES + 1):
        now = micros(NOON) + minute * MINUTE
        items = tuple(state.roster.due(now))
        moved += len(items)
        due.append(_seconds(state, items, now))
        if minute % FULL_EVERY == 0:
            before = _standing(state)
            full.append(_seconds(state, tuple(state.records.all_items()), now))
            if _standing(state) != before:
                raise AssertionError("what was not recomputed is not as it would have been")
    return due, full, moved / MINUTES


def _seconds(state: State, items: tuple[ItemId, ...], now: Micros) -> float:
    moves = Moves()
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        for item in items:
            state.roster.refresh(item, now, moves)
        return time.process_time() - start
    finally:
        gc.enable()


def _standing(state: State) -> dict[ItemId, object]:
    """How every item stands, without the time used and left, which runs on between two readings."""
    standing: dict[ItemId, object] = {}
    for id_, entry in state.roster.entries.items():
        item = entry.item
        clock = () if item.clock is None else item.clock.milestones
        plain = [replace(one, used_us=None, left_us=None) for one in clock]
        standing[id_] = (plain, item.place, item.late, item.soon, item.stale)
    return standing


def _memory_of_a_calendar() -> float:
    """Megabytes of one calendar that has been asked about ten years."""
    weekly = {"mon-fri": [("08:30", "12:30"), ("13:30", "18:00")]}
    gc.collect()
    tracemalloc.start()
    try:
        calendar = BusinessCalendar(Schedule.of("Europe/Amsterdam", weekly, yearly_holidays=["12-25", "01-01"]))
        calendar.elapsed(
            micros(datetime(2020, 1, 1, tzinfo=UTC)), micros(datetime(2020 + YEARS - 1, 12, 31, tzinfo=UTC))
        )
        return tracemalloc.get_traced_memory()[0] / 1e6
    finally:
        tracemalloc.stop()
