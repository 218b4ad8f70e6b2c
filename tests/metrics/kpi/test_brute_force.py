"""Every figure against a naive recount over the plain facts of random desks, written down independently."""

from collections.abc import Callable
from dataclasses import replace
from statistics import fmean, median, quantiles

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.facts import (
    Channel,
    Completion,
    DayFact,
    EntryFact,
    Fact,
    Known,
    LeftBecause,
    MilestoneFact,
    MonthFact,
    Move,
    MoveBecause,
    StatusKind,
    TicketFact,
    Verdict,
)
from sla.instants import DAY, HOUR, MINUTE
from tests.metrics.kpi.asking import NOON, TODAY, ask, completion, day, entry, ticket

FAMILIES = ("incident", "request", "project", "recurring", "alert", "unclassified")
LANES = ("W01", "W04", "W05", "W06", "W09", "U")
STEPS = (MINUTE, 10 * MINUTE, HOUR, 3 * DAY, 7 * DAY, 14 * DAY, 14 * DAY + 1, 31 * DAY)


@st.composite
def _completions(draw: st.DrawFn) -> tuple[Completion, ...]:
    at = NOON - 90 * DAY
    held: list[Completion] = []
    for _ in range(draw(st.integers(0, 3))):
        at += draw(st.sampled_from(STEPS))
        left = at + draw(st.sampled_from(STEPS))
        by, left_by, because = draw(st.integers(7, 8)), draw(st.integers(6, 8)), draw(st.sampled_from(LeftBecause))
        held.append(completion(at, left, by=by, left_by=left_by, because=because))
        at = left
    if draw(st.booleans()) and held:
        held[-1] = replace(held[-1], left=None)
    return tuple(held)


@st.composite
def _tickets(draw: st.DrawFn) -> TicketFact:
    completions = draw(_completions())
    done = completions[-1].at if completions and completions[-1].left is None else None
    milestone = st.builds(
        MilestoneFact, st.sampled_from(Verdict), st.sampled_from([None, NOON - HOUR, NOON, NOON + HOUR]), st.just(TODAY)
    )
    return ticket(
        age=100 * DAY if completions else draw(st.sampled_from(STEPS)),
        done=done,
        completions=completions,
        family=draw(st.sampled_from(FAMILIES)),
        workflow=draw(st.sampled_from(LANES)),
        merged=draw(st.sampled_from([False, False, False, True])),
        internal=draw(st.sampled_from([False, False, False, True])),
        auto_closed=draw(st.sampled_from([False, False, True])),
        known=draw(st.sampled_from(Known)),
        channel=draw(st.sampled_from(Channel)),
        contacts=draw(st.none() | st.integers(0, 2)),
        reassigned=draw(st.integers(0, 1)),
        business_hours=draw(st.none() | st.floats(0, 50)),
        waiting_hours=draw(st.floats(0, 5)),
        first_response=draw(milestone),
        resolved=draw(milestone),
        engaged=draw(st.none() | st.just(NOON)),
        moves=tuple(draw(st.lists(_MOVES, max_size=2))),
        status=draw(st.sampled_from(StatusKind)) if done is None else StatusKind.COMPLETE,
        last_call=draw(st.none() | st.sampled_from([NOON - 1, NOON, NOON + 1])),
    )


_MOVES = st.builds(
    Move, st.sampled_from([NOON, NOON + 1]), st.integers(0, 2), st.integers(0, 2), st.booleans(),
    st.sampled_from(MoveBecause),
)  # fmt: skip
QUARTERS = st.integers(0, 40).map(lambda quarters: quarters / 4)
_ENTRIES = st.builds(
    entry,
    QUARTERS,
    family=st.sampled_from(FAMILIES),
    ticket_id=st.integers(0, 1),
    client_facing=st.booleans(),
    internal=st.booleans(),
    managed=st.booleans(),
    verified_alert=st.booleans(),
    cost_rate=st.none() | st.sampled_from([20.0, 55.5]),
    revenue=st.none() | st.sampled_from([0.0, 120.0]),
)
_DAYS = st.builds(
    day,
    QUARTERS, st.integers(TODAY - 2, TODAY + 2), off_hours=QUARTERS, holiday_hours=st.sampled_from([0.0, 8.0]),
    known=st.booleans(),
)  # fmt: skip
_MONTHS = st.builds(
    MonthFact, st.just(1), st.just(TODAY), st.none() | st.integers(0, 50),
    st.none() | st.sampled_from([0.0, 900.0]), st.sampled_from([0.0, 100.0]),
)  # fmt: skip
DESKS = st.lists(st.one_of(_tickets(), _tickets(), _ENTRIES, _DAYS, _MONTHS), max_size=12)


