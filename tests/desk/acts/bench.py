"""A shop whose desk can act: a real copy, a real outbox file, and a PSA in memory at the other end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from random import Random
from typing import Any

from autotask.entities import BillingCode, ResourceRole, ResourceServiceDeskRole, Role
from desk.acts.desk_acts import DeskActs
from desk.acts.gate import FreshChecklist
from desk.acts.pending import ON_ITS_WAY
from desk.acts.rereading import tickets_from
from desk.acts.settings import ActSettings
from desk.acts.surface import Acts
from desk.live import LiveDesk
from desk.model import ItemId, WorkItem
from replica.outbox.hand import AtOnce
from replica.outbox.op import State
from replica.outbox.outbox import Outbox
from replica.writing import Batch
from sla.instants import instant
from tests.desk.shop import ANA, BEN, Following, Shop, ticket_id
from tests.replica.outbox.psa import Fault, Psa, Weather

TECH, LEAD = 501, 502
REMOTE, ONSITE, RETIRED, MEETING = 601, 602, 603, 651
SAID = "Aligned the lifetime of phase two with the firewall"


class HandMachine:
    """Machine time that a test moves; whoever waits on it waits for ever."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def now(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        await asyncio.sleep(0)


class QuickPsa(Psa):
    """A PSA that does at once what it is told, and does it once."""

    async def _written(self, apply: Callable[[], None]) -> None:
        self.writes += 1
        fault = self._next_fault()
        if fault not in (Fault.REFUSED, Fault.SILENT):
            apply()
        self._raise(fault)

    async def _read(self) -> None:
        self.requests += 1


def psa(machine: "HandMachine", *rows: Any) -> QuickPsa:
    """One that has some rows."""
    made = QuickPsa(Random(5), Weather(share=0.0, lag=0.0, read_share=0.0), machine.now)
    for row in rows:
        made.put(row)
    return made


ROWS: tuple[Any, ...] = (
    Role(id=TECH, name="Technician", is_active=True),
    Role(id=LEAD, name="Lead", is_active=True),
    ResourceServiceDeskRole(id=1, resource_id=ANA, role_id=TECH, is_default=True, is_active=True),
    ResourceServiceDeskRole(id=2, resource_id=BEN, role_id=LEAD, is_default=True, is_active=True),
    ResourceRole(id=3, resource_id=ANA, role_id=TECH, queue_id=5, is_active=True),
    BillingCode(id=REMOTE, name="Remote Support", use_type=1, is_active=True),
    BillingCode(id=ONSITE, name="Onsite Support", use_type=1, is_active=True),
    BillingCode(id=RETIRED, name="Old Work", use_type=1, is_active=False),
    BillingCode(id=MEETING, name="Meeting", use_type=3, is_active=True),
)


class Bench:
    """A desk, its outbox and its acts."""

    def __init__(
        self, shop: Shop, following: Following, outbox: Outbox, machine: HandMachine, acts: DeskActs, server: QuickPsa
    ) -> None:
        self.shop = shop
        self.server = server
        self.following = following
        self.outbox = outbox
        self.machine = machine
        self.acts: Acts = acts
        self._real = acts

    @property
    def desk(self) -> LiveDesk:
        return self.following.desk

    async def item(self, number: int) -> WorkItem | None:
        """An item, once the desk has taken everything in."""
        await self.desk.settle()
        return self.desk.item(ticket_id(number))

    async def called(self, item: ItemId) -> WorkItem | None:
        await self.desk.settle()
        return self.desk.item(item)

    @asynccontextmanager
    async def sending(self) -> AsyncIterator[None]:
        """Let the outbox send meanwhile. To end it in the middle of a request would be a crash; here it is not."""
        task = asyncio.ensure_future(self.outbox.run())
        try:
            yield
            await self._until(lambda: True)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def sent(self, holds: Callable[[], bool] | None = None) -> None:
        """Let the outbox send until something holds: until nothing is on its way, unless said otherwise."""
        async with self.sending():
            await self.quiet(holds)
        await self.desk.settle()

    async def quiet(self, holds: Callable[[], bool] | None = None) -> None:
        """Wait until something holds; see `sent`."""
        box = self.outbox
        await self._until(holds or (lambda: not any(op.state in ON_ITS_WAY and not box.waiting(op) for op in box.live)))

    async def _until(self, holds: Callable[[], bool]) -> None:
        for _ in range(20_000):
            await asyncio.sleep(0)
            if holds() and all(op.state is not State.INFLIGHT for op in self.outbox.live):
                return
        raise AssertionError([(op.kind, op.state, op.error) for op in self.outbox.live])

    async def later(self, minutes: float, *, looking: bool = True) -> None:
        """Desk, wall and machine go on together, and the app looks every half minute as long as it is there."""
        for _ in range(round(minutes * 2)):
            self.shop.clock.advance(seconds=30)
            self.machine.seconds += 30
            if looking:
                await self.look()

    async def look(self) -> None:
        await self._real.look()
        await self.desk.settle()

    def close(self) -> None:
        self._real.close()

    async def restarted(self) -> Acts:
        """The acts of a new start over the same outbox."""
        self._real.close()
        self._real = DeskActs(
            self.desk, self.shop.copy, self.outbox, self.machine, self._real.known.settings, wall=self.machine.now
        )
        self.acts = self._real
        return self._real


@asynccontextmanager
async def bench(
    shop: Shop,
    *rows: Any,
    read_only: str = "",
    fresh_checklist: FreshChecklist | None = None,
    rereads: bool = False,
    **settings: Any,
) -> AsyncIterator[Bench]:
    """A bench on a shop with some rows more, which the PSA has as well.

    Args:
        rereads: tickets are read from the PSA before a dispatcher's acts.
    """
    await shop.put(*ROWS, *rows)
    following = await shop.live()
    stop = shop.copy.subscribe(following.desk.hear)
    machine = HandMachine()
    server = psa(machine, *rows)

    async def reach() -> Any:
        return server

    async def on_row(kind: str, row_id: int, row: Any) -> None:
        await shop.copy.write(Batch(kind, [row]) if row is not None else Batch(kind, gone=[row_id]))

    assert shop.copy.path is not None
    outbox = Outbox.open(
        shop.copy.path.parent,
        reach,
        machine,
        on_row=on_row,
        now=lambda: instant(shop.clock.now()),
        random=Random(7),
        hand=AtOnce(),
    )
    acts = DeskActs(
        following.desk,
        shop.copy,
        outbox,
        machine,
        ActSettings(**settings),
        fresh_checklist=fresh_checklist,
        fresh_tickets=tickets_from(reach) if rereads else None,
        read_only=read_only,
        wall=machine.now,
    )
    made = Bench(shop, following, outbox, machine, acts, server)
    try:
        yield made
    finally:
        stop()
        made.close()
        await outbox.close()
