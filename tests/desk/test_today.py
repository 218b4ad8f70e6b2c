"""The day bar, over a real copy."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from autotask.entities import Holiday, TimeEntry, TimeOffRequest
from desk.calendars import DAYS
from desk.pages import Interval
from tests.desk.shop import ANA, BEN, COMPLETE, Shop, at, location, ticket, us


def span(start: str, end: str) -> Interval:
    return Interval(us(at(start)), us(at(end)))


async def test_a_morning_with_a_gap(shop: Shop) -> None:
    await shop.put(
        ticket(1),
        ticket(2, status=COMPLETE, title="Reset password"),
        shop.entry(1, at("08:05"), 47),
        shop.entry(2, at("09:25"), 10),
        shop.entry(1, at("08:00"), 60, resource_id=BEN),
        shop.entry(1, at("08:00", 23), 60),
        *shop.call(1, at("10:30"), 30, ANA),
        shop.appointment("Stand-up", at("11:00"), 15),
    )
    following = await shop.live()
    day = following.desk.today()
    assert day.day == "2026-11-24"
    assert day.shift == (span("08:00", "12:00"), span("13:00", "18:00"))
    assert day.lunch == span("12:00", "13:00")
    assert [(entry.span, entry.minutes, entry.title) for entry in day.entries] == [
        (span("08:05", "08:52"), 47, "Outlook is slow"),
        (span("09:25", "09:35"), 10, "Reset password"),
    ]
    assert day.gaps == (span("08:52", "09:25"),)
    assert [(booking.span, booking.title) for booking in day.bookings] == [
        (span("10:30", "11:00"), "Outlook is slow"),
        (span("11:00", "11:15"), "Stand-up"),
    ]
    assert (day.entered_minutes, day.elapsed_minutes, day.available_minutes) == (57, 101, 540)
    assert day.coverage == pytest.approx(57 / 101)
    assert day.day_off == ""


async def test_entries_are_followed_as_they_are_made_changed_and_taken_back(shop: Shop) -> None:
    await shop.put(ticket(1))
    following = await shop.live()
    entry = shop.entry(1, at("08:00"), 30)
    await following.put(entry)
    assert following.desk.today().entered_minutes == 30
    await following.put(shop.entry(1, at("08:00"), 45, id=entry.id))
    assert following.desk.today().entered_minutes == 45
    await following.drop(TimeEntry, entry.id)
    assert following.desk.today().entered_minutes == 0


async def test_time_on_a_ticket_that_was_closed_before_has_its_title(shop: Shop) -> None:
    await shop.put(ticket(2, status=COMPLETE, title="Reset password"))
    following = await shop.live()
    await following.put(shop.entry(2, at("08:00"), 30))
    assert [entry.title for entry in following.desk.today().entries] == ["Reset password"]


async def test_internal_time_is_entered_and_not_billable(shop: Shop) -> None:
    await shop.put(shop.entry(None, at("08:00"), 30, summary_notes="Team meeting", internal_billing_code_id=3))
    following = await shop.live()
    day = following.desk.today()
    assert (day.entered_minutes, day.billable_minutes) == (30, 0)
    assert day.entries[0].item is None
    assert day.entries[0].title == "Team meeting"
    await following.put(shop.entry(None, at("08:30"), 30, summary_notes=" ", internal_billing_code_id=3))
    assert following.desk.today().entries[1].title == "internal time"


async def test_before_the_day_begins_there_is_no_coverage(shop: Shop) -> None:
    following = await shop.live()
    await following.move(at("07:00"))
    assert following.desk.today().coverage is None


async def test_part_time_shortens_the_day(shop: Shop) -> None:
    await shop.put(shop.availability(ANA, 5), shop.availability(BEN, 2))
    following = await shop.live()
    assert following.desk.today().available_minutes == 300


async def test_a_day_that_the_availability_leaves_out_is_free(shop: Shop) -> None:
    await shop.put(shop.availability(ANA, 0))
    following = await shop.live()
    day = following.desk.today()
    assert (day.available_minutes, day.coverage, day.day_off) == (0, None, "not a working day")


async def test_approved_time_off_is_not_working_time(shop: Shop) -> None:
    """Statuses are bare numbers: what is granted bears a date, and most that do have its status."""
    asked: dict[str, Any] = {"resource_id": ANA, "request_date": date(2026, 11, 24)}
    granted = asked | {"approved_date_time": at("07:00")}
    await shop.put(
        TimeOffRequest(id=1, status=2, start_time=at("08:00"), end_time=at("09:00"), hours=1.0, **granted),
        TimeOffRequest(id=2, status=2, hours=2.0, **granted),
        TimeOffRequest(id=3, status=1, hours=4.0, **asked),
        TimeOffRequest(id=4, status=4, hours=4.0, **granted),  # taken back since
        TimeOffRequest(id=5, status=2, hours=4.0, reject_reason="Too many are off", **granted),
    )
    following = await shop.live()
    day = following.desk.today()
    assert day.shift == (span("09:00", "12:00"), span("13:00", "16:00"))


async def test_a_whole_day_off_says_so_whatever_its_times_leave_of_the_hours_of_the_office(shop: Shop) -> None:
    granted: dict[str, Any] = {"resource_id": ANA, "status": 2, "approved_date_time": at("07:00")}
    granted |= {"request_date": date(2026, 11, 24), "hours": 8.0}
    await shop.put(TimeOffRequest(id=2, **granted))
    following = await shop.live()
    assert following.desk.today().day_off == "time off"
    await following.put(shop.availability(ANA, 8))
    assert following.desk.today().day_off == "time off"
    await following.put(TimeOffRequest(id=2, start_time=at("08:00"), end_time=at("16:30"), **granted))
    assert following.desk.today().day_off == "time off"


async def test_a_holiday_is_named(shop: Shop) -> None:
    await shop.put(Holiday(id=2, holiday_set_id=1, holiday_date=date(2026, 11, 24), holiday_name="Founders' Day"))
    following = await shop.live()
    assert following.desk.today().day_off == "holiday: Founders' Day"
    await following.move(at("12:00", 28))
    assert following.desk.today().day_off == "not a working day"


async def test_my_own_hours_and_lunch_are_settings(shop: Shop) -> None:
    following = await shop.live(hours="09:00-17:00", lunch=None, gap_minutes=10)
    day = following.desk.today()
    assert day.shift == (span("09:00", "17:00"),)
    assert day.gaps == (span("09:00", "09:41"),)


async def test_without_me_the_day_is_empty_and_still_drawn(shop: Shop) -> None:
    following = await shop.live(me="")
    day = following.desk.today()
    assert day.entries == ()
    assert day.bookings == ()
    assert day.span.length > 0


async def test_entries_of_other_weeks_are_let_go(shop: Shop) -> None:
    following = await shop.live()
    near, far = shop.entry(None, at("08:00", 25), 30), shop.entry(None, at("08:00", 4), 30)
    await following.put(near, far)
    assert set(following.desk._beat.state.book._entries) == {near.id}
    await following.put(shop.entry(None, at("08:00", 5), 30, id=near.id))
    assert following.desk._beat.state.book._entries == {}


async def test_on_the_day_the_clocks_change_an_office_without_hours_is_drawn_by_the_wall_clock(shop: Shop) -> None:
    closed = {f"{day}_business_hours_{edge}_time": None for day in DAYS for edge in ("start", "end")}
    await shop.put(location(**closed))
    shop.clock.set(us(datetime(2026, 10, 25, 12, tzinfo=UTC)))
    day = (await shop.live()).desk.today()
    assert day.span == (us(datetime(2026, 10, 25, 8, tzinfo=UTC)), us(datetime(2026, 10, 25, 18, tzinfo=UTC)))


async def test_a_clock_that_is_set_by_days_finds_the_entries_of_the_new_day(shop: Shop) -> None:
    await shop.put(ticket(1), shop.entry(1, at("08:05", 27), 47))
    following = await shop.live()
    assert following.desk.today().entered_minutes == 0
    await following.move(at("09:41", 27))
    assert following.desk.today().entered_minutes == 47
