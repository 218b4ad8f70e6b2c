"""Service levels of the live desk: pauses from status periods, promises by contract, weeks made by hand."""

from datetime import datetime
from typing import Any

import pytest

from autotask.entities import Contract, Ticket, TicketHistory
from autotask.picklists import Picklist, Picklists, PicklistValue
from desk.interventions.model import Tab
from desk.live import LiveDesk
from desk.model import Milestone, SyncState, View
from desk.settings import DeskSettings
from replica.feed import Change
from sla.clock import MilestoneState
from sla.instants import HOUR, MINUTE
from tests.desk.shop import ACME, CRITICAL, HIGH, IN_PROGRESS, WAITING_CUSTOMER, FixedMachine, Shop, at, ticket, us
from workflows.catalog import load

MET, RUNNING, PAUSED, BREACHED, NOT_APPLICABLE = MilestoneState
GOLD = 302


def resolved(desk: LiveDesk, number: int = 1) -> Milestone:
    return milestones(desk, number)[2]


def milestones(desk: LiveDesk, number: int = 1) -> tuple[Milestone, Milestone, Milestone]:
    item = next(item for item in desk.queue(View.TEAM).items if item.id.id == number)
    assert item.clock is not None
    return item.clock.milestones


async def test_pauses_are_the_times_of_the_status_whatever_else_changes_meanwhile(shop: Shop) -> None:
    """Two days of ten hours from 09:00: Wednesday 15:00. An hour and a half of waiting: 16:30."""

    def tracked(clock: str, status: int, **changes: Any) -> Ticket:
        return ticket(1, status=status, last_tracked_modification_date_time=at(clock), **changes)

    await shop.put(tracked("09:30", IN_PROGRESS))
    following = await shop.live()
    assert resolved(following.desk).due == us(at("15:00", 25))
    await following.move(at("11:00"))
    await following.put(tracked("10:00", WAITING_CUSTOMER))
    assert (resolved(following.desk).state, resolved(following.desk).used_us) == (PAUSED, HOUR)
    await following.put(tracked("10:45", WAITING_CUSTOMER, priority=HIGH))
    assert resolved(following.desk).used_us == HOUR  # not from 10:45 on
    await following.move(at("11:45"))
    await following.put(tracked("11:30", IN_PROGRESS))
    assert resolved(following.desk).due == us(at("16:30", 25))
    assert resolved(following.desk).used_us == 75 * MINUTE
    await following.put(ticket(2, status=WAITING_CUSTOMER, last_tracked_modification_date_time=at("09:30")))
    assert resolved(following.desk, 2).used_us == 30 * MINUTE
    resumed = Change(0, "Tickets", 2, None, ticket(2, last_tracked_modification_date_time=at("09:30")))
    await following.take([resumed])  # by an act that Autotask does not know of yet
    assert resolved(following.desk, 2).due == us(at("17:15", 25))
    page = await following.desk.detail(1)
    assert page is not None
    assert [(pause.start, pause.end) for pause in page.pauses] == [(us(at("10:00")), us(at("11:30")))]
    again = await shop.live()
    assert resolved(again.desk) == resolved(following.desk)


async def test_the_trail_of_a_ticket_tells_of_the_time_before_it_was_seen(shop: Shop) -> None:
    def trail(number: int, clock: str, detail: str) -> TicketHistory:
        return TicketHistory(id=number, ticket_id=1, date=at(clock), action="Status", detail=detail)

    await shop.put(ticket(1, status=WAITING_CUSTOMER, last_tracked_modification_date_time=at("10:45")))
    shop.clock.set(us(at("12:00")))
    following = await shop.live()
    assert resolved(following.desk).used_us == 105 * MINUTE  # the last tracked change is the latest it can have begun
    await following.put(
        trail(1, "09:15", "Status changed from In Progress to Waiting Customer"),
        trail(2, "09:30", "Status changed from Waiting Customer to In Progress"),
        trail(3, "10:00", "Status changed from In Progress to Waiting Customer"),
    )
    assert resolved(following.desk).used_us == 45 * MINUTE
    assert resolved(following.desk).due == us(at("15:15", 25))


PROMISES = """
[[targets]]
contract = "Managed"
priority = "Critical"
first_response = "30m"
resolved = "4h"

[[targets]]
contract = "Gold 24x7"
first_response = "15m 24x7"
resolved = "4h 24x7"
"""


