"""The list of the day where it is longer than its pane."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from desk.model import ItemId, ItemKind, Micros
from desk.pages import DayBooking, DayEntry, Interval, Today
from tui.words.day import heading, panel

HOUR = 3_600_000_000
MIDNIGHT = 1_795_478_400_000_000
"""A Tuesday, in UTC."""
HEAD = 3
"""Lines above the list: the hours, the bar, the figures."""


def instant(hours: float) -> Micros:
    return MIDNIGHT + round(hours * HOUR)


def span(start: float, end: float) -> Interval:
    return Interval(instant(start), instant(end))


def entry(start: float, end: float) -> DayEntry:
    return DayEntry(1, span(start, end), round(60 * (end - start)), None, "T1", f"entry of {start:g}", True)


def booking(start: float, end: float) -> DayBooking:
    return DayBooking(ItemId(ItemKind.APPOINTMENT, 1), span(start, end), f"booking of {start:g}", "")


def day(now: float, entries: list[DayEntry], gaps: list[Interval], bookings: list[DayBooking]) -> Today:
    return Today(
        day="2026-11-24", zone="UTC", now=instant(now), span=span(8, 18), shift=(span(8, 18),), lunch=None,
        entries=tuple(entries), bookings=tuple(bookings), gaps=tuple(gaps), overlaps=(), entered_minutes=0,
        elapsed_minutes=60, available_minutes=600, coverage=0.5, billable_minutes=0, day_off="",
    )  # fmt: skip


def said(today: Today, height: int) -> list[str]:
    return ["".join(part.text for part in line) for line in panel(today, 60, height)][HEAD:]


AFTERNOON = day(
    15.75,
    [entry(8 + at / 4, 8.25 + at / 4) for at in range(28)],
    [span(12, 13)],
    [booking(15.5, 16), booking(16.5, 17), booking(17, 17.5)],
)


def test_what_is_now_what_is_next_and_gaps_stay_and_the_oldest_goes() -> None:
    listed = said(AFTERNOON, HEAD + 6)
    assert listed[0] == "▲ 27 earlier"
    assert listed[1].endswith("GAP 1:00 no entry")
    assert [line.split(" ", 1)[1] for line in listed[2:]] == [
        "0:15 entry of 14.75", "@ booking of 15.5", "@ booking of 16.5", "@ booking of 17",
    ]  # fmt: skip


def test_with_less_room_what_comes_later_is_counted_too() -> None:
    listed = said(replace(AFTERNOON, bookings=(*AFTERNOON.bookings, booking(17.5, 18))), HEAD + 5)
    assert [listed[0], listed[-1]] == ["▲ 28 earlier", "▼ 2 later"]
    assert "GAP" in listed[1]
    assert [line.rpartition(" ")[2] for line in listed[2:-1]] == ["15.5", "16.5"]


def test_a_day_that_has_room_is_listed_whole() -> None:
    assert len(said(AFTERNOON, HEAD + 32)) == 32
    assert not any("earlier" in line or "later" in line for line in said(AFTERNOON, 0))


def test_an_appointment_of_nobodys_company_ends_with_its_title() -> None:
    assert said(day(9, [], [], [booking(9.25, 9.5)]), HEAD + 3) == ["09:15–09:30 @ booking of 9.25"]


def test_a_free_day_says_why_whole_and_not_that_it_has_not_begun() -> None:
    free = replace(day(9, [], [], []), available_minutes=0, coverage=None, day_off="holiday: Second Christmas Day")
    assert heading(free) == "Today · 0:00 entered"
    figures = ["".join(part.text for part in line).strip() for width in (60, 36) for line in panel(free, width, 9)[2:]]
    assert figures[0].split("  ")[0] == "holiday: Second Christmas Day"
    assert figures[1:] == ["holiday: Second Christmas Day", "0:00 billable"]
    assert not any("not begun" in line for line in figures)


@given(
    now=st.integers(0, 23), room=st.integers(0, 12), starts=st.lists(st.integers(0, 22), max_size=12),
    gaps=st.lists(st.integers(0, 22), max_size=4), later=st.lists(st.integers(0, 22), max_size=4),
)  # fmt: skip
def test_no_line_is_lost_without_being_counted(
    now: int, room: int, starts: list[int], gaps: list[int], later: list[int]
) -> None:
    today = day(
        now,
        [entry(at, at + 0.5) for at in starts],
        [span(at, at + 1) for at in gaps if at < now],
        [booking(at, at + 1) for at in later],
    )
    every = len(today.entries) + len(today.gaps) + len(today.bookings)
    listed = said(today, HEAD + room)
    assert len(listed) <= room
    counted = sum(int(line.split()[1]) for line in listed if line[0] in "▲▼")
    shown = sum(line[0] not in "▲▼" for line in listed)
    assert room < 2 or shown + counted == every
    if every > shown and today.gaps and room > 6:
        assert any("GAP" in line for line in listed)
