"""The intervention list of a living desk: complete, without false alarms, in its order, and equal to brute force."""

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autotask.entities import ServiceCall, ServiceCallTask, TimeOffRequest
from desk.interventions.model import NeedKind, SuggestedAct, Tab
from desk.model import Delta, ItemId, ItemKind
from sla.instants import instant
from tests.desk.naive_interventions import Rows, disagreement
from tests.desk.shop import (
    ANA,
    BEN,
    COMPLETE,
    CRITICAL,
    NEW,
    NOW,
    ON_HOLD,
    REQUEST,
    WAITING_CUSTOMER,
    WAITING_VENDOR,
    Following,
    Shop,
    at,
    resource,
    ticket,
    ticket_id,
    us,
)
from tests.desk.test_order_law import Mischief

SCHEDULED = 10


def difference(following: Following) -> str:
    return disagreement(following.desk, Rows(following.shop.copy))


async def first_difference(shop: Shop, seed: int, steps: int) -> str:
    """Live through random changes, and compare after each."""
    mischief = Mischief(shop, seed)
    following = await shop.live()
    for step in range(steps):
        happened = await mischief.step(following)
        if differs := difference(following):
            return f"step {step} {happened}: {differs}"
    return ""


@pytest.mark.parametrize("seed", range(2))
async def test_the_list_is_that_of_brute_force_after_every_change(shop: Shop, seed: int) -> None:
    assert await first_difference(shop, seed, 80) == ""


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 20))
async def test_any_history_keeps_the_list_of_brute_force(memory: Path, seed: int, steps: int) -> None:
    shop = Shop(Path(tempfile.mkdtemp(dir=memory)))
    try:
        await shop.furnish()
        assert await first_difference(shop, seed, steps) == ""
    finally:
        shop.copy.close()


def told(following: Following, number: int) -> list[str]:
    """Every sentence of a ticket with what helps, the gravest first."""
    listed = following.desk.intervention(ticket_id(number))
    now = following.shop.clock.now()
    return (
        []
        if listed is None
        else [f"{following.desk.need_text(listed.item.id, need, now)}: {need.act.value}" for need in listed.needs]
    )


def off(who: int, day: date, *, approved: bool = True) -> TimeOffRequest:
    """A day off as Autotask tells it: its status is a bare number, and only what was granted has a date of approval."""
    status, granted = (2, at("07:30")) if approved else (1, None)
    return TimeOffRequest(id=who * 100 + day.day, resource_id=who, request_date=day, hours=10.0, status=status,
                          approved_date_time=granted)  # fmt: skip


async def test_all_open_work_of_a_sick_tech_is_listed_until_they_are_back(shop: Shop) -> None:
    tomorrow = at("12:00", 25)
    await shop.put(
        *(ticket(number, resolved_due_date_time=at("17:00", 30)) for number in (1, 2)),
        ticket(3, resolved_due_date_time=at("17:00", 30), assigned_resource_id=BEN),
        ticket(4, status=WAITING_CUSTOMER),
        ticket(5, status=COMPLETE),
        off(BEN, date(2026, 11, 24), approved=False),
    )
    following = await shop.live()
    assert following.desk.interventions(Tab.ALL).rows == ()
    deltas = await following.put(off(ANA, date(2026, 11, 24)), off(ANA, date(2026, 11, 25)))
    assert any(delta.needs for delta in deltas)
    listed = following.desk.interventions(Tab.UNASSIGNED).rows
    assert [(row.item.id.id, row.needs[0].kind, row.needs[0].act, row.needs[0].since) for row in listed] == [
        (number, NeedKind.OWNER_AWAY, SuggestedAct.ASSIGN, us(at("00:00"))) for number in (1, 2)
    ], "what waits for the customer and what is complete needs nobody, and who only asked is not away"
    assert told(following, 1) == ["Ana Ruiz is off until Thu 08:00: assign"]
    assert difference(following) == ""
    await following.move(tomorrow)
    assert following.desk.interventions(Tab.UNASSIGNED).counts[Tab.UNASSIGNED] == 2
    await following.put(ticket(1, resolved_due_date_time=at("17:00", 30), assigned_resource_id=BEN))
    assert following.desk.intervention(ticket_id(1)) is None, "somebody is there"
    await following.move(at("08:00", 26))
    await following.put(resource(BEN, "Ben", "Cole", is_active=False))
    assert told(following, 1)[:1] == ["Ben Cole is not active any more: assign"]
    assert difference(following) == ""
    await following.put(resource(BEN, "Ben", "Cole"))
    assert NeedKind.OWNER_AWAY not in [need.kind for need in following.desk.interventions(Tab.ALL).rows[0].needs]


