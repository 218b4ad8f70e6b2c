"""The worker over hours of virtual time: its rhythm, and each trouble as a state with a sentence."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from autotask.entities import Ticket
from autotask.errors import Closed, StandingBack, Throttled, TlsUntrusted, Unauthorised, Unreachable
from replica.errors import DiskFull
from replica.feed import Change
from replica.pull import Pull
from replica.rhythm import PullSettings
from replica.source import Source
from replica.status import SyncState, SyncStatus, spoken
from replica.store import Replica
from replica.writing import Batch
from tests.replica.double import ScriptedPsa
from tests.replica.world import OPEN_TICKETS, differences, furnish, ticket


async def test_what_is_written_is_parsed_in_the_writer_thread(copy: Replica, psa: ScriptedPsa) -> None:
    watched = Watched(copy, psa)
    await watched.pull.once()
    assert psa.executor is copy.writer


class Watched:
    """A pull that runs in virtual time, and what it said."""

    def __init__(self, copy: Replica, psa: ScriptedPsa, connect: Callable[[], Awaitable[Source]] | None = None) -> None:
        self.copy = copy
        self.psa = psa
        self.heard: list[SyncStatus] = []
        self.pull = Pull(
            connect or self._connect, copy, PullSettings(), psa.machine, random=Random(1), now=psa.machine.wall
        )
        self.pull.on_status(self.heard.append)

    async def _connect(self) -> Source:
        return self.psa

    async def run_until(self, done: Callable[[], bool]) -> None:
        """Let it run until something is so, looking whenever it asks, waits or says something."""
        reached = asyncio.Event()

        def look(*_: object) -> None:
            if done():
                reached.set()

        self.psa.before_page = look
        self.psa.machine.on_passing = [look]
        stops = [self.pull.on_status(look), self.copy.subscribe(look)]
        running = asyncio.ensure_future(self.pull.run())
        try:
            await asyncio.wait_for(reached.wait(), 30)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            for stop in stops:
                stop()

    @property
    def states(self) -> list[SyncState]:
        """The states that followed each other."""
        states = [status.state for status in self.heard]
        return [state for place, state in enumerate(states) if not place or state is not states[place - 1]]

    def last(self, state: SyncState) -> SyncStatus:
        """The last status of a state."""
        return next(status for status in reversed(self.heard) if status.state is state)


@pytest.fixture
def watched(copy: Replica, psa: ScriptedPsa) -> Watched:
    """A pull on a furnished tenant."""
    furnish(psa)
    return Watched(copy, psa)


def polls(psa: ScriptedPsa) -> int:
    return sum(name == "Tickets" and "lastActivityDate" in str(asked) for name, asked in psa.asked)


async def test_it_fills_then_polls_and_reads_history_in_between(watched: Watched) -> None:
    await watched.run_until(lambda: watched.pull.status.covers_since is not None and polls(watched.psa) > 5)
    assert watched.states[:4] == [SyncState.FILLING, SyncState.LIVE, SyncState.SYNCING, SyncState.LIVE]
    assert differences(watched.copy, watched.psa) == {}
    assert watched.pull.status.sentence == "In step with Autotask."


async def test_a_change_arrives_within_one_interval(watched: Watched) -> None:
    heard: list[Change] = []
    watched.copy.subscribe(heard.extend)
    await watched.run_until(lambda: polls(watched.psa) == 3)
    moved = ticket(2, title="New words", last_activity_date=watched.psa.time())
    watched.psa.put(moved)
    put_at = watched.psa.machine.seconds
    await watched.run_until(lambda: any(change.after == moved for change in heard))
    assert watched.psa.machine.seconds - put_at <= 15 * 1.1


async def test_a_quiet_desk_is_asked_less_often_and_a_refresh_hurries(watched: Watched) -> None:
    await watched.run_until(lambda: polls(watched.psa) == 2)
    begun = watched.psa.machine.seconds
    await watched.run_until(lambda: polls(watched.psa) == 52)
    slow = (watched.psa.machine.seconds - begun) / 50
    assert slow > 30
    watched.pull.refresh_now()
    begun = watched.psa.machine.seconds
    await watched.run_until(lambda: polls(watched.psa) == 56)
    assert (watched.psa.machine.seconds - begun) / 4 < 17


async def test_an_outage_keeps_the_data_and_says_cause_age_and_next_try(watched: Watched) -> None:
    await watched.run_until(lambda: polls(watched.psa) == 3)
    watched.psa.faults = [Unreachable("No route to webservices5.")] * 4
    await watched.run_until(lambda: watched.pull.status.tries == 3)
    status = watched.pull.status
    assert status.state is SyncState.OFFLINE
    assert status.next_try is not None
    line = status.line(watched.psa.machine.wall())
    assert line.startswith("No route to webservices5. The data is ")
    assert "Next try in " in line
    assert watched.copy.count(Ticket) >= OPEN_TICKETS
    await watched.run_until(lambda: watched.pull.status.state is SyncState.LIVE)
    assert watched.pull.status.tries == 0


async def test_an_outage_during_the_first_fill_is_said_and_the_fill_goes_on(watched: Watched) -> None:
    watched.psa.faults = [*[None] * 12, TlsUntrusted("The certificate is signed by a stranger.", "self-signed")]
    await watched.run_until(lambda: watched.pull.status.state is SyncState.OFFLINE)
    assert "Nothing has been read yet" in watched.pull.status.line(watched.psa.machine.wall())
    await watched.run_until(lambda: watched.pull.status.state is SyncState.LIVE)
    assert SyncState.FILLING in watched.states[watched.states.index(SyncState.OFFLINE) :]


async def test_retries_come_further_and_further_apart(watched: Watched) -> None:
    watched.psa.faults = [Unreachable("Gone.")] * 12
    await watched.run_until(lambda: watched.pull.status.state is SyncState.LIVE)
    tried = [s.next_try for s in watched.heard if s.next_try is not None]
    gaps = [(b - a).total_seconds() for a, b in pairwise(tried)]
    assert len(tried) == 12
    assert gaps[0] < 15
    assert 260 < gaps[-1] <= 330


async def test_being_throttled_waits_as_long_as_it_is_told(watched: Watched) -> None:
    await watched.run_until(lambda: polls(watched.psa) == 3)
    watched.psa.faults = [Throttled("The tenant's request limit is reached.", 200.0)]
    await watched.run_until(lambda: watched.pull.status.state is SyncState.THROTTLED)
    status = watched.pull.status
    assert status.wait(status.since) == 200.0
    assert status.detail == "r asks again now."
    await watched.run_until(lambda: watched.pull.status.state is SyncState.LIVE)


async def test_a_breaker_that_stands_back_is_not_asked_sooner(watched: Watched) -> None:
    await watched.run_until(lambda: polls(watched.psa) == 3)
    watched.psa.faults = [StandingBack("It failed too often.", 120.0)]
    await watched.run_until(lambda: watched.pull.status.state is SyncState.OFFLINE)
    assert watched.pull.status.wait(watched.pull.status.since) == 120.0


async def test_a_refused_key_is_not_tried_again_before_somebody_asks(copy: Replica, psa: ScriptedPsa) -> None:
    furnish(psa)
    connections = 0
    good = False

    async def connect() -> Source:
        nonlocal connections
        connections += 1
        if not good:
            raise Unauthorised("The key was refused by webservices5.")
        return psa

    watched = Watched(copy, psa, connect)
    await watched.run_until(lambda: watched.pull.status.state is SyncState.UNAUTHORISED)
    assert watched.pull.status.next_try is None
    assert connections == 1
    good = True
    watched.pull.refresh_now()
    await watched.run_until(lambda: watched.heard[-1].state is SyncState.LIVE)
    assert connections == 2


async def test_a_connection_that_somebody_else_closed_is_made_anew_without_a_word(
    copy: Replica, psa: ScriptedPsa
) -> None:
    furnish(psa)
    connections = 0

    async def connect() -> Source:
        nonlocal connections
        connections += 1
        return psa

    watched = Watched(copy, psa, connect)
    await watched.run_until(lambda: polls(psa) == 3)
    psa.faults = [Closed("The connection was closed.")]
    await watched.run_until(lambda: polls(psa) == 6)
    assert connections == 2
    assert SyncState.OFFLINE not in {status.state for status in watched.heard}


async def test_a_refused_key_is_left_alone_for_ever(copy: Replica, psa: ScriptedPsa) -> None:
    refusals = 0

    async def connect() -> Source:
        nonlocal refusals
        refusals += 1
        raise Unauthorised("The key was refused by webservices5.")

    watched = Watched(copy, psa, connect)
    await watched.run_until(lambda: watched.pull.status.state is SyncState.UNAUTHORISED)
    running = asyncio.ensure_future(watched.pull.run())
    for _ in range(200):
        await asyncio.sleep(0)
    assert (refusals, psa.machine.seconds) == (2, 0.0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.mark.parametrize(("used", "interval"), [(0.3, 15), (0.5, 30), (0.7, 60), (0.85, 120)])
async def test_a_busy_tenant_is_asked_less(watched: Watched, used: float, interval: float) -> None:
    await watched.run_until(lambda: watched.pull.status.covers_since is not None)
    watched.psa.budget.used = used
    watched.pull.refresh_now()
    watched.psa.asked.clear()
    at: dict[int, float] = {}

    def fifth_poll() -> bool:
        at.setdefault(polls(watched.psa), watched.psa.machine.seconds)
        return len(at) > 5

    await watched.run_until(fifth_poll)
    assert (at[5] - at[1]) / 4 == pytest.approx(interval, rel=0.11)
    if used > 0.75:
        assert {name for name, _ in watched.psa.asked} == {"Tickets"}
    assert (watched.pull.status.budget_used, watched.pull.status.budget_limit) == (round(used * 10_000), 10_000)


async def test_a_spent_budget_stops_the_polls_and_leaves_the_rest_for_writes(watched: Watched) -> None:
    await watched.run_until(lambda: polls(watched.psa) == 3)
    watched.psa.budget.used = 0.93
    await watched.run_until(lambda: watched.pull.status.state is SyncState.THROTTLED)
    asked = len(watched.psa.asked)
    begun = watched.psa.machine.seconds
    await watched.run_until(lambda: watched.psa.machine.seconds - begun > 300)
    assert len(watched.psa.asked) == asked
    assert "9,300 of 10,000" in watched.pull.status.sentence
    watched.psa.budget.used = 0.2
    await watched.run_until(lambda: watched.pull.status.state is SyncState.LIVE)


async def test_live_data_grows_stale_while_nobody_answers(watched: Watched) -> None:
    await watched.run_until(lambda: watched.pull.status.state is SyncState.LIVE)
    # The lid was closed for a quarter of an hour: no poll ran, and none failed.
    watched.psa.machine.pass_time(900.0)
    assert watched.pull.status.state is SyncState.STALE
    assert "15 min old" in watched.pull.status.line(watched.psa.machine.wall())
    await watched.run_until(lambda: watched.pull.status.state is SyncState.LIVE)


async def test_a_full_disk_is_said_and_the_poll_reads_the_same_again(
    watched: Watched, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await watched.run_until(lambda: polls(watched.psa) == 3)
    write = watched.copy.write

    async def full(batch: Batch) -> list[Change]:
        raise DiskFull(folder)

    watched.psa.put(ticket(2, title="While the disk was full", last_activity_date=watched.psa.time()))
    monkeypatch.setattr(watched.copy, "write", full)
    await watched.run_until(lambda: watched.pull.status.state is SyncState.STALE)
    assert "No space is left" in watched.pull.status.sentence
    monkeypatch.setattr(watched.copy, "write", write)
    watched.pull.refresh_now()
    await watched.run_until(lambda: watched.pull.status.state is SyncState.LIVE)
    found = watched.copy.one(Ticket, 2)
    assert found is not None
    assert found.title == "While the disk was full"


async def test_a_fault_of_our_own_is_logged_and_does_not_end_the_worker(
    watched: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    await watched.run_until(lambda: polls(watched.psa) == 3)
    watched.psa.faults = [ZeroDivisionError("oops")]
    await watched.run_until(lambda: watched.pull.status.state is SyncState.OFFLINE)
    assert "nobody foresaw (ZeroDivisionError)" in watched.pull.status.sentence
    assert "nobody foresaw" in caplog.text
    await watched.run_until(lambda: watched.pull.status.state is SyncState.LIVE)


async def test_a_listener_that_fails_silences_nobody(watched: Watched, caplog: pytest.LogCaptureFixture) -> None:
    def fail(_: Any) -> None:
        raise ValueError("a screen broke")

    stop = watched.pull.on_status(fail)
    watched.copy.subscribe(fail)
    await watched.run_until(lambda: watched.pull.status.state is SyncState.LIVE)
    assert "a listener of the sync status failed" in caplog.text
    assert "a subscriber of the change feed failed" in caplog.text
    stop()
    stop()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (42.4, "42 s"), (300, "5 min"), (7_500, "2 h 05 min"), (3 * 86_400, "3 days")],
)
def test_lengths_of_time_are_said_as_a_person_does(seconds: float, words: str) -> None:
    assert spoken(seconds) == words
