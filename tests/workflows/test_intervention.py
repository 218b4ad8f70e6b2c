"""Which tickets need a hand: each reason at its boundaries, and what time alone changes is named in advance.

Monday to Friday 08:00 to 18:00 UTC; instants are of the week of Monday 23 November 2026.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.calendar import BusinessCalendar
from sla.instants import DAY, HOUR, MINUTE, Micros, micros
from sla.schedule import Schedule
from workflows.intervention import (
    VISIT_OVER,
    Away,
    Foreseen,
    InterventionFacts,
    NeedKind,
    SuggestedAct,
    Tab,
    Watched,
    judge,
)
from workflows.intervention_kinds import GRAVITY, tab_of
from workflows.intervention_limits import Limits, default_limits

OFFICE = BusinessCalendar(Schedule("UTC", (((8 * 3600, 18 * 3600),),) * 5 + ((), ())))
LIMITS = Limits()


def at(clock: str, day: int = 24) -> Micros:
    hours, minutes = clock.split(":")
    return micros(datetime(2026, 11, day, int(hours), int(minutes), tzinfo=UTC))


def quiet(**changes: Any) -> InterventionFacts:
    """A ticket of this morning that somebody has and works on: it needs nothing for a while."""
    known: dict[str, Any] = {
        "calendar": OFFICE,
        "created": at("09:00"),
        "day_start": at("00:00"),
        "day_end": at("00:00", 25),
        "engaged": True,
        "touched": at("09:00"),
        "status_since": at("09:00"),
        "told": at("09:00"),
    }
    return InterventionFacts(**(known | changes))


def kinds(facts: InterventionFacts, now: Micros, limits: Limits = LIMITS) -> list[NeedKind]:
    return [need.kind for need in judge(facts, limits, now).needs]


K = NeedKind
RESOLVED = Watched("resolved", at("12:00"), at("11:15"))
ANSWER = Watched("first response", at("12:00"), at("11:15"))
FORESEEN = Foreseen("resolved", at("16:00"), at("10:00"))

BEGINS = {
    "a milestone at risk": (K.AT_RISK, quiet(watched=(RESOLVED,)), at("11:15")),
    "risk after a visit that did not end it": (
        K.AT_RISK, quiet(watched=(RESOLVED,), booked_until=at("11:40")), at("11:40")),
    "risk with a visit that comes too late": (
        K.AT_RISK, quiet(watched=(RESOLVED,), booked_until=at("12:10")), at("11:15")),
    "a milestone missed": (K.BREACHED, quiet(watched=(RESOLVED,)), at("12:00")),
    "a miss when its day is over": (K.OLD_MISS, quiet(watched=(RESOLVED,)), at("00:00", 25)),
    "a first response that nobody gives": (K.BREACHED, quiet(watched=(ANSWER,), engaged=False), at("12:00")),
    "a miss that is foreseen": (K.FORECAST, quiet(foreseen=FORESEEN), at("10:00")),
    "a miss foreseen for long": (K.FORECAST, quiet(foreseen=FORESEEN._replace(due=at("16:00", 26))), at("10:00", 25)),
    "a new promise that passes too": (
        K.BREACHED, quiet(watched=(RESOLVED._replace(promised=at("15:00")),)), at("15:00")),
    "a reply nobody answers for two hours": (K.ANSWER, quiet(reply_at=at("17:00")), at("09:00", 25)),
    "twenty minutes without triage": (K.UNTRIAGED, quiet(new=True, engaged=False), at("09:20")),
    "no owner from the first moment": (K.UNASSIGNED, quiet(owned=False), at("09:00")),
    "no owner in the night": (K.UNASSIGNED, quiet(owned=False, created=at("02:00")), at("02:00")),
    "no owner once a hold has ended": (
        K.UNASSIGNED, quiet(owned=False, waits=True, hold_release=at("08:07", 25)), at("08:07", 25)),
    "an owner who goes off": (K.OWNER_AWAY, quiet(away=Away(at("00:00", 25), at("08:00", 26))), at("00:00", 25)),
    "a status that says scheduled": (K.NO_CALL, quiet(scheduled=True), at("09:00")),
    "a visit that ends": (K.NO_CALL, quiet(scheduled=True, booked_until=at("11:00")), at("11:00")),
    "work by booking only": (K.UNBOOKED, quiet(by_booking=True), at("09:00")),
    "a booking that ends": (K.UNBOOKED, quiet(by_booking=True, booked_until=at("11:00")), at("11:00")),
    "completion undone": (K.REOPENED, quiet(completed=at("08:00"), reopened=at("09:30")), at("09:30")),
    "three days without a word": (K.SILENT, quiet(), at("13:00", 26)),
    "three days untouched": (K.STALE, quiet(told=None), at("13:00", 26)),
    "a status that allows a day": (K.STALE, quiet(told=None, status_hours=8), at("17:00")),
    "untouched after its visit": (K.STALE, quiet(told=None, booked_until=at("10:00", 27)), at("10:00", 27)),
    "the end of a hold": (K.HOLD_OVER, quiet(waits=True, hold_release=at("08:07", 25)), at("08:07", 25)),
    "a wait without a date": (K.WAITING_LONG, quiet(waits=True, status_hours=16), at("15:00", 25)),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "facts", "begins"), BEGINS.values(), ids=BEGINS)
def test_a_need_begins_at_its_instant_and_not_before(kind: NeedKind, facts: InterventionFacts, begins: Micros) -> None:
    before, then = judge(facts, LIMITS, begins - 1), judge(facts, LIMITS, begins)
    assert kind not in [need.kind for need in before.needs]
    need = next(need for need in then.needs if need.kind is kind)
    assert need.since <= begins
    assert before.changes_at is not None, "what time alone will change is named in advance"
    assert before.changes_at <= begins


ENDS = {
    "risk ends in the miss": (K.AT_RISK, quiet(watched=(RESOLVED,)), at("12:00")),
    "a miss of today ends with the day": (K.BREACHED, quiet(watched=(RESOLVED,)), at("00:00", 25)),
    "what was foreseen comes to pass": (
        K.FORECAST,
        quiet(foreseen=FORESEEN),
        at("16:00"),
    ),
    "an owner comes back": (K.OWNER_AWAY, quiet(away=Away(at("00:00"), at("08:00", 25))), at("08:00", 25)),
}


@pytest.mark.parametrize(("kind", "facts", "ends"), ENDS.values(), ids=ENDS)
def test_a_need_that_time_ends_ends_at_its_instant(kind: NeedKind, facts: InterventionFacts, ends: Micros) -> None:
    before = judge(facts, LIMITS, ends - 1)
    assert kind in [need.kind for need in before.needs]
    assert before.changes_at == ends
    assert kind not in kinds(facts, ends)


NEVER = {
    "a paused clock misses nothing": quiet(paused=True, waits=True, hold_release=at("08:00", 30), watched=(RESOLVED,)),
    "a paused ticket wants no owner": quiet(paused=True, waits=True, hold_release=at("08:00", 30), owned=False),
    "an engaged one owes no first response": quiet(
        watched=(ANSWER,), foreseen=FORESEEN._replace(name="first response"), touched=at("18:00"), told=None),
    "a paused clock will miss nothing": quiet(
        paused=True, waits=True, hold_release=at("08:00", 30), foreseen=FORESEEN),
    "an older miss with a new promise": quiet(
        watched=(Watched("resolved", at("12:00", 20), None, at("12:00", 27)),), touched=at("18:00"), told=None),
    "a booking to come is neither silent nor unbooked": quiet(
        by_booking=True, scheduled=True, booked_until=at("10:00", 30), touched=at("08:00", 16), told=at("08:00", 16)),
    "an owner whose visit comes after his absence": quiet(
        away=Away(at("00:00"), at("08:00", 25)), booked_until=at("12:00", 30)),
    "work since it was opened again": quiet(
        completed=at("08:00"), reopened=at("08:30"), worked=at("08:00"), touched=at("18:00"), told=None),
}  # fmt: skip


@pytest.mark.parametrize("facts", NEVER.values(), ids=NEVER)
def test_there_are_no_false_alarms(facts: InterventionFacts) -> None:
    for now in (at("11:59"), at("12:00"), at("17:59"), at("18:00")):
        assert kinds(facts, now) == []


def test_a_customer_is_answered_also_where_the_ticket_waits_for_them() -> None:
    long_ago = quiet(waits=True, touched=at("08:00", 16), reply_at=at("08:00"))
    assert kinds(long_ago, at("10:00")) == [K.ANSWER], "who has replied is not waited for"
    assert kinds(quiet(paused=True, waits=True, reply_at=at("08:00")), at("10:00")) == [K.ANSWER]


def test_of_two_misses_the_first_is_told_and_every_kind_stands_once_the_gravest_first() -> None:
    facts = quiet(
        watched=(RESOLVED, Watched("resolution plan", at("11:00"), None)), owned=False, new=True, engaged=False
    )
    needs = judge(facts, LIMITS, at("12:00")).needs
    assert [need.kind for need in needs] == [K.BREACHED, K.UNTRIAGED, K.UNASSIGNED]
    assert (needs[0].what, needs[0].since) == ("resolution plan", at("11:00"))
    assert list(GRAVITY) == list(NeedKind)


def test_a_visit_of_next_month_needs_nobody_before_its_time_comes() -> None:
    made = quiet(owned=False, by_booking=True, due=at("17:00", 30), told=None, touched=at("08:00", 2))
    limits = replace(LIMITS, ahead_hours=20)
    early = judge(made, limits, at("16:59", 26))
    assert early.needs == ()
    assert early.changes_at == at("17:00", 26)
    assert kinds(made, at("17:00", 26), limits) == [K.UNASSIGNED, K.UNBOOKED, K.STALE]
    assert default_limits("W10").ahead_hours


def test_what_helps_is_something_that_can_be_done() -> None:
    def act(facts: InterventionFacts, now: Micros) -> SuggestedAct:
        return judge(facts, LIMITS, now).needs[0].act

    assert act(quiet(watched=(RESOLVED,)), at("12:00")) is SuggestedAct.PROMISE
    assert act(quiet(watched=(ANSWER,), engaged=False), at("12:00")) is SuggestedAct.NUDGE, "an answer is given"
    assert act(quiet(watched=(ANSWER,), engaged=False, owned=False), at("12:00")) is SuggestedAct.ASSIGN, "whom else?"
    assert act(quiet(scheduled=True), at("12:00")) is SuggestedAct.BOOK
    assert act(quiet(waits=True, hold_release=at("10:00")), at("12:00")) is SuggestedAct.RELEASE
    assert act(quiet(waits=True, owned=False, touched=at("08:00", 16)), at("12:00")) is SuggestedAct.ASSIGN
    visit = judge(quiet(scheduled=True, booked_until=at("11:00")), LIMITS, at("12:00")).needs[0]
    assert (visit.what, visit.at) == (VISIT_OVER, at("11:00"))


def test_every_kind_belongs_to_exactly_one_heading() -> None:
    assert {tab_of(kind) for kind in NeedKind} == set(Tab) - {Tab.ALL}


def test_limits_are_those_of_the_workflow_and_kinds_can_be_left_out() -> None:
    critical, alert = default_limits("W01"), default_limits("A")
    assert K.SILENT in kinds(quiet(), at("10:00"), critical), "the customer of a critical incident hears every hour"
    assert K.SILENT not in kinds(quiet(), at("17:00", 27), alert), "nobody waits for word of an alert"
    assert kinds(quiet(owned=False), at("10:00"), replace(LIMITS, never=frozenset({K.UNASSIGNED}))) == []
    assert kinds(quiet(owned=False), at("09:29"), replace(LIMITS, assign_minutes=30)) == []


moments = st.integers(-9 * DAY // MINUTE, 9 * DAY // MINUTE).map(lambda minutes: at("12:00") + minutes * MINUTE)
some = st.none() | moments
flags = st.booleans()
milestones = st.builds(
    Watched,
    st.sampled_from(["first response", "resolution plan", "resolved"]),
    moments,
    some,
    some,
)
any_facts = st.builds(
    InterventionFacts,
    calendar=st.just(OFFICE),
    created=moments,
    day_start=st.just(at("00:00")),
    day_end=st.just(at("00:00", 25)),
    owned=flags,
    new=flags,
    engaged=flags,
    waits=flags,
    paused=flags,
    scheduled=flags,
    by_booking=flags,
    watched=st.lists(milestones, max_size=3).map(tuple),
    foreseen=st.none() | st.builds(Foreseen, st.sampled_from(["first response", "resolved"]), moments, moments),
    reply_at=some,
    due=some,
    hold_release=some,
    touched=moments,
    status_since=moments,
    status_hours=st.integers(1, 60),
    told=some,
    completed=some,
    worked=some,
    away=st.none() | st.builds(lambda start, hours: Away(start, start + hours * HOUR), moments, st.integers(1, 99)),
)


@given(facts=any_facts, minutes=st.integers(0, 24 * 60 - 1), ahead=st.sampled_from([0, 20]))
def test_between_now_and_the_instant_it_names_nothing_changes(
    facts: InterventionFacts, minutes: int, ahead: int
) -> None:
    limits = replace(LIMITS, ahead_hours=ahead)
    now = at("00:00") + minutes * MINUTE
    judged = judge(facts, limits, now)
    until = facts.day_end if judged.changes_at is None else min(judged.changes_at, facts.day_end)
    for later in ((now + until) // 2, until - 1):
        assert judge(facts, limits, max(now, later)).needs == judged.needs
    assert [need.since <= now for need in judged.needs] == [True] * len(judged.needs)
    if facts.paused and facts.reply_at is None:
        by_wait = {K.HOLD_OVER, K.WAITING_LONG, K.NO_CALL, K.UNBOOKED}
        assert {need.kind for need in judged.needs} <= by_wait, "time alone makes nothing of a pause urgent"