def _ratio(numerator: float, denominator: float, scale: float = 100.0) -> float | None:
    return scale * numerator / denominator if denominator else None


def _of_clients(desk: list[Fact]) -> list[TicketFact]:
    return [fact for fact in desk if isinstance(fact, TicketFact) and not fact.merged and not fact.internal]


def _with_outcome(desk: list[Fact]) -> list[TicketFact]:
    return [t for t in _of_clients(desk) if t.family not in ("recurring", "project") and not t.auto_closed]


def _entries(desk: list[Fact]) -> list[EntryFact]:
    return [fact for fact in desk if isinstance(fact, EntryFact)]


def _months(desk: list[Fact]) -> list[MonthFact]:
    return [fact for fact in desk if isinstance(fact, MonthFact)]


def _had_days(desk: list[Fact]) -> list[DayFact]:
    return [fact for fact in desk if isinstance(fact, DayFact) and fact.known and fact.day <= TODAY]


def _unclassified(desk: list[Fact]) -> float | None:
    tickets = _of_clients(desk)
    return _ratio(sum(t.family == "unclassified" for t in tickets), len(tickets))


def _answered(desk: list[Fact]) -> float | None:
    met = missed = 0
    for t in _of_clients(desk):
        said, due = t.first_response.verdict, t.first_response.due
        met += said is Verdict.MET
        missed += said is Verdict.MISSED or (said is Verdict.RUNNING and due is not None and due < NOON)
    return _ratio(met, met + missed)


def _is_open(t: TicketFact) -> bool:
    begun = [t.create_date, *(each.left for each in t.completions if each.left is not None)]
    ended = [each.at for each in t.completions]
    return sum(at <= NOON for at in begun) > sum(at <= NOON for at in ended)


def _old_incidents(desk: list[Fact]) -> float | None:
    open_ones = [t for t in _of_clients(desk) if t.family == "incident" and _is_open(t)]
    return float(sum(NOON - t.create_date > 7 * DAY for t in open_ones)) if open_ones else None


def _old_but_projects(desk: list[Fact]) -> float | None:
    open_ones = [t for t in _of_clients(desk) if t.family != "project" and _is_open(t)]
    return float(sum(NOON - t.create_date > 14 * DAY for t in open_ones)) if open_ones else None


def _not_in_a_calendar(desk: list[Fact]) -> float | None:
    scheduled = [t for t in _of_clients(desk) if t.status is StatusKind.SCHEDULED and t.completed_date is None]
    if not scheduled:
        return None
    return float(sum(t.last_call is None or t.last_call < NOON for t in scheduled))


def _utilised(desk: list[Fact]) -> float | None:
    worked = sum(e.hours_worked for e in _entries(desk) if e.client_facing and not e.internal)
    had = sum(max(0.0, d.scheduled_hours - d.off_hours - d.holiday_hours) for d in _had_days(desk))
    return _ratio(worked, had)


def _resolving(desk: list[Fact], net: bool = False) -> list[float]:
    return [
        max(0.0, t.business_hours - (t.waiting_hours if net else 0.0))
        for t in _with_outcome(desk)
        if t.family == "incident" and t.completed_date is not None and t.business_hours is not None
    ]


def _slowest_tenth(desk: list[Fact]) -> float | None:
    hours = _resolving(desk)
    return quantiles(hours * (2 if len(hours) == 1 else 1), n=10, method="inclusive")[-1] if hours else None


