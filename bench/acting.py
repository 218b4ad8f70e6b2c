"""A person's acts at the hands of a desk, drawn from a seed, each written down before and after it is done."""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from desk.acts.answers import Done, NotDone, Outcome
from desk.acts.commands import (
    AddChecklistItem,
    AddNote,
    Assign,
    ChangeTicket,
    Command,
    Complete,
    CreateTicket,
    DeleteTime,
    EditTime,
    Hold,
    LogTime,
    Release,
    Start,
    Take,
)
from desk.acts.surface import Acts
from desk.live import LiveDesk
from desk.model import ItemKind, View, WorkItem
from desk.pages import Audience
from sla.instants import instant
from workflows.holds import HoldKind

SAID = "Aligned the lifetime of phase two with the firewall, act"
SLOT = timedelta(minutes=1)
ACTS_A_LIFE = 20
"""So many acts of one process have minutes of their own."""
UNDONE_SHARE = 0.12


class Person:
    """Somebody at the desk of one process. `number` tells the processes apart."""

    def __init__(self, acts: Acts, desk: LiveDesk, log: Path, number: int) -> None:
        self._acts = acts
        self._desk = desk
        self._log = log
        self._random = Random(number)
        self._number = number
        self._count = 0
        self._kinds: Sequence[Callable[[WorkItem, str], Awaitable[Command | None]]] = (
            self._time, self._time, self._time, self._note, self._note, self._change, self._assign, self._take,
            self._start, self._line, self._hold, self._create, self._complete, self._edit, self._delete,
        )  # fmt: skip

    async def act(self) -> None:
        """Do one thing, and now and then take it back."""
        self._count += 1
        name = f"{self._number}.{self._count}"
        items = [item for item in self._desk.queue(View.TEAM).items if item.id.kind is ItemKind.TICKET]
        command = await self._random.choice(self._kinds)(self._random.choice(items[:30]), name)
        if command is None:
            return
        if not command.act_id:
            command = replace(command, act_id=self._acts.new_act())
        kind = type(command).__name__
        self._write("asks", command.act_id, kind)
        outcome = await self._agreed(command)
        if isinstance(outcome, NotDone) or not outcome.act_id:
            self._write("not done", command.act_id, outcome.says)
            return
        self._write("done", outcome.act_id, kind)
        if self._random.random() < UNDONE_SHARE:
            self._write("takes back", outcome.act_id, kind)
            undone = await self._acts.undo()
            if isinstance(undone, Done):
                self._write("taken back", outcome.act_id, undone.says)

    async def _agreed(self, command: Command) -> Outcome:
        """Do it, with a yes to every question."""
        verdict = await self._acts.check(command)
        return await self._acts.do(command, [question.id for question in verdict.questions])

    def _write(self, what: str, act: str, said: str) -> None:
        with self._log.open("a") as lines:
            lines.write(json.dumps([what, act, said]) + "\n")

    # Commands -------------------------------------------------------------------------------------------------------

    async def _time(self, item: WorkItem, name: str) -> LogTime | None:
        form = await self._acts.time_form(item.id)
        assert isinstance(form.seed, LogTime)
        start = self._slot()
        return replace(
            form.seed,
            act_id=form.act_id,
            start=start,
            end=start + SLOT,
            hours=None,
            summary=f"{SAID} {name}",
            billable=True,
        )

    def _slot(self) -> datetime:
        """A minute of the past that no other act of any process has; those of the first processes lie in today."""
        morning = instant(self._desk.clock.now()).replace(hour=8, minute=0, second=0, microsecond=0)
        return morning - (self._number * ACTS_A_LIFE + self._count) * SLOT

    async def _note(self, item: WorkItem, name: str) -> AddNote:
        audience = self._random.choice((Audience.INTERNAL, Audience.INTERNAL, Audience.PUBLIC))
        return AddNote(ticket_id=item.id.id, text=f"Called back\n{SAID} {name}", audience=audience)

    async def _change(self, item: WorkItem, name: str) -> ChangeTicket | None:
        form = await self._acts.change_form(item.id.id)
        field = self._random.choice(("priority", "queue_id", "title"))
        if field == "title":
            return ChangeTicket(ticket_id=item.id.id, changes={"title": f"{SAID} {name}"}, seen=form.values)
        choices = form.choices.get(field, ())
        if not choices:
            return None
        return ChangeTicket(ticket_id=item.id.id, changes={field: self._random.choice(choices).id}, seen=form.values)

    async def _assign(self, item: WorkItem, _: str) -> Assign | None:
        form = await self._acts.assign_form(item.id.id)
        holders = [holder for holder in form.holders if holder.roles]
        if not holders:
            return None
        return Assign(ticket_id=item.id.id, resource_id=self._random.choice(holders).id)

    async def _take(self, item: WorkItem, _: str) -> Take:
        return Take(ticket_id=item.id.id)

    async def _start(self, item: WorkItem, _: str) -> Start:
        return Start(ticket_id=item.id.id)

    async def _line(self, item: WorkItem, name: str) -> AddChecklistItem:
        return AddChecklistItem(ticket_id=item.id.id, text=f"Ask again {name}")

    async def _hold(self, item: WorkItem, name: str) -> Hold | Release:
        if item.waiting:
            return Release(ticket_id=item.id.id, reason=f"it has come {name}")
        return Hold(ticket_id=item.id.id, kind=HoldKind.VENDOR, reason=f"PSU ordered {name}", vendor="Dell")

    async def _create(self, _: WorkItem, name: str) -> CreateTicket | None:
        contacts = await self._acts.contacts(self._random.choice("aeiou"))
        if not contacts:
            return None
        contact = self._random.choice(contacts).contact_id
        return CreateTicket(title=f"Phone is dead {name}", contact_id=contact, start=self._random.random() < 0.5)

    async def _complete(self, item: WorkItem, name: str) -> Complete:
        time = await self._time(item, name)
        return Complete(ticket_id=item.id.id, time=time, resolution=f"{SAID} {name}", override="agreed on the phone")

    async def _edit(self, _: WorkItem, name: str) -> EditTime | None:
        entry = self._own_entry()
        return (
            None if entry is None else EditTime(entry_id=entry, changes={"summary_notes": f"{SAID} {name} once more"})
        )

    async def _delete(self, _: WorkItem, __: str) -> DeleteTime | None:
        entry = self._own_entry()
        return None if entry is None or self._random.random() < 0.5 else DeleteTime(entry_id=entry)

    def _own_entry(self) -> int | None:
        """An entry of today's sheet."""
        entries = [entry.id for entry in self._desk.today().entries]
        return self._random.choice(entries) if entries else None
