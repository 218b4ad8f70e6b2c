"""The service level of a ticket as a sum that anybody can check, in text and in JSON."""

import json
import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest_asyncio
from hypothesis import given

from autotask.entities import ServiceLevelAgreementResult, Ticket
from cli.sla_explain import exact, facts, lines
from desk.service_level import ServiceLevel, Sum
from sla.calendar import BusinessCalendar
from sla.instants import HOUR, MINUTE, SECOND
from sla.pauses import Pauses
from sla.schedule import Schedule
from tests.desk.shop import COMPLETE, CRITICAL, IN_PROGRESS, WAITING_CUSTOMER, Shop, at, ticket, us
from tests.sla.strategies import careful, fine_instants, pauses, schedules


@pytest_asyncio.fixture
async def shop(memory: Path) -> AsyncIterator[Shop]:
    made = Shop(memory)
    await made.furnish()
    yield made
    made.copy.close()


async def level_of(shop: Shop, now: datetime, *rows: Ticket) -> ServiceLevel:
    for row in rows:
        await shop.put(row)
    shop.clock.set(us(now))
    desk = shop.desk()
    await desk.load()
    level = await desk.service_level(rows[-1].id)
    assert level is not None
    return level


def before_christmas(moment: datetime, status: int, **changes: Any) -> Ticket:
    known = {"create_date": at("16:00", 23, 12), "first_response_date_time": at("16:10", 23, 12)} | changes
    return ticket(1, status=status, last_tracked_modification_date_time=moment, **known)


WAITED = (
    before_christmas(at("16:10", 23, 12), IN_PROGRESS),
    before_christmas(at("10:00", 24, 12), WAITING_CUSTOMER),
    before_christmas(at("11:30", 24, 12), IN_PROGRESS),
)


async def test_a_sum_names_each_opening_pause_and_holiday(shop: Shop) -> None:
    level = await level_of(shop, at("15:00", 24, 12), *WAITED)
    assert "\n".join(lines(level)) == (
        """\
T20261124.0001 Outlook is slow (Northwind)
workflow W04 Medium incident, priority Medium, contract Managed, no service level in Autotask, status In Progress
calendar of London: Mon-Fri 08:00-18:00, zone Europe/London; all times below are of this zone
  these hours are assumed, as nothing tells
  closed Fri 25 Dec 2026: Christmas Day
read at Thu 24 Dec 2026 15:00:00

Wed 23 Dec 2026 16:00:00  created
Wed 23 Dec 2026 16:00:00  the clock starts at once
Wed 23 Dec 2026 16:10:00  status In Progress
Wed 23 Dec 2026 16:10:00  first response: happened
Wed 23 Dec 2026 16:20:00  first response: due
Thu 24 Dec 2026 10:00:00  status Waiting Customer: the clock stands
Thu 24 Dec 2026 11:30:00  status In Progress: the clock runs on, 1:30:00 of business time are left out
Thu 24 Dec 2026 15:00:00  now
Mon 28 Dec 2026 13:30:00  resolved: due

first response: met Wed 23 Dec 2026 16:10:00, in time, due Wed 23 Dec 2026 16:20:00
  promised by W04: 20m, 0:20:00 of business time; counted on Mon-Fri 08:00-18:00
  took 0:10:00, from Wed 23 Dec 2026 16:00:00 to 16:10:00:
    Wed 23 Dec 2026 16:00:00 to 16:10:00                             0:10:00
  to spare 0:10:00, from Wed 23 Dec 2026 16:10:00 to 16:20:00:
    Wed 23 Dec 2026 16:10:00 to 16:20:00                             0:10:00
  together 0:10:00 + 0:10:00 = 0:20:00

resolution plan: not applicable: no status of this tenant records it, or nothing is promised

resolved: running, due Mon 28 Dec 2026 13:30:00
  promised by W04: 2d, 16:00:00 of business time; counted on Mon-Fri 08:00-18:00
  used 7:30:00, from Wed 23 Dec 2026 16:00:00 to Thu 24 Dec 2026 15:00:00:
    Wed 23 Dec 2026 16:00:00 to 18:00:00                             2:00:00
    Thu 24 Dec 2026 08:00:00 to 10:00:00                             2:00:00
    Thu 24 Dec 2026 11:30:00 to 15:00:00                             3:30:00
  left 8:30:00, from Thu 24 Dec 2026 15:00:00 to Mon 28 Dec 2026 13:30:00:
    Thu 24 Dec 2026 15:00:00 to 18:00:00                             3:00:00
    Mon 28 Dec 2026 08:00:00 to 13:30:00                             5:30:00
  together 7:30:00 + 8:30:00 = 16:00:00

next event: resolved
changes by itself: Mon 28 Dec 2026 13:15:00 (a deadline, or a quarter of an hour before one)"""
    )