async def test_a_storm_stands_in_the_order_of_need_and_leaves_with_its_last_ticket(shop: Shop) -> None:
    nobody = {"status": NEW, "assigned_resource_id": None, "first_response_date_time": None}
    following = await shop.live()
    await following.put(
        ticket(1, title="Reset password for Tom", ticket_type=REQUEST, create_date=at("09:40"), **nobody),
        *(ticket(number, title="Internet down at all branches, nobody can work", priority=CRITICAL,
                 create_date=at("09:4" + str(number % 2)), **nobody) for number in range(2, 12)),
        ticket(12, resolved_due_date_time=at("09:30")),
    )  # fmt: skip
    rows = following.desk.interventions(Tab.ALL).rows
    assert [row.item.id.id for row in rows] == [2, 4, 6, 8, 10, 3, 5, 7, 9, 11, 12, 1]
    assert {row.first_of(Tab.UNASSIGNED).kind for row in rows if row.item.id.id != 12} == {NeedKind.UNASSIGNED}
    await following.move(at("10:01"))
    assert told(following, 2)[:2] == [
        "first response missed 09:55, late by 0:06: assign",
        "untriaged for 0:21, opened 09:40: triage",
    ]
    assert difference(following) == ""
    filtered = following.desk.interventions(Tab.ALL, following.desk.parse_filter("password"))
    assert ([row.item.id.id for row in filtered.rows], filtered.total, filtered.filter_text) == ([1], 12, "password")
    for number in range(1, 13):
        await following.put(ticket(number, status=COMPLETE))
    assert following.desk.interventions(Tab.ALL).rows == ()


async def test_a_quiet_night_asks_for_nothing_and_says_what_comes_next(shop: Shop) -> None:
    """Zammad 4432 reminded of escalations at midnight."""
    await shop.put(
        ticket(1, resolved_due_date_time=at("11:30", 25), last_activity_date=at("17:55")),
        ticket(2, status=ON_HOLD, due_date_time=at("12:00", 26), last_activity_date=at("17:55")),
        ticket(3, status=WAITING_VENDOR, resolved_due_date_time=at("17:00", 30), last_activity_date=at("17:55")),
    )
    following = await shop.live()
    await following.move(at("20:00"))
    for hour in range(9):
        deltas: list[Delta] = await following.move(instant(us(at("20:00"))) + timedelta(hours=hour))
        assert following.desk.interventions(Tab.ALL).rows == ()
        assert not any(delta.needs for delta in deltas)
    assert (
        following.desk.calm_text() == "Nothing needs a decision. Next SLA event: T20261124.0001 resolution due 11:30."
    )


