"""The words of rows, reasons and milestones."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from autotask.picklists import Picklist, Picklists, PicklistValue
from desk.durations import (
    WHOLE_DAY,
    age_text,
    business_text,
    day_of,
    late_text,
    left_text,
    moment_text,
    owed_text,
    start_text,
)
from desk.model import View
from sla.calendar import BusinessCalendar
from sla.instants import HOUR, MINUTE
from sla.schedule import Schedule
from tests.desk.shop import (
    ANA,
    NEW,
    REQUEST,
    WAITING_CUSTOMER,
    WAITING_VENDOR,
    Following,
    Shop,
    at,
    ticket,
    ticket_id,
    us,
)


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (41 * MINUTE + 59_000_000, "0:41 left"),
        (0, "0:00 left"),
        (5 * HOUR + 40 * MINUTE, "5:40 left"),
        (8 * HOUR - 1, "7:59 left"),
        (8 * HOUR, "1d"),
        (11 * HOUR, "1d 3h"),
        (-12 * MINUTE, "LATE 0:12"),
        (-11 * HOUR, "LATE 1d 3h"),
        (-1, "LATE 0:00"),
    ],
)
def test_time_left_is_counted_in_days_of_eight_hours_where_no_calendar_says_more(left: int, text: str) -> None:
    assert left_text(left) == text


def test_round_the_clock_a_day_has_24_hours_and_says_so() -> None:
    assert business_text(30 * HOUR, WHOLE_DAY) == "1d 6h"
    assert left_text(24 * HOUR - 1, WHOLE_DAY) == "23:59 left"
    assert left_text(30 * HOUR, WHOLE_DAY) == "1d 6h 24/7"
    assert left_text(76 * HOUR, WHOLE_DAY) == "3d 4h 24/7"
    assert left_text((3 * 24 + 12) * HOUR, WHOLE_DAY) == "3d12h 24/7"
    assert left_text(34 * HOUR, WHOLE_DAY) == "1d10h 24/7"
    assert left_text(-76 * HOUR, WHOLE_DAY) == "LATE 3d 4h"
    assert left_text(-(12 * 8 + 4) * HOUR) == "LATE 12d"
    assert late_text(34 * HOUR, WHOLE_DAY) == "LATE 1d10h"


def test_a_day_is_one_of_the_calendar_that_the_time_runs_on() -> None:
    office = BusinessCalendar(
        Schedule.of("Europe/London", {"mon": [("08:00", "17:30")], "tue": [("08:00", "12:00"), ("13:00", "17:00")]})
    )
    assert left_text(19 * HOUR, day_of(office)) == "2d"
    assert left_text(9 * HOUR, day_of(office)) == "9:00 left"
    assert left_text(33 * HOUR, day_of(BusinessCalendar(Schedule.always()))) == "1d 9h 24/7"
    closed_on_sundays = {day: [("00:00", "24:00")] for day in ("mon", "tue", "wed", "thu", "fri", "sat")}
    assert left_text(33 * HOUR, day_of(BusinessCalendar(Schedule.of("UTC", closed_on_sundays)))) == "1d 9h"


def test_the_time_of_an_answer_says_whether_it_was_owed_already() -> None:
    assert owed_text(17 * MINUTE) == "owed 0:17"
    assert owed_text(-12 * MINUTE) == "OWED 0:12"
    assert owed_text(-34 * HOUR, WHOLE_DAY) == "OWED 1d10h"


def test_instants_are_said_as_a_person_says_them() -> None:
    london, now = ZoneInfo("Europe/London"), us(at("09:41"))
    assert moment_text(us(at("10:22")), now, london) == "10:22"
    assert moment_text(us(at("10:22", 26)), now, london) == "Thu 10:22"
    assert moment_text(us(at("10:22", 19)), now, london) == "19 Nov 10:22"
    assert moment_text(us(at("10:22", 23)), now, london) == "23 Nov 10:22"
    assert moment_text(us(at("10:22", 4, 12)), now, london) == "4 Dec 10:22"
    assert moment_text(us(at("10:22").replace(year=2025)), now, london) == "24 Nov 2025"
    assert age_text(3 * HOUR) == "3 h"
    assert age_text(4 * MINUTE) == "4 m"
    assert age_text(53 * HOUR) == "2d 5h"


async def row(following: Following, number: int, view: View = View.MINE) -> tuple[str, str]:
    item = next(item for item in following.desk.queue(view).items if item.id.id == number)
    text = following.desk.row(item, following.desk.clock.now())
    return text.flag, text.sla


async def test_each_state_has_its_flag_and_its_words(shop: Shop) -> None:
    await shop.put(
        ticket(1, resolved_due_date_time=at("09:29")),
        ticket(2, resolved_due_date_time=at("10:22")),
        ticket(3, resolved_due_date_time=at("15:21")),
        ticket(4, status=WAITING_CUSTOMER),
        ticket(5, status=WAITING_VENDOR, resolved_due_date_time=at("15:21")),
        ticket(6, assigned_resource_id=None, status=NEW, resolved_due_date_time=at("15:21")),
        ticket(7, resolved_due_date_time=at("15:00", 27)),
        ticket(8, last_activity_date=at("09:00", 19), resolved_due_date_time=at("15:00", 27)),
        ticket(9, resolved_due_date_time=at("15:00", 27)),
        *shop.call(9, at("10:30"), 30, ANA),
    )
    following = await shop.live()
    following.desk.take_in_hand(timer_on=ticket_id(3))
    assert await row(following, 1) == ("!!", "LATE 0:12")
    assert await row(following, 2) == ("!", "0:41 left")
    assert await row(following, 3) == ("▶", "5:40 left")
    assert await row(following, 4) == ("~", "paused")
    assert await row(following, 5) == ("~", "5:40 left")
    assert await row(following, 6, View.UNASSIGNED) == ("?", "5:40 left")
    assert await row(following, 7) == ("", "3d 5h")
    assert await row(following, 8) == ("z", "3d 5h")
    assert await row(following, 9) == ("@", "10:30 appt")


async def test_nothing_is_due_soon_that_cannot_be_missed_before_the_office_opens(shop: Shop) -> None:
    await shop.put(
        ticket(1, resolved_due_date_time=at("08:20", 30), last_activity_date=at("15:00", 27)),
        ticket(2, resolved_due_date_time=at("12:00", 28), last_activity_date=at("15:00", 27)),
        ticket(3, resolved_due_date_time=at("17:00", 30), last_activity_date=at("15:00", 27)),
        shop.note(3, "It is back again.", at("14:30", 27)),
    )
    following = await shop.live()

    async def flags(clock: str, day: int) -> tuple[str, str, str, int]:
        await following.move(at(clock, day))
        rows = [await row(following, number) for number in (1, 2, 3)]
        return rows[0][0], rows[1][0], rows[2][0], following.desk.counts(View.MINE).soon

    assert await flags("17:45", 27) == ("!", "!", "!", 2)
    assert await flags("18:00", 27) == ("", "", "", 0)
    assert await flags("11:05", 28) == ("", "!", "", 1)
    assert await flags("12:00", 28) == ("", "!!", "", 0)
    assert await flags("07:19", 30) == ("", "!!", "", 0)
    assert await flags("07:20", 30) == ("!", "!!", "", 1)
    assert await flags("08:00", 30) == ("!", "!!", "!", 1)


async def test_a_paused_ticket_is_never_late_whatever_was_missed_before(shop: Shop) -> None:
    missed = {"resolved_due_date_time": at("09:05"), "last_tracked_modification_date_time": at("09:30")}
    await shop.put(
        ticket(1, status=WAITING_CUSTOMER, **missed),
        ticket(2, status=WAITING_VENDOR, **missed),
        ticket(3, status=WAITING_VENDOR, resolved_due_date_time=at("10:00")),
        *shop.call(1, at("10:30"), 30, ANA),
    )
    following = await shop.live()
    assert await row(following, 1) == ("~", "paused")
    assert await row(following, 2) == ("!!", "LATE 0:36")
    assert await row(following, 3) == ("!", "0:19 left")
    counts = following.desk.counts(View.MINE)
    assert (counts.late, counts.soon, counts.waiting) == (1, 1, 3)
    detail = await following.desk.detail(1)
    assert detail is not None
    assert detail.milestones[2].text == "missed 09:05, before the pause"


async def test_a_clock_that_goes_on_is_late_again_and_an_old_miss_is_no_alarm(shop: Shop) -> None:
    old, today = ticket(1, resolved_due_date_time=at("15:00", 20)), ticket(2, resolved_due_date_time=at("10:05"))
    await shop.put(*(replace(one, status=WAITING_CUSTOMER) for one in (old, today)))
    following = await shop.live()
    await following.move(at("10:41"))
    deltas = await following.put(old, today)
    assert await row(following, 1) == ("!!", "LATE 1d 5h")
    assert [alarm.item for delta in deltas for alarm in delta.alarms] == [ticket_id(2)]


async def test_countdowns_go_on_between_two_changes(shop: Shop) -> None:
    await shop.put(ticket(1, resolved_due_date_time=at("12:00")))
    following = await shop.live()
    assert await row(following, 1) == ("", "2:19 left")
    assert await following.move(at("10:41")) == []
    assert await row(following, 1) == ("", "1:19 left")


async def test_late_overnight_is_still_late(shop: Shop) -> None:
    await shop.put(ticket(1, resolved_due_date_time=at("18:00")))
    following = await shop.live()
    await following.move(at("23:00"))
    assert await row(following, 1) == ("!!", "LATE 0:00")


async def test_a_task_shows_its_start_and_an_appointment_its_hour(shop: Shop) -> None:
    await shop.put(*shop.project_task("Cabling", at("14:00", 26)), shop.appointment("Stand-up", at("11:00"), 15))
    following = await shop.live()
    rows = [following.desk.row(item, us(at("09:41"))) for item in following.desk.queue(View.MINE).items]
    assert [(row.flag, row.sla, row.summary) for row in rows] == [
        ("@", "11:00 appt", "Stand-up"),
        ("", "Thu 14:00", "Cabling"),
    ]


@pytest.mark.parametrize(
    ("start", "text"),
    [
        (at("10:30"), "10:30"),
        (at("08:00", 30), "Mon 08:00"),
        (at("08:00", 1, 12), "1 Dec"),
        (at("08:00", 30, 12), "30 Dec"),
        (at("08:00").replace(year=2027), "Nov 2027"),
        (at("08:00"), "was 08:00"),
        (at("08:00", 23), "was 23 Nov"),
        (at("08:00", 16), "was 16 Nov"),
        (at("08:00").replace(year=2025), "was 2025"),
    ],
)
def test_a_start_is_never_taken_for_one_of_another_week(start: datetime, text: str) -> None:
    told = start_text(us(start), us(at("09:41")), ZoneInfo("Europe/London"))
    assert told == text
    assert len(told) <= 10


async def test_a_task_that_should_have_begun_or_ended_is_flagged(shop: Shop) -> None:
    await shop.put(
        *shop.project_task("Begun", at("08:00", 23), end_date_time=at("17:00", 27)),
        *shop.project_task("Over", at("08:00", 20), end_date_time=at("17:00", 23)),
    )
    following = await shop.live()
    rows = [following.desk.row(item, us(at("09:41"))) for item in following.desk.queue(View.MINE).items]
    assert [(row.flag, row.sla, row.summary) for row in rows] == [
        ("!!", "was 20 Nov", "Over"),
        ("!", "was 23 Nov", "Begun"),
    ]


async def test_a_booking_under_way_since_another_day_is_on(shop: Shop) -> None:
    await shop.put(ticket(1), *shop.call(1, at("08:00", 23), 3 * 24 * 60, ANA))
    assert await row(await shop.live(), 1) == ("@", "on now")


async def test_work_that_stands_by_its_booking_says_what_it_misses(shop: Shop) -> None:
    await shop.put(
        ticket(1, title="Install a new switch in the rack", ticket_type=REQUEST, resolved_due_date_time=at("09:05")),
        *shop.call(1, at("09:30", 25), 30, ANA),
    )
    following = await shop.live()
    item = following.desk.item(ticket_id(1))
    assert item is not None
    assert item.workflow == "W09"
    said = "booked tomorrow 09:30; resolution missed 09:05"
    assert following.desk.row(item, us(at("09:41"))).why == said
    why = following.desk.explain(ticket_id(1))
    assert why is not None
    assert why.lines[0] == f"{said}: stands by its booked start"


async def test_round_the_clock_service_counts_the_night(shop: Shop) -> None:
    await shop.copy.write_picklists(
        Picklists({("Tickets", "serviceLevelAgreementID"): Picklist((PicklistValue(1, "Managed Gold (24x7)"),))})
    )
    await shop.put(ticket(1, service_level_agreement_id=1, resolved_due_date_time=at("09:41", 25)))
    following = await shop.live()
    assert await row(following, 1) == ("", "1d 24/7")
    await following.move(at("21:41"))
    assert await row(following, 1) == ("", "12:00 left")


async def test_a_line_of_the_ranking_tells_its_place_and_how_it_came_there(shop: Shop) -> None:
    await shop.put(*(ticket(number) for number in range(1, 8)))
    desk = (await shop.live()).desk
    lines = [desk.ranking_line(place, item) for place, item in enumerate(desk.queue(View.MINE).items, 1)]
    assert [line.position for line in lines] == [1, 2, 3, 4, 5, 6, 7]
    assert all(line.sentence and line.evidence for line in lines)


async def test_a_leaver_is_flagged_before_and_after_the_access_was_to_end(shop: Shop) -> None:
    later = at("17:00", 10, 12)
    await shop.put(
        ticket(1, title="Leaver: Jo Park, block the account today at 12:50", ticket_type=REQUEST, status=NEW,
               resolved_due_date_time=later, due_date_time=later)
    )  # fmt: skip
    following = await shop.live()
    flags = []
    for clock in ("10:49", "10:50", "12:49", "12:50"):
        await following.move(at(clock))
        flags.append((await row(following, 1))[0])
    assert flags == ["", "!", "!", "!!"]


async def test_a_row_says_until_when_an_answer_is_owed_before_why(shop: Shop) -> None:
    await shop.put(ticket(1), shop.note(1, "Still drops, please call", at("09:36")))
    following = await shop.live()
    item = following.desk.item(ticket_id(1))
    assert item is not None
    assert following.desk.row(item, us(at("09:41"))).why == "answer due 13:36, customer replied 5 min ago"
    why = following.desk.explain(ticket_id(1))
    assert why is not None
    assert why.sentence == "customer replied 5 min ago, answer due 13:36"


async def test_a_row_shows_the_answer_that_gives_it_its_place(shop: Shop) -> None:
    await shop.put(ticket(1, resolved_due_date_time=at("15:00", 27)), shop.note(1, "Still drops", at("09:30")))
    following = await shop.live()
    shown = []
    for clock in ("09:41", "12:30", "13:13", "13:42"):
        await following.move(at(clock))
        shown.append(await row(following, 1))
    assert shown == [("", "owed 3:49"), ("!", "owed 1:00"), ("!", "owed 0:17"), ("!!", "OWED 0:12")]


async def test_who_waits_for_an_answer_is_not_marked_as_waited_for(shop: Shop) -> None:
    note = shop.note(1, "Still drops", at("09:30"))
    await shop.put(ticket(1, status=WAITING_CUSTOMER), note, ticket(2, status=WAITING_CUSTOMER))
    following = await shop.live()
    assert await row(following, 1) == ("", "owed 3:49")
    assert await row(following, 2) == ("~", "paused")


async def test_a_sooner_milestone_keeps_the_cell_and_a_late_one_its_word(shop: Shop) -> None:
    await shop.put(
        ticket(1, resolved_due_date_time=at("11:00")),
        shop.note(1, "Still drops", at("09:30")),
        ticket(2, resolved_due_date_time=at("09:29")),
        shop.note(2, "And here", at("09:30")),
    )
    following = await shop.live()
    assert await row(following, 1) == ("", "1:19 left")
    assert await row(following, 2) == ("!!", "LATE 0:12")


async def test_a_reason_tells_one_instant_once(shop: Shop) -> None:
    await shop.put(
        ticket(1, resolved_due_date_time=at("15:00", 27)), shop.note(1, "Still drops", at("09:30")),
        ticket(2, title="Leaver: Jo Park, block the account today at 12:50", ticket_type=REQUEST, status=NEW,
               resolved_due_date_time=at("17:00", 10, 12), due_date_time=at("17:00", 10, 12)),
    )  # fmt: skip
    following = await shop.live()
    await following.move(at("13:40"))
    owed, leaver = (following.desk.explain(ticket_id(number)) for number in (1, 2))
    assert owed is not None
    assert owed.lines[0].endswith("answer was due 13:30: stands by that, sooner than its resolution Fri 15:00")
    assert leaver is not None
    assert leaver.lines[0] == "a leaver's access was to end 12:50: goes first until the access is ended"


async def test_what_is_urgent_says_by_what_it_is_compared(shop: Shop) -> None:
    await shop.put(ticket(1, resolved_due_date_time=at("09:50")), ticket(2, resolved_due_date_time=at("09:05")))
    following = await shop.live()
    for number in (1, 2):
        why = following.desk.explain(ticket_id(number))
        assert why is not None
        assert why.lines[0].endswith("among these by workflow, then by due")
