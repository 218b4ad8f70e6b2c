"""The figures that an event log of incidents can answer, by the same modules that answer them for the desk.

Such a log has several events an incident, each with the state and the counters after it, and no calendar, no engagement
and no contacts. So escalation is told by the counter of reassignments, and first contact by that counter and the one of
re-opens. A log's times name no zone; hours on a calendar are those of wall time in the calendar's zone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from metrics.contribution import EVER, NOWHERE, SCALE, Contribution, counted, left_out, not_measured, scaled
from metrics.facts import Known, MilestoneFact, StatusKind, StatusPeriod, TicketFact, Verdict
from metrics.intervals import total, within
from metrics.kpi import backlog, mttr, reopen_rate, sla_performance
from metrics.trail import completions, waiting
from metrics.value import NOTHING, Fold, Value, summed, valued
from sla.calendar import BusinessCalendar
from sla.instants import DAY, HOUR, Micros, instant, micros

WALL, NOT_CLOSED, BY_STATE = "log.wall", "log.not_closed", "log.by_state"
WAITING_NOW, WAITING_TIME = "log.waiting_now", "log.waiting_time"
OVER_7_DAYS = backlog.LINES["incident"][0]
STATES = {
    "New": StatusKind.NEW,
    "Active": StatusKind.WORKING,
    "Awaiting User Info": StatusKind.WAITING_CUSTOMER,
    "Resolved": StatusKind.COMPLETE,
    "Closed": StatusKind.COMPLETE,
}
"""What the states of a log mean; any other one (Awaiting Vendor, a number) is waiting for somebody else."""

NOT_RESOLVED = "no resolved_at"
BACKWARDS = "resolved_at before opened_at"
NOT_COMPLETED = "never resolved nor closed"
NO_CALENDAR = "no --calendar was given"


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident of a log: what its events add up to.

    Attributes:
        periods: its states in the order of the log.
        reopens: the highest value of its counter; None where no event tells one. `reassignments` likewise.
        made_sla: what its last event says; None where that is not known.
        resolved: what its last event says, as is `closed`.
        groups: by column, what its last event says.
    """

    opened: Micros
    periods: tuple[StatusPeriod, ...]
    reopens: int | None = None
    reassignments: int | None = None
    made_sla: bool | None = None
    resolved: Micros | None = None
    closed: Micros | None = None
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LogFigure:
    """A figure of a log, and in words what it counts."""

    name: str
    measure: str
    fold: Fold
    unit: str
    definition: str


_RESOLVE = (
    "resolved_at - opened_at of the last event of an incident; an incident without resolved_at is not measured, "
    "nor one that was resolved before it was opened"
)
_WAITED = (
    "time in the state Awaiting User Info, from the event that brings it to the next event with another state; "
    "of the incidents that waited"
)
_OPEN_AT = "opened_at <= at"

