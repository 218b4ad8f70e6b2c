"""Reading schedules: what is accepted, and that every refusal names the place, the cause and the next step."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from sla.errors import ScheduleError
from sla.schedule import Schedule

OFFICE = [("09:00", "17:00")]


def test_days_may_be_short_or_long_names_in_any_case() -> None:
    assert Schedule.of("UTC", {"Monday": OFFICE, "TUE": OFFICE}).weekly[:3] == (
        ((32_400, 61_200),),
        ((32_400, 61_200),),
        (),
    )


def test_a_run_of_days_may_be_written_at_once_also_over_the_weekend() -> None:
    opened = Schedule.of("UTC", {"mon-wed": OFFICE, "Saturday - Sunday": [("10:00", "12:00")]})
    assert [bool(day) for day in opened.weekly] == [True, True, True, False, False, True, True]
    assert [bool(day) for day in Schedule.of("UTC", {"sat-mon": OFFICE}).weekly] == [True, *[False] * 4, True, True]


def test_a_schedule_in_a_file_has_the_same_keys() -> None:
    read = Schedule.read(
        {
            "zone": "UTC",
            "weekly": {"mon": [["09:00", "17:00"]]},
            "holidays": [date(2026, 1, 1)],
            "yearly_holidays": ["12-25"],
            "date_overrides": {"2026-01-02": []},
            "breaks": {"2026-01-05": [["12:00", "13:00"]]},
            "changes": {"2026-09-01": {"mon-fri": [[time(8), time(18)]]}},
        }
    )
    assert read == Schedule.of(
        "UTC",
        {"mon": OFFICE},
        holidays=["2026-01-01"],
        yearly_holidays=[(12, 25)],
        date_overrides={"2026-01-02": []},
        breaks={"2026-01-05": [("12:00", "13:00")]},
        changes={date(2026, 9, 1): {"mon-fri": [("08:00", "18:00")]}},
    )


@pytest.mark.parametrize(
    ("changed", "place", "said"),
    [
        ({"zone": None}, "zone", "is not a name"),
        ({"weekly": []}, "weekly", "is not a table"),
        ({"weekly": {"mon": None}}, 'weekly["mon"]', "where a list of windows belongs"),
        ({"weekly": {"mon": {"09:00": "17:00"}}}, 'weekly["mon"]', "where a list of windows belongs"),
        ({"weekly": {"mon-fri": [], "wed": []}}, 'weekly["wed"]', "wed is given twice"),
        ({"holidays": 25}, "holidays", "is not a list of dates"),
        ({"breaks": ["2026-01-05"]}, "breaks", "is not a table"),
        ({"changes": {"2026-09-01": OFFICE}}, 'changes["2026-09-01"]', "is not a table"),
        ({"changes": {"soon": {}}}, 'changes["soon"]', "is not a date"),
        ({"always": True}, "always", "there is no such key"),
    ],
)
def test_what_a_file_may_not_say_is_refused_by_its_place(changed: dict[str, Any], place: str, said: str) -> None:
    with pytest.raises(ScheduleError, match=said) as refusal:
        Schedule.read({"zone": "UTC", "weekly": {}, **changed})
    assert refusal.value.place == place


@pytest.mark.parametrize("key", ["zone", "weekly"])
def test_zone_and_week_must_be_said(key: str) -> None:
    values: dict[str, object] = {"zone": "UTC", "weekly": {}}
    del values[key]
    with pytest.raises(ScheduleError, match=f"{key}: it is missing"):
        Schedule.read(values)


def test_times_may_be_text_or_time_objects() -> None:
    written = Schedule.of("UTC", {"mon": [("9:00", "17:30:15"), ("00:00", "24:00")]})
    assert written.weekly[0] == ((32_400, 63_015), (0, 86_400))
    assert Schedule.of("UTC", {"mon": [(time(9), time(17, 30, 15)), (time(0), "24:00")]}) == written


def test_schedules_are_equal_and_hash_by_value_whatever_the_order_written() -> None:
    one = Schedule.of(
        "UTC",
        {"mon": OFFICE},
        holidays=["2026-01-01", "2026-12-25"],
        yearly_holidays=["12-25"],
        date_overrides={"2026-01-02": [], "2026-01-05": OFFICE},
    )
    two = Schedule.of(
        "UTC",
        {"mon": OFFICE},
        holidays=[date(2026, 12, 25), date(2026, 1, 1)],
        yearly_holidays=[(12, 25)],
        date_overrides={date(2026, 1, 5): OFFICE, "2026-01-02": ()},
    )
    assert one == two
    assert len({one, two}) == 1


def test_a_windows_zone_name_becomes_its_iana_name() -> None:
    assert Schedule.of("GMT Standard Time", {"mon": OFFICE}).zone == "Europe/London"


def test_always_never_closes_and_a_holiday_changes_that() -> None:
    assert Schedule.always().never_closes
    assert Schedule.of("UTC", dict.fromkeys(DAYS, (("00:00", "12:00"), ("12:00", "00:00")))).never_closes
    assert not Schedule.of("UTC", dict.fromkeys(DAYS, (("00:00", "24:00"),)), holidays=["2026-01-01"]).never_closes


@pytest.mark.parametrize(
    ("arguments", "place", "cause"),
    [
        ({"weekly": {"mond": OFFICE}}, 'weekly["mond"]', "no day of the week"),
        ({"weekly": {"mon": OFFICE, "monday": OFFICE}}, 'weekly["monday"]', "given twice"),
        ({"weekly": {"mon": "09:00-17:00"}}, 'weekly["mon"]', "where a list of windows belongs"),
        ({"weekly": {"mon": ["09:00-17:00"]}}, 'weekly["mon"][0]', "not an opening and a closing"),
        ({"weekly": {"mon": [("09:00",)]}}, 'weekly["mon"][0]', "not an opening and a closing"),
        ({"weekly": {"mon": [*OFFICE, ("9am", "17:00")]}}, 'weekly["mon"][1]', "not a time of day"),
        ({"weekly": {"mon": [("09:60", "17:00")]}}, 'weekly["mon"][0]', "not a time of day"),
        ({"weekly": {"mon": [("09:00", "24:01")]}}, 'weekly["mon"][0]', "not a time of day"),
        ({"weekly": {"mon": [("24:00", "06:00")]}}, 'weekly["mon"][0]', "cannot open at 24:00"),
        ({"weekly": {"mon": [(9, 17)]}}, 'weekly["mon"][0]', "not a time of day"),
        ({"weekly": {"mon": [(time(9, 0, 0, 5), time(17))]}}, 'weekly["mon"][0]', "part of a second"),
        ({"holidays": "2026-12-25"}, "holidays", "one text"),
        ({"holidays": ["2026-12-25", "25/12/2026"]}, "holidays[1]", "not a date"),
        ({"holidays": ["2026-02-30"]}, "holidays[0]", "not a date"),
        ({"holidays": [datetime(2026, 12, 25)]}, "holidays[0]", "an instant"),  # noqa: DTZ001
        ({"yearly_holidays": "12-25"}, "yearly_holidays", "one text"),
        ({"yearly_holidays": ["02-30"]}, "yearly_holidays[0]", "not a day of the year"),
        ({"yearly_holidays": [12]}, "yearly_holidays[0]", "not a day of the year"),
        ({"date_overrides": {"2026-1-5": OFFICE}}, 'date_overrides["2026-1-5"]', "not a date"),
        (
            {"date_overrides": {"2026-01-05": [("09:00", "x")]}},
            'date_overrides["2026-01-05"][0]',
            "not a time of day",
        ),
        (
            {"breaks": {"2026-01-05": OFFICE, date(2026, 1, 5): OFFICE}},
            'breaks["2026-01-05"]',
            "given twice",
        ),
        ({"zone": "Europe/Londn"}, "zone", "no time zone we know"),
    ],
)
def test_a_refusal_names_place_cause_and_next_step(arguments: dict[str, Any], place: str, cause: str) -> None:
    zone, weekly = arguments.pop("zone", "UTC"), arguments.pop("weekly", {"mon": OFFICE})
    with pytest.raises(ScheduleError) as refusal:
        Schedule.of(zone, weekly, **arguments)
    assert refusal.value.place == place
    assert cause in refusal.value.cause
    assert refusal.value.remedy
    assert str(refusal.value).startswith(f"{place}: ")


def test_the_days_of_a_change_count_for_what_never_opens_or_closes_and_for_the_longest_day() -> None:
    later = Schedule.of("UTC", {}, changes={"2026-09-01": {"mon-sun": [("00:00", "24:00")]}})
    assert not later.never_opens
    assert not later.never_closes
    assert later.longest_day == 86_400
    assert Schedule("UTC", later.changes[0][1], changes=later.changes).never_closes
    with pytest.raises(ScheduleError, match=r'changes\["2026-09-01"\]: 6 days given'):
        Schedule("UTC", later.weekly, changes=((date(2026, 9, 1), ((),) * 6),))


@pytest.mark.parametrize("weekly", [((),) * 6, (((-1, 5),),) * 7, (((0, 86_401),),) * 7, (((86_400, 0),),) * 7])
def test_a_schedule_made_by_hand_is_checked_too(weekly: Any) -> None:
    with pytest.raises(ScheduleError, match="weekly"):
        Schedule("UTC", weekly)


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
