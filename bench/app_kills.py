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
from typing import TypeAlias

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
from tests.whole.screen import Screen
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
CURSOR, LIVE = "┃>", "● live"
LIFE_SECONDS = 9.0
"""So long at most the app lives once its queue is there."""
QUESTIONS = ("back to the form", "Are you sure?")
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
    ended: list[str] = field(default_factory=list)
    """Lives that the app ended by itself, and its last screen."""
    dropped: list[str] = field(default_factory=list)

    @property
    def broken(self) -> list[str]:
        return [*self.ended, *self.forgotten, *self.account.broken]


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
                try:
                    # Every other life is killed while the app may still be opening, and hardly any act is possible.
                    terminal.until(CURSOR if number % 2 else LIVE)
                    _press(terminal, random, number, random.uniform(0.3, LIFE_SECONDS), result)
                except AssertionError as ended:
                    result.ended.append(f"life {number} before its time: {ended}")
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
        first, form, keys = random.choice(ACTS)(random, f"{number}.{count}")
        terminal.press(first)
        result.pressed += 1
        if form and not _opens(terminal, form, end):
            continue
        for each in keys:
            terminal.press(each)
            terminal.settled(0.03)
        wait = min(end, time.monotonic() + ANSWER_SECONDS)
        _until_said(terminal, before, wait)
        result.said += [said for said in toasts(terminal) - before if ENTERED in said or said.startswith(TAKEN_BACK)]
        for _ in range(2):
            terminal.press(ESCAPE)
            terminal.settled(0.03)


def _opens(terminal: Terminal, form: str, end: float) -> bool:
    """Whether the form is there; what is typed before would be keys of the queue."""
    wait = min(end, time.monotonic() + ANSWER_SECONDS)
    terminal.until(lambda screen: time.monotonic() >= wait or form in screen.text)
    terminal.settled(0.2)
    return form in terminal.screen.text


def _until_said(terminal: Terminal, before: "Counter[str]", wait: float) -> None:
    """Wait for a message, with a yes to what is asked before."""

    def said(screen: Screen) -> bool:
        if any(words in screen.text for words in QUESTIONS):
            terminal.press("y")
            terminal.settled(0.1)
        return time.monotonic() >= wait or bool(toasts(terminal) - before)

    terminal.until(said)


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

ESCAPE, ENTER, TAB, SAVE, TURN, CLEAR_LINE = "\x1b", "\r", "\t", "\x13", "\x14", "\x15"
SAID = "Aligned the lifetime of phase two with the firewall, act"
Keys: TypeAlias = tuple[str, str, Sequence[str]]
"""The key of an act, what its form says, "" where it has none, and what is typed into it."""
Act: TypeAlias = Callable[[Random, str], Keys]
"""The keys of an act, given chance and a name of its own."""


def _take(_: Random, __: str) -> Keys:
    return ("A", "", ())


def _start(_: Random, __: str) -> Keys:
    return ("s", "", ())


def _undo(_: Random, __: str) -> Keys:
    return ("u", "", ())


def _assign(random: Random, _: str) -> Keys:
    return ("a", "Assign", (random.choice("aeinrs"), ENTER))


def _status(random: Random, _: str) -> Keys:
    return ("c", "Status", (random.choice(("progress", "waiting", "new", "sched")), ENTER))


def _note(random: Random, name: str) -> Keys:
    return ("n", "Who reads it", (f"{SAID} {name}", *random.choice(((), (TURN,), (TURN, TURN))), SAVE))


def _time(random: Random, name: str) -> Keys:
    begin = random.randrange(0, 500)
    when = f"{begin // 60:02}:{begin % 60:02}-{(begin + 1) // 60:02}:{(begin + 1) % 60:02}"
    return ("t", "When", (CLEAR_LINE, when, TAB, f"{SAID} {name}", SAVE))


def _stop(_: Random, name: str) -> Keys:
    return ("S", "Stop the timer", (TAB, f"{SAID} {name}", SAVE))


def _hold(_: Random, name: str) -> Keys:
    return ("H", "Waits for", ("customer", TAB, f"{SAID} {name}", SAVE))


def _create(random: Random, name: str) -> Keys:
    return ("N", "About", (random.choice("aeio"), ENTER, TAB, f"{SAID} {name}", SAVE))


def _complete(_: Random, name: str) -> Keys:
    return ("x", "Resolution", (f"{SAID} {name}", SAVE, "agreed on the phone", SAVE))


ACTS: Sequence[Act] = (
    _take, _start, _undo, _assign, _status, _note, _note, _note, _time, _time, _time, _stop, _hold, _create, _complete,
)  # fmt: skip
