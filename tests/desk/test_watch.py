"""What is news: not what was missed before the desk had caught up, and together what was missed while it was away."""

from dataclasses import replace

import pytest

from autotask.entities import Ticket
from desk.clocks import ScaledClock
from desk.live import LiveDesk
from desk.model import Alarm, Delta, MilestoneName, SyncState, View
from desk.settings import DeskSettings
from tests.desk.shop import (
    CRITICAL,
    NEW,
    NOW,
    WAITING_CUSTOMER,
    FixedMachine,
    Shop,
    at,
    ticket,
    ticket_id,
    us,
)
from workflows.catalog import packaged

SECOND = 1_000_000
HOUR = 3_600 * SECOND


def alarms(deltas: list[Delta]) -> list[Alarm]:
    return [alarm for delta in deltas for alarm in delta.alarms]


def missed(number: int, clock: str, *, away: bool = False, day: int = 24) -> Alarm:
    return Alarm(ticket_id(number), MilestoneName.RESOLVED, us(at(clock, day)), away)


def due(number: int, clock: str, day: int = 24) -> Ticket:
    return ticket(number, resolved_due_date_time=at(clock, day))


def critical(number: int) -> Ticket:
    return ticket(number, title="Server down, nobody can work", priority=CRITICAL, status=NEW, create_date=at("09:40"),
                  assigned_resource_id=None, first_response_date_time=None)  # fmt: skip


@pytest.mark.parametrize("state", [SyncState.FILLING, SyncState.STALE])
async def test_until_the_first_catch_up_ends_only_a_critical_incident_alarms(shop: Shop, state: SyncState) -> None:
    shop.sync.say(state)
    following = await shop.live()
    assert alarms(await following.put(due(1, "09:05"), critical(2))) == [Alarm(ticket_id(2), None, us(at("09:40")))]
    shop.sync.say(SyncState.LIVE)
    assert alarms(await following.put(due(3, "09:10"), critical(2))) == []
    assert following.desk.counts(View.TEAM).late == 2


async def test_what_runs_out_before_its_eyes_alarms_though_autotask_was_never_reached(shop: Shop) -> None:
    shop.sync.say(SyncState.OFFLINE)
    await shop.put(due(1, "10:00"))
    following = await shop.live()
    assert alarms(await following.move(at("10:00"))) == [missed(1, "10:00")]


async def test_a_due_date_that_is_set_to_a_time_before_the_desk_lived_is_no_news(shop: Shop) -> None:
    await shop.put(due(1, "12:00"), due(2, "12:00"))
    following = await shop.live()
    await following.move(at("10:30"))
    assert alarms(await following.put(due(1, "09:20"), due(2, "10:10"))) == [missed(2, "10:10")]


async def test_what_was_missed_while_autotask_could_not_be_reached_is_marked(shop: Shop) -> None:
    following = await shop.live()
    shop.sync.say(SyncState.OFFLINE)
    await following.move(at("09:50"))
    await following.move(at("11:00"))
    back = await following.put(due(1, "10:20"), due(2, "10:10"))
    assert alarms(back) == [missed(2, "10:10", away=True), missed(1, "10:20", away=True)]
    shop.sync.say(SyncState.LIVE)
    assert alarms(await following.put(due(3, "10:40"))) == [missed(3, "10:40", away=True)]
    await following.move(at("11:30"))
    assert alarms(await following.put(due(4, "11:20"))) == [missed(4, "11:20")]


async def sleeping_desk(shop: Shop, speed: float) -> tuple[LiveDesk, list[int], list[Delta]]:
    """A desk on a clock that runs, which is moved by the wall clock in the list."""
    wall, told = [0], list[Delta]()
    desk = LiveDesk(
        shop.copy,
        shop.sync,
        settings=DeskSettings(me="ana@desk.example"),
        catalogue=packaged(),
        clock=ScaledClock(us(NOW), speed, 0, lambda: wall[0]),
        machine=FixedMachine(),
    )
    await desk.load()
    await desk.settle()
    desk.subscribe(told.append)
    return desk, wall, told


async def test_what_was_missed_while_the_machine_slept_is_marked(shop: Shop) -> None:
    await shop.put(due(1, "10:00"), due(2, "10:30"), due(3, "10:42"))
    desk, wall, told = await sleeping_desk(shop, 1)
    wall[0] = HOUR
    await desk.settle()
    desk.hear(await shop.put(due(4, "10:20")))
    await desk.settle()
    wall[0] += 59 * SECOND
    await desk.settle()
    wall[0] += SECOND
    await desk.settle()
    assert alarms(told) == [
        missed(1, "10:00", away=True),
        missed(2, "10:30", away=True),
        missed(4, "10:20", away=True),
        missed(3, "10:42"),
    ]


async def test_a_clock_that_runs_fast_has_not_slept(shop: Shop) -> None:
    await shop.put(due(1, "10:00"))
    desk, wall, told = await sleeping_desk(shop, 3_600)
    wall[0] = SECOND
    await desk.settle()
    assert alarms(told) == [missed(1, "10:00")]


async def test_a_night_asleep_is_told_in_the_morning(shop: Shop) -> None:
    await shop.put(due(1, "17:00"), due(2, "08:15", day=25))
    desk, wall, told = await sleeping_desk(shop, 1)
    wall[0] = 24 * HOUR
    await desk.settle()
    assert alarms(told) == [missed(1, "17:00", away=True), missed(2, "08:15", day=25, away=True)]


async def test_a_critical_incident_that_a_rebuild_reads_first_alarms_once(shop: Shop) -> None:
    following = await shop.live()
    changes = await shop.put(critical(1))
    await following.desk.load()
    assert alarms(following.deltas) == [Alarm(ticket_id(1), None, us(at("09:40")))]
    assert alarms(await following.take(changes)) == []


async def test_a_copy_that_is_filled_anew_brings_no_old_misses(shop: Shop) -> None:
    await shop.put(due(1, "10:00"))
    following = await shop.live()
    await following.move(at("10:30"))
    shop.copy.generation += 1
    shop.sync.say(SyncState.FILLING)
    await following.drop(Ticket, 1)
    assert alarms(await following.put(due(1, "10:00"), due(2, "10:10"))) == []


async def test_a_critical_incident_comes_after_the_misses_of_the_same_moment(shop: Shop) -> None:
    await shop.put(due(1, "10:05"), due(2, "10:00"))
    following = await shop.live()
    shop.clock.set(us(at("10:06")))
    told = alarms(await following.put(replace(critical(3), create_date=at("10:05"))))
    assert [alarm.item for alarm in told] == [ticket_id(2), ticket_id(1), ticket_id(3)]


async def test_a_clock_that_is_set_back_takes_back_what_was_reckoned_on_it(shop: Shop) -> None:
    await shop.put(due(1, "10:00"), due(2, "17:00"), ticket(3, status=WAITING_CUSTOMER))
    following = await shop.live()
    await following.move(at("10:30"))
    assert following.desk.counts(View.MINE).late == 1
    told = await following.move(at("09:30"))
    assert following.desk.counts(View.MINE).late == 0
    assert any(delta.reordered for delta in told)
    assert alarms(await following.move(at("10:00"))) == [missed(1, "10:00")]
    assert alarms(await following.put(replace(due(4, "09:59"), create_date=at("09:00")))) == [missed(4, "09:59")]
