"""A list that has become shorter: what was deleted goes, and what is only out of our sight stays, with a sentence."""

from collections.abc import Callable
from typing import Any

import pytest

from autotask.entities import (
    Appointment,
    DeletedTicketLog,
    Resource,
    Ticket,
    TicketChecklistItem,
    TicketNote,
    TimeEntry,
)
from autotask.errors import Forbidden
from autotask.kinds import kind_of
from replica.listing import FEW
from replica.pull import Pull
from replica.status import SyncState
from replica.store import Replica
from tests.replica.double import START, ScriptedPsa
from tests.replica.test_fill import pull_of
from tests.replica.world import OPEN_TICKETS, differences, entry, furnish, note, ticket

QUARTER = 901.0
MINUTE = 61.0
MORE = 250
"""Open tickets beside those of the world."""


async def large(copy: Replica, psa: ScriptedPsa, **settings: float) -> Pull:
    """A pull whose copy has all of a desk of some size."""
    furnish(psa)
    for id_ in range(2_000, 2_000 + MORE):
        psa.put(ticket(id_), entry(id_, id_, START.date()))
    pull = pull_of(copy, psa, **settings)
    await pull.once()
    await pull.fill_history()
    return pull


async def after(pull: Pull, psa: ScriptedPsa, seconds: float) -> None:
    psa.machine.pass_time(seconds)
    await pull.once()


def everything(_: Any) -> bool:
    return True


def every_third(row: Any) -> bool:
    return bool(row.id % 3 == 0)


def delete(psa: ScriptedPsa, ids: range, *, logged: bool = True) -> None:
    """Delete tickets with what hangs on them, as Autotask does, and its log names them."""
    for id_ in ids:
        psa.drop(Ticket, id_)
        psa.drop(TimeEntry, id_)
        if logged:
            psa.put(DeletedTicketLog(id=id_, ticket_id=id_, deleted_date_time=START))


@pytest.mark.parametrize("hidden", [everything, every_third])
async def test_a_right_that_is_taken_away_hides_no_ticket_and_is_said(
    copy: Replica, psa: ScriptedPsa, hidden: Callable[[Any], bool]
) -> None:
    pull = await large(copy, psa)
    known = copy.open_tickets()
    psa.out_of_sight["Tickets"] = hidden
    await after(pull, psa, QUARTER)
    dated = pull.status.last_good
    await after(pull, psa, QUARTER)
    assert copy.open_tickets() == known
    status = pull.status
    assert status.state is SyncState.STALE
    left = sum(not hidden(known_one) for known_one in known)
    assert status.sentence == (
        f"Autotask lists {left} of {len(known)} open tickets: has a right been taken away? "
        "The last known ones stay on the screen."
    )
    assert "r looks again now" in status.detail
    assert status.last_good == dated


async def test_a_small_desk_is_not_emptied_either(copy: Replica, psa: ScriptedPsa) -> None:
    furnish(psa)
    pull = pull_of(copy, psa)
    await pull.once()
    psa.out_of_sight["Tickets"] = everything
    await after(pull, psa, QUARTER)
    assert copy.count(Ticket) == OPEN_TICKETS
    assert pull.status.state is SyncState.STALE


