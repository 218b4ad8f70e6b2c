"""KPI 11, real-time time entry: how much of the time was entered as it happened (domain 3.1).

What a lag is, what can be measured and what is in time is defined in `metrics.discipline`; this is the same for facts
that carry their own limit, so that one changed entry costs one entry. How late the entries were by bands is told as the
kinds of the lags.
"""

from collections.abc import Iterator

from metrics.contribution import Contribution, counted, left_out, not_measured, scaled
from metrics.discipline import FIVE_US, FUTURE_US, band_of
from metrics.facts import EntryFact
from metrics.kpi.entries import of_person
from sla.instants import MINUTE

ENTRIES, HOURS, WITHIN_FIVE, LAG, FUTURE_ENDED = (
    f"real_time.{name}" for name in ("entries", "hours", "within_five", "lag", "future_ended")
)
MEASURES = (ENTRIES, HOURS, WITHIN_FIVE, LAG, FUTURE_ENDED)
NO_TIMES = "no start or no end"
INTERNAL = "on no ticket and no task"
PROXY = "saved by somebody else"


def of_entry(entry: EntryFact) -> Iterator[Contribution]:
    """What a time entry contributes."""
    day, where = entry.date_worked, of_person(entry)
    saved, ended, limit = entry.saved, entry.end_date_time, entry.in_time_until
    if not (entry.ticket_id or entry.task_id):
        yield from (not_measured(measure, day, where, INTERNAL) for measure in MEASURES)
    elif entry.start_date_time is None or ended is None or saved is None or limit is None:
        yield from (not_measured(measure, day, where, NO_TIMES) for measure in MEASURES)
    elif entry.proxy:
        yield from (left_out(measure, day, where, PROXY) for measure in MEASURES)
    else:
        lag = max(0, saved - ended)
        in_time = saved <= limit
        hours = scaled(entry.hours_worked)
        yield counted(ENTRIES, day, where, yes=in_time)
        yield Contribution(HOURS, day, where, numerator=hours if in_time else 0, denominator=hours, n=1)
        yield counted(WITHIN_FIVE, day, where, yes=lag <= FIVE_US)
        yield Contribution(LAG, day, where, n=1, value=lag / MINUTE, source=band_of(lag, entry.days_late).value)
        yield counted(FUTURE_ENDED, day, where, yes=ended - saved > FUTURE_US)
