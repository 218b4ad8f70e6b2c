"""Forecasts and loads over a real copy: what they say, and that they stay true tech by tech."""

from datetime import date, timedelta
from random import Random
from typing import Any

from autotask.entities import Ticket, TimeOffRequest
from desk.forecast import Forecasts
from desk.forecast_words import forecast_sentence, no_forecast
from desk.model import ItemId, MilestoneName
from tests.desk.shop import (
    ANA,
    BEN,
    CHI,
    COMPLETE,
    CRITICAL,
    IN_PROGRESS,
    ON_HOLD,
    WAITING_CUSTOMER,
    FixedMachine,
    Following,
    Shop,
    at,
    ticket,
    ticket_id,
    us,
)
from workflows.catalog import packaged
from workflows.forecast import EffortFrom, Forecast


def asked(number: int, due: str, day: int = 24, **changes: Any) -> Ticket:
    """A ticket of an hour that is to be resolved at a time of this or another day, and nothing else."""
    return ticket(number, resolved_due_date_time=at(due, day), estimated_hours=1.0, **changes)


def forecasts(following: Following) -> Forecasts:
    following.desk.forecasts.settle()
    return following.desk.forecasts


def told(following: Following, number: int) -> str:
    """What is said of a ticket."""
    one = forecasts(following).of(ticket_id(number))
    state = following.desk.state
    entry = state.roster.entries.get(ticket_id(number))
    if one is None:
        owner = None if entry is None else state.tenant.people.get(entry.item.owner_id or 0)
        return no_forecast(entry, owner)
    now = following.desk.clock.now()
    return forecast_sentence(one, state.tenant.name_of(one.resource_id), now, following.desk.zone)


async def test_the_queue_before_a_ticket_and_the_hours_of_its_tech_say_when_it_is_done(shop: Shop) -> None:
    """At 09:41: three tickets of an hour, a visit from 11:00, lunch from 12:00."""
    await shop.put(asked(1, "11:30"), asked(2, "12:30"), asked(3, "14:30"), *shop.call(9, at("11:00"), 60, ANA))
    following = await shop.live()
    assert told(following, 1) == (
        "nothing before it, about 1:00 itself; Ana Ruiz is free now; would be done about 10:41, due 11:30"
    )
    assert told(following, 2) == (
        "1 ticket before it, about 1:00 of work, about 1:00 itself; Ana Ruiz is free now; "
        "would be done about 13:41, due 12:30"
    )
    assert [one.missed for number in (1, 2, 3) if (one := forecasts(following).of(ticket_id(number)))] == [
        False,
        True,
        True,
    ]


async def test_time_off_part_time_and_bookings_put_it_off_and_each_change_is_taken_in(shop: Shop) -> None:
    await shop.put(asked(1, "15:00"), asked(2, "15:00", assigned_resource_id=BEN))
    following = await shop.live()
    heard: list[frozenset[ItemId]] = []
    following.desk.forecasts.subscribe(heard.append)
    forecasts(following)
    heard.clear()

    meeting = shop.appointment("Stand-up", at("09:00"), 400)
    await following.put(meeting)
    assert told(following, 1).endswith("is free from 15:40; would be done about 16:40, due 15:00")
    assert heard == [frozenset({ticket_id(1)})]
    await following.put(shop.availability(ANA, 7))
    assert told(following, 1).endswith("is free from 15:40; would be done about Wed 08:40, due 15:00")
    for day in (24, 25):
        off: dict[str, Any] = {
            "resource_id": ANA,
            "request_date": date(2026, 11, day),
            "approved_date_time": at("07:00"),
        }
        await following.put(TimeOffRequest(id=day, status=2, hours=9.0, **off))
    assert told(following, 1).endswith("is free from Thu 08:00; would be done about Thu 09:00, due 15:00")


async def test_an_answer_is_met_when_its_turn_comes(shop: Shop) -> None:
    new: dict[str, Any] = {"status": 1, "first_response_date_time": None}
    await shop.put(
        asked(1, "10:30"),
        ticket(2, create_date=at("09:35"), first_response_due_date_time=at("10:35"), **new),
    )
    following = await shop.live()
    one = forecasts(following).of(ticket_id(2))
    assert one is not None
    assert (one.milestone, one.expected, one.missed) == (MilestoneName.FIRST_RESPONSE, us(at("10:41")), True)
    assert told(following, 2) == (
        "1 ticket before it, about 1:00 of work; Ana Ruiz is free now; "
        "its turn comes about 10:41, first response due 10:35"
    )


async def test_where_nothing_can_be_said_it_is_said_why(shop: Shop) -> None:
    await shop.put(
        asked(1, "15:00", assigned_resource_id=None),
        asked(2, "15:00", status=WAITING_CUSTOMER, last_tracked_modification_date_time=at("09:20")),
        asked(3, "15:00", status=ON_HOLD),
        asked(4, "09:20"),
        asked(5, "15:00", assigned_resource_id=99),
        asked(6, "15:00", status=COMPLETE),
    )
    following = await shop.live()
    assert [told(following, number).removeprefix("no forecast: ") for number in range(1, 7)] == [
        "nobody has it",
        "its clock stands",
        "it waits",
        "what is promised was missed, or lies after all that is planned",
        "resource 99 is not active",
        "only open tickets have a forecast",
    ]
    assert not forecasts(following).known


async def test_what_is_booked_is_done_by_the_end_of_its_booking(shop: Shop) -> None:
    await shop.put(asked(1, "15:00"), *shop.call(1, at("14:30"), 60, BEN))
    following = await shop.live()
    assert told(following, 1) == "booked; would be done 15:30, due 15:00"


