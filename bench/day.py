"""`python -m bench.day [--hours N]`: one tech's day in a real terminal, an hour a minute, on a sandbox with faults.

The day is worked by keys: accepted, interrupted by a call, parked, noted, held, completed, thanked for; a block of
hours runs out, an hour is offline, the app is killed in the middle, after-hours work passes both midnights, the tech's
and Autotask's (`bench.day_parts`). Afterwards the outbox is held against the sandbox, and both against what the screen
had said and shown. Ends with 1 where anything differs or the app grew.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import psutil
from pydantic import SecretStr

from autotask.client import Client
from autotask.entities import Contact, ContractBlock, Ticket, TimeEntry
from autotask.kinds import kind_of
from autotask.settings import AutotaskSettings
from bench.bad_weather import arm
from bench.day_parts import READS, WRITES, Parts, Stock
from bench.deciding import quiet
from bench.readback import Account, account
from bench.tech import Notebook, Tech
from replica.outbox.effects.comparing import same
from sandbox.announcement import Announcement
from sandbox.process import start
from tests.whole.program import Program
from tests.whole.terminal import Terminal

OPENED = datetime(2026, 11, 24, 6, 50, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Amsterdam")
SPEED = 60.0
ME = "ines.castellan@kadewest.example"
"""The coordinator: she has roles and hours, and the sandbox does not work in her name by itself."""
WORKED_ON = ("New", "In Progress")
RUNNING_OUT_HOURS = 2.9
"""A block with less is used up before the office opens."""
T = TypeVar("T")
MOST_MB = 150.0
MOST_GROWTH = 0.05
WEIGHED_EVERY = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Weighed:
    """How large the app was at a moment of the day."""

    at: datetime
    pid: int
    mb: float


class Day:
    """Works the parts of a day, each at its time and once."""

    def __init__(self, folder: Path, about: Announcement, stock: Stock) -> None:
        self._about = about
        self._program = Program(folder)
        self.parts = Parts(about, stock)
        self.book = Notebook()
        self.weighed: list[Weighed] = []

    @property
    def data(self) -> Path:
        return self._program.data

    def live(self, until: datetime) -> None:
        """Work until a moment. A part that kills the app ends a life, and the next one opens it again."""
        todo = [(at, part) for at, part in self.parts.of(OPENED.astimezone(ZONE)) if at <= until]
        while todo:
            with self._open() as terminal:
                tech = Tech(terminal, self._about, ZONE, self.book)
                while todo and terminal.process.poll() is None:
                    at, part = todo.pop(0)
                    tech.until(at, self._weigh)
                    part(tech)
                if not todo:
                    tech.until(tech.now + timedelta(minutes=10), self._weigh)
                    arm(self._about)
                    asyncio.run(quiet(self.data, terminal))
                    self._weigh(tech, at_once=True)

    @contextmanager
    def _open(self) -> Iterator[Terminal]:
        about = json.dumps(asdict(replace(self._about, me=ME)))
        command = [sys.executable, "-P", "-m", "bench.scaled_desk", about, str(self.data)]
        here = str(Path(__file__).parent.parent)
        with Terminal(command, self._program.surroundings({"PYTHONPATH": here}), columns=120, rows=36) as terminal:
            terminal.until("[Mine ")
            yield terminal

    def _weigh(self, tech: Tech, *, at_once: bool = False) -> None:
        process, last = psutil.Process(tech.terminal.process.pid), self.weighed[-1] if self.weighed else None
        if at_once or last is None or last.pid != process.pid or tech.now - last.at >= WEIGHED_EVERY:
            self.weighed.append(Weighed(tech.now, process.pid, process.memory_info().rss / 1e6))


async def _stock(about: Announcement) -> Stock:
    """What there is to work on."""
    async with await _connected(about) as client:
        statuses = (await client.picklists(kind_of(Ticket))).of(Ticket, "status")
        worked_on = [value.id for value in statuses.active if value.label in WORKED_ON]
        rows = await _all(client, Ticket)
        left = await _left_of_blocks(client)
        names = Counter(f"{row.first_name} {row.last_name}" for row in await _all(client, Contact) if row.is_active)
    fresh = {row.ticket_number: row for row in rows if row.status in worked_on and row.ticket_number is not None}
    return Stock(
        tickets={number: row.id for number, row in fresh.items() if row.contact_id is not None},
        running_out=next(
            number for number, row in fresh.items() if 0 < left.get(row.contract_id, 0) < RUNNING_OUT_HOURS
        ),
        caller=next(name for name, count in sorted(names.items()) if count == 1 and name.isascii()),
    )


async def _left_of_blocks(client: Client) -> dict[int | None, float]:
    """Hours that contracts still hold, what waits for approval taken off."""
    left: dict[int | None, float] = defaultdict(float)
    for block in await _all(client, ContractBlock):
        left[block.contract_id] += (block.hours or 0) - (block.hours_approved or 0)
    for entry in await _all(client, TimeEntry):
        if entry.contract_id in left and entry.billing_approval_date_time is None and not entry.is_non_billable:
            left[entry.contract_id] -= entry.hours_to_bill or 0
    return left


async def _all(client: Client, entity: type[T]) -> list[T]:
    return [row async for page in client.pages(kind_of(entity)) for row in page.items]


async def _judged(day: Day, about: Announcement) -> tuple[Account, list[str]]:
    """The outbox against the sandbox, and the times on the screen against both."""
    async with await _connected(about) as client:
        found = await account(day.data, about, client)
        rows = await _all(client, TimeEntry)
        tickets = {row.ticket_number: row for row in await _all(client, Ticket)}
    wrong = list(day.book.missed)
    thankful = day.parts.completed[:1]
    wrong += [f"{number} is not complete, for mere thanks" for number in thankful if not tickets[number].completed_date]
    for summary, shown in day.book.entries.items():
        there = sorted(
            (f"{row.start_date_time.astimezone(ZONE):%H:%M}", f"{row.end_date_time.astimezone(ZONE):%H:%M}")
            for row in rows
            if same(summary, row.summary_notes) and row.start_date_time is not None and row.end_date_time is not None
        )
        if there != sorted(shown):
            wrong.append(f"“{summary}” showed {shown} and is there at {there}")
    return found, wrong


async def _connected(about: Announcement) -> Client:
    settings = AutotaskSettings(user=about.user, integration_code=about.integration_code, base_url=about.url, share=1.0)
    return await Client.connect(settings, SecretStr(about.secret))


def main() -> int:
    """Live the day and print what it came to."""
    parser = argparse.ArgumentParser(prog="python -m bench.day", description=__doc__)
    parser.add_argument("--hours", type=float, default=18.0, help="so much of it, from ten to eight")
    parser.add_argument("--size", default="small", help="how large a tenant")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, _sandbox(chosen.size) as about:
        arm(about, writes=WRITES, reads=READS)
        day = Day(Path(name), about, asyncio.run(_stock(about)))
        day.live((OPENED + timedelta(hours=chosen.hours)).astimezone(ZONE))
        found, wrong = asyncio.run(_judged(day, about))
    wrong += found.broken
    for said in day.book.entered:
        print(f"{said.at:%H:%M} {said.what}: {said.words}")
    print("\n| at | process | MB |\n|---|---|---|")
    for each in day.weighed:
        print(f"| {each.at:%H:%M} | {each.pid} | {each.mb:.1f} |")
    counted = Counter((op.kind, str(op.state)) for op in found.ops)
    print(f"\n{len(day.book.entered)} acts on the screen, {len(found.ops)} ops, {found.made} records made: {counted}")
    for sentence in wrong:
        print(f"WRONG: {sentence}")
    too_large = _too_large(day.weighed)
    return int(bool(wrong) or too_large)


def _too_large(weighed: Sequence[Weighed]) -> bool:
    """More than it may be, or grown within the life of one process by more than it may.

    Growth counts from half an hour after the opening: by then the copy is filled and each form was open once.
    """
    by_process: dict[int, list[float]] = {}
    for each in weighed:
        by_process.setdefault(each.pid, []).append(each.mb)
    grown = []
    for pid, (opened, *later) in by_process.items():
        sizes = later or [opened]
        grown.append(sizes[-1] / sizes[0] - 1)
        print(
            f"process {pid}: {opened:.1f} MB when it opened, {sizes[0]:.1f} half an hour later, {max(sizes):.1f} at "
            f"most, {grown[-1]:+.1%} since then in the end"
        )
    return max(each.mb for each in weighed) > MOST_MB or max(grown) > MOST_GROWTH


@contextmanager
def _sandbox(size: str) -> Iterator[Announcement]:
    with start(size=size, seed=3, at=OPENED, speed=SPEED, admin=True, threshold=10**9) as running:
        yield running.about


if __name__ == "__main__":
    sys.exit(main())
