"""The intervention list on the `large` desk (10,000 open tickets), through a simulated day from six to eight.

Each minute some tickets change and time goes on; then the list is taken as a screen takes it. The first figure is how
many tickets were read anew, against all of them: those that changed or whose place in the order time moved. The second
is the processor time of the slowest refresh, from the change to the list, against the 50 ms that were set. The
collector is held off while a refresh is measured.

At each tick the list is compared with brute force over the rows: each ticket, each reason, its since, the order and
every heading; the first disagreement ends the run. Brute force keeps what it said of a ticket until its rows change or
an instant comes at which any of its own questions may be answered otherwise, and once an hour it asks everything of
every row anew. `python -m bench.interventions --hours 1` lives through the beginning alone.
"""

import argparse
import asyncio
import gc
import heapq
import itertools
import random
import tempfile
import time
from collections.abc import AsyncIterator, Collection, Iterable, Iterator
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
from desk.model import ItemId, ItemKind
from replica.feed import Change
from replica.rhythm import PullSettings
from replica.store import Replica
from replica.writing import Batch
from sandbox.process import start
from sla.instants import micros
from tests.desk.naive_interventions import Listed, Naive, Placed, Rows, difference, disagreement, in_order

SIZE = "large"
OPENS = datetime(2026, 11, 24, 6, tzinfo=UTC)
DAY = timedelta(hours=14)
TICK = timedelta(minutes=1)
WHOLE_EVERY = 60
"""Ticks between two comparisons with brute force that asks everything of every row anew; one takes seconds."""
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
    asked: int = 0
    """Tickets of which brute force asked everything between two whole comparisons."""
    whole: int = 0
    anew: list[int] = field(default_factory=list)
    refreshed_ms: list[float] = field(default_factory=list)
    load_ms: float = 0.0


def measure(length: timedelta = DAY) -> list[Figure]:
    """Live through the day, or its beginning, once."""
    day = asyncio.run(_live(length))
    ticks = sorted(day.refreshed_ms)
    middle, slowest = ticks[len(ticks) // 2], ticks[-1]
    share = sum(day.anew) / len(day.anew)
    note = (
        f"{day.listed} listed of {day.open_tickets}; equal to brute force at each of {len(ticks)} ticks, by"
        f" {day.asked / len(ticks):.0f} tickets asked anew at each and {day.whole} times all of them; the median"
        f" refresh took {middle:.2f} ms, taking all of them for the first time {day.load_ms:.0f} ms."
    )
    return [
        Figure("read anew in a minute", share, day.open_tickets, "all open", "tickets", 0.05, at_most=True),
        Figure("the slowest refresh", slowest, LIMIT_MS, "the limit", "ms", 1, at_most=True, note=note),
    ]


async def _live(length: timedelta) -> Day:
    async with _desk() as (desk, copy, clock):
        day, began = Day(), time.process_time()
        await desk.load()
        day.load_ms = (time.process_time() - began) * 1000
        moved: set[ItemId] = set()
        desk.subscribe(lambda delta: moved.update(delta.changed))
        life, right = _Life(list(copy.open_tickets())), _BruteForce(copy, desk)
        for tick in range(1, length // TICK + 1):
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
            day.asked += right.follow(changes, moved)
            differs = difference(desk, right.listed())
            if tick % WHOLE_EVERY == 0 and not differs:
                differs = disagreement(desk, Rows(copy))
                day.whole += 1
            if differs:
                raise Disagreement(f"{moment:%H:%M}: {differs}")
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


class _BruteForce:
    """What brute force says of every ticket, asked anew where its rows changed or its own questions want it."""

    def __init__(self, copy: Replica, desk: LiveDesk) -> None:
        self._copy = copy
        self._desk = desk
        self._rows = Rows(copy)
        self._stands: dict[int, Placed | None] = {}
        self._turns: list[tuple[int, int]] = []
        self._ask(self._rows.open)

    def follow(self, changes: Iterable[Change], moved: Iterable[ItemId]) -> int:
        """Take in what changed, and the clock. Returns of how many tickets everything was asked anew.

        Args:
            moved: items that the desk has read anew; what they are asked for may have changed with that.
        """
        asked = self._rows.take(self._copy, changes)
        asked |= {item.id for item in moved if item.kind is ItemKind.TICKET}
        now = self._desk.clock.now()
        while self._turns and self._turns[0][0] <= now:
            asked.add(heapq.heappop(self._turns)[1])
        return self._ask(asked & self._rows.open.keys())

    def listed(self) -> Listed:
        """Everything that needs a hand, in order."""
        return in_order([*Naive(self._rows, self._desk).undated(), *self._stands.values()])

    def _ask(self, tickets: Collection[int]) -> int:
        naive = Naive(self._rows, self._desk)
        for ticket in tickets:
            self._stands[ticket], turns = naive.of(self._rows.open[ticket])
            heapq.heappush(self._turns, (turns, ticket))
        return len(tickets)


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
    parser = argparse.ArgumentParser(prog="python -m bench.interventions", description=__doc__)
    parser.add_argument("--hours", type=float, default=DAY / timedelta(hours=1), help="so much of it, from six on")
    print(table("interventions", measure(timedelta(hours=parser.parse_args().hours))))
