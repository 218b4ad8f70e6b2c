"""SIGKILL of a desk with hands: the house as the program builds it, without screens, acting while it is killed.

Each life is a forked process that fills its copy, acts as a person would (`bench.acting`) and sends, over sockets, to a
sandbox that loses, delays, cuts and pretends. The last one lives in calm weather until nothing is on its way. Then the
outbox is held against the sandbox, and against what each life had written down.
"""

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random

from autotask.client import Client
from bench import lives
from bench.acting import ACTS_A_LIFE, Person
from bench.bad_weather import arm
from bench.deciding import Decider
from bench.readback import Account, account, told
from bench.scaled_desk import plan_of
from cli.acting import Hands, hands
from cli.composition import House, house
from cli.copies import open_copy
from cli.plan import Plan
from desk.acts.settings import ActSettings
from desk.live import LiveDesk
from replica.outbox.op import State
from replica.rhythm import PullSettings
from sandbox.announcement import Announcement
from sandbox.process import start

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ACTS = ActSettings(undo_seconds=0.3, customer_seconds=0.6)
SYNC = PullSettings(interval=0.5, links_every=20.0, sweep_every=60.0, reference_every=600.0)
LOG = "acts.log"
LIFE_SECONDS = 3.0
"""So long at most a desk acts before it is killed."""
END_SECONDS = 300.0


@dataclass
class Killed:
    """What came of it."""

    kills: int
    struck: int
    """How often a request met a fault."""
    asked: int = 0
    done: int = 0
    taken_back: int = 0
    account: Account = field(default_factory=Account)
    forgotten: list[str] = field(default_factory=list)
    """Acts that were said to be done, or taken back, and are not."""

    @property
    def broken(self) -> list[str]:
        return [*self.forgotten, *self.account.broken]


def killed(folder: Path, kills: int, *, seed: int = 1, writes: float = 0.06, reads: float = 0.01) -> Killed:
    """Kill a desk so many times while it acts, let the last one end in calm weather, and count."""
    random = Random(seed)
    log = folder / LOG
    log.touch()
    with start(size="tiny", seed=3, at=AT, admin=True, threshold=10**9) as running:
        about = running.about
        arm(about, writes=writes, reads=reads)
        for number in range(1, kills + 1):
            child = lives.begun(partial(_life, folder, about, number))
            _wait_for_acts(log, child, number)
            time.sleep(random.uniform(0.2, LIFE_SECONDS))
            lives.kill(child)
        struck = arm(about)
        finished = lives.ended(lives.begun(partial(_life, folder, about, None)))
        result = Killed(kills, struck, account=asyncio.run(_account(folder, about)))
    if not finished:
        result.forgotten.append("the last desk did not come to an end")
    _held_to_its_word(result, [json.loads(line) for line in log.read_text().splitlines()])
    return result


def _wait_for_acts(log: Path, child: int, number: int) -> None:
    """Until this life has begun to act; what kills it before is a fault of ours."""
    deadline = time.monotonic() + END_SECONDS
    while json.dumps(["begins", number, ""]) not in log.read_text():
        assert os.waitpid(child, os.WNOHANG) == (0, 0), f"life {number} ended by itself"
        assert time.monotonic() < deadline, f"life {number} does not begin"
        time.sleep(0.05)


async def _life(folder: Path, about: Announcement, number: int | None) -> None:
    """One process: acts until it is killed, or waits until nothing is on its way."""
    async with _handed(plan_of(about, folder / "data", sync=SYNC, acts=ACTS)) as (built, given):
        person = Person(given.acts, built.desk, folder / LOG, number or 0)
        decider = Decider(given.outbox)
        await decider.look()
        if number is not None:
            await _act(person, folder / LOG, number)
        async with asyncio.timeout(END_SECONDS):
            while given.outbox.live:
                await decider.look()
                await asyncio.sleep(0.1)


async def _act(person: Person, log: Path, number: int) -> None:
    with log.open("a") as lines:
        lines.write(json.dumps(["begins", number, ""]) + "\n")
    for _ in range(ACTS_A_LIFE - 1):
        await person.act()
        await asyncio.sleep(0.02)
    await asyncio.sleep(END_SECONDS)


@asynccontextmanager
async def _handed(plan: Plan) -> AsyncIterator[tuple[House, Hands]]:
    async with house(plan, open_copy(plan)) as built:
        tasks = [asyncio.ensure_future(work) for work in (built.sync.run(), built.desk.run())]
        await _filled(built.desk)
        async with hands(plan, built) as given:
            tasks += [asyncio.ensure_future(work) for work in (given.outbox.run(), given.acts.run())]
            try:
                yield built, given
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)


async def _filled(desk: LiveDesk) -> None:
    """Wait until the desk has tickets to act on."""
    changed = asyncio.Event()
    leave = desk.subscribe(lambda _: changed.set())
    try:
        while not desk.loaded or not desk.state.records.tickets:
            await changed.wait()
            changed.clear()
    finally:
        leave()


async def _account(folder: Path, about: Announcement) -> Account:
    plan = plan_of(about, folder)
    async with await Client.connect(plan.tenant, plan.secret()) as client:
        return await account(folder / "data", about, client)


def _held_to_its_word(result: Killed, lines: list[list[str]]) -> None:
    """Whoever was told that it is done finds it in the log of the outbox, and what was taken back in no other state."""
    for what, act, said in lines:
        ops = result.account.of_act(act) if what in ("done", "taken back") else []
        result.asked += what == "asks"
        result.done += what == "done"
        result.taken_back += what == "taken back"
        if what == "done" and not ops:
            result.forgotten.append(f"{said} {act} was done, and the outbox does not know it")
        if what == "taken back" and said.startswith("Taken back"):
            result.forgotten += [
                f"{told(op)} was taken back and is {op.state}" for op in ops if op.state is not State.CANCELLED
            ]
