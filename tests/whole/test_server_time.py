"""`next` and `why` ask nobody, and yet tell the time of the server whose copy they read."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.announcement import Announcement
from sandbox.process import start
from tests.whole.conftest import MORNING
from tests.whole.program import Asked, Program

TEAM = ("next", "--view", "team", "--count", "500", "--json")
DAYS_AWAY = datetime.now(UTC).replace(hour=14, minute=0) + timedelta(days=33)


@pytest.fixture(params=[1.0, 60.0], ids=["usual", "in a hurry"])
def distant(request: pytest.FixtureRequest, program: Program, ask: Asked) -> Iterator[Announcement]:
    """A server whose clock is weeks ahead of this machine's, and an installation with a copy of it."""
    with start(size="tiny", seed=1, at=DAYS_AWAY, speed=request.param) as running:
        program.configure(running.about)
        assert ask(program, "sync", "--once").code == 0
        yield running.about


def _items(ask: Asked, program: Program, *more: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in ask(program, *TEAM, *more).out.splitlines()]


def test_a_reader_tells_the_time_of_the_server(program: Program, distant: Announcement, ask: Asked) -> None:
    items = _items(ask, program)
    there = datetime.now(UTC) - datetime.fromtimestamp(distant.anchor, UTC)
    at_server = _items(ask, program, "--at", (DAYS_AWAY + there * distant.speed).isoformat())
    at_machine = _items(ask, program, "--at", datetime.now(UTC).isoformat())
    assert [item["number"] for item in items] == [item["number"] for item in at_server]
    assert [item["sla"] for item in items] != [item["sla"] for item in at_machine]


def test_why_can_be_asked_for_an_instant(filled: Program, ask: Asked) -> None:
    later = (MORNING + timedelta(days=90)).isoformat()
    first = json.loads(ask(filled, *TEAM).out.splitlines()[0])
    now, then = (json.loads(ask(filled, "why", first["number"], "--json", *at).out) for at in ((), ("--at", later)))
    assert now["number"] == then["number"]
    assert now["lines"] != then["lines"]


def test_an_instant_that_is_none_is_refused(filled: Program, ask: Asked) -> None:
    done = ask(filled, "next", "--at", "noonish")
    assert done.code == 2
    assert "write it like 2026-11-24T09:40Z" in done.err
