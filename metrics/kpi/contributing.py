"""What one fact contributes to all measures: the one way from facts to figures."""

from collections.abc import Callable, Iterator

from metrics.contribution import Contribution
from metrics.facts import BookingFact, DayFact, EntryFact, Fact, MonthFact, TicketFact
from metrics.kpi import (
    backlog,
    escalation_rate,
    first_contact,
    labour_profitability,
    mttr,
    project_availability_forecast,
    real_time,
    reopen_rate,
    rhem,
    scheduled_without_call,
    service_delivery_forecast,
    sla_performance,
    utilisation,
    workflow_distribution,
)

OF_TICKET: tuple[Callable[[TicketFact], Iterator[Contribution]], ...] = (
    workflow_distribution.of_ticket,
    sla_performance.of_ticket,
    service_delivery_forecast.of_ticket,
    backlog.of_ticket,
    scheduled_without_call.of_ticket,
    mttr.of_ticket,
    reopen_rate.of_ticket,
    escalation_rate.of_ticket,
    first_contact.of_ticket,
)
OF_ENTRY: tuple[Callable[[EntryFact], Iterator[Contribution]], ...] = (
    workflow_distribution.of_entry,
    project_availability_forecast.of_entry,
    utilisation.of_entry,
    rhem.of_entry,
    labour_profitability.of_entry,
    real_time.of_entry,
)
OF_DAY: tuple[Callable[[DayFact], Iterator[Contribution]], ...] = (
    service_delivery_forecast.of_day,
    utilisation.of_day,
)
OF_BOOKING: tuple[Callable[[BookingFact], Iterator[Contribution]], ...] = (
    service_delivery_forecast.of_booking,
    project_availability_forecast.of_booking,
)
OF_MONTH: tuple[Callable[[MonthFact], Iterator[Contribution]], ...] = (rhem.of_month, labour_profitability.of_month)


def contributions(fact: Fact) -> Iterator[Contribution]:
    """What one fact contributes. Depends on the fact alone."""
    match fact:
        case TicketFact():
            for of_ticket in OF_TICKET:
                yield from of_ticket(fact)
        case EntryFact():
            for of_entry in OF_ENTRY:
                yield from of_entry(fact)
        case DayFact():
            for of_day in OF_DAY:
                yield from of_day(fact)
        case BookingFact():
            for of_booking in OF_BOOKING:
                yield from of_booking(fact)
        case MonthFact():
            for of_month in OF_MONTH:
                yield from of_month(fact)
