"""A tech's half hour over real sockets: each act is in the sandbox once, and the desk shows what the sandbox has."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from autotask.client import Client
from autotask.entities import Ticket, TicketNote, TimeEntry
from autotask.filters import where
from autotask.kinds import kind_of
from autotask.machine import SystemMachine
from desk.acts.answers import NotDone
from desk.acts.commands import (
    AddNote,
    ChangeTicket,
    Complete,
    CreateTicket,
    Hold,
    LogTime,
    Recomplete,
    Release,
    Reopen,
    Start,
)
from desk.acts.desk_acts import DeskActs
from desk.acts.gate import checklist_from
from desk.acts.rereading import tickets_from
from desk.acts.settings import ActSettings
from desk.clocks import MonotonicClock, SettableClock
from desk.live import LiveDesk
from desk.model import ItemKind, StatusKind, View, WorkItem
from desk.settings import DeskSettings
from replica.outbox.outbox import Outbox
from replica.pull import Pull
from replica.store import Replica
from replica.writing import Batch
from sandbox.process import Running
from sla.instants import instant, micros
from tests.desk.acts.test_doing import done
from tests.desk.test_end_to_end import AT, EAGER, mailed, sandbox
from workflows.catalog import packaged
from workflows.holds import HoldKind

SAID = "Aligned the lifetime of phase two with the firewall"


@dataclass
class Live:
    """A desk that acts on a sandbox."""

    acts: DeskActs
    desk: LiveDesk
    outbox: Outbox
    client: Client
    pull: Pull
    running: Running

    async def sent(self) -> None:
        """Wait until nothing is on its way."""
        async with asyncio.timeout(60):
            while self.outbox.live:
                assert not self.acts.standing.attention, [(op.kind, op.error) for op in self.outbox.live]
                await asyncio.sleep(0.05)
        await self.desk.settle()

    async def mailed(self, ticket_id: int, text: str) -> None:
        """The customer writes, by which a rule of this tenant opens the ticket, and the copy hears of it."""
        await mailed(self.running, ticket_id, text)
        await self._pulled()

    async def closed_again(self, ticket_id: int) -> None:
        """It is complete within the minute, so that the reply is one to a complete ticket."""
        done(await self.acts.do(Recomplete(ticket_id=ticket_id)))
        await self.sent()
        await self._pulled()

    async def _pulled(self) -> None:
        await self.pull.once()
        await self.desk.settle()
        await self.acts.look()

    async def there(self, entity: type[Any], **equal: Any) -> list[Any]:
        """Rows as the sandbox has them."""
        pages = self.client.pages(kind_of(entity), where(kind_of(entity), **equal))
        return [row async for page in pages for row in page.items]

    def some(self, holds: Callable[[WorkItem], bool]) -> WorkItem:
        items = self.desk.queue(View.MINE).items
        return next(item for item in items if item.id.kind is ItemKind.TICKET and holds(item))


@asynccontextmanager
async def live(folder: Path, hold_field: str = "") -> AsyncIterator[Live]:
    async with sandbox(**({"Tickets": hold_field} if hold_field else {})) as (running, client):
        with Replica.open(folder / "copy") as copy:

            async def connect() -> Client:
                return client

            async def on_row(kind: str, row_id: int, row: Any) -> None:
                await copy.write(Batch(kind, [row]) if row is not None else Batch(kind, gone=[row_id]))

            pull, clock = Pull(connect, copy, EAGER, SystemMachine()), SettableClock(micros(AT))
            await pull.once()
            desk = LiveDesk(
                copy,
                pull,
                settings=DeskSettings(me=running.about.me),
                catalogue=packaged(),
                clock=clock,
                machine=MonotonicClock(),
            )
            await desk.load()
            stop = copy.subscribe(desk.hear)
            machine = SystemMachine()
            outbox = Outbox.open(folder, connect, machine, on_row=on_row, now=lambda: instant(clock.now()))
            settings = ActSettings(undo_seconds=0.1, customer_seconds=0.2, hold_field=hold_field)
            acts = DeskActs(
                desk,
                copy,
                outbox,
                machine,
                settings,
                fresh_checklist=checklist_from(connect),
                fresh_tickets=tickets_from(connect),
            )
            sending = asyncio.ensure_future(outbox.run())
            try:
                await desk.settle()
                yield Live(acts, desk, outbox, client, pull, running)
            finally:
                sending.cancel()
                await asyncio.gather(sending, return_exceptions=True)
                acts.close()
                stop()
                await outbox.close()


async def test_half_an_hour_of_a_tech(tmp_path: Path) -> None:
    async with live(tmp_path) as b:
        item = b.some(lambda each: not each.waiting)
        number = item.id.id
        done(await b.acts.do(Start(ticket_id=number), agreed=["reopen"]))
        done(await b.acts.do(AddNote(ticket_id=number, text="Called, the line is busy")))
        form = await b.acts.time_form(item.id)
        assert isinstance(form.seed, LogTime)
        start = AT - timedelta(minutes=6)
        entry = LogTime(
            act_id=form.act_id,
            ticket_id=number,
            start=start,
            end=AT,
            work_type_id=form.seed.work_type_id,
            role_id=form.seed.role_id,
            summary=SAID,
        )
        done(await b.acts.do(entry, agreed=["gap"]))
        await b.sent()
        (time,) = [row for row in await b.there(TimeEntry, ticket_id=number) if row.summary_notes == SAID]
        assert (time.start_date_time, time.end_date_time) == (start, AT)
        assert [row.description for row in await b.there(TicketNote, ticket_id=number)].count(
            "Called, the line is busy"
        ) == 1
        (ticket,) = await b.there(Ticket, id=number)
        assert ticket.status == b.desk.state.records.tickets[number].status

        completed = await b.acts.do(Complete(ticket_id=number, resolution=SAID, override="the checklist is for later"))
        done(completed)
        await b.sent()
        (ticket,) = await b.there(Ticket, id=number)
        assert ticket.completed_date is not None
        assert b.desk.item(item.id) is None

        following = asyncio.ensure_future(b.acts.run())
        await b.mailed(number, "Thanks a lot, works now!")
        assert [(each.reopened, each.complete, each.sure) for each in b.acts.thanks(item.id)] == [(True, False, True)]
        await b.closed_again(number)
        assert [(each.complete, each.sure, each.real) for each in b.acts.thanks(item.id)] == [(True, True, False)]
        await b.mailed(number, "Sorry, it is dead again since lunch")
        await b.closed_again(number)
        assert [(each.complete, each.sure, each.real) for each in b.acts.thanks(item.id)] == [(True, False, True)]
        done(await b.acts.do(Reopen(ticket_id=number)))
        await b.sent()
        following.cancel()
        (ticket,) = await b.there(Ticket, id=number)
        assert b.acts.known.kind_of_status(ticket.status) is StatusKind.ACTIVE
        opened = b.desk.item(item.id)
        assert opened is not None
        assert opened.reply_at is not None

        priorities = (await b.acts.change_form(number)).choices["priority"]
        theirs, mine, *_ = (choice.id for choice in priorities if choice.id != ticket.priority)
        await b.client.for_writing().change(kind_of(Ticket), number, {"priority": theirs})
        faster = await b.acts.do(ChangeTicket(ticket_id=number, changes={"priority": mine}))
        assert isinstance(faster, NotDone)
        assert "was changed by" in faster.says, "a colleague's change is read before mine is done"


async def test_a_hold_in_the_tenants_own_field_and_its_end(tmp_path: Path) -> None:
    async with live(tmp_path, "On Hold") as b:
        item = b.some(lambda each: not each.waiting)
        hold = Hold(ticket_id=item.id.id, kind=HoldKind.VENDOR, reason="PSU ordered", vendor="Dell")
        done(await b.acts.do(hold))
        await b.sent()
        held = b.desk.item(item.id)
        assert held is not None
        assert held.waiting
        assert held.hold_release is not None
        (row,) = await b.there(Ticket, id=item.id.id)
        assert row.hold_note.startswith("On hold: vendor | Reason: PSU ordered | Until: 2026-")
        done(await b.acts.do(Release(ticket_id=item.id.id, reason="it has come")))
        await b.sent()
        back = b.desk.item(item.id)
        assert back is not None
        assert back.status_kind is StatusKind.ACTIVE
        (row,) = await b.there(Ticket, id=item.id.id)
        assert row.hold_note is None


async def test_a_call_from_pick_up_to_entry(tmp_path: Path) -> None:
    async with live(tmp_path) as b:
        contact = next(iter(await b.acts.contacts("a")))
        picked: datetime = AT - timedelta(minutes=10)
        made = done(
            await b.acts.do(CreateTicket(title="Phone is dead", contact_id=contact.contact_id, picked_up=picked))
        )
        running = b.acts.timers.running
        assert running is not None
        form = await b.acts.time_form(running.item, from_timer=True)
        assert isinstance(form.seed, LogTime)
        assert form.seed.ticket_id == made.ticket_id
        entry = LogTime(
            act_id=form.act_id,
            ticket_id=made.ticket_id,
            start=form.seed.start,
            end=form.seed.end,
            work_type_id=form.seed.work_type_id,
            summary=SAID,
            from_timer=True,
        )
        done(await b.acts.do(entry, agreed=["gap"]))
        await b.sent()
        (ticket,) = await b.there(Ticket, title="Phone is dead")
        (time,) = await b.there(TimeEntry, ticket_id=ticket.id)
        assert (time.start_date_time, time.end_date_time) == (picked, AT)
        assert ticket.contact_id == contact.contact_id
        assert b.acts.timers.running is None
