"""The model of polling (reliability.md 6.7): rows move while pages are read, commit late and vanish; none goes stale.

Each run is a seeded schedule against the real copy. What makes the zero believable is that the same schedules catch a
poll without overlap, one that trusts the newest instant seen, and one that takes this machine's clock for the server's.
"""

import os
from collections import deque
from collections.abc import Iterator
from contextlib import aclosing
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from autotask.entities import Ticket
from autotask.filters import changed_since
from autotask.kinds import Kind, kind_of
from replica.delta import Delta
from replica.feed import Change
from replica.fill import START as FILL_START
from replica.fill import WATERMARK
from replica.reach import Reach
from replica.rhythm import Task
from replica.rows import to_instant, to_micros
from replica.store import Replica
from replica.sweep import OPEN_WINDOWS, Sweep
from replica.writing import Batch
from tests.replica.double import START, ScriptedPsa, VirtualMachine, copy_at_once

TICKETS = kind_of(Ticket)
OVERLAP = 120.0
LATEST_COMMIT = 3.0
ROWS = 10
HORIZON = 75.0
CHANGES = 1 / 4.0
RUNS = int(os.environ.get("POLL_RUNS", "25"))
"""Schedules in each of eight blocks. The long form, of 10,000 in all: POLL_RUNS=1250."""


class NewestSeen(Delta):
    """The mutant that goes on from the newest instant that it saw, less five seconds."""

    async def poll(self, kind: Kind[Any], remember: dict[str, str | None] | None = None) -> list[Change]:
        marks = self._replica.remembered(WATERMARK)
        since = to_instant(int(marks[WATERMARK + kind.name]))
        newest = since + timedelta(seconds=5)
        changes: list[Change] = []
        async with aclosing(self._reach.pages(kind, changed_since(kind, since))) as pages:
            async for page in pages:
                changes += await self._reach.take(kind, page)
                newest = max([newest, *(item.last_activity_date for item in page.items)])
        mark = str(to_micros(newest - timedelta(seconds=5)))
        await self._replica.write(Batch(remember={WATERMARK + kind.name: mark}))
        return changes


class Run:
    """One schedule: some tickets, some polls, and changes at any moment of virtual time."""

    def __init__(self, copy: Replica, seed: int, *, slow_pages: bool) -> None:
        self.copy = copy
        self.random = Random(seed)
        self.base = seed * 100 + 1
        self.machine = VirtualMachine()
        slowest = 30.0 if slow_pages else 2.0
        self.psa = ScriptedPsa(self.machine, page_size=3, latency=lambda: self.random.uniform(slowest / 15, slowest))
        # The estimate of the server's clock is off by the grain of the Date header, either way.
        self.psa.server_ahead = timedelta(seconds=self.random.uniform(-1, 1))
        for row in range(ROWS):
            self._stamp(row, 0.0)
        self.due = deque(self._schedule())
        self.machine.on_passing.append(self._play)

    def _schedule(self) -> Iterator[tuple[float, int]]:
        at = self.random.expovariate(CHANGES)
        while at < HORIZON:
            yield at, self.random.randrange(ROWS)
            at += self.random.expovariate(CHANGES)

    def _play(self) -> None:
        """Let everything happen that is due by now, each at its own moment."""
        now = self.machine.seconds
        while self.due and self.due[0][0] <= now:
            self.machine.seconds, row = self.due.popleft()
            if self.random.random() < 0.08:
                self.psa.drop(Ticket, self.base + row)
            else:
                self._stamp(row, self.random.uniform(0, LATEST_COMMIT))
        self.machine.seconds = now

    def _stamp(self, row: int, late: float) -> None:
        stamped = START + timedelta(seconds=self.machine.seconds)
        title = f"{self.random.random()}"
        self.psa.put(Ticket(id=self.base + row, status=1, title=title, last_activity_date=stamped), late=late)

    async def stale(self, delta_of: Any, overlap: float) -> int:
        """Poll until nothing moves any more, and count what the copy had wrong after each poll and at the end.

        After a poll, a row may be newer than it was when the poll began, and never older.
        """
        reach = Reach(self.copy, self.machine)
        reach.connection = self.psa
        start = str(to_micros(self.psa.server_now()))
        await self.copy.write(Batch(remember={FILL_START: start, WATERMARK + TICKETS.name: start}))
        delta = delta_of(reach, overlap)
        wrong = 0
        while self.due or self.machine.seconds < HORIZON + LATEST_COMMIT:
            there, begun = self.psa.all(Ticket), self.machine.seconds
            await delta.poll(TICKETS)
            wrong += self._older(there, begun)
            await self.machine.sleep(self.random.uniform(5, 20))
        there, begun = self.psa.all(Ticket), self.machine.seconds
        await delta.poll(TICKETS)
        wrong += self._older(there, begun)
        await Sweep(reach, 90)._compare(Task.SWEEP, OPEN_WINDOWS[:1])  # deletions are the sweep's
        return wrong + (self.copy.open_tickets() != self.psa.all(Ticket))

    def _older(self, there: list[Ticket], begun: float) -> int:
        have = {ticket.id: ticket.last_activity_date for ticket in self.copy.rows(Ticket)}
        # One that was deleted while the poll ran, and perhaps made again, need not have been seen.
        fates = self.psa.versions[TICKETS.name]
        kept = [t for t in there if not any(what is None and at >= begun for at, what in fates[t.id])]
        return sum(t.id not in have or have[t.id] < t.last_activity_date for t in kept)  # type: ignore[operator]


async def stale_rows(
    seeds: range, delta_of: Any = Delta, *, overlap: float = OVERLAP, ahead: float = 0.0, slow_pages: bool = True
) -> int:
    """Stale rows over all runs; each run has a copy without the others' rows."""
    stale = 0
    with copy_at_once() as copy:
        for seed in seeds:
            run = Run(copy, seed, slow_pages=slow_pages)
            run.psa.server_ahead += timedelta(seconds=ahead)
            stale += await run.stale(delta_of, overlap)
            await copy.write(Batch("Tickets", gone=[run.base + row for row in range(ROWS)]))
    return stale


@pytest.mark.parametrize("block", range(8))
async def test_no_row_goes_stale_in_hundreds_of_runs(block: int) -> None:
    seeds = range(block * RUNS, (block + 1) * RUNS)
    assert await stale_rows(seeds, slow_pages=block % 2 == 0) == 0


async def test_an_estimate_of_the_servers_clock_that_is_far_ahead_misses_nothing() -> None:
    assert await stale_rows(range(10_000, 10_060), ahead=90.0) == 0


async def test_a_poll_without_overlap_is_caught() -> None:
    assert await stale_rows(range(40), overlap=0.0, slow_pages=False) > 0


async def test_a_watermark_of_the_newest_instant_seen_is_caught() -> None:
    assert await stale_rows(range(40), NewestSeen) > 0


class TrustsTheMachine(Delta):
    """The mutant that takes a clock for the server's without looking at any answer, less a minute."""

    async def poll(self, kind: Kind[Any], remember: dict[str, str | None] | None = None) -> list[Change]:
        begun = self._reach.source.server_now()
        changes = await super().poll(kind, remember)
        await self._replica.write(Batch(remember={WATERMARK + kind.name: str(to_micros(begun))}))
        return changes


async def test_a_machine_clock_that_runs_ahead_is_caught_when_trusted() -> None:
    assert await stale_rows(range(40), TrustsTheMachine, overlap=60.0, ahead=90.0, slow_pages=False) > 0
