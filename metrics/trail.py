"""What a ticket's way through its statuses tells: when it was complete, and for how long it waited for the customer."""

from collections.abc import Callable, Iterable, Iterator

from metrics.facts import Completion, Day, StatusKind, StatusPeriod
from metrics.intervals import Interval, Spans, union
from sla.instants import Micros


def completions(periods: Iterable[StatusPeriod], day_of: Callable[[Micros], Day]) -> Iterator[Completion]:
    """Each time that the ticket became Complete, and when it left that again.

    Several Complete statuses one after the other (resolved, then closed) are one completion, at the first of them.

    Args:
        periods: of one ticket, in order.
        day_of: the day of an instant in the desk's zone.
    """
    begun: StatusPeriod | None = None
    for period in periods:
        complete = period.status is StatusKind.COMPLETE
        if complete and begun is None:
            begun = period
        elif not complete and begun is not None:
            yield Completion(begun.start, day_of(begun.start), begun.start_by, period.start, period.start_by)
            begun = None
    if begun is not None:
        yield Completion(begun.start, day_of(begun.start), begun.start_by)


def waiting(periods: Iterable[StatusPeriod], until: Micros) -> Spans:
    """The spans in which the ticket waited for the customer; one that is not over ends at `until`."""
    return union(
        Interval(period.start, until if period.end is None else period.end)
        for period in periods
        if period.status is StatusKind.WAITING_CUSTOMER
    )
