"""SIGKILL of the whole app: `servicedeck` in a terminal, driven by keys, over sockets to a sandbox that goes wrong.

Whatever the screen said was entered has to be in the log of the outbox, and that has to be in the sandbox, once.
"""

import asyncio
import re
import signal
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from pydantic import SecretStr

from autotask.client import Client
from autotask.entities import Ticket
from autotask.kinds import kind_of
from autotask.settings import AutotaskSettings
from bench.bad_weather import arm
from bench.deciding import quiet
from bench.readback import Account, account
from bench.toasts import ENTERED, TAKEN_BACK, toasts
from replica.outbox.op import Op
from sandbox.announcement import Announcement
from sandbox.process import start
from tests.whole.program import Program
from tests.whole.terminal import Terminal

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
COLUMNS, ROWS = 160, 48
SETTINGS = """\
[autotask.timeouts]
connect = 2
read = 2
deadline = 4
write = 1.5
[sync]
interval = 1
[acts]
undo_seconds = 0.5
customer_seconds = 1
[outbox]
settle = 2.5
looks = [0.2, 1.0]
patience = 1.0
doorbell = 0.2
most_attempts = 50
"""
CURSOR = "┃>"
LIFE_SECONDS = 6.0
"""So long at most the app lives once its queue is there."""
ANSWER_SECONDS = 2.0
"""So long the screen is watched for an answer to a key."""
_NUMBER = re.compile(r"T\d{8}\.\d{4}")


@dataclass
class Killed:
    """What came of it."""

    kills: int
    struck: int = 0
    """How often a request met a fault."""
    pressed: int = 0
    said: list[str] = field(default_factory=list)
    """What the screen said was entered."""
    account: Account = field(default_factory=Account)
    forgotten: list[str] = field(default_factory=list)
    """What it said and the outbox does not know."""
    dropped: list[str] = field(default_factory=list)

    @property
    def broken(self) -> list[str]:
        return [*self.forgotten, *self.account.broken]


def killed(folder: Path, kills: int, *, seed: int = 1, writes: float = 0.06, reads: float = 0.005) -> Killed:
    """Kill the app so many times while keys act, let the last one live in calm weather, and count."""
    random = Random(seed)
    program = Program(folder)
    result = Killed(kills)
    with start(size="tiny", seed=3, at=AT, admin=True, threshold=10**9) as running:
        about = running.about
        program.configure(about, more=SETTINGS)
        arm(about, writes=writes, reads=reads)
        for number in range(kills):
            with program.open(columns=COLUMNS, rows=ROWS) as terminal:
                terminal.until(CURSOR)
                _press(terminal, random, number, random.uniform(0.3, LIFE_SECONDS), result)
                terminal.process.send_signal(signal.SIGKILL)
        result.struck = arm(about)
        with program.open(columns=COLUMNS, rows=ROWS) as terminal:
            terminal.until(CURSOR)
            result.dropped = asyncio.run(quiet(program.data, terminal))
        result.account = asyncio.run(_account(program.data, about))
        numbers = asyncio.run(_numbers(about))
    _held_to_its_word(result, numbers)
    return result


def _press(terminal: Terminal, random: Random, number: int, seconds: float, result: Killed) -> None:
    """Act by keys for so many seconds, and take down what the screen says was entered."""
    end = time.monotonic() + seconds
    count = 0
    while time.monotonic() < end:
        count += 1
        terminal.press(random.choice("jjjkkl"))
        before = toasts(terminal)
        for keys in random.choice(ACTS)(random, f"{number}.{count}"):
            terminal.press(keys)
            terminal.settled(0.03)
        result.pressed += 1
        wait = min(end, time.monotonic() + ANSWER_SECONDS)
        _until_said(terminal, before, wait)
        result.said += [said for said in toasts(terminal) - before if ENTERED in said or said.startswith(TAKEN_BACK)]
        terminal.press(ESCAPE)
        terminal.settled(0.03)


def _until_said(terminal: Terminal, before: "Counter[str]", wait: float) -> None:
    terminal.until(lambda _: time.monotonic() >= wait or bool(toasts(terminal) - before))


async def _account(data: Path, about: Announcement) -> Account:
    async with await _connected(about) as client:
        return await account(data, about, client)


async def _numbers(about: Announcement) -> dict[str, int]:
    """The ids of tickets by their numbers."""
    async with await _connected(about) as client:
        rows = [row async for page in client.pages(kind_of(Ticket)) for row in page.items]
    return {row.ticket_number: row.id for row in rows if row.ticket_number is not None}


async def _connected(about: Announcement) -> Client:
    settings = AutotaskSettings(user=about.user, integration_code=about.integration_code, base_url=about.url, share=1.0)
    return await Client.connect(settings, SecretStr(about.secret))


def _held_to_its_word(result: Killed, numbers: Mapping[str, int]) -> None:
    """For what the screen said, each ticket has at least as many acts in the log of the outbox."""
    said = Counter(_NUMBER.findall(words)[0] for words in result.said if ENTERED in words and _NUMBER.search(words))
    for number, count in said.items():
        acts = {op.act for op in result.account.ops if _is_on(op, numbers[number])}
        if len(acts) < count:
            result.forgotten.append(f"{count} acts on {number} were entered, and the outbox knows of {len(acts)}")


def _is_on(op: Op, ticket_id: int) -> bool:
    return op.effect.ticket == ticket_id


# Keys ---------------------------------------------------------------------------------------------------------------

ESCAPE = "\x1b"
Act = Callable[[Random, str], Sequence[str]]
"""The keys of an act, given chance and a name of its own."""


def _take(_: Random, __: str) -> Sequence[str]:
    return ("A",)


def _start(_: Random, __: str) -> Sequence[str]:
    return ("s",)


def _undo(_: Random, __: str) -> Sequence[str]:
    return ("u",)


def _assign(random: Random, _: str) -> Sequence[str]:
    return ("a", random.choice("aeinrs"), "\r", "y")


def _status(random: Random, _: str) -> Sequence[str]:
    return ("c", random.choice(("progress", "waiting", "new", "sched")), "\r", "y")


ACTS: Sequence[Act] = (_take, _start, _undo, _assign, _assign, _status, _status)
