"""A month of a living desk: our deadlines, pauses and verdicts against the sandbox's own, each difference named.

The sandbox reckons day by day in code of its own. We are given what it says of each ticket when it was opened and when
its status turned, with the objectives of its service levels, and none of its dates.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest

from sandbox.store import Store
from sandbox.world import World
from sandbox.world.labels import STATUS_LABELS, Priority, Sla, Status
from sandbox.world.sizes import SIZES, Size
from sla import BusinessCalendar, ClockInput, Micros, MilestoneState, Schedule, Target, Targets, micros, read_clock
from sla.clock import TicketClock
from sla.instants import HOUR
from sla.pauses import standing

AT = datetime(2027, 1, 8, 8, 40, tzinfo=UTC)
"""The five weeks before hold Christmas, New Year's Day, and the days off that stand in for holidays on a Saturday."""
MONTH = Size(techs=3, companies=8, days=35, arrivals=15, projects=1)
OBJECTIVES = {
    Priority.CRITICAL: (0.25, 4.0),
    Priority.HIGH: (1.0, 10.0),
    Priority.BACKUP: (1.5, 8.0),
    Priority.MEDIUM: (2.0, 24.0),
    Priority.QUICK_HIT: (2.0, 12.0),
    Priority.LOW: (4.0, 45.0),
    Priority.PLANNED: (9.0, 120.0),
}
"""Open hours to the first response and to the resolution, of the standard service level."""
FACTORS = {Sla.STANDARD: 1.0, Sla.GOLD: 0.75, Sla.ESSENTIAL: 2.0}
SOONEST = 0.25
EVENTS = (("firstResponse", "isFirstResponseMet"), ("resolved", "isResolutionMet"))

OTHER_PRIORITY = "the dates were given for another priority, which triage changed without giving others"


class Case(NamedTuple):
    """A ticket with a service level, and our clock of it."""

    ticket: dict[str, Any]
    facts: ClockInput
    clock: TicketClock

    def ours(self, event: int) -> Any:
        return self.clock.milestones[(0, 2)[event]]

    def theirs(self, event: int) -> Micros | None:
        return _micros(self.ticket[f"{EVENTS[event][0]}DueDateTime"])


@pytest.fixture(scope="module")
def month() -> Store:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(SIZES, "month", MONTH)
        store = Store()
        World(store, seed=1, at=AT, size="month").found()
    return store


@pytest.fixture(scope="module")
def cases(month: Store) -> list[Case]:
    offices, always = _calendars(month), BusinessCalendar(Schedule.always())
    countries = {row["id"]: row["countryID"] for row in month.select("Companies")}
    turns: dict[int, list[tuple[Micros, bool]]] = defaultdict(list)
    for row in month.select("TicketHistory"):
        if turned := re.fullmatch(r"Status changed from .+ to (.+)", row["detail"]):
            waits = turned[1] == STATUS_LABELS[Status.WAITING_CUSTOMER]
            turns[row["ticketID"]].append((micros(row["date"]), waits))
    found = []
    for ticket in month.select("Tickets", "serviceLevelAgreementID IS NOT NULL"):
        sla, priority = Sla(ticket["serviceLevelAgreementID"]), Priority(ticket["priority"])
        stood = standing(sorted(turns[ticket["id"]], key=lambda turn: turn[0]))
        facts = ClockInput(
            created=micros(ticket["createDate"]),
            calendar=always
            if (sla, priority) == (Sla.GOLD, Priority.CRITICAL)
            else offices[countries[ticket["companyID"]]],
            round_the_clock=always,
            targets=_promised(sla, priority),
            actual=(_micros(ticket["firstResponseDateTime"]), None, _micros(ticket["resolvedDateTime"])),
            paused_since=stood.since,
            pauses=stood.earlier,
        )
        found.append(Case(ticket, facts, read_clock(facts, micros(AT))))
    return found