async def test_a_critical_date_of_autotasks_is_told_on_the_hours_that_its_service_level_counts(shop: Shop) -> None:
    """One contract counts office hours: opened at night it is due next morning, and a quarter of an hour is all it had.
    Nothing of it is used in the night, and nothing is at risk then."""
    night: dict[str, Any] = {"title": "Server down, nobody can work", "priority": CRITICAL, "status": 1}
    night |= {"create_date": at("22:00"), "first_response_date_time": None, "assigned_resource_id": None}
    await shop.put(
        ticket(1, **night, service_level_agreement_id=1, first_response_due_date_time=at("08:15", 25),
               resolved_due_date_time=at("12:00", 25)),
        ticket(2, **night, service_level_agreement_id=2, first_response_due_date_time=at("22:15"),
               resolved_due_date_time=at("02:00", 25)),
    )  # fmt: skip
    shop.clock.set(us(at("06:00", 25)))
    following = await shop.live()
    office, always = (milestones(following.desk, number)[0] for number in (1, 2))
    assert (office.used_us, office.left_us) == (0, 15 * MINUTE)
    assert (always.used_us, always.left_us) == (8 * HOUR, -7 * HOUR - 45 * MINUTE)
    late = {row.item.id.id for row in following.desk.interventions(Tab.LATE).rows}
    assert (late, following.desk.interventions(Tab.RISK).rows) == ({2}, ())


async def test_hours_are_learnt_at_the_end_of_the_first_fill_and_when_a_copy_is_read(shop: Shop) -> None:
    opened = (at("09:00"), at("17:00"), at("20:00"), at("02:00"), at("03:00", 22))
    dues = (at("11:00"), at("09:00", 25), at("10:00", 25), at("10:00"), at("10:00", 23))
    names = PicklistValue(1, "Managed Gold (24x7)")
    await shop.copy.write_picklists(Picklists({("Tickets", "serviceLevelAgreementID"): Picklist((names,))}))
    shop.sync.say(SyncState.FILLING)
    filling = await shop.live()
    await filling.put(
        *(
            ticket(number, service_level_agreement_id=1, create_date=begun, resolved_due_date_time=due)
            for number, (begun, due) in enumerate(zip(opened, dues, strict=True), 1)
        )
    )
    assert resolved(filling.desk, 2).granted_us == 16 * HOUR  # as the name says
    shop.sync.say(SyncState.LIVE)
    await filling.desk.settle()
    for desk in (filling.desk, (await shop.live()).desk):
        assert {resolved(desk, number).granted_us for number in range(1, 6)} == {2 * HOUR}


def desk_that_promises(shop: Shop) -> LiveDesk:
    settings, promises = DeskSettings(me="ana@desk.example"), load(PROMISES, name="own.toml")
    return LiveDesk(
        shop.copy, shop.sync, settings=settings, catalogue=promises, clock=shop.clock, machine=FixedMachine()
    )


@pytest.mark.parametrize(
    ("opened", "now", "managed", "gold"),
    [
        # Friday evening after hours, read on Saturday: one begins on Monday, the other was missed the same night.
        (at("19:30", 20), at("09:00", 21), (at("08:30", 23), at("12:00", 23)), (at("19:45", 20), at("23:30", 20))),
        # Half an hour before closing: the rest of the four hours is on the next morning.
        (at("17:30", 19), at("18:30", 19), (at("18:00", 19), at("11:30", 20)), (at("17:45", 19), at("21:30", 19))),
        # At the very closing nothing is left of the day.
        (at("18:00", 19), at("18:00", 19), (at("08:30", 20), at("12:00", 20)), (at("18:15", 19), at("22:00", 19))),
        # In the night before Christmas Day, which is a holiday, and a weekend behind it.
        (
            at("23:00", 24, 12),
            at("09:00", 25, 12),
            (at("08:30", 28, 12), at("12:00", 28, 12)),
            (at("23:15", 24, 12), at("03:00", 25, 12)),
        ),
    ],
)
async def test_a_critical_incident_after_hours_is_due_by_what_its_contract_promises(
    shop: Shop, opened: datetime, now: datetime, managed: tuple[datetime, ...], gold: tuple[datetime, ...]
) -> None:
    """The office is open from 08:00 to 18:00 from Monday to Friday."""
    await shop.put(Contract(id=GOLD, company_id=ACME, contract_name="Gold 24x7", contract_type=7))
    down: dict[str, Any] = {"title": "Server down, nobody can work", "priority": CRITICAL, "create_date": opened}
    down |= {"last_activity_date": opened, "first_response_date_time": None, "status": 1, "assigned_resource_id": None}
    await shop.put(ticket(1, **down), ticket(2, **down, company_id=ACME, contract_id=GOLD))
    shop.clock.set(us(now))
    desk = desk_that_promises(shop)
    await desk.load()
    for number, dues, rule in ((1, managed, "contract Managed, priority Critical"), (2, gold, "contract Gold 24x7")):
        first, plan, last = milestones(desk, number)
        assert (first.due, last.due) == (us(dues[0]), us(dues[1]))
        assert first.target is not None
        assert first.target.rule == rule
        assert plan.state is NOT_APPLICABLE  # no status of this tenant records it
        for one in (first, last):
            assert one.used_us is not None
            assert one.left_us is not None
            assert one.used_us + one.left_us == one.granted_us
            assert (one.state is BREACHED) == (us(now) >= (one.due or 0))