FIGURES: tuple[LogFigure, ...] = (
    LogFigure(
        "reopen_rate", "log.reopened", Fold.RATIO, "%",
        "incidents whose highest reopen_count is 1 or more / incidents that were resolved or closed",
    ),
    LogFigure(
        "reopens", "log.reopens", Fold.COUNT, "re-opens", "the highest reopen_count of every incident, added up"
    ),
    LogFigure(
        "reopen_rate_14_days", reopen_rate.TICKETS, Fold.RATIO, "%",
        "as KPI 12: incidents whose state left Resolved or Closed within 14 days, unless who completed it took it back "
        "within 10 minutes (sys_updated_by), / runs of completions; Resolved and Closed count as one state",
    ),
    LogFigure(
        "escalation_rate", "log.reassigned", Fold.RATIO, "%",
        "incidents whose highest reassignment_count is 1 or more / incidents; a log knows no tiers, every change of "
        "hands counts",
    ),
    LogFigure(
        "reassignments_mean", "log.reassignments", Fold.MEAN, "per incident",
        "mean of the highest reassignment_count of every incident",
    ),
    LogFigure(
        "reassignments_max", "log.reassignments", Fold.MAX, "per incident",
        "the highest reassignment_count of all",
    ),
    LogFigure(
        "sla_performance", sla_performance.RESOLVED, Fold.RATIO, "%",
        "incidents whose last event says made_sla true / incidents whose last event says true or false; the events "
        "before it say true until it is too late",
    ),
    LogFigure("mttr_wall_mean", WALL, Fold.MEAN, "h", f"mean of {_RESOLVE}; wall clock"),
    LogFigure("mttr_wall_median", WALL, Fold.MEDIAN, "h", f"median of {_RESOLVE}; wall clock"),
    LogFigure(
        "mttr_wall_p90", WALL, Fold.P90, "h",
        f"90th percentile, interpolated between neighbours, of {_RESOLVE}; wall clock",
    ),
    LogFigure("mttr_business_mean", mttr.GROSS, Fold.MEAN, "h", f"mean of {_RESOLVE}; hours of the calendar"),
    LogFigure("mttr_business_median", mttr.GROSS, Fold.MEDIAN, "h", f"median of {_RESOLVE}; hours of the calendar"),
    LogFigure(
        "mttr_business_p90", mttr.GROSS, Fold.P90, "h",
        f"90th percentile, interpolated between neighbours, of {_RESOLVE}; hours of the calendar",
    ),
    LogFigure(
        "mttr_business_net_median", mttr.NET, Fold.MEDIAN, "h",
        f"median of {_RESOLVE}; hours of the calendar, less those in the state Awaiting User Info",
    ),
    LogFigure(
        "mttr_business_net_mean", mttr.NET, Fold.MEAN, "h",
        f"mean of {_RESOLVE}; hours of the calendar, less those in the state Awaiting User Info",
    ),
    LogFigure(
        "first_contact", "log.first_contact", Fold.RATIO, "%",
        "incidents with a highest reassignment_count of 0 and a highest reopen_count of 0 / incidents that were "
        "resolved or closed; a log knows no contacts",
    ),
    LogFigure(
        "waiting_share", "log.waited", Fold.RATIO, "%",
        "incidents with an event in the state Awaiting User Info / incidents",
    ),
    LogFigure("waiting_wall_mean", "log.waiting", Fold.MEAN, "h", f"mean of the {_WAITED}; wall clock"),
    LogFigure("waiting_wall_median", "log.waiting", Fold.MEDIAN, "h", f"median of the {_WAITED}; wall clock"),
    LogFigure("waiting_wall_p90", "log.waiting", Fold.P90, "h", f"90th percentile of the {_WAITED}; wall clock"),
    LogFigure("waiting_wall_total", "log.waiting", Fold.COUNT, "h", f"sum of the {_WAITED}; wall clock"),
    LogFigure(
        "waiting_business_mean", "log.waiting_business", Fold.MEAN, "h", f"mean of the {_WAITED}; hours of the calendar"
    ),
    LogFigure(
        "waiting_business_median", "log.waiting_business", Fold.MEDIAN, "h",
        f"median of the {_WAITED}; hours of the calendar",
    ),
    LogFigure(
        "waiting_time_share", WAITING_TIME, Fold.RATIO, "%",
        "hours in the state Awaiting User Info between opened_at and resolved_at / hours between them; wall clock; "
        "of the incidents with resolved_at",
    ),
    LogFigure(
        "backlog", backlog.OPEN, Fold.COUNT, "incidents",
        f"{_OPEN_AT} and at < resolved_at of the last event, or closed_at where that is missing: back-filled columns "
        "are read once an incident",
    ),
    LogFigure(
        "backlog_over_7_days", OVER_7_DAYS, Fold.COUNT, "incidents",
        "of the backlog, opened_at more than 7 days (168 h) before at",
    ),
    LogFigure(
        "backlog_over_14_days", backlog.ALL, Fold.COUNT, "incidents",
        "of the backlog, opened_at more than 14 days (336 h) before at",
    ),
    LogFigure(
        "backlog_oldest", backlog.OPEN, Fold.AGE, "days", "of the backlog, at - the earliest opened_at"
    ),
    LogFigure(
        "backlog_not_closed", NOT_CLOSED, Fold.COUNT, "incidents", f"{_OPEN_AT} and at < closed_at"
    ),
    LogFigure(
        "backlog_by_state", BY_STATE, Fold.COUNT, "incidents",
        f"{_OPEN_AT} and the last event up to then, by sys_updated_at, in a state other than Resolved and Closed, or "
        "no event yet",
    ),
    LogFigure(
        "backlog_waiting", WAITING_NOW, Fold.COUNT, "incidents",
        "incidents whose last event up to at, by sys_updated_at, is in the state Awaiting User Info",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reckoning:
    """By what a log is reckoned.

    Attributes:
        end: the last event of the log: who waits then has waited until then.
        calendar: business hours; None leaves the figures on them without a value.
        zoned: the log's times name a zone; else they are wall time, kept as if it were UTC.
    """

    end: Micros
    calendar: BusinessCalendar | None = None
    zoned: bool = False

    def business_hours(self, calendar: BusinessCalendar, spans: Iterable[tuple[Micros, Micros]]) -> float:
        """Hours of the spans on a calendar; wall time is read in its zone."""
        if not self.zoned:
            spans = [(self._local(start, calendar), self._local(end, calendar)) for start, end in spans]
        return sum(calendar.elapsed_many(spans)) / HOUR

    @staticmethod
    def _local(at: Micros, calendar: BusinessCalendar) -> Micros:
        return micros(instant(at).replace(tzinfo=calendar.zone))


def answers(contributed: Sequence[Contribution], at: Micros) -> dict[str, Value]:
    """Every figure of what incidents contributed; `at` is the instant of the backlog."""
    by_measure: dict[str, list[Contribution]] = {}
    for each in contributed:
        by_measure.setdefault(each.measure, []).append(each)
    sums = {measure: summed(some, at) for measure, some in by_measure.items()}
    return {
        figure.name: valued(
            sums.get(figure.measure, NOTHING), figure.fold, at,
            scale=100.0 if figure.unit == "%" else 1.0, looked=bool(contributed),
        )
        for figure in FIGURES
    }  # fmt: skip


def contributions(incident: Incident, by: Reckoning) -> Iterator[Contribution]:
    """What an incident contributes to the figures of its log."""
    ended = incident.resolved if incident.resolved is not None else incident.closed
    held = tuple(completions(incident.periods, _day))
    yield from _of_counters(incident, completed=bool(held) or ended is not None)
    yield from reopen_rate.of_ticket(_ticket(incident, ended, completions=held))
    yield from _of_promise(incident)
    yield from _of_length(incident, by)
    yield from _of_waiting(incident, by)
    yield from backlog.of_ticket(_ticket(incident, ended))
    for measure, standing in (
        (NOT_CLOSED, _ticket(incident, incident.closed)),
        (BY_STATE, _ticket(incident, None, completions=held)),
    ):
        for since, until in backlog.open_spans(standing):
            yield Contribution(measure, standing.created_day, NOWHERE, SCALE, n=1, since=since, until=until)


def _ticket(incident: Incident, completed: Micros | None, **facts: Any) -> TicketFact:
    """The incident as the modules of the desk read it."""
    return TicketFact(
        id=0,
        create_date=incident.opened,
        created_day=_day(incident.opened),
        completed_date=completed,
        completed_day=0 if completed is None else _day(completed),
        family="incident",
        known=Known.HISTORY,
        **facts,
    )


def _of_counters(incident: Incident, *, completed: bool) -> Iterator[Contribution]:
    day, reopens, moves = _day(incident.opened), incident.reopens, incident.reassignments
    if reopens is None:
        yield not_measured("log.reopened", day, NOWHERE, "reopen_count not known")
    else:
        yield Contribution("log.reopens", day, numerator=scaled(reopens), n=1)
        yield counted("log.reopened", day, NOWHERE, yes=reopens > 0) if completed else _open("log.reopened", day)
    if moves is None:
        yield not_measured("log.reassigned", day, NOWHERE, "reassignment_count not known")
        yield not_measured("log.reassignments", day, NOWHERE, "reassignment_count not known")
    else:
        yield counted("log.reassigned", day, NOWHERE, yes=moves > 0)
        yield Contribution("log.reassignments", day, n=1, value=float(moves))
    if not completed:
        yield _open("log.first_contact", day)
    elif reopens is None or moves is None:
        yield not_measured("log.first_contact", day, NOWHERE, "reopen_count or reassignment_count not known")
    else:
        yield counted("log.first_contact", day, NOWHERE, yes=reopens == 0 and moves == 0)


def _open(measure: str, day: int) -> Contribution:
    return left_out(measure, day, NOWHERE, NOT_COMPLETED)


def _of_promise(incident: Incident) -> Iterator[Contribution]:
    if incident.made_sla is None:
        yield not_measured(sla_performance.RESOLVED, _day(incident.opened), NOWHERE, "made_sla not known")
        return
    milestone = MilestoneFact(Verdict.MET if incident.made_sla else Verdict.MISSED, source="log")
    promised = _ticket(incident, None, resolved=milestone)
    yield from (each for each in sla_performance.of_ticket(promised) if each.measure == sla_performance.RESOLVED)


def _of_length(incident: Incident, by: Reckoning) -> Iterator[Contribution]:
    day, resolved = _day(incident.opened), incident.resolved
    if resolved is None or resolved < incident.opened:
        reason = NOT_RESOLVED if resolved is None else BACKWARDS
        for measure in (WALL, WAITING_TIME, mttr.GROSS, mttr.NET):
            yield not_measured(measure, day, NOWHERE, reason)
        return
    hours = (resolved - incident.opened) / HOUR
    yield Contribution(WALL, day, numerator=scaled(hours), n=1, value=hours)
    paused = within(waiting(incident.periods, by.end), incident.opened, resolved)
    yield Contribution(WAITING_TIME, day, numerator=scaled(total(paused) / HOUR), denominator=scaled(hours), n=1)
    if by.calendar is None:
        for measure in (mttr.GROSS, mttr.NET):
            yield not_measured(measure, day, NOWHERE, NO_CALENDAR)
        return
    yield from mttr.of_ticket(
        _ticket(
            incident, resolved,
            business_hours=by.business_hours(by.calendar, [(incident.opened, resolved)]),
            waiting_hours=by.business_hours(by.calendar, paused),
        )
    )  # fmt: skip


def _of_waiting(incident: Incident, by: Reckoning) -> Iterator[Contribution]:
    day = _day(incident.opened)
    spans = waiting(incident.periods, by.end)
    waited = any(period.status is StatusKind.WAITING_CUSTOMER for period in incident.periods)
    yield counted("log.waited", day, NOWHERE, yes=waited)
    for since, until in waiting(incident.periods, EVER):
        yield Contribution(WAITING_NOW, day, NOWHERE, SCALE, n=1, since=since, until=until)
    if not waited:
        return
    hours = total(spans) / HOUR
    yield Contribution("log.waiting", day, numerator=scaled(hours), n=1, value=hours)
    if by.calendar is None:
        yield not_measured("log.waiting_business", day, NOWHERE, NO_CALENDAR)
    else:
        business = by.business_hours(by.calendar, spans)
        yield Contribution("log.waiting_business", day, numerator=scaled(business), n=1, value=business)


def _day(at: Micros) -> int:
    return at // DAY
