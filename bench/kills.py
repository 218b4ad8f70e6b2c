"""SIGKILL of real senders: forked, fed, killed in the middle, followed by others, and read back from the sandbox.

Mostly the next process runs already when one is killed, and takes the sending over; every fourth time all end at once.
The sandbox loses requests and answers, cuts bodies, carries out late and pretends meanwhile. Settle is 2.5 s here, and
nothing is carried out later than 0.9 s after it was asked for.
"""

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import httpx

from autotask.client import Client
from autotask.machine import SystemMachine
from bench import lives
from replica.outbox.outbox import Outbox
from sandbox.announcement import Announcement
from sandbox.process import start
from tests.replica.outbox.senders import AT, SETTINGS, Place, a_place, come_to_rest, connected, entered, hand_in

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


def killed(folder: Path, kills: int) -> Killed:
    """Kill senders so many times, let the last one finish in calm weather, and count."""
    random = Random(1)
    acknowledged = folder / "acknowledged"
    acknowledged.touch()
    with start(size="tiny", seed=3, at=AT, admin=True, threshold=10**9) as running:
        about = running.about
        place = asyncio.run(a_place(about))
        _arm(about, share=0.08)
        alive: list[int] = []
        for number in range(kills):
            alive.append(lives.begun(partial(_life, folder, place, number)))
            time.sleep(random.uniform(0.3, 1.5))
            followed = number % 4 != 3 and number + 1 < kills
            while len(alive) > followed:
                lives.kill(alive.pop(0))
        _arm(about, share=0.0)
        finished = lives.ended(lives.begun(partial(_life, folder, place, None)))
        there = asyncio.run(entered(place))
    wanted = Counter(acknowledged.read_text().splitlines())
    found = Counter({words: count for words, count in there.items() if words.startswith(_WORDS)})
    result = Killed(kills, len(wanted))
    if not finished:
        result.lost.append("the last sender did not finish")
    result.lost += sorted((wanted - found).elements())
    result.doubled += sorted(words for words, count in found.items() if count > 1)
    return result


async def _life(folder: Path, place: Place, number: int | None) -> None:
    """One process: hands some entries in, notes which were acknowledged, and sends until it is killed or done."""

    async def reach() -> Client:
        return await connected(place)

    outbox = Outbox.open(folder / "data", reach, SystemMachine(), settings=SETTINGS)
    working = asyncio.ensure_future(outbox.run())
    if number is not None:
        for place_in_life in range(_ENTRIES_A_LIFE):
            entry = number * _ENTRIES_A_LIFE + place_in_life
            await hand_in(outbox, place, f"{_WORDS} {entry}", entry)
            with (folder / "acknowledged").open("a") as lines:
                lines.write(f"{_WORDS} {entry}\n")
            await asyncio.sleep(0.05)
        await asyncio.Event().wait()
    await come_to_rest(outbox)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await outbox.close()


def _arm(about: Announcement, share: float) -> None:
    """Let each kind of fault strike a share of the writes; none for 0."""
    with httpx.Client(base_url=about.url, trust_env=False) as door:
        door.delete("sandbox/faults").raise_for_status()
        if share:
            common = {"method": "POST", "path": "V1.0/TimeEntries$", "times": 0, "share": share}
            faults = [{**common, "seed": seed, **fault} for seed, fault in enumerate(_FAULTS)]
            door.post("sandbox/faults", content=json.dumps(faults)).raise_for_status()