async def test_the_object_adds_up_equal_days_are_one_line_and_a_night_of_25_hours_says_why(shop: Shop) -> None:
    """A month late over a holiday, by a date of Autotask's own with a fraction of a second."""
    due = at("17:00", 25) + timedelta(milliseconds=250)
    level = await level_of(shop, at("09:00", 28, 12), ticket(1, resolved_due_date_time=due))
    told = json.loads(json.dumps(facts(level)))
    resolved = told["milestones"][2]
    assert (resolved["state"], resolved["source"], resolved["due"]) == (
        "breached",
        "autotask",
        "2026-11-25T17:00:00.250000Z",
    )
    for part in ("used", "left"):
        assert sum(piece["seconds"] for piece in resolved[part]) == resolved[f"{part}_seconds"]
    assert resolved["used_seconds"] + resolved["left_seconds"] == resolved["granted_seconds"] == 18 * 3_600 + 0.25
    assert [piece["times"] for piece in resolved["used"]] == [1, 22, 1]
    assert told["calendar"]["holidays"] == [{"date": "2026-12-25", "name": "Christmas Day"}]
    down = {"title": "Server down, nobody can work", "priority": CRITICAL, "create_date": at("11:00", 24, 10)}
    night = "\n".join(lines(await level_of(shop, at("12:00", 25, 10), ticket(2, **down))))
    assert re.search(r"Sat 24 Oct 2026 12:00:00 to Sun 25 Oct 2026 12:00:00, the clocks change +25:00:00", night)


async def test_a_pause_after_the_event_takes_nothing_from_what_was_to_spare(shop: Shop) -> None:
    """Answered at 16:10 and due at 16:20: five minutes of waiting between them move no deadline."""
    turns = ((at("16:12", 23, 12), WAITING_CUSTOMER), (at("16:17", 23, 12), IN_PROGRESS))
    level = await level_of(shop, at("17:00", 23, 12), WAITED[0], *(before_christmas(*turn) for turn in turns))
    first, _, last = json.loads(json.dumps(facts(level)))["milestones"]
    assert (first["used_seconds"], first["left_seconds"], first["granted_seconds"]) == (600, 600, 1200)
    assert (last["used_seconds"], last["granted_seconds"]) == (55 * 60, 16 * 3_600)


async def test_a_pause_that_is_on_and_a_complete_ticket_are_explained_too(shop: Shop) -> None:
    waiting = before_christmas(
        at("10:00", 24, 12), WAITING_CUSTOMER, service_level_agreement_paused_next_event_hours=11.5
    )
    said = "\n".join(lines(await level_of(shop, at("15:00", 24, 12), WAITED[0], waiting)))
    assert (
        "  left 11:30:00, as Autotask itself says while the clock stands\n  together 4:00:00 + 11:30:00 = 15:30:00"
        in said
    )
    done = before_christmas(
        at("12:00", 24, 12), COMPLETE, completed_date=at("12:00", 24, 12), resolved_date_time=at("12:00", 24, 12)
    )
    await shop.put(ServiceLevelAgreementResult(id=1, ticket_id=1, is_first_response_met=False, is_resolution_met=True))
    said = "\n".join(lines(await level_of(shop, at("15:00", 24, 12), done)))
    assert "first response: met Wed 23 Dec 2026 16:10:00, late, due Wed 23 Dec 2026 16:20:00" in said
    assert "by Autotask's own record it was missed, and that decides" in said
    assert re.search(r"^resolved: met Thu 24 Dec 2026 12:00:00, in time", said, re.MULTILINE)


@careful
@given(schedules, fine_instants, fine_instants, fine_instants, pauses)
def test_the_parts_of_every_sum_make_the_sum_and_two_sums_the_whole(
    schedule: Schedule, one: int, two: int, three: int, paused: Pauses
) -> None:
    calendar = BusinessCalendar(schedule)
    used, left, whole = (Sum.of(*span, calendar, paused) for span in ((one, two), (two, three), (one, three)))
    assert used.us + left.us == whole.us
    for told in (used, left, whole):
        assert sum(piece.us for piece in told.pieces) == abs(told.us)


def test_a_length_is_written_to_the_last_microsecond_that_it_has() -> None:
    assert [exact(us) for us in (0, 41 * MINUTE, -(12 * HOUR + 5 * SECOND), 1_250_000, 1)] == [
        "0:00:00",
        "0:41:00",
        "-12:00:05",
        "0:00:01.25",
        "0:00:00.000001",
    ]