async def test_rows_without_ids_say_nothing_about_what_is_gone(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await large(copy, psa)
    known = copy.open_tickets()
    psa.nameless.add("Tickets")
    await after(pull, psa, QUARTER)
    assert copy.open_tickets() == known
    assert pull.status.state is SyncState.STALE
    assert "without their ids" in pull.status.sentence


async def test_a_list_that_is_shorter_than_its_count_hides_nothing(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await large(copy, psa)
    delete(psa, range(2_000, 2_000 + 2 * FEW))
    count = psa.count

    async def one_more(kind: Any, condition: Any) -> int:
        return await count(kind, condition) + 1

    psa.count = one_more  # type: ignore[method-assign]
    await after(pull, psa, QUARTER)
    assert copy.count(TimeEntry) > len(psa.all(TimeEntry))
    assert any("time entries of the last days" in notice for notice in copy.notices)


async def test_what_comes_back_is_seen_within_a_minute_with_all_that_happened_meanwhile(
    copy: Replica, psa: ScriptedPsa
) -> None:
    pull = await large(copy, psa)
    psa.out_of_sight |= {"Tickets": everything, "TicketNotes": everything}
    await after(pull, psa, QUARTER)
    psa.put(ticket(3, title="Moved while nobody saw it", last_activity_date=psa.time()))
    psa.put(note(9_000, 3, create_date_time=psa.time(), last_activity_date=psa.time()))
    psa.put(ticket(4, status=5, completed_date=psa.time(), last_activity_date=psa.time()))
    for _ in range(20):
        await after(pull, psa, MINUTE)
    psa.out_of_sight.clear()
    await after(pull, psa, MINUTE)
    assert pull.status.state is SyncState.LIVE
    await after(pull, psa, MINUTE)
    assert differences(copy, psa) == {}


async def test_a_person_who_asks_has_the_lists_looked_at_again_at_once(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await large(copy, psa)
    psa.out_of_sight["Tickets"] = everything
    await after(pull, psa, QUARTER)
    psa.out_of_sight.clear()
    states = []
    for ask in (str, pull.refresh_now):
        ask()
        await after(pull, psa, 1.0)
        states.append(pull.status.state)
    assert states == [SyncState.STALE, SyncState.LIVE]


async def test_a_restart_does_not_forget_the_doubt(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await large(copy, psa)
    psa.out_of_sight["Tickets"] = everything
    await after(pull, psa, QUARTER)
    psa.put(ticket(3, title="Moved while nobody saw it", last_activity_date=psa.time()))
    again = pull_of(copy, psa)
    await after(again, psa, QUARTER)
    assert again.status.state is SyncState.STALE
    psa.out_of_sight.clear()
    last = pull_of(copy, psa)
    await after(last, psa, 1.0)
    await after(last, psa, 16.0)
    found = copy.one(Ticket, 3)
    assert found is not None
    assert found.title == "Moved while nobody saw it"


async def test_a_storm_of_deletions_that_the_log_names_is_believed(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await large(copy, psa)

    def unless_by_ticket(_: Any) -> bool:
        """So that it is the list that tells, and not a poll of the log."""
        return psa.asked[-1][1].get("field") != "ticketID"

    psa.out_of_sight["DeletedTicketLogs"] = unless_by_ticket
    delete(psa, range(2_000, 2_000 + MORE))
    await after(pull, psa, QUARTER)
    assert pull.status.state is SyncState.LIVE
    assert (pull.status.detail, copy.count(Ticket, status=1)) == ("", OPEN_TICKETS)
    assert differences(copy, psa) == {}


async def test_a_storm_that_no_log_names_is_doubted(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await large(copy, psa)
    psa.refusing["DeletedTicketLogs"] = Forbidden("Not for you.")
    delete(psa, range(2_000, 2_000 + MORE), logged=False)
    await after(pull, psa, QUARTER)
    assert copy.count(Ticket, status=1) == OPEN_TICKETS + MORE
    assert pull.status.state is SyncState.STALE


async def test_a_few_deletions_need_no_witness(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await large(copy, psa)
    delete(psa, range(2_000, 2_000 + FEW), logged=False)
    await after(pull, psa, QUARTER)
    assert differences(copy, psa) == {}
    assert pull.status.state is SyncState.LIVE


async def test_appointments_may_be_cleared_out_by_half_and_do_not_all_vanish(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await large(copy, psa)
    psa.put(*(Appointment(id=id_, resource_id=4, end_date_time=START.replace(year=2027)) for id_ in range(10, 70)))
    await after(pull, psa, QUARTER)
    for id_ in range(10, 40):
        psa.drop(Appointment, id_)
    await after(pull, psa, QUARTER)
    assert copy.count(Appointment) == 31
    psa.out_of_sight["Appointments"] = everything
    await after(pull, psa, QUARTER)
    assert copy.count(Appointment) == 31
    assert pull.status.state is SyncState.LIVE
    assert copy.notices == [pull.status.detail]
    assert "0 of 31 appointments" in pull.status.detail
    assert "appointments are not shown" in pull.status.detail
    psa.out_of_sight.clear()
    await after(pull, psa, MINUTE)
    assert (pull.status.detail, copy.notices) == ("", [])


async def test_links_and_people_do_not_vanish_with_a_right(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await large(copy, psa)
    for name in ("TicketChecklistItems", "Resources"):
        psa.out_of_sight[name] = everything
    psa.put(ticket(3, title="Touched", last_activity_date=psa.time()))
    await after(pull, psa, 3_601.0)
    assert copy.count(TicketChecklistItem) >= OPEN_TICKETS - 1
    assert copy.count(Resource) == 5
    assert "0 of 5 Resources" in pull.status.detail


async def test_a_long_sweep_doubts_too(copy: Replica, psa: ScriptedPsa) -> None:
    pull = await large(copy, psa, long_sweep_every=3_600.0)
    known = copy.count(TicketNote)
    psa.out_of_sight["TicketNotes"] = everything
    await after(pull, psa, 3_601.0)
    assert copy.count(TicketNote) == known
    assert "TicketNotes" in pull.status.detail


async def test_a_first_fill_without_any_ticket_is_no_live_desk(copy: Replica, psa: ScriptedPsa) -> None:
    furnish(psa)
    psa.out_of_sight["Tickets"] = everything
    pull = pull_of(copy, psa)
    await pull.once()
    assert (pull.status.state, pull.status.last_good) == (SyncState.STALE, None)
    assert pull.status.sentence == "Autotask shows this API user no ticket, but 30 companies and 5 people."
    psa.out_of_sight.clear()
    await after(pull, psa, MINUTE)
    assert pull.status.state is SyncState.LIVE
    assert len(copy.open_tickets()) == OPEN_TICKETS


async def test_a_tenant_whose_tickets_are_all_closed_is_live_and_empty(copy: Replica, psa: ScriptedPsa) -> None:
    psa.put(Resource(id=4), ticket(1, status=5))
    pull = pull_of(copy, psa)
    await pull.once()
    assert pull.status.state is SyncState.LIVE
    assert kind_of(Ticket).name not in pull.status.detail
