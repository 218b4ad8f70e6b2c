"""The law of the overlay: whatever was entered, taken back, refused, lost on the way or changed by others, in the end
the desk shows what the copy has, the copy has what Autotask has, and each act is there once."""

import asyncio
from datetime import timedelta
from random import Random

import pytest

from autotask.entities import Ticket, TicketNote, TicketSecondaryResource, TimeEntry
from desk.acts.answers import Done
from desk.acts.commands import (
    AddNote,
    AddSecondary,
    Assign,
    ChangeTicket,
    Command,
    Complete,
    CreateTicket,
    DeleteTime,
    Hold,
    LogTime,
    Release,
    Start,
)
from desk.acts.told import Stage
from replica.outbox.op import State
from tests.desk.acts.bench import REMOTE, SAID, Bench, bench
from tests.desk.shop import ANA, BEN, CHI, HIGH, LENA, LOW, ON_HOLD, WAITING_CUSTOMER, Shop, at, ticket
from tests.replica.outbox.psa import FAULTS
from workflows.holds import HoldKind

QUESTIONS = (
    "gap",
    "counted",
    "long",
    "midnight",
    "utc midnight",
    "future",
    "reopen",
    "my time",
    "timer",
    "resolution",
    "children",
    "contract",
)
NUMBERS = (1, 2, 3)
SHORT = timedelta(minutes=5)


class Chaos:
    """A day at random on a few tickets."""

    def __init__(self, b: Bench, seed: int) -> None:
        self.b = b
        self.random = Random(seed)
        self.said: list[str] = []
        self.minute = 0

    def command(self) -> Command:
        random, number = self.random, self.random.choice(NUMBERS)
        self.minute += 7
        start = at(f"{9 + self.minute // 60:02}:{self.minute % 60:02}", 20)
        self.said.append(f"{SAID} {len(self.said)}")
        choices: list[Command] = [
            ChangeTicket(ticket_id=number, changes={"status": random.choice((ON_HOLD, WAITING_CUSTOMER, 8))}),
            ChangeTicket(ticket_id=number, changes={"priority": random.choice((HIGH, LOW)), "title": self.said[-1]}),
            AddNote(ticket_id=number, text=self.said[-1]),
            LogTime(ticket_id=number, start=start, end=start + SHORT, work_type_id=REMOTE, summary=self.said[-1]),
            Assign(ticket_id=number, resource_id=random.choice((ANA, BEN))),
            AddSecondary(ticket_id=number, resource_id=random.choice((ANA, BEN))),
            Start(ticket_id=number),
            Hold(ticket_id=number, kind=HoldKind.CUSTOMER, reason=self.said[-1]),
            Release(ticket_id=number),
            Complete(ticket_id=number, resolution=self.said[-1], override="tried at random in a test"),
            CreateTicket(title=self.said[-1], contact_id=LENA),
            DeleteTime(entry_id=-random.randint(1, 20)),
        ]
        return random.choice(choices)

    async def step(self) -> None:
        b, random = self.b, self.random
        chance = random.random()
        if chance < 0.6:
            await b.acts.do(self.command(), agreed=QUESTIONS)
        elif chance < 0.72:
            await b.acts.undo()
        elif chance < 0.8:
            await self.somebody_else()
        elif chance < 0.88:
            await b.desk.load() if random.random() < 0.2 else await b.desk.settle()
        else:
            b.server.planned = [random.choice(FAULTS) for _ in range(random.randint(0, 2))]
            for _ in range(random.randint(1, 200)):
                await asyncio.sleep(0)

    async def somebody_else(self) -> None:
        """A colleague changes a ticket in Autotask, and the pull brings it."""
        row = next(row for row in self.b.server.truth(Ticket) if row.id == self.random.choice(NUMBERS) or row.id == 1)
        changed = ticket(
            row.id,
            **{
                **{name: getattr(row, name) for name in ("status", "title", "resolution", "assigned_resource_id")},
                "priority": self.random.choice((HIGH, LOW)),
                "last_activity_resource_id": CHI,
            },
        )
        self.b.server.put(changed)
        await self.b.shop.put(changed)

    async def quiet(self) -> None:
        """Send what can be sent; give up what a person would have to decide."""
        for _ in range(50):
            await self.b.quiet()
            await asyncio.sleep(0.01)
            waiting = list(self.b.outbox.live)
            if not waiting:
                return
            for op in waiting:
                if op.state in (State.CONFLICT, State.REJECTED, State.HELD) or self.b.outbox.waiting(op):
                    assert isinstance(await self.b.acts.drop(op.op_id), Done)
        raise AssertionError([(op.kind, op.state, op.error) for op in self.b.outbox.live])


@pytest.mark.parametrize("seed", range(8))
async def test_in_the_end_there_is_one_truth(shop: Shop, seed: int) -> None:
    async with bench(shop, *(ticket(number) for number in NUMBERS)) as b:
        chaos = Chaos(b, seed)
        async with b.sending():
            for _ in range(30):
                await chaos.step()
            await chaos.quiet()
        await asyncio.sleep(0.05)
        await b.desk.settle()
        shown = {row.id: row for row in b.desk.state.records.tickets.values()}
        copied = {row.id: row for row in await shop.copy.reading(lambda copy: copy.open_tickets())}
        assert shown == copied
        assert b.acts.marks() == {}
        for entity, kind in ((TicketNote, "notes"), (TimeEntry, "work"), (TicketSecondaryResource, "helpers")):
            there = {row.id for row in b.server.truth(entity) if row.ticket_id in shown}
            family = getattr(b.desk.state.records, kind)
            seen = {child for parent in shown for child in family.of(parent)}
            assert seen == there, kind
        texts = [row.summary_notes for row in b.server.truth(TimeEntry)]
        assert len(texts) == len(set(texts)), "an entry is there once"
        entered = [line for line in await b.acts.log(limit=500) if line.stage is Stage.DONE]
        assert entered