async def test_a_critical_incident_is_done_at_once_at_night_too_and_puts_off_all_else(shop: Shop) -> None:
    down: dict[str, Any] = {"title": "Server down, nobody can work", "priority": CRITICAL, "create_date": at("17:00")}
    shop.clock.set(us(at("17:30")))
    await shop.put(asked(1, "18:00"), asked(2, "20:00", **down))
    following = await shop.live()
    assert told(following, 2) == (
        "nothing before it, about 1:00 itself; goes before all else; would be done about 18:30, due 20:00"
    )
    assert told(following, 1).endswith("is free from Wed 08:00; would be done about Wed 09:00, due 18:00")


async def test_who_does_nothing_misses_it_without_anything_else_happening(shop: Shop) -> None:
    await shop.put(asked(1, "11:00"), asked(2, "17:00", assigned_resource_id=BEN))
    following = await shop.live()
    assert forecasts(following).known[ticket_id(1)].missed is False
    heard: list[frozenset[ItemId]] = []
    following.desk.forecasts.subscribe(heard.append)
    await following.move(at("10:00"))
    assert forecasts(following).known[ticket_id(1)].reckoned_at == us(at("09:41"))
    await following.move(at("10:01"))
    assert forecasts(following).known[ticket_id(1)].missed is True
    assert heard == [frozenset({ticket_id(1)})]
    assert forecasts(following).known[ticket_id(2)].reckoned_at == us(at("09:41")), "Ben's was not reckoned again"
    await following.move(at("11:00"))
    assert ticket_id(1) not in forecasts(following).known


async def test_a_burst_of_changes_leaves_what_a_desk_that_opens_now_would_say(shop: Shop) -> None:
    chance = Random(5)
    people = [ANA, BEN, CHI]
    await shop.put(*(asked(number, "15:00", assigned_resource_id=people[number % 3]) for number in range(1, 13)))
    following = await shop.live()
    forecasts(following)
    moment = at("09:41")
    for step in range(20):
        number, who = chance.randint(1, 12), chance.choice(people)
        due = f"{chance.randint(10, 17)}:{chance.randint(0, 59):02}"
        match step % 5:
            case 0:
                await following.put(asked(number, due, assigned_resource_id=chance.choice((who, None))))
            case 1:
                status = chance.choice((IN_PROGRESS, WAITING_CUSTOMER, COMPLETE))
                await following.put(asked(number, due, assigned_resource_id=who, status=status))
            case 2:
                await following.put(*shop.call(number, at(due), 45, who))
            case 3:
                await following.put(shop.entry(number, moment, 10, resource_id=who))
            case _:
                moment += timedelta(minutes=10)
                await following.move(moment)
        kept = dict(forecasts(following).known)
        standing = following.desk.state.roster.entries
        assert not any(one.missed and standing[item].item.paused for item, one in kept.items())
        fresh = Forecasts(lambda: following.desk.state, packaged(), following.desk.clock, FixedMachine())
        fresh.settle()
        assert {item: said(one) for item, one in kept.items()} == {item: said(one) for item, one in fresh.known.items()}
    await following.desk.load()
    assert {item: said(one) for item, one in forecasts(following).known.items()} == {
        item: said(one) for item, one in kept.items()
    }, "reading the copy anew changes nothing"


async def test_what_past_tickets_took_is_reckoned_with_where_nobody_has_estimated(shop: Shop) -> None:
    """Ten that took from 10 to 100 minutes in all; of this one, half an hour is done."""
    past = [ticket(number, status=COMPLETE, completed_date=at("12:00", 20)) for number in range(1, 11)]
    entries = [shop.entry(number, at("12:00", 20), minutes) for number in range(1, 11) for minutes in (number * 5,) * 2]
    await shop.put(*past, *entries, ticket(20, resolved_due_date_time=at("15:00")), shop.entry(20, at("08:00"), 30))
    following = await shop.live()
    assert "about 0:30 itself" in told(following, 20), "the catalogue's hour"
    await following.desk.foresee()
    assert "about 0:25 itself" in told(following, 20), "the median of 55 minutes"
    one = forecasts(following).of(ticket_id(20))
    assert one is not None
    assert one.effort.source is EffortFrom.MEDIAN


async def test_the_load_of_a_tech(shop: Shop) -> None:
    await shop.put(
        asked(1, "09:30"),
        asked(2, "10:30"),
        asked(3, "17:00", status=WAITING_CUSTOMER, last_tracked_modification_date_time=at("09:20")),
        *shop.call(2, at("09:30"), 60, BEN),
        *shop.call(2, at("11:00"), 30, BEN),
        shop.availability(CHI, 0),
    )
    following = await shop.live()
    forecasts(following)
    loads, now = following.desk.loads, following.desk.clock.now()
    assert loads.techs() == (ANA, BEN, CHI)
    ana, ben, chi = (loads.of(tech, now) for tech in loads.techs())
    assert (ana.name, ana.open, ana.waiting, ana.late, ana.will_miss) == ("Ana Ruiz", 3, 1, 1, 1)
    assert (ana.free_at, ana.busy_until, ana.available_minutes) == (now, None, 540)
    assert (ben.booked_minutes, ben.available_minutes) == (90, 540)
    assert (ben.busy_with, ben.busy_until, ben.free_at) == (ticket_id(2), us(at("10:30")), us(at("10:30")))
    assert (chi.off, chi.available_minutes, chi.full) == ("not a working day", 0, False)
    await following.put(*shop.call(9, at("10:30"), 440, BEN))
    forecasts(following)
    assert loads.of(BEN, now).full


def said(one: Forecast) -> tuple[object, ...]:
    return one.resource_id, one.milestone, one.due, one.missed
