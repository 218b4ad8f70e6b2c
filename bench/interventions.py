"""The intervention list on the `large` desk (10,000 open tickets), through a simulated day from six to eight.

Each minute some tickets change and time goes on; then the list is taken as a screen takes it. The first figure is how
many tickets were read anew, against all of them: those that changed or whose place in the order time moved. The second
is the processor time of the slowest refresh, from the change to the list, against the 50 ms that were set. Every so
often the list is compared with brute force over the rows: each ticket, each reason, its since and every heading; the
first disagreement ends the run. The collector is held off while a refresh is measured.
"""

import asyncio
import gc
import itertools
import random
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from autotask.entities import Ticket, TicketNote
from bench.__main__ import table
from bench.figures import Figure
from bench.scaled_desk import plan_of
from cli.composition import house
from desk.clocks import SettableClock
from desk.interventions.model import Tab
from desk.live import LiveDesk
from desk.model import ItemId
from replica.rhythm import PullSettings
from replica.store import Replica
from replica.writing import Batch
from sandbox.process import start
from sla.instants import micros
from tests.desk.naive_interventions import Rows, disagreement

SIZE = "large"
OPENS = datetime(2026, 11, 24, 6, tzinfo=UTC)
DAY = timedelta(hours=14)
TICK = timedelta(minutes=1)
COMPARED_EVERY = 20
"""Ticks between two comparisons with brute force; one takes seconds."""
CHANGED_A_TICK = 5
UNCOUNTED = 10**9
LIMIT_MS = 50.0


class Disagreement(Exception):
    """The list is not what brute force says."""


@dataclass
class Day:
    """What a day of ticks cost."""

    open_tickets: int = 0
    listed: int = 0
    compared: int = 0
    anew: list[int] = field(default_factory=list)
    refreshed_ms: list[float] = field(default_factory=list)
    load_ms: float = 0.0


def measure() -> list[Figure]:
    """Live through the day once."""
    day = asyncio.run(_live())
    ticks = sorted(day.refreshed_ms)
    middle, slowest = ticks[len(ticks) // 2], ticks[-1]
    share = sum(day.anew) / len(day.anew)
    note = (
        f"{day.listed} listed of {day.open_tickets}; equal to brute force in {day.compared} comparisons;"
        f" the median refresh took {middle:.2f} ms, taking all of them for the first time {day.load_ms:.0f} ms."
    )
    return [
        Figure("read anew in a minute", share, day.open_tickets, "all open", "tickets", 0.05, at_most=True),
        Figure("the slowest refresh", slowest, LIMIT_MS, "the limit", "ms", 1, at_most=True, note=note),
    ]


async def _live() -> Day:
    async with _desk() as (desk, copy, clock):
        day, began = Day(), time.process_time()
        await desk.load()
        day.load_ms = (time.process_time() - began) * 1000
        moved: set[ItemId] = set()
        desk.subscribe(lambda delta: moved.update(delta.changed))
        life = _Life(list(copy.open_tickets()))
        for tick in range(1, DAY // TICK + 1):
            moment = OPENS + tick * TICK
            changes = [change for batch in life.changes(moment) for change in await copy.write(batch)]
            moved.clear()
            clock.set(micros(moment))
            with _collector_held_off():
                began = time.process_time()
                desk.hear(changes)
                await desk.settle()
                day.listed = len(desk.interventions(Tab.ALL).rows)
                day.refreshed_ms.append((time.process_time() - began) * 1000)
            day.anew.append(len(moved))
            if tick % COMPARED_EVERY == 0:
                if differs := disagreement(desk, Rows(copy)):
                    raise Disagreement(f"{moment:%H:%M}: {differs}")
                day.compared += 1
        day.open_tickets = len(desk.state.records.tickets)
    return day


@asynccontextmanager
async def _desk() -> AsyncIterator[tuple[LiveDesk, Replica, SettableClock]]:
    """A desk over a copy of the open work of a large tenant, whose clock is ours."""
    with tempfile.TemporaryDirectory() as folder:
        kept, data, clock = Path(folder) / "world", Path(folder) / "data", SettableClock(micros(OPENS))
        with start(size=SIZE, at=OPENS, speed=0, threshold=UNCOUNTED, kept=kept, timeout=900) as running:
            plan = replace(plan_of(running.about, data, sync=PullSettings(history_days=1)), clock=clock)
            with Replica.open(data, owner=plan.owner) as copy:
                async with house(plan, copy) as built:
                    await built.sync.once()
                    yield built.desk, copy, clock


@contextmanager
def _collector_held_off() -> Iterator[None]:
    """So that nobody pays here for the rows that brute force has read: the desk takes its own out of the collector's
    sight (`desk.settled`)."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class _Life:
    """What people do on a desk in a minute."""

    def __init__(self, tickets: list[Ticket]) -> None:
        self._random = random.Random(5)
        self._tickets = tickets
        self._statuses = [ticket.status for ticket in tickets]
        self._owners = [ticket.assigned_resource_id for ticket in tickets]
        self._notes = itertools.count(900_000_000)

    def changes(self, moment: datetime) -> Iterator[Batch]:
        """Some tickets change hands or status, and a customer writes."""
        pick = self._random
        changed = []
        for _ in range(CHANGED_A_TICK):
            at = pick.randrange(len(self._tickets))
            self._tickets[at] = replace(
                self._tickets[at],
                status=pick.choice(self._statuses),
                assigned_resource_id=pick.choice(self._owners),
                last_activity_date=moment,
                last_tracked_modification_date_time=moment,
            )
            changed.append(self._tickets[at])
        yield Batch("Tickets", list({ticket.id: ticket for ticket in changed}.values()))
        asked = pick.choice(self._tickets)
        note = TicketNote(
            id=next(self._notes),
            ticket_id=asked.id,
            created_by_contact_id=asked.contact_id,
            create_date_time=moment,
            description="It still fails, please call me",
            publish=1,
        )
        yield Batch("TicketNotes", [note])


if __name__ == "__main__":
    print(table("interventions", measure()))
