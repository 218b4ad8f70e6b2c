"""On which hours a service level counts: as set, as its due dates agree, as the dates of a ticket show, or assumed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from autotask.entities import Ticket
from autotask.picklists import Picklist, PicklistValue
from desk.calendars import Calendars, Location, hours_text, read_calendars
from desk.counted_hours import CountedHours, Hours, Words
from sla.instants import HOUR, MINUTE, instant
from tests.desk.shop import ACME, CRITICAL, HIGH, MEDIUM, NORTHWIND, at, location, ticket, us

GOLD, STANDARD = 1, 2
NAMES = {GOLD: "Managed Gold (24x7)", STANDARD: "Managed Standard"}
PRIORITIES = {CRITICAL: "Critical", HIGH: "High", MEDIUM: "Medium"}
ZONES = Picklist((PicklistValue(31, "GMT Standard Time"), PicklistValue(32, "New Zealand Standard Time")))
CALENDARS = read_calendars(
    [location(), location(id=2, name="Wellington", time_zone_id=32, is_default=False)], [], [], ZONES
)
LONDON, WELLINGTON = CALENDARS.all
OPENED = (at("09:00"), at("17:30"), at("20:00"), at("03:00", 25), at("11:00", 28))
"""In the office, shortly before it closes, at night, and on a Saturday."""


def dated(level: int, priority: int, hours: Location = LONDON, company: int = NORTHWIND) -> list[Ticket]:
    """Tickets due two hours and ten hours after their creation, counted on some hours."""
    return [
        ticket(
            level * 1_000 + priority * 100 + company + number * 10_000,
            service_level_agreement_id=level,
            priority=priority,
            company_id=company,
            create_date=created,
            first_response_due_date_time=instant(hours.calendar.add(us(created), 2 * HOUR)),
            resolved_due_date_time=instant(hours.calendar.add(us(created), 10 * HOUR)),
        )
        for number, created in enumerate(OPENED)
    ]


def told(
    one: Ticket, *learnt: Iterable[Ticket], settings: dict[str, str] | None = None, calendars: Calendars = CALENDARS
) -> Hours:
    counted = CountedHours(settings or {})
    counted.learn([each for group in learnt for each in group], calendars)
    level, priority = NAMES.get(one.service_level_agreement_id or 0, ""), PRIORITIES[one.priority or 0]
    words = Words(level, priority, f"company {one.company_id}", gravest=one.priority == CRITICAL)
    return counted.of(one, words, calendars)


def undated(level: int | None, priority: int, company: int = NORTHWIND) -> Ticket:
    return ticket(9, service_level_agreement_id=level, priority=priority, company_id=company)


def test_the_hours_are_those_on_which_the_due_dates_agree_whatever_the_name_says() -> None:
    desk = (dated(GOLD, MEDIUM), dated(GOLD, CRITICAL, CALENDARS.always), dated(STANDARD, CRITICAL))
    assert told(undated(GOLD, MEDIUM), *desk) == (
        LONDON,
        True,
        "learnt from 10 due dates of this service level and priority, which agree on them",
    )
    assert told(undated(GOLD, CRITICAL), *desk)[:2] == (CALENDARS.always, True)
    assert told(undated(STANDARD, CRITICAL), *desk)[:2] == (LONDON, True)


def test_whose_office_counts_for_a_company_is_learnt_with_it() -> None:
    desk = (dated(STANDARD, MEDIUM), dated(STANDARD, MEDIUM, WELLINGTON, ACME))
    assert told(undated(STANDARD, MEDIUM), *desk).counts is LONDON
    assert told(undated(STANDARD, MEDIUM, ACME), *desk).counts is WELLINGTON
    assert told(undated(None, HIGH, ACME), *desk).counts is WELLINGTON


def test_the_extended_hours_of_a_location_are_told_from_its_regular_ones() -> None:
    longer = {
        f"{day}_extended_hours_{edge}_time": datetime(1900, 1, 1, hour, tzinfo=UTC)
        for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
        for edge, hour in (("start", 7), ("end", 21))
    }
    calendars = read_calendars([location(**longer)], [], [], ZONES)
    stretched = calendars.stretched(calendars.default)
    assert (stretched.name, hours_text(stretched.schedule)) == ("London, extended hours", "Mon-Sat 07:00-21:00")
    gold = undated(GOLD, HIGH)
    desk = (dated(GOLD, HIGH, stretched), dated(STANDARD, HIGH), dated(STANDARD, CRITICAL, calendars.always))
    assert told(gold, *desk, calendars=calendars)[:2] == (stretched, True)
    assert told(undated(GOLD, MEDIUM), *desk, calendars=calendars).counts is stretched, "as of the other priority"
    assert told(undated(STANDARD, HIGH), *desk, calendars=calendars).counts is calendars.default
    assert told(undated(STANDARD, CRITICAL), *desk, calendars=calendars).counts is calendars.always
    within: dict[str, Any] = {"create_date": at("09:00"), "first_response_due_date_time": at("11:00")}
    both = [replace(each, **within, resolved_due_date_time=None) for each in dated(GOLD, HIGH)]
    assert told(gold, both, calendars=calendars).counts is not stretched, "what fits both kinds tells neither"
    evening = replace(gold, first_response_due_date_time=at("20:30"))
    assert told(evening, calendars=calendars) == (stretched, True, "shown by a due date in its extended hours")
    settings = {"managed gold (24x7)": "london, Extended hours"}
    assert told(gold, settings=settings, calendars=calendars).counts is stretched


def test_too_few_dates_teach_nothing_and_dates_that_fit_both_neither() -> None:
    in_the_office = dated(STANDARD, MEDIUM, CALENDARS.always)[:1] * 9
    for few in ((), dated(STANDARD, MEDIUM, CALENDARS.always)[2:3], in_the_office):
        assert told(undated(STANDARD, MEDIUM), few) == (LONDON, False, "assumed, as nothing tells")
    assert told(undated(GOLD, MEDIUM)) == (CALENDARS.always, False, "assumed from the name of the service level")


def test_what_other_priorities_count_on_goes_before_a_name() -> None:
    """But the critical one may be what the name means: then Autotask's dates are told on our own target's hours."""
    why = "assumed from other priorities of this service level"
    assert told(undated(GOLD, CRITICAL), dated(GOLD, MEDIUM)) == (LONDON, False, why)
    assert told(undated(GOLD, HIGH), dated(GOLD, MEDIUM)) == (LONDON, True, why)
    assert told(undated(STANDARD, CRITICAL), dated(STANDARD, MEDIUM)) == (LONDON, True, why)
    assert told(undated(GOLD, HIGH), dated(GOLD, MEDIUM, CALENDARS.always)) == (CALENDARS.always, True, why)
    mixed = (dated(GOLD, MEDIUM), dated(GOLD, CRITICAL, CALENDARS.always))
    assert told(undated(GOLD, HIGH), *mixed)[:2] == (CALENDARS.always, False)


@pytest.mark.parametrize(
    ("created", "hours", "known"),
    [(at("06:30"), CALENDARS.always, True), (at("06:30"), LONDON, True), (at("09:00"), LONDON, False)],
)
def test_one_ticket_shows_it_where_it_can_be_no_other(created: datetime, hours: Location, known: bool) -> None:
    """Opened while all offices are closed it is due at once round the clock, and when they open in office hours."""
    due = instant(hours.calendar.add(us(created), 15 * MINUTE))
    opened = ticket(9, service_level_agreement_id=STANDARD, create_date=created, first_response_due_date_time=due)
    assert told(opened)[:2] == (hours, known)


def test_what_was_set_goes_before_everything() -> None:
    settings = {"managed gold (24x7) / critical": "24x7", "Managed Gold (24x7)": "London", "company 102": "Wellington"}
    desk = (dated(GOLD, CRITICAL), dated(GOLD, MEDIUM, CALENDARS.always))
    assert told(undated(GOLD, CRITICAL, ACME), *desk, settings=settings)[:2] == (CALENDARS.always, True)
    assert told(undated(GOLD, MEDIUM, ACME), *desk, settings=settings).counts is LONDON
    assert told(undated(STANDARD, MEDIUM, ACME), *desk, settings=settings).counts is WELLINGTON
    assert CountedHours(settings).strangers(CALENDARS) == ""
    assert CountedHours({"Gold": "Lodnon"}).strangers(CALENDARS) == (
        "desk.calendars names Lodnon, which is no location of the tenant: London, Wellington, 24x7."
    )
