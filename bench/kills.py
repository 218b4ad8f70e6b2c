"""SIGKILL of a real sender: forked, fed, killed in the middle, started again, and read back from the sandbox.

The sandbox loses requests and answers, cuts bodies, carries out late and pretends meanwhile. Settle is 2.5 s here, and
nothing is carried out later than 0.9 s after it was asked for.
"""

import asyncio
import json
import os
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import httpx
from pydantic import SecretStr

from autotask.client import Client
from autotask.entities import ResourceRole, Ticket, TimeEntry
from autotask.filters import Eq, Exists, Gte
from autotask.kinds import kind_of
from autotask.machine import SystemMachine
from autotask.settings import AutotaskSettings, Timeouts
from replica.outbox.effects import TimeEntryCreate
from replica.outbox.op import NewOp, State, new_op_id
from replica.outbox.outbox import Outbox
from replica.outbox.settings import OutboxSettings
from sandbox.announcement import Announcement
from sandbox.process import start

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SETTINGS = OutboxSettings(settle=2.5, looks=(0.2, 1.0), patience=1.0, doorbell=0.2, most_attempts=50)
TIMEOUTS = Timeouts(write=1.5)
_ENTRIES_A_LIFE = 4
_WORDS = "killed entry"
_FAULTS: tuple[dict[str, Any], ...] = (
    {"apply": "no", "reply": "reset"},
    {"apply": "yes", "reply": "reset"},
    {"apply": "yes", "reply": "cut"},
    {"apply": {"after": 0.9, "clock": "machine"}, "reply": "silence"},
    {"apply": "pretend", "reply": "real"},
    {"apply": "yes", "reply": {"status": 502, "body": "Bad Gateway", "type": "text/html"}},
)


@dataclass
class Killed:
    """What came of it."""

    kills: int = 0
    entries: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """Where time can be entered."""

    ticket_id: int
    resource_id: int
    role_id: int


def killed(folder: Path, kills: int) -> Killed:
    """Kill a sender so many times, let the last one finish in calm weather, and count."""
    random = Random(1)
    acknowledged = folder / "acknowledged"
    acknowledged.touch()
    with start(size="tiny", seed=3, at=AT, admin=True, threshold=10**9) as running:
        about = running.about
        place = asyncio.run(_a_place(about))
        _arm(about, share=0.08)
        for number in range(kills):
            child = _fork(folder, about, place, number)
            time.sleep(random.uniform(0.3, 1.5))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        _arm(about, share=0.0)
        child = _fork(folder, about, place, None)
        _, status = os.waitpid(child, 0)
        found = asyncio.run(_found(about, place))
    wanted = Counter(acknowledged.read_text().splitlines())
    result = Killed(kills, len(wanted))
    if status:
        result.lost.append("the last sender did not finish")
    result.lost += sorted((wanted - found).elements())
    result.doubled += sorted(words for words, count in found.items() if count > 1)
    return result


def _fork(folder: Path, about: Announcement, place: Place, number: int | None) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        asyncio.run(_life(folder, about, place, number))
        code = 0
    finally:
        os._exit(code)


async def _life(folder: Path, about: Announcement, place: Place, number: int | None) -> None:
    """One process: hands some entries in, notes which were acknowledged, and sends until it is killed or done."""

    async def reach() -> Client:
        return await _connected(about)

    outbox = Outbox.open(folder / "data", reach, SystemMachine(), settings=SETTINGS)
    working = asyncio.ensure_future(outbox.run())
    if number is not None:
        for place_in_life in range(_ENTRIES_A_LIFE):
            await _hand_in(outbox, folder / "acknowledged", place, number * _ENTRIES_A_LIFE + place_in_life)
            await asyncio.sleep(0.05)
    while outbox.live or number is not None:
        for op in outbox.live:
            if op.state in (State.REJECTED, State.HELD):
                await outbox.retry(op.op_id)
        await asyncio.sleep(0.1)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await outbox.close()


async def _hand_in(outbox: Outbox, acknowledged: Path, place: Place, number: int) -> None:
    begin = AT - timedelta(hours=1) + timedelta(minutes=number % 50)
    effect = TimeEntryCreate(
        resource_id=place.resource_id,
        ticket_id=place.ticket_id,
        role_id=place.role_id,
        start_date_time=begin,
        end_date_time=begin + timedelta(minutes=1),
        summary_notes=f"{_WORDS} {number}",
    )
    await outbox.submit(f"act {number}", [NewOp(effect, new_op_id(datetime.now(UTC)))], 0.0)
    with acknowledged.open("a") as lines:
        lines.write(f"{effect.summary_notes}\n")


async def _connected(about: Announcement) -> Client:
    settings = AutotaskSettings(
        user=about.user, integration_code=about.integration_code, base_url=about.url, timeouts=TIMEOUTS
    )
    return await Client.connect(settings, SecretStr(about.secret))


async def _a_place(about: Announcement) -> Place:
    async with await _connected(about) as client:
        async for page in client.pages(kind_of(Ticket), Exists("assignedResourceID")):
            for ticket in page.items:
                resource = ticket.assigned_resource_id
                assert resource is not None
                async for roles in client.pages(kind_of(ResourceRole), Eq("resourceID", resource)):
                    if roles.items and roles.items[0].role_id is not None:
                        return Place(ticket.id, resource, roles.items[0].role_id)
    raise LookupError("nobody can enter time here")


async def _found(about: Announcement, place: Place) -> "Counter[str]":
    async with await _connected(about) as client:
        since = Gte("createDateTime", AT - timedelta(hours=1))
        rows = [row async for page in client.pages(kind_of(TimeEntry), since) for row in page.items]
    texts = (row.summary_notes or "" for row in rows if row.ticket_id == place.ticket_id)
    return Counter(text for text in texts if text.startswith(_WORDS))


def _arm(about: Announcement, share: float) -> None:
    """Let each kind of fault strike a share of the writes; none for 0."""
    with httpx.Client(base_url=about.url, trust_env=False) as door:
        door.delete("sandbox/faults").raise_for_status()
        if share:
            common = {"method": "POST", "path": "V1.0/TimeEntries$", "times": 0, "share": share}
            faults = [{**common, "seed": seed, **fault} for seed, fault in enumerate(_FAULTS)]
            door.post("sandbox/faults", content=json.dumps(faults)).raise_for_status()
