"""A house on a sandbox in this process, and what can be made to go wrong with it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from autotask.machine import SystemMachine
from autotask.settings import AutotaskSettings
from cli.acting import Hands, hands
from cli.composition import House, house
from cli.copies import open_copy
from cli.plan import Plan
from desk.clocks import SystemClock
from desk.settings import DeskSettings
from replica.outbox.effects import Effect
from replica.outbox.op import NewOp, State, new_op_id
from replica.outbox.settings import OutboxSettings
from replica.rhythm import PullSettings
from sandbox.announcement import Announcement
from tests.whole.terminal import PATIENCE
from workflows.catalog import packaged


def arm(about: Announcement, method: str = ".*", path: str = "", **fault: object) -> None:
    """From now on this goes wrong with these requests."""
    told = {"method": method, "path": path, "times": 0, **fault}
    httpx.post(f"{about.url}sandbox/faults", json=told, trust_env=False).raise_for_status()


def well(about: Announcement) -> None:
    """All goes well again."""
    httpx.delete(f"{about.url}sandbox/faults", trust_env=False).raise_for_status()


def written(about: Announcement) -> list[dict[str, Any]]:
    """The bodies of all writes that were carried out."""
    journal = httpx.get(f"{about.url}sandbox/journal?after=0", trust_env=False).raise_for_status().json()
    return [each["body"] or {} for each in journal["writes"] if each["outcome"] == "done"]


def plan(about: Announcement, folder: Path) -> Plan:
    """A house on the sandbox that waits for nothing longer than it must."""
    return Plan(
        tenant=AutotaskSettings(user=about.user, integration_code=about.integration_code, base_url=about.url, share=1),
        secret=lambda: SecretStr(about.secret),
        catalogue=packaged,
        desk=DeskSettings(me=about.me),
        sync=PullSettings(interval=1.0),
        clock=SystemClock(),
        folder=folder,
        owner="test",
        server_wall=lambda: datetime.now(UTC),
        wall=lambda: datetime.now(UTC),
        crash_file=None,
        outbox=OutboxSettings(doorbell=0.05, patience=0.2, looks=(0.05,)),
    )


@asynccontextmanager
async def working(about: Announcement, folder: Path) -> AsyncIterator[tuple[House, Hands]]:
    """A house that reads and sends."""
    made = plan(about, folder)
    async with house(made, open_copy(made)) as built:
        await built.sync.once()
        await built.desk.load()
        async with hands(made, built) as given:
            tasks = [asyncio.create_task(work) for work in (built.sync.run(), given.outbox.run())]
            try:
                yield built, given
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)


async def until(holds: Callable[[], Any]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await SystemMachine().sleep(0.02)


async def enter(given: Hands, effect: Effect) -> Callable[[], State]:
    """Enter something; returns how to ask what has become of it."""
    (op,) = await given.outbox.submit("act", [NewOp(effect, new_op_id(datetime.now(UTC)))], 0.0)
    return lambda: next((each.state for each in given.outbox.live if each.op_id == op.op_id), State.DONE)
