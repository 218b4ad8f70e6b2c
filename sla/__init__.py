"""Business time and the clocks of tickets. Pure: no clock, no file, no network; standard library only.

```
zones     Windows and IANA names                   zone_labels  labels such as "(UTC+01:00) Amsterdam, Berlin"
schedule  business hours as a declaration          parsing   reading what a person wrote
openings  declaration to open intervals in UTC     pauses    unions of intervals
table     prefix sums and their index              years     the years of a schedule, opened as they are needed
calendar  the questions: elapsed, add, windows ... hours     the same for aware datetimes
location  regular, extended and holiday hours      targets   promises
clock     the three milestones of a ticket         risk      which of them has little time left
instants  epoch microseconds
errors    all refusals, as one tree                conformance  questions with known answers, as a file has them
```
"""

from __future__ import annotations

from sla.calendar import BusinessCalendar
from sla.clock import (
    ClockInput,
    Milestone,
    MilestoneName,
    MilestoneState,
    TicketClock,
    read_clock,
)
from sla.errors import NaiveInstant, NeverOpens, OutOfRange, ScheduleError, SlaError, UnknownZone
from sla.hours import BusinessHours
from sla.instants import Micros, instant, micros
from sla.location import Coverage, LocationHours
from sla.schedule import Schedule
from sla.targets import Target, Targets

__all__ = [
    "BusinessCalendar",
    "BusinessHours",
    "ClockInput",
    "Coverage",
    "LocationHours",
    "Micros",
    "Milestone",
    "MilestoneName",
    "MilestoneState",
    "NaiveInstant",
    "NeverOpens",
    "OutOfRange",
    "Schedule",
    "ScheduleError",
    "SlaError",
    "Target",
    "Targets",
    "TicketClock",
    "UnknownZone",
    "instant",
    "micros",
    "read_clock",
]
