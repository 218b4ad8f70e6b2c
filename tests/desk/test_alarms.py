"""What alarms, how often, and until when."""

from typing import Any

import pytest

from desk.alarms import holds
from desk.model import Alarm, Delta, MilestoneName
from tests.desk.shop import COMPLETE, CRITICAL, IN_PROGRESS, NEW, WAITING_CUSTOMER, Shop, at, ticket, ticket_id, us

FIRST, RESOLVED = MilestoneName.FIRST_RESPONSE, MilestoneName.RESOLVED
OPEN = {"status": NEW, "first_response_date_time": None, "first_response_due_date_time": at("10:00"),
        "resolved_due_date_time": at("11:48")}  # fmt: skip


def alarms(deltas: list[Delta]) -> list[Alarm]:
    return [alarm for delta in deltas for alarm in delta.alarms]


async def test_each_milestone_alarms_once_when_it_is_missed(shop: Shop) -> None:
    await shop.put(ticket(1, **OPEN))
    following = await shop.live()
    assert alarms(await following.move(at("10:00"))) == [Alarm(ticket_id(1), FIRST, us(at("10:00")))]
    assert alarms(await following.put(ticket(1, title="Renamed", **OPEN))) == []
    assert alarms(await following.move(at("11:48"))) == [Alarm(ticket_id(1), RESOLVED, us(at("11:48")))]
    assert alarms(await following.move(at("12:30"))) == []


async def test_a_missed_response_that_counts_again_is_no_news(shop: Shop) -> None:
    await shop.put(ticket(1, **OPEN))
    following = await shop.live()
    await following.move(at("10:05"))
    await following.put(ticket(1, **OPEN | {"status": IN_PROGRESS}))
    assert alarms(await following.put(ticket(1, **OPEN))) == []


@pytest.mark.parametrize(
    "change",
    [
        {"status": COMPLETE},
        {"status": WAITING_CUSTOMER},
        {"resolved_date_time": at("11:50")},
        {"resolved_due_date_time": at("15:00")},
    ],
)
async def test_an_alarm_goes_with_its_cause(shop: Shop, change: dict[str, Any]) -> None:
    await shop.put(ticket(1, resolved_due_date_time=at("11:48")))
    following = await shop.live()
    (alarm,) = alarms(await following.move(at("11:50")))
    await following.put(ticket(1, title="Renamed", resolved_due_date_time=at("11:48")))
    assert holds(alarm, following.desk.item(ticket_id(1)))
    await following.put(ticket(1, **{"resolved_due_date_time": at("11:48")} | change))
    assert not holds(alarm, following.desk.item(ticket_id(1)))


async def test_a_critical_incident_alarms_until_somebody_is_on_it(shop: Shop) -> None:
    following = await shop.live()
    new = {"title": "Server down, nobody can work", "priority": CRITICAL, "create_date": at("09:40"),
           "first_response_date_time": None}  # fmt: skip
    (alarm,) = alarms(await following.put(ticket(1, status=NEW, **new)))
    assert alarm == Alarm(ticket_id(1), None, us(at("09:40")))
    assert holds(alarm, following.desk.item(ticket_id(1)))
    await following.put(ticket(1, status=IN_PROGRESS, **new))
    assert not holds(alarm, following.desk.item(ticket_id(1)))