def test_every_deadline_is_the_sandboxs_own_or_differs_for_a_reason(cases: list[Case]) -> None:
    reasons: Counter[str] = Counter()
    for case in cases:
        for event in range(2):
            if case.ours(event).due != case.theirs(event):
                reasons[_why_another_deadline(case, event)] += 1
    assert len(cases) > 400
    assert sum(case.facts.paused_since is not None or bool(case.facts.pauses) for case in cases) > 50
    assert reasons == {OTHER_PRIORITY: reasons[OTHER_PRIORITY]}
    assert reasons.total() < len(cases) // 25


def test_what_the_sandbox_calls_met_or_missed_so_do_we(cases: list[Case], month: Store) -> None:
    verdicts: Counter[bool] = Counter()
    by_ticket = {row["ticketID"]: row for row in month.select("ServiceLevelAgreementResults")}
    for case in cases:
        if case.ticket["status"] == Status.COMPLETE:
            for event, (_, verdict) in enumerate(EVENTS):
                late = case.ours(event).late
                if late is by_ticket[case.ticket["id"]][verdict]:
                    assert case.ours(event).due != case.theirs(event), case.ticket["id"]
                    assert _why_another_deadline(case, event) == OTHER_PRIORITY
                verdicts[late] += 1
    assert verdicts[False] > 500
    assert verdicts[True] > 20


def test_the_time_it_took_is_the_sandboxs_own_without_the_pauses(cases: list[Case], month: Store) -> None:
    by_ticket = {row["ticketID"]: row for row in month.select("ServiceLevelAgreementResults")}
    for case in cases:
        if case.ticket["status"] == Status.COMPLETE:
            resolved, theirs = case.ours(1), by_ticket[case.ticket["id"]]["resolutionElapsedHours"]
            assert round(resolved.used_us / HOUR, 2) == theirs, case.ticket["id"]


def test_what_is_left_of_a_paused_ticket_is_what_the_sandbox_says(cases: list[Case]) -> None:
    compared = 0
    for case in cases:
        told = case.ticket["serviceLevelAgreementPausedNextEventHours"]
        if told and case.theirs(1) == case.ours(1).due:
            paused = [one for one in case.clock.milestones if one.state is MilestoneState.PAUSED]
            assert round(min(one.left_us or 0 for one in paused) / HOUR, 4) == told, case.ticket["id"]
            compared += 1
    assert compared > 2


def _why_another_deadline(case: Case, event: int) -> str:
    """The name of a difference, where a reckoning with what it names gives the sandbox's own date; else the ticket."""
    for priority in Priority:
        targets = _promised(Sla(case.ticket["serviceLevelAgreementID"]), priority)
        clock = read_clock(replace(case.facts, targets=targets), micros(AT))
        if clock.milestones[(0, 2)[event]].due == case.theirs(event):
            return OTHER_PRIORITY
    return f"ticket {case.ticket['id']}, {EVENTS[event][0]}"


def _promised(sla: Sla, priority: Priority) -> Targets:
    first, last = (hours * FACTORS[sla] for hours in OBJECTIVES[priority])
    return Targets(Target(round(max(SOONEST, first) * 3_600)), None, Target(round(last * 3_600)))


def _calendars(store: Store) -> dict[int, BusinessCalendar]:
    """The business hours of each office, by its country."""
    zones = {row["id"]: row["timeZone"] for row in store.select("InternalLocations")}
    made = {}
    for row in store.select("InternalLocationWithBusinessHours"):
        weekly = {
            day[:3]: [(f"{row[f'{day}BusinessHoursStartTime']:%H:%M}", f"{row[f'{day}BusinessHoursEndTime']:%H:%M}")]
            for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
        }
        free = [
            day["holidayDate"].date() for day in store.select("Holidays") if day["holidaySetID"] == row["holidaySetID"]
        ]
        made[row["countryID"]] = BusinessCalendar(Schedule.of(zones[row["id"]], weekly, holidays=free))
    return made


def _micros(moment: datetime | None) -> Micros | None:
    return None if moment is None else micros(moment)