async def test_reasons_come_and_go_with_what_people_do(shop: Shop) -> None:
    """Also what zammad 1322 and 3140 got wrong: a reply in the portal wants an answer, and an answer ends that."""
    far = {"resolved_due_date_time": at("17:00", 30)}
    following = await shop.live()
    await following.put(ticket(1, status=SCHEDULED, **far))
    assert told(following, 1) == ["says scheduled, no visit is booked: book"]
    await following.put(*shop.call(1, at("10:00"), 30, ANA))
    assert told(following, 1) == []
    await following.move(at("10:30"))
    assert told(following, 1) == ["says scheduled, its visit ended 10:30: book"]
    await following.put(ticket(1, **far), shop.note(1, "It still fails, please call me", at("10:31")))
    known = following.desk.item(ticket_id(1))
    deltas = await following.move(at("12:31"))
    assert [(delta.needs, delta.changed) for delta in deltas] == [(True, frozenset())]
    assert following.desk.item(ticket_id(1)) is known, "only why it needs a hand was judged again"
    assert told(following, 1) == ["customer replied 2 h ago, nobody has answered: answer"]
    await following.put(
        shop.answer(1, "On my way", at("12:30")), ticket(1, status=ON_HOLD, due_date_time=at("08:00", 25), **far)
    )
    assert told(following, 1) == []
    await following.move(at("08:00", 25))
    assert told(following, 1) == ["its hold ended 08:00, 0 m ago: release"]
    await following.put(ticket(1, status=WAITING_VENDOR, last_activity_date=at("08:00", 20), **far))
    assert told(following, 1) == ["waiting for vendor without a date, nothing has happened for 5d: nudge"]
    await following.move(at("09:00", 25))
    tracked = {"last_activity_date": at("08:30", 25), "last_tracked_modification_date_time": at("08:30", 25)}
    await following.put(ticket(1, status=COMPLETE, completed_date=at("08:30", 25), **far, **tracked))
    assert told(following, 1) == []
    await following.put(ticket(1, **far, **tracked))
    assert told(following, 1) == ["re-opened after completion 08:30, nobody has worked on it since: nudge"]
    await following.put(shop.entry(1, at("08:40", 25), 15))
    assert told(following, 1) == []
    await following.put(ticket(1, resolved_due_date_time=at("16:00"), assigned_resource_id=None, **tracked))
    assert told(following, 1)[:1] == ["resolution missed 24 Nov 16:00, late by 3:00, needs a new promise: new promise"]
    promised = ticket(1, resolved_due_date_time=at("16:00"), due_date_time=at("12:00", 26), **tracked)
    await following.put(promised)
    assert told(following, 1) == [], "a new promise stands"


async def test_a_task_that_somebody_has_without_a_date_is_to_be_booked(shop: Shop) -> None:
    undated: dict[str, Any] = {"id": 1, "start_date_time": None, "create_date_time": at("08:30", 23)}
    (project, task), (_, dated) = shop.project_task("Cabling", NOW, **undated), shop.project_task("Racks", NOW)
    call, visit = ServiceCall(id=90, start_date_time=at("10:00"), end_date_time=at("11:00"), is_complete=0), 91
    id_ = ItemId(ItemKind.TASK, 1)
    following = await shop.live()
    await following.put(project, task, dated, ticket(1, title="Fix", due_date_time=at("12:00", 30)))

    def needs() -> list[str]:
        listed = following.desk.intervention(id_)
        now = following.shop.clock.now()
        return [] if listed is None else [following.desk.need_text(id_, need, now) for need in listed.needs]

    rows = following.desk.interventions(Tab.BOOK).rows
    assert [(row.item.id, row.needs[0].act) for row in rows] == [(id_, SuggestedAct.BOOK)], "the other has a date"
    assert needs() == ["needs booking, opened 1d 1h ago"]
    await following.put(call, ServiceCallTask(id=visit, service_call_id=90, task_id=1))
    assert needs() == []
    await following.move(at("11:00"))
    assert needs() == ["its visit ended 11:00, needs another"]
    assert difference(following) == ""
    await following.put(replace(task, assigned_resource_id=None))
    assert needs() == [], "a task that nobody has is the project's to plan"
    await following.put(replace(task, completed_date_time=at("11:00")))
    assert (needs(), difference(following)) == ([], "")


async def test_a_miss_that_is_foreseen_is_listed_with_its_arithmetic_and_leaves_with_it(shop: Shop) -> None:
    hour = {"estimated_hours": 1.0}
    await shop.put(
        ticket(1, resolved_due_date_time=at("14:30"), **hour),
        ticket(2, resolved_due_date_time=at("14:35"), **hour),
        *shop.call(9, at("10:00"), 180, ANA),
    )
    following = await shop.live()
    following.desk.forecasts.settle()
    await following.desk.settle()
    assert [row.item.id.id for row in following.desk.interventions(Tab.RISK).rows] == [2]
    assert told(following, 2) == [
        "1 ticket before it, about 1:00 of work, about 1:00 itself; Ana Ruiz is free now; "
        "would be done about 14:41, due 14:35: assign"
    ]
    await following.put(ticket(1, status=COMPLETE))
    following.desk.forecasts.settle()
    await following.desk.settle()
    assert following.desk.interventions(Tab.ALL).rows == ()
