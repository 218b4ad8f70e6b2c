"""Real processes, real sockets: one dies or loses its connection in the middle of a request, and nobody notices."""

import asyncio
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from autotask.client import Client
from autotask.machine import SystemMachine
from replica.outbox.outbox import Outbox
from sandbox.process import Running, start
from tests.replica.outbox.senders import AT, SETTINGS, Place, a_place, come_to_rest, connected, entered, hand_in

LONGER_THAN_A_TEST = 120.0


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Running]:
    """A small desk whose back door is open."""
    with start(size="tiny", seed=3, at=AT, admin=True, threshold=10**9) as running:
        yield running


class Door:
    """The back door of a sandbox."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def arm(self, **fault: Any) -> None:
        """Let the next write of time go wrong."""
        self._client.delete("sandbox/faults").raise_for_status()
        body = {"method": "POST", "path": "V1.0/TimeEntries$", "times": 1, **fault}
        self._client.post("sandbox/faults", content=json.dumps(body)).raise_for_status()

    @property
    def struck(self) -> bool:
        """Whether the request that was to go wrong has arrived."""
        return any(self._client.get("sandbox/faults").json()["done"])


@pytest.fixture
def door(sandbox: Running) -> Iterator[Door]:
    with httpx.Client(base_url=sandbox.about.url, trust_env=False) as client:
        yield Door(client)


class Sender:
    """A process over a data folder."""

    def __init__(self, folder: Path, place: Place) -> None:
        command = [sys.executable, "-m", "tests.replica.outbox.senders", str(folder), place.text()]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def enter(self, words: str) -> None:
        """Enter time; it is on disk afterwards."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"enter {words}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == f"enter {words}\n"

    def die(self) -> None:
        """As when the power goes."""
        self.process.kill()
        self.process.communicate()

    def finish(self) -> int:
        """Let it send what is left."""
        self.process.communicate(timeout=LONGER_THAN_A_TEST)
        return self.process.returncode


@pytest.mark.parametrize(
    "applied",
    ["no", "yes", {"after": 0.9, "clock": "machine"}],
    ids=["never carried out", "carried out", "carried out after its sender's death"],
)
async def test_the_second_of_two_processes_takes_over_from_one_that_dies_in_the_middle_of_a_request(
    folder: Path, sandbox: Running, door: Door, applied: object
) -> None:
    place = await a_place(sandbox.about, patience=LONGER_THAN_A_TEST)
    before = await entered(place)
    door.arm(apply=applied, reply="silence")
    first = Sender(folder, place)
    try:
        first.enter("written by the first")
        await arrived(door)
        second = Sender(folder, place)
        try:
            second.enter("written by the second")
            first.die()
            second.enter("written by the one that is left")
            assert second.finish() == 0
        finally:
            second.die()
    finally:
        first.die()
    wanted = ["written by the first", "written by the second", "written by the one that is left"]
    assert await entered(place) - before == Counter(wanted)


async def test_a_sender_reaches_anew_when_its_client_is_closed_by_whoever_shares_it(
    folder: Path, sandbox: Running, door: Door
) -> None:
    place = await a_place(sandbox.about, patience=LONGER_THAN_A_TEST)
    clients = [await connected(place)]

    async def reach() -> Client:
        return clients[-1].for_writing()

    async def connect_anew() -> None:
        clients.append(await connected(place))
        await clients[-2].aclose()

    outbox = Outbox.open(folder, reach, SystemMachine(), settings=SETTINGS)
    working = asyncio.ensure_future(outbox.run())
    async with asyncio.timeout(LONGER_THAN_A_TEST):
        await hand_in(outbox, place, "before", 1)
        await come_to_rest(outbox)
        await connect_anew()
        await hand_in(outbox, place, "between two requests", 2)
        await come_to_rest(outbox)
        door.arm(apply="yes", reply="silence")
        await hand_in(outbox, place, "in the middle of one", 3)
        await arrived(door)
        await connect_anew()
        await come_to_rest(outbox)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await outbox.close()
    found = await entered(place)
    await clients[-1].aclose()
    assert [found[words] for words in ("before", "between two requests", "in the middle of one")] == [1, 1, 1]


async def arrived(door: Door) -> None:
    """Wait until the request that is to go wrong is at the sandbox."""
    async with asyncio.timeout(LONGER_THAN_A_TEST):
        while True:
            if door.struck:
                return
            await asyncio.sleep(0.05)
