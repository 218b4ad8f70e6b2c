"""Holds on a desk in London, open on working days; Christmas Day 2026, a Friday, is a holiday."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.calendar import BusinessCalendar
from sla.instants import instant, micros
from sla.schedule import Schedule
from workflows.chases import Channel, ChaseFacts, ChaseStep, next_chase
from workflows.hold_field import in_field, note_of
from workflows.hold_notes import Note, Standing, read_hold, read_release, standing, title_of, written, written_release
from workflows.holds import Hold, HoldKind, business_day, default_until, release_at, status_for

LONDON = ZoneInfo("Europe/London")
WORKDAYS = {day: [("09:00", "17:30")] for day in ("mon", "tue", "wed", "thu", "fri")}
DESK = BusinessCalendar(Schedule.of("Europe/London", WORKDAYS, holidays=["2026-12-25"]))
THURSDAY = date(2026, 11, 19)


def local(at: int) -> str:
    return f"{instant(at).astimezone(LONDON):%a %d %b %H:%M}"


# How long


@pytest.mark.parametrize(
    ("kind", "until"),
    [
        (HoldKind.CUSTOMER, date(2026, 11, 23)),
        (HoldKind.VENDOR, date(2026, 11, 24)),
        (HoldKind.APPROVAL, date(2026, 11, 23)),
        (HoldKind.PARTS, None),
        (HoldKind.APPOINTMENT, None),
        (HoldKind.OTHER, None),
    ],
)
def test_a_hold_begun_on_thursday_is_released_after_its_kind_of_days(kind: HoldKind, until: date | None) -> None:
    assert default_until(kind, THURSDAY, DESK) == until


def test_parts_are_waited_for_until_the_business_day_after_they_arrive() -> None:
    assert default_until(HoldKind.PARTS, THURSDAY, DESK, arrival=date(2026, 11, 27)) == date(2026, 11, 30)
    assert default_until(HoldKind.PARTS, THURSDAY, DESK, arrival=date(2026, 11, 2)) == date(2026, 11, 20)


def test_an_appointment_is_waited_for_until_its_day() -> None:
    assert default_until(HoldKind.APPOINTMENT, THURSDAY, DESK, appointment=date(2026, 12, 1)) == date(2026, 12, 1)


def test_weekends_and_holidays_are_no_business_days() -> None:
    assert business_day(DESK, date(2026, 11, 21)) == date(2026, 11, 23)
    assert business_day(DESK, date(2026, 12, 25)) == date(2026, 12, 28)


# Release


def test_a_hold_is_released_at_eight_and_spread_over_the_hour_by_ticket() -> None:
    assert local(release_at(date(2026, 11, 23), 48_000, DESK)) == "Mon 23 Nov 08:00"
    assert local(release_at(date(2026, 11, 23), 48_041, DESK)) == "Mon 23 Nov 08:41"


def test_a_day_on_which_nobody_works_is_released_on_the_next_morning() -> None:
    assert local(release_at(date(2026, 11, 21), 48_000, DESK)) == "Mon 23 Nov 08:00"
    assert local(release_at(date(2026, 7, 4), 48_000, DESK)) == "Mon 06 Jul 08:00"


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 10**9))
def test_every_release_is_within_the_first_hour_of_a_business_day_not_before_its_day(until: date, ticket: int) -> None:
    at = instant(release_at(until, ticket, DESK)).astimezone(LONDON)
    assert time(8) <= at.time() < time(9)
    assert at.date() == business_day(DESK, until) >= until


# Status

LABELS = [
    ("New", "new"),
    ("Waiting Customer - 2nd chase", "waiting customer"),
    ("Waiting Customer", "waiting customer"),
    ("Waiting Vendor", "waiting vendor"),
    ("On Hold", "on hold"),
]


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        (HoldKind.CUSTOMER, "Waiting Customer"),
        (HoldKind.VENDOR, "Waiting Vendor"),
        (HoldKind.PARTS, "Waiting Vendor"),
        (HoldKind.APPROVAL, "On Hold"),
        (HoldKind.APPOINTMENT, "On Hold"),
        (HoldKind.OTHER, "On Hold"),
    ],
)
def test_a_hold_takes_the_status_that_says_it_best(kind: HoldKind, label: str) -> None:
    assert status_for(kind, LABELS) == label


def test_only_a_wait_for_the_customer_may_stop_the_clock() -> None:
    only_customer = [("Waiting Customer", "waiting customer")]
    assert [status_for(kind, only_customer) for kind in HoldKind] == ["Waiting Customer", None, None, None, None, None]


# The note

VENDOR = Hold(
    HoldKind.VENDOR,
    "replacement PSU ordered",
    date(2026, 11, 26),
    owner="Ana Ruiz",
    chased=1,
    vendor="Dell",
    case_number="SR 4711",
    next_call=date(2026, 11, 24),
)
WRITTEN = """\
On hold: vendor
Reason: replacement PSU ordered
Until: 2026-11-26 (Thu)
Vendor: Dell
Case: SR 4711
Next call: 2026-11-24 (Tue)
Owner: Ana Ruiz
Chased: 1"""


def test_the_note_is_plain_to_colleagues_and_reads_back() -> None:
    assert written(VENDOR) == WRITTEN
    assert read_hold("On hold: vendor", WRITTEN) == VENDOR


def test_a_hold_without_a_day_is_not_written() -> None:
    with pytest.raises(ValueError, match="needs the day"):
        written(Hold(HoldKind.OTHER, "later", None))


@pytest.mark.parametrize(
    "text",
    [
        WRITTEN.upper().replace("REPLACEMENT PSU ORDERED", "replacement PSU ordered")
        .replace("DELL", "Dell").replace("ANA RUIZ", "Ana Ruiz"),
        WRITTEN.replace("\n", "\r\n"),
        WRITTEN.replace("\n", "\n\n"),
        WRITTEN.replace("Until: 2026-11-26 (Thu)", "until = 26.11.2026"),
        WRITTEN.replace("Until: 2026-11-26 (Thu)", "Until: Thursday 26 November 2026, 8am"),
        WRITTEN.replace("Until: 2026-11-26 (Thu)", "Release date: 26/11/2026"),
        WRITTEN.replace("On hold: vendor", "*** ON HOLD - Vendor ***"),
        WRITTEN.replace("\nVendor", "\n- Vendor").replace("Case:", "Case no.:"),
        "\n".join([WRITTEN.splitlines()[0], *reversed(WRITTEN.splitlines()[1:])]),
        WRITTEN.replace(": ", ":\u00a0"),
    ],
)  # fmt: skip
def test_edits_by_colleagues_do_not_break_it(text: str) -> None:
    assert read_hold("", text) == VENDOR


def test_a_line_without_a_label_goes_on_with_the_one_above() -> None:
    edited = WRITTEN.replace("ordered\n", "ordered\nthey promised Thursday\n")
    read = read_hold("", edited)
    assert read is not None
    assert read.reason == "replacement PSU ordered\nthey promised Thursday"
    assert read.until == VENDOR.until


@pytest.mark.parametrize(
    ("title", "text", "kind", "until"),
    [
        ("On hold", "waiting for the landlord", HoldKind.OTHER, None),
        ("", "On hold until 26.11.2026, customer is away", HoldKind.CUSTOMER, date(2026, 11, 26)),
        ("On hold: client", "Until: 2026-11-26", HoldKind.CUSTOMER, date(2026, 11, 26)),
        ("Update", "On hold: parts\nUntil: next week", HoldKind.PARTS, None),
        ("", "On hold: appointment\nUntil: 31.2.2026", HoldKind.APPOINTMENT, None),
    ],
)
def test_a_hold_written_by_hand_is_read_and_its_day_may_be_missing(
    title: str, text: str, kind: HoldKind, until: date | None
) -> None:
    read = read_hold(title, text)
    assert read is not None
    assert (read.kind, read.until) == (kind, until)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("", ""),
        ("Call", "The caller was put on hold for ten minutes"),
        ("", "On hold music is gone since Friday"),
        ("Phones", "On hold tone broken\nUntil the reboot it worked"),
        ("Hold released", "Hold released: customer replied"),
        ("Household", "Until: 2026-11-26"),
    ],
)
def test_other_notes_are_no_holds(title: str, text: str) -> None:
    assert read_hold(title, text) is None


words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
line = st.lists(words, min_size=1, max_size=4).map(" ".join)
dates = st.dates(date(2020, 1, 1), date(2099, 12, 31))
holds = st.builds(
    Hold,
    kind=st.sampled_from(HoldKind),
    reason=st.lists(line, max_size=3).map("\n".join),
    until=dates,
    owner=st.just("") | line,
    chased=st.integers(0, 9),
    vendor=st.just("") | line,
    case_number=st.just("") | line,
    next_call=st.none() | dates,
)


@given(holds)
def test_what_is_written_is_read_back(hold: Hold) -> None:
    assert read_hold("", written(hold)) == hold
    assert read_hold(title_of(hold), written(hold)) == hold


TEXTS = ("reason", "vendor", "case_number", "owner")


@given(holds, st.datetimes(timezones=st.just(UTC)).filter(lambda at: at.year > 1000))
def test_what_is_written_into_a_field_is_read_back_on_one_line(hold: Hold, since: datetime) -> None:
    text = in_field(hold, since)
    assert "\n" not in text
    note = note_of(text)
    assert note is not None
    assert note.at == micros(since.replace(microsecond=0))
    flat: dict[str, Any] = {name: " ".join(getattr(hold, name).replace("|", "/").split()) for name in TEXTS}
    assert standing([note]) == Standing(replace(hold, **flat), note.at, 1)


def test_of_a_field_and_the_notes_the_newest_wins_and_a_field_without_a_moment_always() -> None:
    moment = datetime(2026, 11, 20, 9, tzinfo=UTC)
    field, released = note_of(in_field(VENDOR, moment)), Note(micros(moment) + 1, "", written_release("they called"))
    by_hand = note_of("On hold until 26.11.2026, Dell looks into it")
    assert field is not None
    assert by_hand is not None
    assert standing([released, field]).hold is None
    assert standing([released, by_hand]).hold == Hold(HoldKind.OTHER, by_hand.text, date(2026, 11, 26))
    assert (note_of(None), note_of(" ")) == (None, None)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_note_can_be_read(title: str, text: str) -> None:
    for begin in ("", "On hold: vendor\n", "On hold "):
        note_of(begin + text)
        read_hold(title, begin + text)
        read_release(title, begin + text)


# The newest wins


def on_hold(at: int, hold: Hold = VENDOR) -> Note:
    return Note(at, title_of(hold), written(hold))


def test_the_newest_note_wins_in_whatever_order_they_come() -> None:
    later = Hold(HoldKind.CUSTOMER, "asked for a date", date(2026, 12, 1))
    notes = [on_hold(2, later), on_hold(1), Note(3, "Call", "no answer")]
    assert standing(notes) == Standing(later, 2, 2)


def test_a_release_ends_the_hold_and_says_why() -> None:
    released = Note(2, "Hold released", written_release("customer replied"))
    assert standing([on_hold(1), released]) == Standing(chain=1, released="customer replied")
    assert standing([on_hold(1), released, on_hold(3)]) == Standing(VENDOR, 3, 2)


def test_another_chase_is_still_the_same_hold() -> None:
    chased = Hold(HoldKind.VENDOR, "asked again", VENDOR.until, chased=2)
    assert standing([on_hold(1), on_hold(2, chased)]) == Standing(chased, 1, 1)


def test_another_day_makes_the_chain_longer() -> None:
    longer = Hold(HoldKind.VENDOR, "still nothing", date(2026, 12, 3))
    assert standing([on_hold(1), on_hold(2, longer)]) == Standing(longer, 1, 2)


def test_what_is_wrong_with_a_hold_is_said() -> None:
    today = date(2026, 11, 26)
    assert standing([on_hold(1)]).trouble(today) == ""
    assert standing([on_hold(1)]).trouble(date(2026, 11, 27)) == "on hold past its day, 26 Nov"
    assert standing([Note(1, "On hold", "")]).trouble(today) == "on hold without a day"
    assert standing([Note(1, "Hold released", "")]).trouble(today) == ""
    again = [on_hold(number, Hold(HoldKind.OTHER, "", date(2026, 11, 26 + number))) for number in range(4)]
    assert standing(again).trouble(today) == "put on hold 4 times in a row"


# The ladder


def chase(chased: int, **facts: object) -> tuple[ChaseStep, Channel | None, date] | None:
    hold = Hold(HoldKind.CUSTOMER, "needs the serial number", date(2026, 11, 30), chased=chased)
    found = next_chase(hold, THURSDAY, ChaseFacts(**({"workflow": "W04"} | facts)), DESK)  # type: ignore[arg-type]
    return None if found is None else (found.step, found.channel, found.due)


def test_the_customer_is_asked_three_times_each_on_another_channel_then_warned_then_closed() -> None:
    assert [chase(done) for done in range(5)] == [
        (ChaseStep.CHASE, Channel.MAIL, date(2026, 11, 20)),
        (ChaseStep.CHASE, Channel.PHONE, date(2026, 11, 24)),
        (ChaseStep.CHASE, Channel.OTHER_CONTACT, date(2026, 11, 26)),
        (ChaseStep.WARN, Channel.MAIL, date(2026, 11, 27)),
        (ChaseStep.CLOSE, None, date(2026, 11, 30)),
    ]
    assert chase(9) == chase(4)


def test_closing_comes_no_sooner_than_a_week() -> None:
    closing = chase(4)
    assert closing is not None
    assert (closing[2] - THURSDAY).days >= 7


@pytest.mark.parametrize(
    "facts",
    [
        {"workflow": "W01"},
        {"workflow": "W02"},
        {"security": True},
        {"offboarding": True},
        {"workflow": "W09", "paid_hardware": True},
        {"vip": True},
    ],
)
def test_some_tickets_are_never_closed_for_silence(facts: dict[str, object]) -> None:
    steps = [found[0] for done in range(6) if (found := chase(done, **facts))]
    assert steps == [ChaseStep.CHASE] * 3 + [ChaseStep.DECIDE] * 3


def test_nobody_is_asked_while_away_and_only_customers_are() -> None:
    assert chase(0, away=True) is None
    assert next_chase(VENDOR, THURSDAY, ChaseFacts("W04"), DESK) is None


def test_the_next_step_says_what_to_do() -> None:
    hold = Hold(HoldKind.CUSTOMER, "", None, chased=1)
    found = next_chase(hold, THURSDAY, ChaseFacts("W04"), DESK)
    assert found is not None
    assert found.said == "ask by phone, the second time"


def test_days_are_those_of_the_desk() -> None:
    assert instant(release_at(date(2026, 7, 6), 0, DESK)) == datetime(2026, 7, 6, 7, tzinfo=UTC)
