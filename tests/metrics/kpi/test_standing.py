"""How things stand: service levels, backlog, what nobody's calendar holds, how the work spreads."""

import pytest

from metrics.facts import MilestoneFact, StatusKind, Verdict
from metrics.value import Fold, TargetState, summed, valued
from sla.instants import DAY, HOUR
from tests.metrics.kpi.asking import NOON, TODAY, ask, completion, contributed, day_of, entry, ticket


class TestServiceLevels:
    def test_open_is_missed_from_the_instant_after_its_due_date(self) -> None:
        waiting = ticket(resolved=MilestoneFact(Verdict.RUNNING, NOON, TODAY))
        before, after = (ask("sla_performance.resolved", waiting, as_of=NOON + later) for later in (0, 1))
        assert (before.number, before.excluded) == (None, {"not due yet": 1})
        assert (after.number, after.n, after.excluded) == (0.0, 1, {})

    @pytest.mark.parametrize(
        ("verdict", "reason"),
        [
            (Verdict.PAUSED, "paused"),
            (Verdict.NOT_APPLICABLE, "not applicable"),
            (Verdict.NO_SLA, "no service level"),
        ],
    )
    def test_what_has_no_running_promise_is_told_apart(self, verdict: Verdict, reason: str) -> None:
        told = ask("sla_performance.resolution_plan", ticket(resolution_plan=MilestoneFact(verdict, NOON - DAY)))
        assert (told.number, told.excluded) == (None, {reason: 1})

    def test_a_milestone_counts_on_the_day_it_was_due(self) -> None:
        due = ticket(resolved=MilestoneFact(Verdict.MET, NOON + DAY, TODAY + 1))
        assert [row.day for row in contributed([due]) if row.measure == "sla_performance.resolved"] == [TODAY + 1]

    def test_merged_tickets_count_nowhere_and_a_running_one_needs_a_due_date(self) -> None:
        told = ask(
            "sla_performance.resolved",
            ticket(resolved=MilestoneFact(Verdict.MISSED, NOON), merged=True),
            ticket(resolved=MilestoneFact(Verdict.RUNNING)),
        )
        assert (told.number, told.excluded, told.unmeasurable) == (None, {"merged": 1}, {"no due date": 1})


class TestBacklog:
    @pytest.mark.parametrize(("family", "figure", "days"), [("incident", "incidents", 7), ("request", "requests", 30)])
    def test_a_ticket_crosses_its_line_by_itself(self, family: str, figure: str, days: int) -> None:
        old = ticket(age=days * DAY, family=family)
        at, after = (ask(f"backlog.{figure}", old, as_of=NOON + later) for later in (0, 1))
        assert (at.number, at.state) == (0.0, TargetState.ON_TARGET)
        assert (after.number, after.n, after.state) == (1.0, 1, TargetState.OVER)

    def test_waiting_tickets_are_in_it_and_projects_are_not(self) -> None:
        told = ask(
            "backlog.all",
            ticket(age=15 * DAY, status=StatusKind.WAITING_CUSTOMER),
            ticket(age=15 * DAY, family="alert"),
            ticket(age=15 * DAY, family="project"),
            ticket(age=13 * DAY),
        )
        assert (told.number, told.n) == (2.0, 3)

    def test_the_oldest_is_told_in_days(self) -> None:
        assert ask("backlog.oldest", ticket(age=36 * HOUR), ticket(age=HOUR)).number == 1.5

    def test_a_ticket_that_was_reopened_is_as_old_as_it_is_and_was_not_open_between(self) -> None:
        back = ticket(age=20 * DAY, completions=(completion(NOON - 10 * DAY, NOON - DAY),))
        numbers = [ask("backlog.all", back, as_of=NOON - days * DAY).number for days in (12, 9, 0)]
        assert numbers == [0.0, None, 1.0]

    def test_completed_tickets_are_in_no_backlog(self) -> None:
        assert ask("backlog.open", ticket(age=DAY, done=NOON)).n == 0
        assert ask("backlog.open", ticket(age=DAY, done=NOON), as_of=NOON - 1).n == 1


class TestScheduledWithoutCall:
    @pytest.mark.parametrize(
        ("last_call", "missing"),
        [(None, 1.0), (NOON - 1, 1.0), (NOON, 0.0), (NOON + HOUR, 0.0)],
        ids=["none", "past", "now", "to come"],
    )
    def test_a_scheduled_ticket_needs_a_call_from_now_on(self, last_call: int | None, missing: float) -> None:
        scheduled = ticket(status=StatusKind.SCHEDULED, last_call=last_call)
        assert ask("scheduled_without_call.scheduled", scheduled).number == missing

    def test_other_statuses_and_complete_tickets_are_not_looked_at(self) -> None:
        told = ask("scheduled_without_call.scheduled", ticket(), ticket(status=StatusKind.COMPLETE, done=NOON))
        assert (told.number, told.n) == (None, 0)

    def test_neighbours_stand_apart(self) -> None:
        install = ticket(workflow="W09", family="request")
        late = ticket(workflow="W08", family="request", calls=1, call_without_time=True)
        assert ask("scheduled_without_call.never_booked", install, late).number == 1.0
        assert ask("scheduled_without_call.call_without_time", install, late).number == 1.0

    def test_nothing_found_where_there_was_something_to_look_at_is_zero(self) -> None:
        nothing = summed([], NOON)
        assert valued(nothing, Fold.COUNT, NOON).number is None
        assert valued(nothing, Fold.COUNT, NOON, looked=True).number == 0.0


class TestWorkflowDistribution:
    def test_shares_of_tickets_by_workflow_add_up_to_a_hundred(self) -> None:
        desk = [
            ticket(),
            ticket(),
            ticket(workflow="W06", family="request"),
            ticket(workflow="U", family="unclassified"),
        ]
        rows = [
            row for row in contributed([*desk, ticket(merged=True)]) if row.measure == "workflow_distribution.tickets"
        ]
        whole = summed(rows, NOON)
        shares = {}
        for lane in ("W04", "W06", "U", "W01"):
            part = summed([row for row in rows if row.where.workflow == lane], NOON)
            shares[lane] = valued(part, Fold.SHARE, NOON, scale=100, whole=whole).number
        assert shares == {"W04": 50.0, "W06": 25.0, "U": 25.0, "W01": 0.0}
        assert whole.excluded == {"merged": 1}
        assert ask("workflow_distribution.unclassified", *desk).number == 25.0
        assert ask("workflow_distribution.reactive", *desk).number == 50.0

    def test_hours_count_by_the_day_they_were_worked_and_only_on_work(self) -> None:
        rows = contributed([entry(2.0, date_worked=TODAY - 3), entry(1.0, ticket_id=0), entry(1.0, internal=True)])
        hours = [row for row in rows if row.measure == "workflow_distribution.hours"]
        assert [(row.day - TODAY, row.numerator, row.reason) for row in hours] == [
            (-3, 20_000, ""), (0, 0, "on no ticket and no task"), (0, 0, "own company"),
        ]  # fmt: skip

    def test_tickets_count_on_the_day_they_were_created(self) -> None:
        (row,) = [row for row in contributed([ticket(age=2 * DAY)]) if row.measure == "workflow_distribution.tickets"]
        assert row.day == day_of(NOON - 2 * DAY) == TODAY - 2
