"""Every figure against a naive recount over the plain facts of random desks, written down independently."""

from collections.abc import Callable
from random import Random
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
from tests.metrics.kpi.asking import NOON, TODAY, completion, contributed, day, entry, folded, ticket

FAMILIES = ("incident", "request", "project", "recurring", "alert", "unclassified")
LANES = ("W01", "W04", "W04", "W05", "W06", "W09", "U")
STEPS = (MINUTE, 10 * MINUTE, HOUR, 3 * DAY, 7 * DAY, 14 * DAY, 14 * DAY + 1, 31 * DAY)


def _completions(random: Random) -> tuple[Completion, ...]:
    """Up to three, the last event of them some time before noon."""
    held: list[Completion] = []
    at = NOON - random.choice((0, HOUR, DAY, 20 * DAY))
    left = random.choice((at, None))
    for _ in range(random.choice((0, 1, 1, 1, 2, 3))):
        at -= random.choice(STEPS) if left is not None else 0
        because = random.choice((*LeftBecause, LeftBecause.GENUINE, LeftBecause.GENUINE))
        held.insert(
            0, completion(at, left, by=random.choice((7, 8)), left_by=random.choice((0, 7, 8)), because=because)
        )
        at -= random.choice(STEPS)
        left = at
    return tuple(held)


def _milestone(random: Random) -> MilestoneFact:
    return MilestoneFact(random.choice(list(Verdict)), random.choice((None, NOON - HOUR, NOON, NOON + HOUR)), TODAY)


def _move(random: Random) -> Move:
    because = random.choice((*MoveBecause, MoveBecause.ESCALATION, MoveBecause.ESCALATION))
    extra = random.random() < 0.2
    return Move(random.choice((NOON, NOON + 1)), random.randint(0, 2), random.randint(0, 3), extra, because)


def _ticket(random: Random) -> TicketFact:
    completions = _completions(random)
    done = completions[-1].at if completions and completions[-1].left is None else None
    return ticket(
        age=100 * DAY if completions else random.choice(STEPS),
        done=done,
        completions=completions,
        family=random.choice(("incident", "incident", *FAMILIES)),
        workflow=random.choice(LANES),
        merged=random.random() < 0.1,
        internal=random.random() < 0.1,
        auto_closed=random.random() < 0.1,
        known=random.choice(list(Known)),
        channel=random.choice((*Channel, Channel.PHONE, Channel.PHONE)),
        contacts=random.choice((None, 0, 1, 1, 1, 1, 1, 2)),
        reassigned=random.choice((0, 0, 0, 0, 1)),
        business_hours=random.choice((None, 0.5, 1.0, 1.01, random.uniform(0, 50))),
        waiting_hours=random.uniform(0, 5),
        first_response=_milestone(random),
        resolved=_milestone(random),
        engaged=random.choice((None, NOON)),
        moves=tuple(_move(random) for _ in range(random.randint(0, 2))),
        status=random.choice(list(StatusKind)) if done is None else StatusKind.COMPLETE,
        calls=random.randint(0, 1),
        last_call=random.choice((None, NOON - 1, NOON, NOON + 1)),
    )


def _entry(random: Random) -> EntryFact:
    return entry(
        random.randint(0, 40) / 4,
        family=random.choice(FAMILIES),
        ticket_id=random.randint(0, 1),
        client_facing=random.random() < 0.5,
        internal=random.random() < 0.2,
        managed=random.random() < 0.7,
        verified_alert=random.random() < 0.5,
        cost_rate=random.choice((None, 20.0, 55.5)),
        revenue=random.choice((None, 0.0, 120.0)),
    )


def _day(random: Random) -> DayFact:
    off, holiday = random.randint(0, 8) / 1, random.choice((0.0, 0.0, 8.0))
    known = random.random() < 0.8
    return day(8.0, TODAY + random.randint(-2, 2), off_hours=off, holiday_hours=holiday, known=known)


def _month(random: Random) -> MonthFact:
    revenue = random.choice((None, 0.0, 900.0))
    return MonthFact(1, TODAY, random.choice((None, 0, 12, 50)), revenue, random.choice((0.0, 100.0)))


@st.composite
def _desks(draw: st.DrawFn) -> list[Fact]:
    """A desk from a seed, large enough to hold what rarely happens; none of a kind now and then."""
    random = Random(draw(st.integers(0, 2**32)))
    makers = ((_ticket, 40), (_entry, 12), (_day, 5), (_month, 4))
    return [make(random) for make, most in makers for _ in range(random.choice((0, 1, most, most, most)))]


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


def _kept_by_the_end(desk: list[Fact]) -> float | None:
    said = [(t.resolved.verdict, t.resolved.due) for t in _of_clients(desk)]
    met = sum(verdict is Verdict.MET for verdict, _ in said)
    late = sum(verdict is Verdict.RUNNING and due is not None and due < NOON for verdict, due in said)
    return _ratio(met, met + late + sum(verdict is Verdict.MISSED for verdict, _ in said))


def _old_requests(desk: list[Fact]) -> float | None:
    ages = [NOON - t.create_date for t in _of_clients(desk) if t.family == "request" and _is_open(t)]
    return float(sum(age > 30 * DAY for age in ages)) if ages else None


def _oldest(desk: list[Fact]) -> float | None:
    ages = [NOON - t.create_date for t in _of_clients(desk) if t.family != "project" and _is_open(t)]
    return max(ages) / DAY if ages else None


def _never_booked(desk: list[Fact]) -> float | None:
    to_book = [
        t
        for t in _of_clients(desk)
        if t.workflow in ("W08", "W09", "W10") and t.completed_date is None and t.status is not StatusKind.COMPLETE
    ]
    return float(sum(t.calls == 0 for t in to_book)) if to_book else None


def _vendor(desk: list[Fact]) -> float | None:
    known = [
        t for t in _of_clients(desk) if t.engaged is not None and t.family != "project" and t.known is not Known.NOT
    ]
    referred = [t for t in known if any(m.because is MoveBecause.VENDOR and m.at > NOON for m in t.moves)]
    return _ratio(len(referred), len(known))


NAIVE: dict[str, Callable[[list[Fact]], float | None]] = {
    "workflow_distribution.unclassified": _unclassified,
    "sla_performance.first_response": _answered,
    "sla_performance.resolved": _kept_by_the_end,
    "backlog.incidents": _old_incidents,
    "backlog.requests": _old_requests,
    "backlog.oldest": _oldest,
    "backlog.all": _old_but_projects,
    "scheduled_without_call.scheduled": _not_in_a_calendar,
    "scheduled_without_call.never_booked": _never_booked,
    "utilisation.client_facing": _utilised,
    "mttr.median": lambda desk: median(_resolving(desk)) if _resolving(desk) else None,
    "mttr.net_mean": lambda desk: fmean(_resolving(desk, net=True)) if _resolving(desk) else None,
    "mttr.p90": _slowest_tenth,
    "rhem.hours": _per_endpoint,
    "labour_profitability.ratio": _profitable,
    "reopen_rate.tickets": _reopened,
    "escalation_rate.tickets": _escalated,
    "escalation_rate.vendor": _vendor,
    "first_contact.tickets": _first_contacts,
}


@settings(max_examples=40)
@given(_desks())
def test_every_figure_is_what_a_naive_recount_says(desk: list[Fact]) -> None:
    rows = contributed(desk)
    told = {figure: folded(figure, rows).number for figure in NAIVE}
    expected = {figure: recount(desk) for figure, recount in NAIVE.items()}
    assert told == {
        figure: None if number is None else pytest.approx(number, abs=1e-4) for figure, number in expected.items()
    }
