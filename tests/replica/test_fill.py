"""The first fill: open work first, resumable at any request, and nothing missed that moved meanwhile."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from autotask.entities import (
    Company,
    Contact,
    ServiceCall,
    ServiceCallTicketResource,
    Ticket,
    TicketNote,
    TimeEntry,
)
from autotask.errors import Forbidden, Unreachable
from autotask.kinds import KINDS
from replica.errors import ReplicaError
from replica.feed import Change
from replica.fill import OPEN_DONE, is_time_being_read
from replica.pull import Pull
from replica.rhythm import PullSettings
from replica.rows import to_micros
from replica.status import SyncState, SyncStatus
from replica.store import Replica
from tests.replica.double import START, ScriptedPsa, VirtualMachine
from tests.replica.world import (
    CLOSED_TICKETS,
    COMPANIES,
    OPEN_TICKETS,
    PAST_VISITS,
    differences,
    furnish,
    note,
    ticket,
)


def pull_of(copy: Replica, psa: ScriptedPsa, **settings: float) -> Pull:
    async def connect() -> ScriptedPsa:
        return psa

    return Pull(connect, copy, PullSettings(**settings), psa.machine, now=psa.machine.wall)  # type: ignore[arg-type]


async def test_the_fill_brings_all_of_it_open_work_first(copy: Replica, psa: ScriptedPsa) -> None:
    furnish(psa)
    pull = pull_of(copy, psa)
    await pull.once()
    assert [t.id for t in copy.rows(Ticket)] == list(range(1, OPEN_TICKETS + 1))
    named = {t.company_id for t in copy.open_tickets()}
    assert {c.id for c in copy.rows(Company)} == named
    assert copy.count(Contact) == OPEN_TICKETS
    assert pull.status.state is SyncState.LIVE
    assert pull.status.covers_since is None
    assert copy.ids(ServiceCall) == [1]
    assert is_time_being_read(copy)
    await pull.fill_history()
    assert not is_time_being_read(copy)
    assert differences(copy, psa) == {}
    assert copy.count(Company) == COMPANIES
    assert copy.count(Ticket) == OPEN_TICKETS + CLOSED_TICKETS
    assert pull.status.covers_since == START - timedelta(days=90)
    assert copy.count(ServiceCallTicketResource, resource_id=5) == len(PAST_VISITS)


async def test_the_bar_only_grows_and_says_what_is_read(copy: Replica, psa: ScriptedPsa) -> None:
    furnish(psa)
    psa.page_size = 2
    pull = pull_of(copy, psa)
    heard: list[SyncStatus] = []
    pull.on_status(heard.append)
    await pull.once()
    bars = [status.progress for status in heard if status.progress is not None]
    assert all(status.state is SyncState.FILLING for status in heard if status.progress is not None)
    shares = [bar.done / bar.of for bar in bars]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < 0.1
    assert 0.9 < shares[-1] <= 1
    assert {"open tickets", "notes of open tickets", "people"} <= {bar.what for bar in bars}
    assert heard[-1].state is SyncState.LIVE
    assert heard[-1].progress is None


async def test_tickets_are_told_while_the_fill_still_runs(copy: Replica, psa: ScriptedPsa) -> None:
    furnish(psa)
    heard: list[Change] = []
    copy.subscribe(heard.extend)
    told_at: list[tuple[str, int]] = []
    psa.before_page = lambda: told_at.append((psa.asked[-1][0] if psa.asked else "", len(heard)))
    await pull_of(copy, psa).once()
    kinds = [change.kind for change in heard]
    assert kinds.index("Tickets") < kinds.index("Companies") < kinds.index("TicketNotes")


@pytest.mark.parametrize("requests", [7, 11])
async def test_a_fill_that_is_cut_off_again_and_again_ends_the_same(
    folder: Path, machine: VirtualMachine, requests: int
) -> None:
    psa = ScriptedPsa(machine, page_size=3)
    furnish(psa)
    cuts = 0

    async def cut_short(work: Callable[[], Awaitable[object]]) -> bool:
        nonlocal cuts
        psa.faults = [*[None] * requests, Unreachable("The line is cut.")]
        try:
            await work()
        except Unreachable:
            cuts += 1
            machine.pass_time(600.0)
            assert cuts < 200
            return True
        finally:
            psa.faults = []
        return False

    opened = False
    while not opened:
        with Replica.open(folder) as copy:
            opened = not await cut_short(pull_of(copy, psa).once) or copy.remembered(OPEN_DONE) != {}
    with Replica.open(folder) as copy:
        pull = pull_of(copy, psa)
        await pull.once()
        while await cut_short(pull.fill_history):
            pass
        assert differences(copy, psa) == {}
    assert cuts > 10


async def test_a_step_goes_on_behind_the_last_page_that_was_written(folder: Path, machine: VirtualMachine) -> None:
    psa = ScriptedPsa(machine, page_size=3)
    furnish(psa)

    def cut_at_the_third_page_of_tickets() -> None:
        if len([1 for name, _ in psa.asked if name == "Tickets"]) == 3:
            raise Unreachable("The line is cut.")

    psa.before_page = cut_at_the_third_page_of_tickets
    with Replica.open(folder) as copy:
        with pytest.raises(Unreachable):
            await pull_of(copy, psa).once()
        assert copy.count(Ticket) == 6
    psa.before_page = lambda: None
    psa.asked.clear()
    with Replica.open(folder) as copy:
        await pull_of(copy, psa).once()
        resumed = next(asked for name, asked in psa.asked if name == "Tickets")
        assert {"op": "gt", "field": "id", "value": 6} in resumed["items"]
        assert copy.count(Ticket) == OPEN_TICKETS


async def test_what_moves_during_the_fill_is_read_by_the_first_polls(copy: Replica, machine: VirtualMachine) -> None:
    psa = ScriptedPsa(machine, page_size=3, latency=lambda: 20.0)
    furnish(psa)
    moved: set[int] = set()

    def move_what_has_been_read() -> None:
        for known in copy.ids(Ticket):
            if known not in moved and known <= OPEN_TICKETS:
                moved.add(known)
                psa.put(ticket(known, title="Moved", last_activity_date=psa.time()))

    psa.before_page = move_what_has_been_read
    pull = pull_of(copy, psa)
    await pull.once()
    psa.before_page = lambda: None
    await pull.once()
    assert len(moved) == OPEN_TICKETS
    assert {t.title for t in copy.open_tickets()} == {"Moved"}


async def test_a_kind_that_we_may_not_read_does_not_stop_the_others(copy: Replica, psa: ScriptedPsa) -> None:
    furnish(psa)
    psa.refusing["TimeEntries"] = Forbidden("The API user may not read time entries.")
    pull = pull_of(copy, psa, reference_every=60.0)
    await pull.once()
    await pull.fill_history()
    assert set(differences(copy, psa)) == {"TimeEntries"}
    assert "may not read time entries" in pull.status.detail
    psa.refusing.clear()
    psa.machine.pass_time(61.0)
    await pull.once()
    await pull.fill_history()
    assert differences(copy, psa) == {}
    assert pull.status.detail == ""


async def test_without_tickets_there_is_no_desk(copy: Replica, psa: ScriptedPsa) -> None:
    furnish(psa)
    psa.refusing["Tickets"] = Forbidden("The API user may not read tickets.")
    with pytest.raises(Forbidden):
        await pull_of(copy, psa).once()


async def test_a_reopened_ticket_brings_its_old_notes_and_time(copy: Replica, psa: ScriptedPsa) -> None:
    furnish(psa)
    old = START - timedelta(days=400)
    psa.put(ticket(900, status=5, create_date=old, completed_date=old, last_activity_date=old, company_id=29))
    psa.put(note(900, 900, create_date_time=old, last_activity_date=old))
    pull = pull_of(copy, psa)
    await pull.once()
    assert copy.one(Ticket, 900) is None
    psa.machine.pass_time(60.0)
    psa.put(ticket(900, status=1, create_date=old, last_activity_date=psa.time(), company_id=29))
    await pull.once()
    assert copy.one(Ticket, 900) is not None
    assert [n.id for n in copy.notes_of(900)] == [900]
    assert copy.one(Company, 29) is not None


_KILLED = """
    import asyncio, os, pathlib, sys
    from replica.store import Replica
    from tests.replica.double import ScriptedPsa, VirtualMachine
    from tests.replica.test_fill import pull_of
    from tests.replica.world import furnish

    async def main():
        machine = VirtualMachine()
        psa = ScriptedPsa(machine, page_size=3)
        furnish(psa)
        left = int(sys.argv[2])
        def die():
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), 9)
        psa.before_page = die
        await pull_of(Replica.open(pathlib.Path(sys.argv[1])), psa).once()
    asyncio.run(main())
