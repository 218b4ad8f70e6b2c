"""What a failure is called, what is offered to the person, and whether that is true: refusals, limits and outages."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from autotask.entities import DeletedTicketLog, Ticket
from autotask.errors import (
    AutotaskError,
    BadAnswer,
    Forbidden,
    NotOffered,
    Refused,
    StandingBack,
    Throttled,
    Unauthorised,
    Unreachable,
)
from replica.status import SyncState
from replica.store import Replica
from replica.trouble import trouble_of
from tests.replica.double import ScriptedPsa, VirtualMachine, copy_at_once
from tests.replica.test_fill import pull_of
from tests.replica.test_pull import Watched, polls
from tests.replica.world import OPEN_TICKETS, differences, furnish

NO_RIGHT = "The logged in Resource does not have the adequate permissions to query this entity type."
SAID_SO = "asked again by itself, and not before"


@pytest.fixture
def watched(copy: Replica, psa: ScriptedPsa) -> Watched:
    """A pull on a furnished tenant."""
    furnish(psa)
    return Watched(copy, psa)


def demanded() -> AutotaskError:
    error = BadAnswer("It has a fault of its own (503).")
    error.retry_after, error.firm = 300.0, True
    return error


@pytest.mark.parametrize(
    ("error", "state", "offers_r"),
    [
        (Unreachable("Gone."), SyncState.OFFLINE, True),
        (StandingBack("Left alone.", 30.0), SyncState.OFFLINE, True),
        (StandingBack("Left alone.", 30.0, firm=True), SyncState.OFFLINE, False),
        (demanded(), SyncState.OFFLINE, False),
        (Throttled("Too many.", 60.0), SyncState.THROTTLED, True),
        (Throttled("Too many.", 60.0, firm=True), SyncState.THROTTLED, False),
        (Unauthorised("The key was refused."), SyncState.UNAUTHORISED, True),
        (Refused("Object reference not set."), SyncState.OFFLINE, True),
    ],
)
def test_r_is_offered_only_where_it_asks(error: AutotaskError, state: SyncState, offers_r: bool) -> None:
    trouble = trouble_of(error)
    assert (trouble.state, trouble.firm) == (state, not offers_r)
    assert ("r asks again" in trouble.detail) is offers_r
    assert (SAID_SO in trouble.detail) is not offers_r
    assert "enter" not in trouble.detail


class HandWound(VirtualMachine):
    """Time that passes only where a test lets it."""

    def __init__(self) -> None:
        super().__init__()
        self._moved = asyncio.Event()

    def pass_time(self, seconds: float) -> None:
        super().pass_time(seconds)
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        until = self.seconds + seconds
        while self.seconds < until:
            await self._moved.wait()


class Running:
    """A pull that runs, and a person at the keyboard."""

    def __init__(self) -> None:
        self.machine = HandWound()
        self.psa = ScriptedPsa(self.machine)
        furnish(self.psa)
        self.pull = pull_of(copy_at_once(self.machine.wall), self.psa)

    async def until(self, state: SyncState) -> None:
        for _ in range(50_000):
            if self.pull.status.state is state:
                return
            await asyncio.sleep(0)
        raise AssertionError(f"{self.pull.status} and not {state}")

    async def wait(self, seconds: float) -> None:
        self.machine.pass_time(seconds)
        for _ in range(2_000):
            await asyncio.sleep(0)

    async def press_r(self) -> int:
        """Ask by hand; returns how many requests that brought."""
        asked = len(self.psa.asked)
        self.pull.refresh_now()
        await self.wait(0.0)
        return len(self.psa.asked) - asked


@pytest.fixture
async def running() -> AsyncIterator[Running]:
    """A live desk that is about to fail."""
    running = Running()
    await running.pull.once()
    await running.pull.fill_history()
    task = asyncio.ensure_future(running.pull.run())
    await running.until(SyncState.LIVE)
    await running.wait(0.0)
    yield running
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_demanded_pause_is_an_instant_that_no_key_moves(running: Running) -> None:
    running.psa.faults = [Throttled("The tenant's request limit is reached.", 200.0, firm=True)]
    assert await running.press_r() == 1
    status = running.pull.status
    assert (status.state, status.firm) == (SyncState.THROTTLED, True)
    assert status.next_try == status.since + timedelta(seconds=200)
    for _ in range(39):
        await running.wait(5.0)
        assert await running.press_r() == 0
        assert running.pull.status.next_try == status.next_try
    await running.wait(6.0)
    assert running.pull.status.state is SyncState.LIVE
    assert not running.pull.status.firm


async def test_a_person_who_asks_wakes_the_pull_and_lets_a_probe_through(running: Running) -> None:
    running.psa.faults = [StandingBack("It failed too often.", 120.0)]
    await running.press_r()
    await running.until(SyncState.OFFLINE)
    let = running.psa.probes_let
    assert await running.press_r() > 0
    assert running.psa.probes_let == let + 1
    await running.until(SyncState.LIVE)


async def test_tries_by_hand_do_not_put_off_those_that_come_by_themselves(running: Running) -> None:
    running.psa.faults = [Unreachable("Gone.")] * 20
    for _ in range(12):
        assert await running.press_r() == 1
        await running.wait(1.0)
    status = running.pull.status
    assert status.state is SyncState.OFFLINE
    assert status.tries <= 4
    wait = status.wait(running.machine.wall())
    assert wait is not None
    assert wait < 45


@pytest.mark.parametrize("refusal", [Forbidden(NO_RIGHT), NotOffered("It does not offer TimeEntries/query.")])
async def test_a_refused_collection_is_named_with_what_it_costs_and_the_rest_is_live(
    copy: Replica, psa: ScriptedPsa, refusal: Refused
) -> None:
    furnish(psa)
    psa.refusing["TimeEntries"] = refusal
    pull = pull_of(copy, psa)
    await pull.once()
    await pull.fill_history()
    assert pull.status.state is SyncState.LIVE
    said = "refuses" if isinstance(refusal, Forbidden) else "does not offer"
    assert pull.status.detail == (
        f"Autotask {said} TimeEntries to this API user: today's bar shows no entries. {refusal.sentence}"
    )
    assert copy.notices == [pull.status.detail]
    assert set(differences(copy, psa)) == {"TimeEntries"}


async def test_a_desk_is_filled_with_tickets_alone(copy: Replica, psa: ScriptedPsa) -> None:
    furnish(psa)
    for name in list(psa.versions):
        if name != "Tickets":
            psa.refusing[name] = Forbidden(NO_RIGHT)
            psa.refusing[f"{name}/fields"] = Forbidden(NO_RIGHT)
    pull = pull_of(copy, psa)
    await pull.once()
    await pull.fill_history()
    assert pull.status.state is SyncState.LIVE
    assert copy.count(Ticket, status=1) == OPEN_TICKETS
    assert "people have no names" in pull.status.detail


async def test_refused_tickets_are_a_refusal_and_keep_what_is_known(watched: Watched) -> None:
    await watched.run_until(lambda: polls(watched.psa) == 3)
    watched.psa.refusing["Tickets"] = Forbidden(NO_RIGHT)
    await watched.run_until(lambda: watched.pull.status.state is SyncState.UNAUTHORISED)
    status = watched.pull.status
    assert status.sentence.startswith("Autotask refuses Tickets to this API user")
    assert NO_RIGHT in status.sentence
    assert "right to read tickets" in status.detail
    assert watched.copy.count(Ticket) >= OPEN_TICKETS
    assert status.next_try is not None
    watched.psa.refusing.clear()
    await watched.run_until(lambda: watched.pull.status.state is SyncState.LIVE)


async def test_tickets_that_are_refused_while_a_deletion_is_followed_are_named_as_such(
    copy: Replica, psa: ScriptedPsa
) -> None:
    furnish(psa)
    pull = pull_of(copy, psa)
    await pull.once()
    psa.machine.pass_time(130.0)
    psa.put(DeletedTicketLog(id=1, ticket_id=3, deleted_date_time=psa.time()))
    psa.before_page = lambda: psa.refusing.update(
        {"Tickets": Forbidden(NO_RIGHT)} if psa.asked and psa.asked[-1][0] == "DeletedTicketLogs" else {}
    )
    with pytest.raises(Forbidden):
        await pull.once()
    assert copy.one(Ticket, 3) is not None
