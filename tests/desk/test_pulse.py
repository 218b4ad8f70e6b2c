"""The pulse of a desk: what came and went hour by hour, what was in time day by day, and what is due next."""

from datetime import datetime, timedelta
from typing import Any

from autotask.entities import ServiceLevelAgreementResult
from desk.model import MilestoneName
from desk.pulse import DAYS, HOURS, Kept, pulse_of, read_closed
from sla.instants import instant
from tests.desk.shop import COMPLETE, NEW, NOW, WAITING_CUSTOMER, Following, Shop, at, ticket, ticket_id, us


def closed(number: int, when: datetime, **changes: Any) -> Any:
    """A ticket that was completed, an hour after it was made unless said."""
    known = {"status": COMPLETE, "completed_date": when, "create_date": when - timedelta(hours=1)}
    return ticket(number, **(known | changes))


def pulse(following: Following, covered_days: int | None) -> Any:
    desk, now = following.desk, following.shop.clock.now()
    rows = read_closed(following.shop.copy, instant(now))
    covers = None if covered_days is None else NOW - timedelta(days=covered_days)
    return pulse_of(desk.state, rows, covers, now)


async def test_what_came_went_and_was_in_time_is_counted_from_what_is_known(shop: Shop) -> None:
    hour, day = timedelta(hours=1), timedelta(days=1)
    await shop.put(
        ticket(1, create_date=NOW - hour / 2),
        ticket(2, create_date=NOW - 3 * day, status=WAITING_CUSTOMER),
        closed(3, NOW - hour / 2, create_date=NOW - hour * 1.5, resolved_due_date_time=NOW),
        closed(4, NOW - hour * 2.5, create_date=NOW - 40 * day, resolved_due_date_time=NOW - 3 * hour),
        closed(5, NOW - 6.5 * day, resolved_due_date_time=NOW - 7 * day),
        ServiceLevelAgreementResult(id=1, ticket_id=5, is_resolution_met=True, is_first_response_met=False),
        closed(6, NOW - 8 * day, resolved_due_date_time=NOW),
        closed(7, NOW - 2.5 * day, resolved_due_date_time=None),
    )
    following = await shop.live()
    known = pulse(following, DAYS)
    assert (known.open, known.waiting) == (2, 1)
    assert known.came == (*(0,) * (HOURS - 2), 1, 1)
    assert known.went == (*(0,) * (HOURS - 3), 1, 0, 1)
    assert known.resolutions == Kept((1, 0, 0, 0, 0, 0, 1), (1, 0, 0, 0, 0, 0, 2)), "Autotask's own record goes first"
    assert known.responses == Kept((0,) * 7, (1, *(0,) * 6)), "what was promised to nobody was neither kept nor missed"
    a_day = pulse(following, 1)
    assert (a_day.went, a_day.resolutions) == (known.went, None), "what the copy does not cover is not nought"
    assert (pulse(following, None).came, pulse(following, None).open) == (None, 2)


async def test_the_next_running_milestones_of_the_next_hours_stand_in_their_order(shop: Shop) -> None:
    await shop.put(
        ticket(1, status=NEW, first_response_date_time=None, first_response_due_date_time=at("11:00")),
        ticket(2, resolved_due_date_time=at("10:30")),
        ticket(3, resolved_due_date_time=at("10:30"), status=WAITING_CUSTOMER),
        ticket(4, resolved_due_date_time=at("17:00")),
        ticket(5, resolved_due_date_time=at("08:00")),
    )
    due = pulse(await shop.live(), None).due
    assert [(each.at, each.item, each.milestone) for each in due] == [
        (us(at("10:30")), ticket_id(2), MilestoneName.RESOLVED),
        (us(at("11:00")), ticket_id(1), MilestoneName.FIRST_RESPONSE),
    ], "neither what is paused, nor what is missed or further off"
