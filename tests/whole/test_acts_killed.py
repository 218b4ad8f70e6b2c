"""SIGKILL of the app between a key and Autotask: what the screen said was entered is there once.

The long form: python -m bench.faults desks apps.
"""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from autotask.client import Client
from autotask.settings import AutotaskSettings
from bench.deciding import quiet
from bench.desk_kills import killed
from bench.readback import Account, account
from bench.toasts import ENTERED, toasts
from replica.outbox.op import State
from sandbox.announcement import Announcement
from sandbox.process import start
from tests.whole.program import Program
from tests.whole.terminal import Terminal

MORNING = datetime(2026, 11, 24, 8, 40, tzinfo=UTC)
HASTY = """\
[sync]
interval = 1
[acts]
undo_seconds = 0
customer_seconds = 0
[outbox]
settle = 3
looks = [0.2, 1.0]
"""
SAID, SAID_ELSEWHERE = "Called, the line is busy: once more after lunch", "Asked the vendor for a new power supply"
LATE = {"apply": {"after": 2, "clock": "machine"}, "reply": "silence"}
LOST = {"apply": "no", "reply": "silence"}
SAVE = "\x13"


@pytest.fixture
def faulty() -> Iterator[Announcement]:
    """A desk of its own, with the back door open."""
    with start(size="tiny", seed=1, at=MORNING, admin=True) as running:
        yield running.about


def test_notes_on_their_way_when_the_app_was_killed_are_there_once(program: Program, faulty: Announcement) -> None:
    program.configure(faulty, more=HASTY)
    door(faulty, LATE, LOST)
    with opened(program) as terminal:
        note(terminal, SAID)
        terminal.press("G")
        note(terminal, SAID_ELSEWHERE)
        terminal.until(lambda _: struck(faulty) == [1, 1], what="both requests")
        terminal.process.kill()
    with opened(program) as terminal:
        asyncio.run(quiet(program.data, terminal))
    found = asyncio.run(read_back(program.data, faulty))
    assert found.broken == []
    assert [(op.kind, op.state, op.attempts) for op in found.ops] == [
        ("NoteCreate", State.DONE, 1),
        ("NoteCreate", State.DONE, 2),
    ]


def test_a_desk_killed_again_and_again_while_it_acts_loses_and_doubles_nothing(tmp_path: Path) -> None:
    toll = killed(tmp_path, 2)
    assert toll.broken == []
    assert toll.done > 0


def opened(program: Program) -> Terminal:
    return program.open(columns=120, rows=36)


def note(terminal: Terminal, text: str) -> None:
    """Write a note on the ticket under the cursor, until the screen says that it is entered."""
    terminal.until("● live")
    before = toasts(terminal)
    terminal.press("n")
    terminal.until("Who reads it")
    terminal.settled()
    terminal.press(text)
    terminal.until(text)
    terminal.press(SAVE)
    terminal.until(
        lambda _: any(ENTERED in words for words in toasts(terminal) - before), what="the word that it is entered"
    )


def door(about: Announcement, *faults: dict[str, Any]) -> None:
    with httpx.Client(base_url=about.url, trust_env=False) as client:
        what = [{"method": "POST", "path": "/Notes$", **fault} for fault in faults]
        client.post("sandbox/faults", content=json.dumps(what)).raise_for_status()


def struck(about: Announcement) -> list[int]:
    """How often each fault has struck."""
    with httpx.Client(base_url=about.url, trust_env=False) as client:
        done: list[int] = client.get("sandbox/faults").json()["done"]
    return done


async def read_back(data: Path, about: Announcement) -> Account:
    settings = AutotaskSettings(user=about.user, integration_code=about.integration_code, base_url=about.url)
    async with await Client.connect(settings, SecretStr(about.secret)) as client:
        return await account(data, about, client)
