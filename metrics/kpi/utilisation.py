"""KPI 7, resource utilisation: client-facing hours of the hours that people had (domain 3, #7; 6c).

Client-facing is what is entitled to be paid, also where an agreement covers it. What people had is their scheduled
hours (unpaid breaks are not in them) without time off and holidays; a day to come is not had yet, and today counts
whole and is provisional until it is over. Beside it stand billable hours against the same hours, and against the goal.
"""

from collections.abc import Iterator

from metrics.contribution import Contribution, Dimensions, not_measured, scaled
from metrics.facts import DayFact, EntryFact
from metrics.kpi.entries import of_person

CLIENT_FACING, BILLABLE, GOAL = (f"utilisation.{name}" for name in ("client_facing", "billable", "goal"))
TIME_OFF_NOT_SEEN = "time off cannot be seen"


def of_entry(entry: EntryFact) -> Iterator[Contribution]:
    """What a time entry contributes: hours to the numerators."""
    day, where, hours = entry.date_worked, of_person(entry), scaled(entry.hours_worked)
    if entry.internal or not hours:
        return
    if entry.client_facing:
        yield Contribution(CLIENT_FACING, day, where, numerator=hours)
    if entry.billable:
        yield Contribution(BILLABLE, day, where, numerator=hours)
        yield Contribution(GOAL, day, where, numerator=hours)


def of_day(fact: DayFact) -> Iterator[Contribution]:
    """What a day of a person contributes: hours to the denominators, and itself to n."""
    where = Dimensions(tech=fact.resource_id, team=fact.team_id, role=fact.role_id)
    for measure, hours in (
        (CLIENT_FACING, fact.available_hours),
        (BILLABLE, fact.available_hours),
        (GOAL, fact.goal_hours),
    ):
        if not fact.known:
            yield not_measured(measure, fact.day, where, TIME_OFF_NOT_SEEN)
        elif hours > 0:
            yield Contribution(
                measure, fact.day, where, denominator=scaled(hours), n=1,
                since=fact.begins, provisional_until=fact.ends,
            )  # fmt: skip