def _per_endpoint(desk: list[Fact]) -> float | None:
    hours = sum(
        e.hours_worked
        for e in _entries(desk)
        if e.managed and not e.internal and (e.family == "incident" or (e.family == "alert" and e.verified_alert))
    )
    return _ratio(hours, sum(m.endpoints or 0 for m in _months(desk)), 1.0)


def _profitable(desk: list[Fact]) -> float | None:
    rated = [(e, e.cost_rate) for e in _entries(desk) if e.cost_rate is not None]
    posted = [(m, m.recurring_revenue) for m in _months(desk) if m.recurring_revenue is not None]
    earned = sum(e.revenue or 0.0 for e, _ in rated) + sum(revenue - m.netted_cost for m, revenue in posted)
    return _ratio(earned, sum(e.hours_worked * rate for e, rate in rated), 1.0)


def _returned(each: Completion) -> bool:
    corrected = each.left_by == each.resource_id and each.left is not None and each.left - each.at <= 10 * MINUTE
    soon = each.left is not None and each.left - each.at <= 14 * DAY
    return soon and each.because is LeftBecause.GENUINE and not corrected


def _reopened(desk: list[Fact]) -> float | None:
    runs: list[list[Completion]] = []
    for t in _with_outcome(desk):
        if t.known is Known.NOT:
            continue
        for index, each in enumerate(t.completions):
            before = t.completions[index - 1] if index else None
            if before is not None and before.left is not None and before.left - before.at <= 14 * DAY:
                runs[-1].append(each)
            else:
                runs.append([each])
    return _ratio(sum(any(map(_returned, run)) for run in runs), len(runs))


def _escalated(desk: list[Fact]) -> float | None:
    up = judged = 0
    for t in _of_clients(desk):
        if t.engaged is None or t.family == "project" or t.known is Known.NOT:
            continue
        moves = [m for m in t.moves if m.at > t.engaged and m.because is MoveBecause.ESCALATION]
        sure = any(m.extra or (m.from_tier and m.to_tier > m.from_tier) for m in moves)
        unsure = any(not m.extra and not (m.from_tier and m.to_tier) for m in moves)
        up += sure
        judged += sure or not unsure
    return _ratio(up, judged)


def _first_contacts(desk: list[Fact]) -> float | None:
    first = eligible = 0
    for t in _with_outcome(desk):
        spoken = t.channel in (Channel.PHONE, Channel.CHAT)
        told = t.known is not Known.NOT and t.contacts is not None and (spoken or t.business_hours is not None)
        if t.completed_date is None or t.workflow not in ("W04", "W05", "W06") or t.channel is Channel.MONITORING:
            continue
        if told:
            eligible += 1
            quick = spoken or (t.business_hours or 0.0) <= 1.0
            first += t.contacts == 1 and not t.reassigned and quick and not any(map(_returned, t.completions))
    return _ratio(first, eligible)


NAIVE: dict[str, Callable[[list[Fact]], float | None]] = {
    "workflow_distribution.unclassified": _unclassified,
    "sla_performance.first_response": _answered,
    "backlog.incidents": _old_incidents,
    "backlog.all": _old_but_projects,
    "scheduled_without_call.scheduled": _not_in_a_calendar,
    "utilisation.client_facing": _utilised,
    "mttr.median": lambda desk: median(_resolving(desk)) if _resolving(desk) else None,
    "mttr.net_mean": lambda desk: fmean(_resolving(desk, net=True)) if _resolving(desk) else None,
    "mttr.p90": _slowest_tenth,
    "rhem.hours": _per_endpoint,
    "labour_profitability.ratio": _profitable,
    "reopen_rate.tickets": _reopened,
    "escalation_rate.tickets": _escalated,
    "first_contact.tickets": _first_contacts,
}


@settings(max_examples=40)
@given(DESKS)
def test_every_figure_is_what_a_naive_recount_says(desk: list[Fact]) -> None:
    told = {figure: ask(figure, *desk).number for figure in NAIVE}
    expected = {figure: recount(desk) for figure, recount in NAIVE.items()}
    assert told == {
        figure: None if number is None else pytest.approx(number, abs=1e-4) for figure, number in expected.items()
    }