"""


@pytest.mark.parametrize("requests", [8, 25, 40])
async def test_a_killed_process_leaves_a_fill_that_the_next_one_ends(
    folder: Path, psa: ScriptedPsa, requests: int
) -> None:
    furnish(psa)
    script = textwrap.dedent(_KILLED)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    killed = subprocess.run([sys.executable, "-c", script, str(folder), str(requests)], env=environment, check=False)  # noqa: ASYNC221
    assert killed.returncode == -9
    with Replica.open(folder) as copy:
        before = copy.count(Ticket)
        assert copy.remembered("fill.start") != {} or before == 0
        pull = pull_of(copy, psa)
        await pull.once()
        await pull.fill_history()
        assert differences(copy, psa) == {}
        assert copy.notices == []


@pytest.fixture
def counted(psa: ScriptedPsa) -> Callable[[], int]:
    """Requests since the fixture was made."""
    return lambda: len(psa.asked)


async def test_a_second_start_asks_for_changes_only(folder: Path, psa: ScriptedPsa, counted: Callable[[], int]) -> None:
    furnish(psa)
    with Replica.open(folder) as copy:
        pull = pull_of(copy, psa)
        await pull.once()
        await pull.fill_history()
    psa.asked.clear()
    psa.machine.pass_time(30.0)
    psa.put(ticket(3, title="Changed while away", last_activity_date=psa.time()))
    with Replica.open(folder) as copy:
        assert copy.count(Ticket) == OPEN_TICKETS + CLOSED_TICKETS
        pull = pull_of(copy, psa)
        assert (pull.status.state, pull.status.last_good is None) == (SyncState.STALE, False)
        changes = await pull.once()
        assert [(change.kind, change.id) for change in changes] == [("Tickets", 3)]
        assert pull.status.state is SyncState.LIVE
        assert counted() < 20
        asked = counted()
        await pull.fill_history()
        assert counted() == asked


async def test_a_copy_that_was_found_damaged_is_filled_again(folder: Path, psa: ScriptedPsa) -> None:
    furnish(psa)
    with Replica.open(folder) as copy:
        pull = pull_of(copy, psa)
        await pull.once()
    path = folder / "cache.db"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 3] + b"\xa5" * (len(whole) * 2 // 3))
    with Replica.open(folder) as copy:
        pull = pull_of(copy, psa)
        try:
            await pull.once()
        except ReplicaError:
            await pull.once()
        assert copy.generation == 1
        await pull.once()
        await pull.fill_history()
        assert differences(copy, psa) == {}
        assert {row.kind for row in copy.quarantined()} <= {kind.name for kind in KINDS.values()}


async def test_rows_nobody_has_seen_are_not_missed_by_type(copy: Replica, psa: ScriptedPsa) -> None:
    furnish(psa)
    pull = pull_of(copy, psa)
    await pull.once()
    psa.machine.pass_time(60.0)
    psa.put(ticket(50, company_id=27, contact_id=530, create_date=psa.time(), last_activity_date=psa.time()))
    psa.put(note(501, 50, create_date_time=psa.time(), last_activity_date=psa.time()))
    await pull.once()
    assert copy.one(Company, 27) is not None
    assert copy.one(Contact, 530) is not None
    assert [n.id for n in copy.rows(TicketNote, ticket_id=50)] == [501]
    assert copy.rows(TimeEntry, ticket_id=50) == []


async def test_what_is_covered_reaches_further_back_and_never_less(copy: Replica, psa: ScriptedPsa) -> None:
    furnish(psa)
    pull = pull_of(copy, psa)
    await pull.once()
    covered: list[SyncStatus] = []
    pull.on_status(covered.append)
    await pull.fill_history()
    psa.machine.pass_time(3_601.0)
    await pull.once()
    await pull.fill_history()
    assert {status.covers_since for status in covered} == {START - timedelta(days=90)}
    assert copy.remembered("fill.covers") == {"fill.covers": str(to_micros(START - timedelta(days=90)))}
