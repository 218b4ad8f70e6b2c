"""The desk of `tests.tui.world` with hands: a real outbox file, and at the other end a PSA in memory."""

import asyncio
import shutil
import tempfile
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

from autotask.entities import (
    BillingCode,
    Company,
    Contact,
    Contract,
    ResourceRole,
    ResourceServiceDeskRole,
    Role,
    Ticket,
    TicketChecklistItem,
    TicketNote,
    TimeEntry,
)
from autotask.kinds import kind_of
from desk.acts.desk_acts import DeskActs
from desk.acts.pending import ON_ITS_WAY
from desk.acts.rereading import tickets_from
from desk.acts.settings import ActSettings
from replica.outbox.hand import AtOnce
from replica.outbox.op import State
from replica.outbox.outbox import Outbox
from replica.writing import Batch
from sla.instants import instant
from tests.desk.acts.bench import HandMachine, QuickPsa, psa
from tests.replica.outbox.mortal import IN_MEMORY
from tests.tui.world import World
from tui.app import ServiceDesk
from tui.hands import Hands

TECH, LEAD = 501, 502
REMOTE, ONSITE, MEETING, TRAINING = 601, 602, 651, 652

ROWS: Sequence[Any] = (
    Role(id=TECH, name="Technician", is_active=True),
    Role(id=LEAD, name="Lead", is_active=True),
    *(
        ResourceServiceDeskRole(
            id=at, resource_id=at, role_id=LEAD if at == 6 else TECH, is_default=True, is_active=True
        )
        for at in range(1, 7)
    ),
    ResourceRole(id=30, resource_id=1, role_id=TECH, queue_id=8, is_active=True),
    BillingCode(id=REMOTE, name="Remote Support", use_type=1, is_active=True),
    BillingCode(id=ONSITE, name="Onsite Support", use_type=1, is_active=True),
    BillingCode(id=MEETING, name="Internal meeting", use_type=3, is_active=True),
    BillingCode(id=TRAINING, name="Training", use_type=3, is_active=True),
)
"""What the world has no need of as long as nobody acts."""


@dataclass
class Handed(World):
    """A world in which it can be acted. `server` is the PSA; faults are given to it."""

    acting: dict[str, Any] = field(default_factory=dict)
    """Settings of the acts that differ from the usual."""
    read_only: str = ""
    rereads: bool = False
    """Whether tickets are read from the PSA before a dispatcher's acts."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.folder = Path(tempfile.mkdtemp(prefix="servicedeck-", dir=IN_MEMORY))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        self.hands = Hands()
        self.waiting = HandMachine()

    @staticmethod
    def furniture() -> list[tuple[str, Sequence[Any]]]:
        return [*World.furniture(), *((kind_of(kind).name, list(rows)) for kind, rows in groupby(ROWS, type))]

    def app(self, **options: Any) -> ServiceDesk:
        return super().app(hands=self.hands, **options)

    async def start(self) -> None:
        await super().start()
        self.server: QuickPsa = psa(self.waiting, *ROWS, *await self._copied())
        self.outbox = Outbox.open(
            self.folder,
            self._reach,
            self.waiting,
            on_row=self._seen,
            now=lambda: instant(self.clock.now()),
            random=Random(7),
            hand=AtOnce(),
        )
        self.acts = DeskActs(
            self.desk,
            self.replica,
            self.outbox,
            self.waiting,
            ActSettings(**self.acting),
            fresh_tickets=tickets_from(self._reach) if self.rereads else None,
            read_only=self.read_only,
            wall=self.waiting.now,
        )
        self.hands.give(self.acts)
        await self.desk.settle()

    async def sent(self, holds: Callable[[], bool] | None = None) -> None:
        """Let the outbox send until something holds: until nothing is on its way, unless said otherwise."""
        task = asyncio.ensure_future(self.outbox.run())
        try:
            for _ in range(20_000):
                await asyncio.sleep(0)
                if (holds or self._idle)() and all(op.state is not State.INFLIGHT for op in self.outbox.live):
                    break
            else:
                raise AssertionError([(op.kind, op.state, op.error) for op in self.outbox.live])
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await self.desk.settle()

    async def later(self, seconds: float) -> None:
        """Desk and machine go on together, and the acts look once."""
        self.clock.advance(seconds=seconds)
        self.waiting.seconds += seconds
        await self.acts.look()
        await self.desk.settle()

    async def close(self) -> None:
        self.acts.close()
        await self.outbox.close()
        await super().close()

    def _idle(self) -> bool:
        return not any(op.state in ON_ITS_WAY and not self.outbox.waiting(op) for op in self.outbox.live)

    async def _copied(self) -> list[Any]:
        kinds: Sequence[type[Any]] = (Ticket, TimeEntry, TicketNote, TicketChecklistItem, Company, Contact, Contract)
        return await self.replica.reading(lambda copy: [row for kind in kinds for row in copy.rows(kind)])

    async def _reach(self) -> Any:
        return self.server

    async def _seen(self, kind: str, row_id: int, row: Any) -> None:
        await self.replica.write(Batch(kind, [row]) if row is not None else Batch(kind, gone=[row_id]))
